"""A directory for tests, made through the acts: a county, two townships, their villages, a department; people and posts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from engine.actor import SYSTEM, Actor
from engine.runtime import Runtime
from engine.uow import UnitOfWork, run
from registers.accounts import acts as accounts
from registers.directory import acts, queries
from registers.directory.values import Level, NewUnit, Person, Unit
from registers.resolvers import acts as resolvers
from registers.resolvers.values import NewResolver, Resolver

PASSWORD = "eine lange Nacht"  # noqa: S105  # of people in tests alone
LONG_AGO = date(2020, 1, 1)
# In the order of lists: id, level, parent, name, English name.
UNITS: list[tuple[str, Level, str | None, str, str]] = [
    ("county", "county", None, "云溪县", "Yunxi County"),
    ("d-water", "department", "county", "县水利局", "Water Bureau"),
    ("t-yanhe", "township", "county", "沿河乡", "Yanhe Township"),
    ("v-dukou", "village", "t-yanhe", "渡口村", "Dukou Village"),
    ("g-dukou-1", "grid", "v-dukou", "渡口村一组", "Dukou Group 1"),
    ("v-shiliang", "village", "t-yanhe", "石梁村", "Shiliang Village"),
    ("t-gaoguan", "township", "county", "高关镇", "Gaoguan Town"),
    ("v-lianhua", "village", "t-gaoguan", "莲花村", "Lianhua Village"),
]


def county(uow: UnitOfWork) -> None:
    """Add the whole tree."""
    for position, (unit_id, level, parent, name, name_en) in enumerate(UNITS):
        unit(uow, NewUnit(unit_id, name, level, parent, name_en, position))


def unit(uow: UnitOfWork, new: NewUnit) -> Unit:
    """Add one unit, to be seen by what follows."""
    with seen(uow):
        return acts.add_unit(uow, SYSTEM, new)


def person(uow: UnitOfWork, person_id: str, name: str = "某某", name_en: str = "") -> Person:
    """Add a person without a post."""
    with seen(uow):
        return acts.add_person(uow, SYSTEM, name=name, name_en=name_en, person_id=person_id)


def holder(uow: UnitOfWork, person_id: str, *posts: str, from_day: date = LONG_AGO) -> Actor:
    """Add a person who holds posts (`station-clerk@v-dukou`); returns them as actor, in the first of them."""
    person(uow, person_id)
    for post, _, unit_id in (each.partition("@") for each in posts):
        with seen(uow):
            acts.appoint(uow, SYSTEM, person_id, post, unit_id, from_day=from_day)
    return queries.actor_of(uow, person_id)


def account(uow: UnitOfWork, person_id: str, *, login: str = "", password: str = PASSWORD) -> None:
    """Open an account for a person who is there."""
    with seen(uow):
        accounts.open_account(uow, SYSTEM, person_id, login=login or person_id, password=password)


def resolver(uow: UnitOfWork, new: NewResolver) -> Resolver:
    """Admit a resolver, with a person of that id and name where there is none yet."""
    person(uow, new.person_id, new.person_id)
    with seen(uow):
        return resolvers.admit_resolver(uow, SYSTEM, new)


@contextmanager
def seen(uow: UnitOfWork) -> Iterator[None]:
    """Send what an act queues, so that the next reads it, as if it had been committed."""
    yield
    uow.flush()


def directory(runtime: Runtime) -> None:
    """Commit the whole tree, for tests that run acts of their own."""
    run(runtime, county)
