"""floe's documents, bindings and plugin configs as models, its plugin interfaces as abstract classes.

A name is imported when it is first used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from floe_contracts.v1 import lazy

if TYPE_CHECKING:
<[ checked ]>


__all__ = [
<[ exported ]>]


_EXPORTS = {
<[ exports ]>}


def __getattr__(name: str) -> Any:
    value = lazy.imported(_EXPORTS, name)
    globals()[name] = value
    return value


SCHEMAS: Mapping[str, type[BaseModel]] = lazy.Models(
    _EXPORTS,
    {
<[ schemas ]>    },
)
"""The model behind each published schema, by the schema's path."""
