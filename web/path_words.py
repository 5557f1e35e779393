"""The way that a finding shows: which elements a case would go through, by name; and which duty that breaks."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import get_locale
from flask_babel import gettext as _

from engine.errors import Finding

_ARROW = " → "


def path_words(finding: Finding) -> str:
    """Return the way to what is wrong; empty for a finding that shows none."""
    path = finding.params.get("path")
    return _ARROW.join(_named(finding, path)) if isinstance(path, list) else ""


def duty_words(finding: Finding) -> str:
    """Return what can happen against a duty; empty for other findings."""
    asked = finding.params.get("asked")
    if finding.code != "duty-broken" or not isinstance(asked, list):
        return ""
    what = _("、").join(_quoted(name) for name in _named(finding, asked))
    [name] = _named(finding, [finding.element])
    if finding.params.get("relation") == "only after":
        return _("%(name)s可以不经过%(what)s就到达", name=_quoted(name), what=what)
    if finding.params.get("relation") == "never after":
        return _("%(name)s可以在%(what)s之后到达", name=_quoted(name), what=what)
    return _("可以不经过%(what)s就结束", what=what)


def _named(finding: Finding, elements: Iterable[object]) -> list[str]:
    names = finding.params.get("names")
    known = names if isinstance(names, dict) else {}
    number = 0 if str(get_locale()).startswith("zh") else 1  # a terminal has a language, too
    return [str(known[each][number]) if each in known else str(each) for each in elements]


def _quoted(name: str) -> str:
    return _("「%(name)s」", name=name)
