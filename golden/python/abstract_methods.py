"""Makes subclasses of every abstract class of the interfaces, and prints what Python says: one JSON object, by class.

For each class: its abstract methods, what making a subclass without any of them says, what each subclass that lacks one of them
says, and what one that has all of them says.
"""

import importlib
import inspect
import json
import pkgutil
import sys
from abc import ABC

sys.path.insert(0, sys.argv[1])

from floe_contracts.v1 import interfaces  # noqa: E402


def made(base, methods):
    """What making a subclass with these methods says; None if it can be made."""
    try:
        type("Subclass", (base,), {method: lambda self: None for method in methods})()
    except TypeError as error:
        return f"TypeError: {error}"
    return None


def judged(base):
    methods = sorted(base.__abstractmethods__)
    lacking = {method: made(base, [other for other in methods if other != method]) for method in methods}
    return {"methods": methods, "empty": made(base, []), "lacking": lacking, "whole": made(base, methods)}


answer = {}
for module in pkgutil.iter_modules(interfaces.__path__, interfaces.__name__ + "."):
    for name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
        if issubclass(found, ABC) and found.__module__ == module.name:
            answer[name] = judged(found)
print(json.dumps(answer))
