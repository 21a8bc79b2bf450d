"""What all models share: they are closed, and they judge a value exactly as their JSON Schema does."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Closed(BaseModel):
    """An object without other keys than its own."""

    model_config = ConfigDict(
        extra="forbid",
        serialize_by_alias=True,
        validate_default=True,
        protected_namespaces=(),
    )


def _without_fraction(value: Any) -> Any:
    """JSON has one kind of number: 1.0 is the integer 1, but "1" and true are not."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


WHOLE = BeforeValidator(_without_fraction)
"""Beside a strict `int`: any number without a fraction."""


def as_json(value: Any) -> Any:
    """A default as JSON: the model makes a value of the field's own type of it."""
    return value
