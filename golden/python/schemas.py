"""Judges the emitted Python package: it imports without a warning, and each model's schema has the bytes of the schema file.

usage: schemas.py PACKAGE SCHEMAS
Prints one line for each thing that is wrong, and exits 1 if there is any.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
import warnings
from pathlib import Path


def main(package: Path, schemas: Path) -> int:
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(package))
    warnings.simplefilter("error")
    top = importlib.import_module("floe_contracts.v1")
    for module in pkgutil.walk_packages(top.__path__, "floe_contracts.v1."):
        importlib.import_module(module.name)
    for name in top.__all__:
        getattr(top, name)

    problems = []
    published = {path.relative_to(schemas).as_posix(): path for path in schemas.rglob("*.json")}
    problems += [f"{path}: no model has this schema" for path in sorted(published.keys() - top.SCHEMAS.keys())]
    for path, model in top.SCHEMAS.items():
        printed = json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"
        if path not in published:
            problems.append(f"{path}: the model {model.__name__} has no such schema file")
        elif published[path].read_bytes() != printed.encode():
            problems.append(f"{path}: differs from line {differs(published[path].read_text(), printed)}")
    print("\n".join(problems) if problems else f"{len(top.SCHEMAS)} models agree with their schemas")
    return 1 if problems else 0


def differs(published: str, printed: str) -> str:
    """The first line in which two texts differ, as each has it."""
    pairs = zip(published.splitlines(), printed.splitlines())
    number, (ours, theirs) = next(
        ((at, pair) for at, pair in enumerate(pairs, 1) if pair[0] != pair[1]), (0, ("the end", "the end"))
    )
    return f"{number}: the file has {ours.strip()}, the model prints {theirs.strip()}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
