"""The base of all models. Models are closed and validate a value exactly as the JSON Schema of the model does."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Closed(BaseModel):
    """An object without unknown keys. Attributes cannot be replaced after the validation; lists and dicts in attributes stay mutable."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        serialize_by_alias=True,
        validate_default=True,
        protected_namespaces=(),
        defer_build=True,
    )


def _without_fraction(value: Any) -> Any:
    """JSON has one kind of number: 1.0 is the integer 1, but "1" and true are not."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


WHOLE = BeforeValidator(_without_fraction)
"""Beside a strict `int`: any number without a fraction."""


class _Encodable:
    """Makes Pydantic validate text without other constraints: half of a surrogate pair cannot be encoded as UTF-8."""

    def __get_pydantic_core_schema__(self, text: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.str_schema(min_length=0)

    def __get_pydantic_json_schema__(self, text: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(core_schema.str_schema())


Text = Annotated[str, _Encodable()]
"""Any text that can be encoded as UTF-8."""


def _json(value: Any) -> Any:
    rest = [value]
    while rest:
        match rest.pop():
            case None | bool():
                pass
            case str() as text:
                _encode(text)
            case int() | float() as number:
                _as_double(number)
            case list() as items:
                rest.extend(items)
            case dict() as map:
                if not all(isinstance(key, str) for key in map):
                    raise ValueError("keys must be text")
                rest.extend([*map, *map.values()])
            case other:
                raise ValueError(f"{type(other).__name__} is no type of JSON")
    return value


def _encode(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("text must be Unicode") from error


def _as_double(number: int | float) -> None:
    try:
        finite = math.isfinite(number)
    except OverflowError:
        finite = False
    if not finite:
        raise ValueError("a number must be one that a double can hold")


Anything = Annotated[Any, AfterValidator(_json)]
"""Any JSON value. Numbers beyond the range of doubles are refused, because readers take these numbers for infinite."""


class Tagged:
    """Annotates a union of models: the string under one key selects the model of a value.

    Pydantic loses its own discriminator if Pydantic first meets the union inside of one of the union's models.
    """

    def __init__(self, key: str, values: list[str], *, attribute: str | None = None) -> None:
        """The key, the string for each model of the union, and the models' attribute, where that is not the key."""
        self.values = values
        self.key = key
        self.discriminator: str | list[list[str | int]] = key
        if attribute is not None:
            self.discriminator = [[attribute], [key]]

    def __get_pydantic_core_schema__(self, union: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        cases = (handler.generate_schema(case) for case in get_args(union))
        choices: dict[Hashable, CoreSchema] = dict(zip(self.values, cases))
        return core_schema.tagged_union_schema(choices, self.discriminator)

    def __get_pydantic_json_schema__(self, union: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """JSON contains the key alone."""
        keyed: Any = {**union, "discriminator": self.key}
        return handler(keyed)


def as_json(value: Any) -> Any:
    """A default as JSON. The model converts the default to the type of the field."""
    return value
