"""The error of a failed plugin method."""

from __future__ import annotations


class PluginError(Exception):
    """A plugin's method has failed."""

    def __init__(self, code: str, message: str, pointer: str | None = None) -> None:
        """Stores the code, a message of one sentence, and the place of the cause in the plugin's config (RFC 6901)."""
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.pointer = pointer
