"""What others ask the directory: units and their names, people and their posts, and who acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select

from engine.actor import Actor
from engine.errors import NotFound
from engine.store.prepared import Hot
from engine.store.types import lies_in
from engine.uow import AnyRow, AnySelect, UnitOfWork
from registers.directory import tables
from registers.directory.posts import POSTS
from registers.directory.rules import today
from registers.directory.values import Membership, Name, Person, Township, Unit

_unit, _person, _membership = tables.unit.c, tables.person.c, tables.membership.c
_UNITS = select(*(_unit[name] for name in Unit.__dataclass_fields__)).order_by(_unit.position, _unit.id)


def in_force(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """The memberships that hold on a day, to be put into a SELECT; the last day counts."""
    return and_(_membership.from_day <= day, or_(_membership.to_day.is_(None), _membership.to_day >= day))


# A person with the posts of today, by primary key: one row without post where there is none.
_POSTS_OF_PERSON = Hot(
    select(_person.id, _membership.post, _unit.id, _unit.path)
    .select_from(
        tables.person.outerjoin(
            tables.membership.join(tables.unit, _unit.id == _membership.unit_id),
            and_(_membership.person_id == _person.id, in_force(bindparam("today"))),
        )
    )
    .where(_person.id == bindparam("person_id"))
)


# units


def unit(uow: UnitOfWork, unit_id: str) -> Unit:
    """Return a unit; refuses one that does not exist."""
    found = units_by_id(uow, [unit_id])
    if unit_id not in found:
        raise NotFound("no-such-unit", unit=unit_id)
    return found[unit_id]


def units(uow: UnitOfWork) -> tuple[Unit, ...]:
    """Return the whole tree in the order of lists."""
    return _units(uow, _UNITS)


def units_by_id(uow: UnitOfWork, unit_ids: Iterable[str]) -> dict[str, Unit]:
    """Return the units of these ids in one statement; unknown ones are left out."""
    return {found.id: found for found in _units(uow, _UNITS.where(_unit.id.in_(sorted(set(unit_ids)))))}


def units_below(uow: UnitOfWork, path: str) -> tuple[Unit, ...]:
    """Return the unit at a path and all under it."""
    return _units(uow, _UNITS.where(lies_in(_unit.path, path)))


def places(uow: UnitOfWork) -> tuple[Township, ...]:
    """Return the villages and communities by township, for those who say where something happened."""
    found = _units(uow, _UNITS.where(_unit.level.in_(("township", "village"))))
    below: dict[str | None, list[Unit]] = {}
    for each in found:
        below.setdefault(each.parent_id, []).append(each)
    return tuple(
        Township(each, tuple(below[each.id]))
        for each in found
        if each.level == "township" and each.id in below
    )


def departments(uow: UnitOfWork) -> tuple[Unit, ...]:
    """Return the departments of the county."""
    return _units(uow, _UNITS.where(_unit.level == "department"))


# people


def person(uow: UnitOfWork, person_id: str) -> Person:
    """Return a person; refuses one that does not exist."""
    found = uow.first(select(_person.id, _person.name, _person.name_en).where(_person.id == person_id))
    if found is None:
        raise NotFound("no-such-person", person=person_id)
    return Person(*found)


def memberships(uow: UnitOfWork, person_id: str) -> tuple[Membership, ...]:
    """Return the posts that a person holds today, in the order of `posts.json`; one that is no longer there is left out."""
    held = uow.rows(
        select(tables.membership, _unit.name, _unit.name_en)
        .join(tables.unit)
        .where(_membership.person_id == person_id, _membership.post.in_(list(POSTS)), in_force(today(uow)))
        .order_by(_unit.path)
    )
    return tuple(sorted((_membership_of(row) for row in held), key=lambda each: POSTS[each.post].rank))


def holders(uow: UnitOfWork, post: str, unit_id: str) -> tuple[Person, ...]:
    """Return the people who hold a post in a unit today."""
    found = uow.rows(
        select(_person.id, _person.name, _person.name_en)
        .join(tables.membership)
        .where(_membership.unit_id == unit_id, _membership.post == post, in_force(today(uow)))
        .order_by(_person.id)
    )
    return tuple(Person(*row) for row in found)


# who acts


def actor_of(uow: UnitOfWork, person_id: str, post: str | None = None, unit_id: str | None = None) -> Actor:
    """Return a person as actor with all posts of today, in the post asked for or else in the first of `posts.json`.

    A post that is no longer held is not an error: the person goes on in another. One statement.
    """
    rows = uow.fetch(_POSTS_OF_PERSON, person_id=person_id, today=today(uow))
    if not rows:
        raise NotFound("no-such-person", person=person_id)
    held = sorted(
        ((POSTS[row[1]], row[2], row[3]) for row in rows if row[1] in POSTS),
        key=lambda each: (each[0].rank, each[2]),
    )
    acting = next(
        (each for each in held if (each[0].id, each[1]) == (post, unit_id)), held[0] if held else None
    )
    return Actor(
        "staff",
        person_id,
        acting[0].id if acting else None,
        acting[1] if acting else None,
        frozenset({f"user:{person_id}", *(f"{each.id}@{unit}" for each, unit, _ in held)}),
        areas=frozenset(path for each, _, path in held if each.supervises),
        units=frozenset(unit for each, unit, _ in held if each.sees_cases),
    )


# names of subjects


def subject_titles(uow: UnitOfWork, subjects: Iterable[str]) -> Mapping[str, Name]:
    """Return what subjects are called: people by name, posts by their unit, in two statements at most.

    A party of a case has no name here (the pages have a word for it), nor has what does not exist: left out.
    """
    asked = set(subjects)
    people = {each.removeprefix("user:") for each in asked if each.startswith("user:")}
    held = {each: each.partition("@")[::2] for each in asked if each.partition("@")[0] in POSTS}
    names = {f"user:{found.id}": Name(found.name, found.name_en) for found in _people(uow, people)}
    in_units = units_by_id(uow, {unit_id for _, unit_id in held.values()}) if held else {}
    for subject, (post, unit_id) in held.items():
        if found := in_units.get(unit_id):
            names[subject] = POSTS[post].title_in(Name(found.name, found.name_en))
    return names


def subject_title(uow: UnitOfWork, subject: str) -> Name | None:
    """Return what one subject is called, or None."""
    return subject_titles(uow, [subject]).get(subject)


def _units(uow: UnitOfWork, statement: AnySelect) -> tuple[Unit, ...]:
    return tuple(Unit(*row) for row in uow.rows(statement))


def _people(uow: UnitOfWork, person_ids: set[str]) -> list[Person]:
    if not person_ids:
        return []
    columns = (_person.id, _person.name, _person.name_en)
    return [Person(*row) for row in uow.rows(select(*columns).where(_person.id.in_(sorted(person_ids))))]


def _membership_of(row: AnyRow) -> Membership:
    person_id, post, unit_id, from_day, to_day, name, name_en = row
    return Membership(person_id, post, unit_id, from_day, to_day, POSTS[post].title_in(Name(name, name_en)))
