"""Imports the module of each product as Dagster does, and prints the modules that hold loadable definitions, as JSON.

usage: product_modules.py FOLDER MODULE...
"""

from __future__ import annotations

import importlib
import json
import sys

import dagster as dg

folder, *modules = sys.argv[1:]
sys.dont_write_bytecode = True
sys.path.insert(0, folder)
loaded = []
for name in modules:
    module = importlib.import_module(name)
    dg.Definitions.validate_loadable(module.defs)
    loaded.append(module.__name__)
print(json.dumps(loaded))
