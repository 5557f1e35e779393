"""What an API key may be for: each scope opens some routes of the API, and nothing beyond them."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import Invalid, Problem
from registers.directory.values import Unit

SCOPES = (
    "definitions:read",
    "definitions:write",
    "instances:read",
    "instances:write",
    "tasks:read",
    "tasks:write",
    "messages:write",
    "decisions:evaluate",
    "jobs:read",
    "jobs:write",
    "incidents:read",
    "incidents:write",
    "work",
)
# These reach every case of the county, whatever its unit: only a key of the county itself may have them.
OF_THE_COUNTY = frozenset({"definitions:write", "messages:write", "work"})


def check_scopes(scopes: Iterable[str], unit: Unit) -> None:
    """Refuse an unknown scope, none at all, and one that reaches beyond the unit."""
    asked = set(scopes)
    if not asked:
        raise Invalid({"scopes": [Problem("required")]})
    if unknown := asked - set(SCOPES):
        raise Invalid({"scopes": [Problem("unknown-scope", {"scope": min(unknown)})]})
    if unit.parent_id is not None and (wide := asked & OF_THE_COUNTY):
        raise Invalid({"scopes": [Problem("scope-of-the-county", {"scope": min(wide)})]})
