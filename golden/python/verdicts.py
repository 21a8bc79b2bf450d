"""Answers with Pydantic's verdicts about instances.

usage: verdicts.py PACKAGE
Reads lines `<schema path>\\t<instance as JSON>`; writes for each a line of two letters: the verdict on the JSON text and the verdict
on the Python value, `y` for accepted and `n` for refused.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from pydantic import ValidationError


def accepted(judge, instance) -> str:
    try:
        judge(instance)
    except ValidationError:
        return "n"
    return "y"


def main(package: Path) -> None:
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(package))
    models = importlib.import_module("floe_contracts.v1").SCHEMAS
    for line in sys.stdin.buffer:
        path, text = line.rstrip(b"\n").split(b"\t", 1)
        model = models[path.decode()]
        print(accepted(model.model_validate_json, text) + accepted(model.model_validate, json.loads(text)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
