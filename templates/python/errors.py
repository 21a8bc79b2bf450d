"""How a plugin fails."""

from __future__ import annotations


class PluginError(Exception):
    """A plugin's method cannot do what it was asked."""

    def __init__(self, code: str, message: str, pointer: str | None = None) -> None:
        """Keeps the code, one clear sentence, and where in the plugin's config the reason lies (RFC 6901)."""
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.pointer = pointer
