"""What all models share: they are closed, and they judge a value exactly as their JSON Schema does."""

from __future__ import annotations

import math
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Closed(BaseModel):
    """An object without other keys than its own. Its attributes stay as they were judged; lists and dicts in them are Python's own."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
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


class _Encodable:
    """Makes Pydantic look at text that has no other constraint: half of a surrogate pair has no UTF-8."""

    def __get_pydantic_core_schema__(self, text: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.str_schema(min_length=0)

    def __get_pydantic_json_schema__(self, text: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(core_schema.str_schema())


Text = Annotated[str, _Encodable()]
"""Any text that can be written."""


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
"""Any JSON value: a number beyond the range of doubles is none, because readers take it for infinite."""


class Tagged:
    """Beside a union of models: the string under one key says which of them a value is.

    Pydantic's own discriminator is lost where the union is first met inside of one of its models.
    """

    def __init__(self, key: str, values: list[str], *, attribute: str | None = None) -> None:
        """The key, the string for each model of the union, and the models' attribute, where that is not the key."""
        self.values = values
        self.key = key
        self.discriminator = key if attribute is None else [[attribute], [key]]

    def __get_pydantic_core_schema__(self, union: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        cases = (handler.generate_schema(case) for case in get_args(union))
        return core_schema.tagged_union_schema(dict(zip(self.values, cases)), self.discriminator)

    def __get_pydantic_json_schema__(self, union: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """In JSON there is the key alone."""
        return handler({**union, "discriminator": self.key})


def as_json(value: Any) -> Any:
    """A default as JSON: the model makes a value of the field's own type of it."""
    return value
