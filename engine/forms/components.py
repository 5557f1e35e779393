"""The components of form-js that a form may use, and what to use instead of the others."""

from __future__ import annotations

TEXTS = frozenset({"textfield", "textarea"})
ONE_OF = frozenset({"radio", "select"})
SOME_OF = frozenset({"checklist", "taglist"})
CHOOSING = ONE_OF | SOME_OF
# What is answered: each has a key.
KEYED = TEXTS | CHOOSING | {"number", "checkbox", "datetime", "filepicker"}
# What holds others.
CONTAINERS = frozenset({"group", "dynamiclist"})
# What is only seen.
SEEN = frozenset({"text", "separator", "spacer"})
# What form-js alone can draw: nothing is answered in it, and a citizen's page has no form-js.
STAFF_ONLY = frozenset({"table", "image"})

SUPPORTED = KEYED | CONTAINERS | SEEN | STAFF_ONLY

# By what the designer meant; shown with the refusal.
USE_INSTEAD = {
    "html": "text",
    "iframe": "text",
    "expression": "script task",
    "button": "the page's own buttons",
    "documentPreview": "filepicker",
}

DATE_KINDS = frozenset({"date", "time", "datetime"})
PERSONAL_KINDS = frozenset({"name", "phone", "address", "identity_number"})

# What stands for "not answered", as form-js submits it.
EMPTY: dict[str, object] = {"checkbox": False, **dict.fromkeys(TEXTS, "")}


def empty_value(component: str) -> object:
    """Return the value of an unanswered field: "", false, an empty list or null."""
    return [] if component in SOME_OF or component == "filepicker" else EMPTY.get(component)
