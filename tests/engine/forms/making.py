"""Forms for tests, written as short as the point allows."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.errors import Invalid
from engine.forms import Form, check_answers, load_form

NOW = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)  # 9:00 in China


def source(*components: Mapping[str, Any], **more: Any) -> bytes:
    """A form-js file."""
    return json.dumps({"type": "default", "id": "form", "components": components, **more}).encode()


def field(kind: str, key: str, **more: Any) -> dict[str, Any]:
    """A component with a key, an id and a label."""
    return {"type": kind, "id": f"id-{key}", "key": key, "label": key, **more}


def group(name: str, *components: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A group, or with another `type` a list."""
    return {"type": "group", "id": f"id-{name}", "label": name, "components": list(components), **more}


def form(*components: Mapping[str, Any]) -> Form:
    """A form, loaded."""
    return load_form(source(*components))


def judged(asked: Form, answers: Any, **world: Any) -> dict[str, Any]:
    """What `check_answers` makes of answers."""
    known = {"data": {}, "options": {}, "functions": {}, "now": NOW, **world}
    return check_answers(asked, answers, **known)


def problems(asked: Form, answers: Any, **world: Any) -> dict[str, list[str]]:
    """The codes with which answers are refused, by path; none if they are accepted."""
    try:
        judged(asked, answers, **world)
    except Invalid as refused:
        return {path: [each.code for each in found] for path, found in refused.problems.items()}
    return {}
