"""What maps with constrained keys share: their JSON Schema says of keys what their model does."""

from __future__ import annotations

from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


class _Keyed:
    """Beside a map: the pattern of its keys is one that each key matches.

    Pydantic says it as `patternProperties`, which leaves open what stands under other keys.
    """

    def __get_pydantic_json_schema__(self, map: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(map)
        patterns = schema.pop("patternProperties", {})
        for pattern, values in patterns.items():
            schema["additionalProperties"] = values or True
            schema["propertyNames"] = schema.get("propertyNames", {}) | {"pattern": pattern}
        return schema


KEYED = _Keyed()
"""Beside a map whose keys are a scalar."""
