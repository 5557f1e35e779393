"""What the accounts answer with."""

from __future__ import annotations

from dataclasses import dataclass

from registers.directory.values import Level, Name


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who has signed in; the session keeps both, and ends when the account's stamp has moved on."""

    person_id: str
    stamp: int


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of demo mode, to be entered by one press; `level` is that of the unit, None for who holds no post."""

    login: str
    name: Name
    level: Level | None
