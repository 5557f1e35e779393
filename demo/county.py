"""Load the demo county: its units, one account for each post of the staffed units, and its resolvers.

What is loaded stands in the JSON files beside this one. It goes through the acts of the registers, so the demo cannot
stand where the product could not; what is there already is left alone, so it may be loaded again and again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Column, select

from engine.actor import Actor
from engine.uow import UnitOfWork
from registers.accounts import acts as accounts
from registers.accounts import tables as account_tables
from registers.accounts.rules import check_demo_mode
from registers.directory import acts as directory
from registers.directory import tables as directory_tables
from registers.directory.posts import POSTS
from registers.directory.values import Name, NewUnit
from registers.resolvers import acts as resolvers
from registers.resolvers import tables as resolver_tables
from registers.resolvers.values import NewResolver
from registers.resolvers.words import KINDS

PASSWORD = "demo"  # noqa: S105  # printed by the demo; these accounts do not exist outside demo mode
SINCE = date(2024, 1, 1)  # before any case of the demo


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each were added; nothing on a second run."""

    units: int
    accounts: int
    resolvers: int


@dataclass(frozen=True, slots=True)
class _Staff:
    """Someone named by post and unit, never a person; `post` is empty for a resolver."""

    id: str
    name: Name
    post: str
    unit_id: str


def load_county(uow: UnitOfWork, actor: Actor) -> Loaded:
    """Load all of the demo county in one act; refused outside demo mode."""
    check_demo_mode(uow)
    units = _read("units.json")
    added = _load_units(uow, actor, units["units"], units["hours"])
    names = {unit["id"]: Name(unit["name"], unit["name_en"]) for unit in units["units"]}
    helpers = _read("resolvers.json")
    staff = [*_staff(units["units"], names), *(_resolver_person(helper, names) for helper in helpers)]
    opened = _load_people(uow, actor, staff)
    return Loaded(added, opened, _load_resolvers(uow, actor, helpers))


def _load_units(uow: UnitOfWork, actor: Actor, units: list[dict[str, Any]], hours: dict[str, str]) -> int:
    """Add level after level: a unit is added under one that can be read."""
    known = _known(uow, directory_tables.unit.c.id)
    new = [(position, unit) for position, unit in enumerate(units) if unit["id"] not in known]
    levels = ("county", "department", "township", "village", "grid")
    for _, below in groupby(
        sorted(new, key=lambda each: levels.index(each[1]["level"])), lambda each: each[1]["level"]
    ):
        for position, unit in below:
            directory.add_unit(uow, actor, _new_unit(position, unit, hours))
        uow.flush()  # the next level reads its parents
    return len(new)


def _new_unit(position: int, unit: dict[str, Any], hours: dict[str, str]) -> NewUnit:
    opens = hours if unit["level"] != "grid" else {"zh": "", "en": ""}
    return NewUnit(
        unit["id"],
        unit["name"],
        unit["level"],
        unit["parent"],
        unit["name_en"],
        position,
        unit.get("phone", ""),
        opens["zh"],
        opens["en"],
    )


def _staff(units: list[dict[str, Any]], names: dict[str, Name]) -> list[_Staff]:
    """Return one for each post in the county's own units, its departments, and the townships that are staffed."""
    plan = _read("staff.json")
    staffed = set(plan["townships"])
    found = []
    for unit in units:
        if unit["parent"] in staffed:
            staffed.add(unit["id"])
        if unit["id"] in staffed or unit["level"] in ("county", "department"):
            for post in (each for each in POSTS.values() if each.level == unit["level"]):
                login = plan["logins"][post.id].format(unit=_short(unit["id"]))
                found.append(_Staff(login, post.title_in(names[unit["id"]]), post.id, unit["id"]))
    return found


def _resolver_person(helper: dict[str, Any], names: dict[str, Name]) -> _Staff:
    place, kind = names[helper["unit"]], KINDS[helper["kind"]]
    name = Name(f"{place.name} · {kind.title}", f"{place.name_en} · {kind.title_en}")
    return _Staff(_resolver_id(helper), name, "", helper["unit"])


def _load_people(uow: UnitOfWork, actor: Actor, staff: list[_Staff]) -> int:
    people = _known(uow, directory_tables.person.c.id)
    new = [each for each in staff if each.id not in people]
    for each in new:
        directory.add_person(uow, actor, person_id=each.id, name=each.name.name, name_en=each.name.name_en)
    uow.flush()  # a post and an account are given to one who can be read
    for each in new:
        if each.post:
            directory.appoint(uow, actor, each.id, each.post, each.unit_id, from_day=SINCE)
    opened = _known(uow, account_tables.account.c.person_id)
    logins = {each.id: each.id for each in staff if each.id not in opened}
    if logins:
        accounts.open_demo_accounts(uow, actor, logins, password=PASSWORD)
    return len(logins)


def _load_resolvers(uow: UnitOfWork, actor: Actor, helpers: list[dict[str, Any]]) -> int:
    known = _known(uow, resolver_tables.resolver.c.person_id)
    new = [helper for helper in helpers if _resolver_id(helper) not in known]
    for helper in new:
        unit, topics = helper["unit"], tuple(helper["topics"])
        resolvers.admit_resolver(
            uow, actor, NewResolver(_resolver_id(helper), helper["kind"], unit, (unit,), SINCE, topics=topics)
        )
    uow.flush()  # who is suspended is read first
    for helper in (each for each in new if "suspended" in each):
        resolvers.suspend_resolver(uow, actor, _resolver_id(helper), reason=helper["suspended"])
    return len(new)


def _resolver_id(helper: dict[str, Any]) -> str:
    return f"{_short(helper['unit'])}-{helper['kind']}"


def _short(unit_id: str) -> str:
    """Return a unit's id without the letter of its level: `v-dukou` is `dukou`."""
    return unit_id.partition("-")[2] or unit_id


def _known(uow: UnitOfWork, column: Column[str]) -> set[str]:
    return {row[0] for row in uow.rows(select(column))}


def _read(name: str) -> Any:
    return json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
