"""The types of an emitted package, by name, as things that can judge: for the scripts beside this one."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import sys
from enum import StrEnum
from pathlib import Path
from types import ModuleType

from pydantic import BaseModel, RootModel, TypeAdapter
from typing_extensions import TypeAliasType

PACKAGE = "floe_contracts.v1"


def modules(package: Path) -> dict[str, ModuleType]:
    """Every module of the package, by its name."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(package))
    top = importlib.import_module(PACKAGE)
    found = pkgutil.walk_packages(top.__path__, f"{PACKAGE}.")
    return {name: importlib.import_module(name) for name in sorted(module.name for module in found)}


def types(package: Path) -> dict[str, tuple[ModuleType, object]]:
    """Every model, enumeration, union and scalar of the package with its module, by its name; `scalars.` begins that of a scalar."""
    found = {}
    for module in modules(package).values():
        for name in names(tree(module)):
            thing = getattr(module, name)
            if is_type(module, thing):
                key = f"scalars.{name}" if module.__name__ == f"{PACKAGE}.scalars" else name
                assert key not in found, f"two things are called {key}"
                found[key] = (module, thing)
    return found


def tree(module: ModuleType) -> ast.Module:
    return ast.parse(Path(module.__file__).read_text())


def names(tree: ast.Module) -> list[str]:
    """What a module itself defines."""
    return [name for node in tree.body for name in defined(node)]


def defined(node: ast.stmt) -> list[str]:
    match node:
        case ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=[ast.Name(id=name)]):
            return [name]
    return []


def is_type(module: ModuleType, thing: object) -> bool:
    """Whether it stands for a type of a contract."""
    if module.__name__ == f"{PACKAGE}.base":
        return False
    if isinstance(thing, type) and issubclass(thing, (BaseModel, StrEnum)):
        return True
    return isinstance(thing, TypeAliasType) or module.__name__ == f"{PACKAGE}.scalars"


def schema(thing: object) -> dict:
    """The JSON Schema that Pydantic makes of a type."""
    if isinstance(thing, type) and issubclass(thing, BaseModel):
        return thing.model_json_schema()
    return TypeAdapter(thing).json_schema()


def is_root(thing: object) -> bool:
    """Whether it only wraps a type that is no object, so that there is a class to ask for its schema."""
    return isinstance(thing, type) and issubclass(thing, RootModel)
