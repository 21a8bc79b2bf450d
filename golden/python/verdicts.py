"""Answers with Pydantic's verdicts about instances.

usage: verdicts.py PACKAGE
Reads lines `<type>\\t<instance as JSON>\\t<the same as Rust wrote it, or nothing>`. Writes a line for each:
`n\\t<value>\\t<places>`: the text is refused, by these keywords at each of these places (a JSON object, see places.py);
`y\\t<value>\\t<set>\\t<all>\\t<of Rust>`: it is accepted; what was set in it, the same with all defaults, and what was set in Rust's text.
An empty line asks for all that is not yet written.
`<value>` is `y` or `n`: whether the Python value that the text stands for is accepted.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import models
from places import Places
from pydantic import TypeAdapter, ValidationError


class Judge:
    """One type."""

    def __init__(self, thing: object) -> None:
        self.adapter = TypeAdapter(thing)
        self.places = Places(models.schema(thing))

    def answer(self, text: bytes, written: bytes) -> str:
        value = "y" if self.accepts(text) else "n"
        try:
            read = self.adapter.validate_json(text)
        except ValidationError as error:
            return f"n\t{value}\t{json.dumps(self.places.of(error))}"
        again = self.dump(self.adapter.validate_json(written), exclude_unset=True) if written else ""
        return f"y\t{value}\t{self.dump(read, exclude_unset=True)}\t{self.dump(read)}\t{again}"

    def accepts(self, text: bytes) -> bool:
        try:
            self.adapter.validate_python(json.loads(text))
        except (ValidationError, ValueError):
            return False
        return True

    def dump(self, read: object, **options: bool) -> str:
        return self.adapter.dump_json(read, by_alias=True, **options).decode()


def main(package: Path) -> None:
    types = models.types(package)
    judges: dict[str, Judge] = {}
    for line in sys.stdin.buffer:
        if line == b"\n":
            sys.stdout.flush()
            continue
        name, text, written = line.rstrip(b"\n").split(b"\t")
        name = name.decode()
        if name not in judges:
            judges[name] = Judge(types[name][1])
        print(judges[name].answer(text, written))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
