"""The version tags that a modeler gives to decisions (`zeebe:versionTag`)."""

from __future__ import annotations

from engine.dmn.xml import child, children, read_xml


def version_tags(source: bytes) -> dict[str, str | None]:
    """Return the decisions of a file by id, each with its version tag where it has one."""
    found: dict[str, str | None] = {}
    for decision in children(read_xml(source), "decision"):
        around = child(decision, "extensionElements")
        tag = None if around is None else child(around, "versionTag")
        found[decision.get("id") or ""] = None if tag is None else tag.get("value") or None
    return found
