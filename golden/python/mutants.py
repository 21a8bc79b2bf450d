"""Mutants of the emitted package: for each keyword of each type, its source without it. A mutant is killed if some instance of its type gets
another verdict, other places, or is written in another way. A keyword whose mutant survives checks nothing, or no instance shows that it does.

usage: mutants.py PACKAGE
Reads one JSON object: for each type the instances to try, as texts. Prints one: how many mutants of each keyword were tried, and which
survived.
"""

from __future__ import annotations

import __future__
import ast
import json
import sys
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import models
from places import Places
from pydantic import ConfigDict, TypeAdapter, ValidationError

IN_FIELD = ("ge", "le", "min_length", "max_length", "pattern", "strict", "allow_inf_nan", "alias")
"""The arguments of `Field` that decide anything about a value, but for the default."""


def main(package: Path) -> None:
    tried: Counter[str] = Counter()
    survivors = []
    instances = json.load(sys.stdin)
    for name, (module, thing) in models.types(package).items():
        if name not in instances:
            continue
        trials = Trials(thing, instances[name])
        name = name.removeprefix("scalars.")
        for keyword, place, mutant in mutants(definition(module, name)):
            tried[keyword] += 1
            if trials.survived_by(module, name, mutant):
                survivors.append(f"{name}{place}: {keyword}")
    json.dump({"tried": tried, "survivors": survivors}, sys.stdout)


class Trials:
    """The instances of one type, and what becomes of them."""

    def __init__(self, thing: object, texts: list[str]) -> None:
        self.places = Places(models.schema(thing))
        adapter = TypeAdapter(thing)
        self.expected = [(text.encode(), self.verdict(adapter, text.encode())) for text in texts]

    def survived_by(self, module: ModuleType, name: str, mutant: ast.stmt) -> bool:
        namespace = vars(module) | {"Any": Any, "ConfigDict": ConfigDict}
        code = ast.fix_missing_locations(ast.Module([mutant], []))
        try:
            exec(compile(code, module.__name__, "exec", __future__.annotations.compiler_flag), namespace)
            adapter = TypeAdapter(namespace[name])
            return all(self.verdict(adapter, text) == expected for text, expected in self.expected)
        except Exception:  # It cannot even be built, or fails where it should refuse.
            return False

    def verdict(self, adapter: TypeAdapter, text: bytes) -> object:
        try:
            return adapter.dump_json(adapter.validate_json(text), by_alias=True)
        except ValidationError as error:
            return self.places.of(error)


def definition(module: ModuleType, name: str) -> ast.stmt:
    """The statement that defines a type."""
    return next(node for node in models.tree(module).body if name in models.defined(node))


def elements(subscript: ast.Subscript) -> list[ast.expr]:
    """What stands in the brackets."""
    return subscript.slice.elts if isinstance(subscript.slice, ast.Tuple) else [subscript.slice]


Mutant = tuple[str, str, ast.stmt]
"""The keyword, where it stands, and the statement without it."""


def mutants(node: ast.stmt) -> Iterator[Mutant]:
    if isinstance(node, ast.Assign):
        for keyword, value in of_alias(node.value):
            yield keyword, "", ast.Assign(node.targets, value)
    elif node.bases[0].id == "StrEnum":
        yield "enum", "", ast.Assign([ast.Name(node.name, ast.Store())], ast.Name("str", ast.Load()))
        yield from (("value", f"/{member}", mutant) for member, mutant in without_each(node, ast.Assign))
    else:
        yield "additionalProperties", "", with_body(node, [*node.body, *ast.parse('model_config = ConfigDict(extra="ignore")').body])
        yield from (("properties", f"/{field}", mutant) for field, mutant in without_each(node, ast.AnnAssign))
        for at, field in enumerate(node.body):
            if isinstance(field, ast.AnnAssign):
                for keyword, mutant in of_field(field):
                    yield keyword, f"/{field.target.id}", with_body(node, [*node.body[:at], mutant, *node.body[at + 1 :]])


def with_body(node: ast.ClassDef, body: list[ast.stmt]) -> ast.ClassDef:
    return ast.ClassDef(node.name, node.bases, node.keywords, body or [ast.Pass()], node.decorator_list)


def without_each(node: ast.ClassDef, kind: type) -> Iterator[tuple[str, ast.ClassDef]]:
    for at, member in enumerate(node.body):
        if isinstance(member, kind):
            target = member.target if isinstance(member, ast.AnnAssign) else member.targets[0]
            yield target.id, with_body(node, [*node.body[:at], *node.body[at + 1 :]])


def of_field(field: ast.AnnAssign) -> Iterator[tuple[str, ast.AnnAssign]]:
    """Mutants of `name: annotation = Field(…)`."""
    call = field.value
    default = next((one.value for one in call.keywords if one.arg == "default"), None)
    rest = [one for one in call.keywords if one.arg != "default"]
    none = ast.keyword("default", ast.Constant(None))
    optional = isinstance(field.annotation, ast.BinOp)
    if optional:
        yield "optional", changed(field, field.annotation.left, rest)
    else:
        or_none = ast.BinOp(field.annotation, ast.BitOr(), ast.Constant(None))
        yield "required" if default is None else "default", changed(field, or_none, [none, *rest])
    for keyword, value in of_call(call):
        yield keyword, ast.AnnAssign(field.target, field.annotation, value, 1)
    inner = field.annotation.left if optional else field.annotation
    for keyword, annotation in of_annotation(inner):
        annotation = ast.BinOp(annotation, ast.BitOr(), ast.Constant(None)) if optional else annotation
        yield keyword, changed(field, annotation, call.keywords)


def changed(field: ast.AnnAssign, annotation: ast.expr, keywords: list[ast.keyword]) -> ast.AnnAssign:
    return ast.AnnAssign(field.target, annotation, ast.Call(field.value.func, [], keywords), 1)


def of_call(call: ast.Call) -> Iterator[tuple[str, ast.Call]]:
    """A call of `Field` without each of the arguments that decide."""
    for keyword in call.keywords:
        if keyword.arg in IN_FIELD:
            yield keyword.arg, ast.Call(call.func, call.args, [one for one in call.keywords if one is not keyword])


def of_annotation(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Mutants of a type where it is used."""
    anything = ast.Name("Any", ast.Load())
    if not isinstance(node, ast.Subscript):
        reference = isinstance(node, ast.Attribute) or node.id[0].isupper() and node.id not in ("StrictBool", "Anything")
        yield "$ref" if reference else "type", anything
        return
    parts = elements(node)
    match node.value.id:
        case "Literal":
            yield "const", ast.Name("str", ast.Load())
        case "Annotated":
            for keyword, base in of_annotation(parts[0]):
                yield keyword, with_parts(node, [base, *parts[1:]])
            for at, part in enumerate(parts[1:], 1):
                for keyword, call in of_call(part) if isinstance(part, ast.Call) else ():
                    yield keyword, with_parts(node, [*parts[:at], call, *parts[at + 1 :]])
                if isinstance(part, ast.Name):
                    yield part.id, with_parts(node, [*parts[:at], *parts[at + 1 :]])
        case _:  # list[X], dict[str, X], dict[scalars.X, X]
            yield "type", anything
            if isinstance(parts[0], ast.Attribute) and len(parts) > 1:
                yield "propertyNames", with_parts(node, [ast.Name("str", ast.Load()), *parts[1:]])
            for keyword, inner in of_annotation(parts[-1]):
                yield keyword, with_parts(node, [*parts[:-1], inner])


def with_parts(node: ast.Subscript, parts: list[ast.expr]) -> ast.Subscript:
    inside = parts[0] if len(parts) == 1 else ast.Tuple(parts, ast.Load())
    return ast.Subscript(node.value, inside, ast.Load())


def of_alias(call: ast.Call) -> Iterator[tuple[str, ast.Call]]:
    """Mutants of `TypeAliasType(name, annotation)`, which is what unions and scalars are."""
    name, annotation = call.args
    parts = elements(annotation) if isinstance(annotation, ast.Subscript) else [annotation]
    if isinstance(parts[0], ast.Subscript):
        yield from of_union(call, name, annotation)
    else:
        for keyword, mutant in of_annotation(annotation):
            yield keyword, ast.Call(call.func, [name, mutant], [])


def of_union(call: ast.Call, name: ast.expr, annotated: ast.Subscript) -> Iterator[tuple[str, ast.Call]]:
    """Mutants of `Annotated[Union[…], Tagged(key, values), …]`: without its tag, and without each case."""
    union, tagged, *rest = elements(annotated)
    yield "tag", ast.Call(call.func, [name, with_parts(annotated, [union, *rest])], [])
    cases = elements(union)
    for at in range(len(cases) if len(cases) > 1 else 0):
        fewer = deepcopy(tagged)
        del fewer.args[1].elts[at]
        parts = [with_parts(union, cases[:at] + cases[at + 1 :]), fewer, *rest]
        yield "case", ast.Call(call.func, [name, with_parts(annotated, parts)], [])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
