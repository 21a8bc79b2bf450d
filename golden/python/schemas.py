"""Judges the emitted Python package: it imports without a warning, its models keep what was judged, and the schema that
Pydantic makes of each type has the expected bytes.

usage: schemas.py PACKAGE SCHEMAS
SCHEMAS is the folder of published schemas. Reads the expected schemas of all types from the standard input, as one JSON object of texts.
Prints one line for each thing that is wrong, and exits 1 if there is any.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from pathlib import Path

import models
from pydantic import BaseModel

OTHERS = ("editor/", "foreign/")
"""The folders of the schemas that no model prints: those for editors say more than a model knows, others publish the rest."""


def main(package: Path, schemas: Path) -> int:
    warnings.simplefilter("error")
    types = models.types(package)
    top = importlib.import_module(models.PACKAGE)
    for name in top.__all__:
        getattr(top, name)

    expected = json.load(sys.stdin)
    found = {name: text(models.schema(thing)) for name, (_, thing) in types.items() if not models.is_root(thing)}
    problems = compare(expected, found)
    problems += [f"{name}: its attributes can be changed" for name, (_, thing) in types.items() if can_change(thing)]
    published = {path.relative_to(schemas).as_posix(): path.read_text() for path in schemas.rglob("*.json")}
    published = {path: schema for path, schema in published.items() if not path.startswith(OTHERS)}
    problems += compare(published, {path: text(model.model_json_schema()) for path, model in top.SCHEMAS.items()})
    print("\n".join(problems) if problems else f"{len(found)} types and {len(published)} files agree")
    return 1 if problems else 0


def can_change(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, BaseModel) and not thing.model_config.get("frozen", False)


def text(schema: dict) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def compare(expected: dict[str, str], found: dict[str, str]) -> list[str]:
    """What stands on one side alone, or differs."""
    problems = [f"{name}: no model has this schema" for name in sorted(expected.keys() - found.keys())]
    problems += [f"{name}: the model has no such schema" for name in sorted(found.keys() - expected.keys())]
    both = sorted(expected.keys() & found.keys())
    return problems + [f"{name}: {differs(expected[name], found[name])}" for name in both if expected[name] != found[name]]


def differs(expected: str, printed: str) -> str:
    """The first line in which two texts differ, as each has it."""
    pairs = zip(expected.splitlines(), printed.splitlines())
    number, (ours, theirs) = next(
        ((at, pair) for at, pair in enumerate(pairs, 1) if pair[0] != pair[1]), (0, ("the end", "the end"))
    )
    return f"line {number} is {ours.strip()}, the model prints {theirs.strip()}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
