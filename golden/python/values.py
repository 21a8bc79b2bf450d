"""Judges texts as their consumers do, and prints a list of booleans as JSON.

usage: values.py JSON
JSON is a list of pairs: `zone` and a name for zoneinfo, or `memory` and a size for DuckDB.
"""

from __future__ import annotations

import json
import sys
from zoneinfo import ZoneInfo

import duckdb


def zone(text: str) -> None:
    ZoneInfo(text)


def memory(text: str) -> None:
    duckdb.connect(config={"memory_limit": text}).close()


def takes(kind: str, text: str) -> bool:
    try:
        {"zone": zone, "memory": memory}[kind](text)
    except Exception:
        return False
    return True


print(json.dumps([takes(kind, text) for kind, text in json.loads(sys.argv[1])]))
