"""Judges Kubernetes objects by the strict schemas of Kubernetes.

usage: kubernetes_schemas.py VERSION...
Reads objects as lines of JSON. Each is judged in every version, of which `newest` is one. Prints one JSON object: `judged`, how many
judgements were made, and `findings`, a sentence for each object that is refused.
"""

from __future__ import annotations

import json
import sys

import kubernetes_validate


def finding(thing: dict, version: str) -> str | None:
    name = f"{thing.get('kind')} {thing.get('metadata', {}).get('name')}, Kubernetes {version}"
    try:
        kubernetes_validate.validate(thing, version, strict=True)
    except kubernetes_validate.ValidationError as problem:
        return f"{name}: {'/'.join(map(str, problem.absolute_path))}: {problem.message}"
    except kubernetes_validate.SchemaNotFoundError as problem:
        return f"{name}: {problem.message}"
    return None


def main(versions: list[str]) -> None:
    versions = [kubernetes_validate.latest_version() if version == "newest" else version for version in versions]
    things = [json.loads(line) for line in sys.stdin]
    answers = [finding(thing, version) for thing in things for version in versions]
    print(json.dumps({"judged": len(answers), "findings": [answer for answer in answers if answer]}))


if __name__ == "__main__":
    main(sys.argv[1:])
