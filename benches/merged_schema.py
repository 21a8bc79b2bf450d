"""The published JSON Schemas as one, in which every type stands once: what another generator is given to make the same types."""

import json


def text(folder):
    definitions = {}
    for kind in ("documents", "bindings", "plugins"):
        for file in sorted((folder / kind).rglob("*.json")):
            schema = json.loads(file.read_text(encoding="utf-8"))
            definitions.update(schema.pop("$defs", {}))
            if "$ref" not in schema:  # a root that is one of its own definitions is only referred to
                definitions.setdefault(schema["title"], schema)
    merged = {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": definitions}
    return json.dumps(merged).replace("#/$defs/", "#/definitions/")
