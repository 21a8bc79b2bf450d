"""Runs the implementations of plugin interfaces that stand in files, one file an argument after the package's folder.

Each class is made, each of its methods called, and what a method returns judged by what the interface says that it returns.
"""

import asyncio
import inspect
import sys
import typing

sys.path.insert(0, sys.argv[1])

from pydantic import TypeAdapter  # noqa: E402


def parameters(method: object) -> list[tuple[str, object]]:
    """The names of a method's parameters, each with its default."""
    return [(it.name, it.default) for it in inspect.signature(method).parameters.values()]


def judge(path: str) -> None:
    """Fails unless the file's classes do what their interfaces ask."""
    scope: dict[str, object] = {"__name__": "example"}
    with open(path, encoding="utf-8") as file:
        exec(compile(file.read(), path, "exec"), scope)
    classes = [it for it in scope.values() if inspect.isclass(it) and it.__module__ == "example"]
    assert classes, f"{path}: no class"
    for it in classes:
        plugin = it()
        for name, method in inspect.getmembers(plugin, inspect.ismethod):
            interface = getattr(it.__mro__[1], name)
            assert parameters(interface) == parameters(getattr(it, name)), f"{path}: {name}"
            arguments = [None for _ in inspect.signature(method).parameters]
            returned = method(*arguments)
            if inspect.iscoroutine(returned):
                returned = asyncio.run(returned)
            annotation = typing.get_type_hints(interface, vars(sys.modules[interface.__module__])).get("return")
            TypeAdapter(annotation).validate_python(returned)


for argument in sys.argv[2:]:
    judge(argument)
    print(argument)
