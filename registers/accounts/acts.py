"""What people do with accounts: sign in and out, change a password; administrators open accounts."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam

from engine.actor import Actor
from engine.errors import AlreadyDone, NotAllowed, NotFound
from engine.store.prepared import Hot
from engine.uow import UnitOfWork
from registers.accounts import passwords, queries, rules, tables
from registers.accounts.queries import Account
from registers.accounts.tries import check_tries, count_wrong_try, forget_tries
from registers.accounts.values import SignedIn
from registers.directory.queries import person
from registers.directory.rules import check_administers

_account = tables.account.c
_SET_PASSWORD = Hot(
    tables.account.update()
    .where(_account.person_id == bindparam("the_person"), _account.stamp == bindparam("stamp_read"))
    .values(password_hash=bindparam("hash"), stamp=bindparam("stamp_new"), changed_at=bindparam("at"))
)


def sign_in(uow: UnitOfWork, actor: Actor, login: str, password: str, *, address: str) -> SignedIn | None:
    """Sign a person in; None for a wrong password and for an unknown login alike, after the same work.

    It answers None instead of refusing, because a refusal leaves nothing behind and a wrong try must be counted and
    audited. Refuses further tries (TooMany) when the login or the address has had too many wrong ones of late.
    """
    login = rules.normal_login(login)
    guards = (rules.login_guard(login), rules.address_guard(address))
    check_tries(uow, *guards)
    account = queries.account_by_login(uow, login)
    if not _is_right(account, password):
        count_wrong_try(uow, *guards)
        chain = f"account:user:{account.person_id}" if account else f"sign-in:{guards[0].key(uow)}"
        uow.audit(actor, "sign-in-failed", chain=chain, address=guards[1].key(uow))
        return None
    assert account is not None  # noqa: S101  # narrows: no password is right without an account
    forget_tries(uow, guards[0])
    _audit_signed_in(uow, account.person_id)
    if passwords.is_outdated(account.password_hash):
        _store(uow, account, password, stamp=account.stamp)
    return SignedIn(account.person_id, account.stamp)


def sign_out(uow: UnitOfWork, actor: Actor) -> None:
    """Note that a person has signed out; the session itself is the browser's cookie."""
    uow.audit(actor, "signed-out", chain=f"account:{actor.name}")


def change_password(uow: UnitOfWork, actor: Actor, *, old: str, new: str) -> SignedIn | None:
    """Change one's own password, which ends all other sessions; None where the old one is wrong (counted as a try).

    Refuses a new one that is easily guessed, and tries beyond the limit of the login.
    """
    account = queries.account_of(uow, actor.person_id or "")
    if account is None:
        raise NotFound("no-such-account")
    guard = rules.login_guard(account.login)
    check_tries(uow, guard)
    rules.check_password(new, login=account.login)
    if not _is_right(account, old):
        count_wrong_try(uow, guard)
        uow.audit(actor, "password-change-failed", chain=f"account:{actor.name}")
        return None
    return _set_password(uow, actor, account, new)


def set_password(uow: UnitOfWork, actor: Actor, person_id: str, *, password: str) -> SignedIn:
    """Give a person a new password, which ends all their sessions; an administrator's act."""
    check_administers(actor)
    account = queries.account_of(uow, person_id)
    if account is None:
        raise NotFound("no-such-account", person=person_id)
    rules.check_password(password, login=account.login)
    return _set_password(uow, actor, account, password)


def open_account(uow: UnitOfWork, actor: Actor, person_id: str, *, login: str, password: str) -> None:
    """Open an account for a person; refuses a login that is taken and a person who has one."""
    check_administers(actor)
    login = rules.normal_login(login)
    rules.check_login(login)
    rules.check_password(password, login=login)
    person(uow, person_id)
    _open(uow, actor, person_id, login, passwords.hash_password(password), is_demo=False)


def open_demo_accounts(uow: UnitOfWork, actor: Actor, logins: Mapping[str, str], *, password: str) -> None:
    """Open accounts (login by person) that exist in demo mode alone, all with one password and so one hash.

    Refused outside demo mode. The one hash keeps the start of a demo short: each costs a tenth of a second.
    """
    rules.check_demo_mode(uow)
    check_administers(actor)
    hashed = passwords.hash_password(password)
    for person_id, login in logins.items():
        rules.check_login(login)
        _open(uow, actor, person_id, login, hashed, is_demo=True)


def enter_demo(uow: UnitOfWork, actor: Actor, login: str) -> SignedIn:
    """Sign in to a demo account without a password; refused outside demo mode and for any other account."""
    rules.check_demo_mode(uow)
    account = queries.account_by_login(uow, rules.normal_login(login))
    if account is None or not account.is_demo:
        raise NotAllowed("no-demo-account", by=actor)
    _audit_signed_in(uow, account.person_id)
    return SignedIn(account.person_id, account.stamp)


def _is_right(account: Account | None, password: str) -> bool:
    return passwords.is_right(password[: rules.LONGEST], account.password_hash if account else None)


def _audit_signed_in(uow: UnitOfWork, person_id: str) -> None:
    uow.audit(Actor("staff", person_id), "signed-in", chain=f"account:user:{person_id}")


def _open(uow: UnitOfWork, actor: Actor, person_id: str, login: str, hashed: str, *, is_demo: bool) -> None:
    if queries.account_by_login(uow, login) or queries.account_of(uow, person_id):
        raise AlreadyDone("account-exists", login=login)
    row = {"person_id": person_id, "login": login, "password_hash": hashed, "stamp": 1, "is_demo": is_demo}
    uow.insert(tables.account, row | {"changed_at": uow.now})
    uow.audit(actor, "account-opened", chain=f"account:user:{person_id}", demo=is_demo)


def _set_password(uow: UnitOfWork, actor: Actor, account: Account, password: str) -> SignedIn:
    forget_tries(uow, rules.login_guard(account.login))
    _store(uow, account, password, stamp=account.stamp + 1)
    uow.audit(actor, "password-changed", chain=f"account:user:{account.person_id}")
    return SignedIn(account.person_id, account.stamp + 1)


def _store(uow: UnitOfWork, account: Account, password: str, *, stamp: int) -> None:
    values = {"hash": passwords.hash_password(password), "stamp_new": stamp, "at": uow.now}
    uow.write(
        _SET_PASSWORD, values | {"the_person": account.person_id, "stamp_read": account.stamp}, expect=1
    )
