"""The built-in functions, one module per group of the standard's chapter; nothing here knows syntax."""

# Imported for what they register.
from engine.feel.library import (
    contexts,
    conversion,
    lists,
    logic,
    numeric,
    range_text,
    ranges,
    strings,
    temporal,
)

__all__ = [
    "contexts",
    "conversion",
    "lists",
    "logic",
    "numeric",
    "range_text",
    "ranges",
    "strings",
    "temporal",
]
