"""What others ask the accounts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, true

from engine.store.prepared import Hot
from engine.uow import UnitOfWork
from registers.accounts import tables
from registers.accounts.values import DemoAccount
from registers.directory import tables as directory
from registers.directory.queries import in_force
from registers.directory.rules import today
from registers.directory.values import Name

_account, _person, _held, _unit = (
    tables.account.c,
    directory.person.c,
    directory.membership.c,
    directory.unit.c,
)
_EXISTS_HERE = or_(_account.is_demo.is_(False), bindparam("demo") == true())
_STAMP = Hot(select(_account.stamp).where(_account.person_id == bindparam("person_id"), _EXISTS_HERE))


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the acts need it; its hash is for no one else."""

    person_id: str
    login: str
    password_hash: str
    stamp: int
    is_demo: bool


def is_signed_in(uow: UnitOfWork, person_id: str, stamp: int) -> bool:
    """Say whether a session still holds: the account exists in this mode and its password has not changed since."""
    return uow.fetch(_STAMP, person_id=person_id, demo=uow.runtime.settings.demo) == [(stamp,)]


def account_by_login(uow: UnitOfWork, login: str) -> Account | None:
    """Return the account of a login as stored; a demo account does not exist outside demo mode."""
    return _account_where(uow, _account.login == login)


def account_of(uow: UnitOfWork, person_id: str) -> Account | None:
    """Return a person's account; a demo account does not exist outside demo mode."""
    return _account_where(uow, _account.person_id == person_id)


def demo_accounts(uow: UnitOfWork) -> tuple[DemoAccount, ...]:
    """Return the accounts of demo mode in the order of the tree; none outside it."""
    if not uow.runtime.settings.demo:
        return ()
    rows = uow.rows(
        select(_account.login, _person.name, _person.name_en, _unit.level)
        .join_from(tables.account, directory.person)
        .outerjoin(directory.membership, and_(_held.person_id == _person.id, in_force(today(uow))))
        .outerjoin(directory.unit, _unit.id == _held.unit_id)
        .where(_account.is_demo)
        .order_by(_unit.position.asc().nulls_last(), _account.login)
    )
    found = {login: DemoAccount(login, Name(name, name_en), level) for login, name, name_en, level in rows}
    return tuple(found.values())


def _account_where(uow: UnitOfWork, condition: ColumnElement[bool]) -> Account | None:
    columns = (_account[name] for name in Account.__dataclass_fields__)
    found = uow.first(select(*columns).where(condition, _EXISTS_HERE), demo=uow.runtime.settings.demo)
    return Account(*found) if found else None
