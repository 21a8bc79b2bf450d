"""Exports that are imported on first use. Most programs need few models, and making all of them takes most of a second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel

_PACKAGE = __name__.rpartition(".")[0]


def imported(exports: Mapping[str, str], name: str) -> Any:
    """The export of this name, from its `module` or `module:name` in the package."""
    place = exports.get(name)
    if place is None:
        raise AttributeError(f"module {_PACKAGE!r} has no attribute {name!r}")
    module, _, original = place.partition(":")
    return getattr(import_module(f"{_PACKAGE}.{module}"), original or name)


class Models(Mapping[str, "type[BaseModel]"]):
    """Models by a key, each imported when it is read."""

    def __init__(self, exports: Mapping[str, str], names: Mapping[str, str]) -> None:
        """Stores the places of the exports, and the name of the export for each key."""
        self._exports = exports
        self._names = names

    def __getitem__(self, key: str) -> type[BaseModel]:
        model: type[BaseModel] = imported(self._exports, self._names[key])
        return model

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
