"""Texts that must match a pattern as a whole; the pattern is written as OpenAPI wants it, and means the same in Python."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validate


class Pattern(validate.Regexp):
    """Like marshmallow's, but `$` is the end and not the place before a last line break."""

    def __call__(self, value: Any) -> Any:
        """Return a text that matches; refuses any other."""
        if isinstance(value, str) and value.endswith("\n"):
            raise ValidationError(self._format_error(value))
        return super().__call__(value)
