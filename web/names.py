"""What things are called in the page's language: units, posts, people, steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from flask import Flask
from flask_babel import gettext as _

from engine.uow import UnitOfWork
from registers.directory.queries import subject_titles
from web.preferences import locale


class Named(Protocol):
    """Anything with a Chinese and an English name."""

    @property
    def name(self) -> str:
        """The Chinese name."""
        ...

    @property
    def name_en(self) -> str:
        """The English name."""
        ...


def either(chinese: str, english: str) -> str:
    """Return the one of two words that fits the page."""
    return english if locale() == "en" and english else chinese


def called(named: Named | None, otherwise: str = "") -> str:
    """Return the name of a unit, post or person."""
    return either(named.name, named.name_en) if named else otherwise


def register(app: Flask) -> None:
    """Let templates name what is called in two languages."""
    app.jinja_env.filters["called"] = called
    app.jinja_env.globals["either"] = either


def titles_of_subjects(uow: UnitOfWork, subjects: Iterable[str]) -> Mapping[str, str]:
    """Return what subjects are called; a party of a case is the person who raised it, the rest the system."""
    asked = set(subjects)
    found = {subject: called(name) for subject, name in subject_titles(uow, asked).items()}
    return {subject: found.get(subject) or _without_name(subject) for subject in asked}


def _without_name(subject: str) -> str:
    if subject.startswith("party:"):
        return _("说事人")
    if subject == "party":  # somebody who has no case yet: who joins, or asks
        return _("群众")
    return _("系统") if subject == "system" else subject
