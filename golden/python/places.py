"""Where Pydantic's errors are, as the other judges name places: RFC 6901 pointers into the instance.

Pydantic names the missing and the unknown key; a place is the object that lacks or has it. It names the case of a union on the way, which
is no step into the instance. And it finds a wrong tag at the object; the place is the tag. Of a bad key it says why; the place is the map.

Its kinds of errors are called as the keywords of JSON Schema; of counts, as those of lists.
"""

from __future__ import annotations

from pydantic import ValidationError

KEYWORDS = {
    "missing": "required",
    "union_tag_not_found": "required",
    "extra_forbidden": "additionalProperties",
    "union_tag_invalid": "enum",
    "enum": "enum",
    "literal_error": "const",
    "string_too_short": "minLength",
    "string_too_long": "maxLength",
    "string_pattern_mismatch": "pattern",
    "greater_than_equal": "minimum",
    "less_than_equal": "maximum",
    "too_short": "minItems",
    "too_long": "maxItems",
}
"""Every other kind speaks of the type."""


class Places:
    """Places in the instances of one schema."""

    def __init__(self, schema: dict) -> None:
        self.schema = schema

    def of(self, error: ValidationError) -> dict[str, list[str]]:
        """Every place that the error speaks of, and what it says of it."""
        found: dict[str, set[str]] = {}
        for one in error.errors(include_url=False, include_input=False, include_context=False):
            keyword, loc = KEYWORDS.get(one["type"], "type"), one["loc"]
            if loc[-1:] == ("[key]",):
                keyword, loc = "propertyNames", loc[:-2]
            found.setdefault(self.place(one["type"], loc), set()).add(keyword)
        return {place: sorted(keywords) for place, keywords in sorted(found.items())}

    def place(self, kind: str, loc: tuple[int | str, ...]) -> str:
        steps: list[int | str] = []
        node = self.settled(self.schema)
        for step in loc:
            if "discriminator" in node:
                node = self.settled({"$ref": node["discriminator"]["mapping"][step]})
                continue
            steps.append(step)
            node = self.settled(inside(node, step))
        if kind in ("missing", "extra_forbidden"):
            steps.pop()
        if kind == "union_tag_invalid":
            steps.append(node["discriminator"]["propertyName"])
        return "".join(f"/{escaped(str(step))}" for step in steps)

    def settled(self, node: dict) -> dict:
        """The schema of what is there: references followed, and not the `null` beside it."""
        while True:
            if "$ref" in node:
                node = self.schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
            elif "anyOf" in node:
                node = node["anyOf"][0]
            else:
                return node


def inside(node: dict, step: int | str) -> dict:
    """The schema of one of the things in a list or an object; nothing is known of unknown keys."""
    if isinstance(step, int):
        return node["items"]
    known = node.get("properties", {}).get(step, node.get("additionalProperties"))
    return known if isinstance(known, dict) else {}


def escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
