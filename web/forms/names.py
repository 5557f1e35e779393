"""How a field is called in HTML: one prefix, so that no answer can be taken for a field of the page itself."""

from __future__ import annotations

PREFIX = "answer."
FILES = "files."
ROW_ADDED = "add-row"
ROW_REMOVED = "remove-row"
RENDERED = "rendered-fields"  # which fields the page showed, to see whether an answer has called for others
AS_JSON = "answers"  # what the island sends instead of single fields


def name_of(path: str) -> str:
    """Return the name under which the answer at a path is posted."""
    return PREFIX + path


def files_name_of(path: str) -> str:
    """Return the name under which files for a path are posted."""
    return FILES + path


def anchor_of(path: str) -> str:
    """Return the id of the element where the answer at a path is given, to which a problem leads."""
    return "answer-" + path.replace(".", "-")
