"""Signals: what reaches everyone who waits for its name at that moment, in whatever case, and begins the cases it starts.

A signal is not kept. There may be many thousand who wait: so a job goes through them in slices, and gives it to each case by a
job of its own. Each job is one act that marks its job as done: what was interrupted goes on where it was, and nobody gets it twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby

from sqlalchemy import select, tuple_

from engine import buffer, history
from engine.actor import SYSTEM, Actor
from engine.errors import Invalid, Problem
from engine.jobs import JobRow
from engine.message_limits import name_problem, payload_problem
from engine.reconcile import reconcile
from engine.running import resume
from engine.start_triggers import starts_named
from engine.starts import defer_case
from engine.store import tables
from engine.store.message_rows import SIGNAL
from engine.thrown import BROADCAST, defer_signal
from engine.uow import AnyRow, UnitOfWork

GIVE = "give-signal"
SLICE = 500
NOTHING: Mapping[str, object] = {}
_wait = tables.subscription.c

__all__ = ["BROADCAST", "GIVE", "broadcast", "broadcast_signal", "give_signal"]


def broadcast_signal(
    uow: UnitOfWork, actor: Actor, name: str, payload: Mapping[str, object] = NOTHING
) -> None:
    """Send a signal to all cases that wait for it now, and to the processes that it begins; they get it after this act.

    Who may send it is for the caller to see to, and that its payload holds references in the place of personal values.
    """
    problems: dict[str, list[Problem]] = {}
    if problem := name_problem(name):
        problems["name"] = [problem]
    if problem := payload_problem(payload):
        problems["payload"] = [problem]
    if problems:
        raise Invalid(problems)
    defer_signal(uow, name, payload)
    if actor.kind != "system":
        uow.audit(actor, "signal-sent", chain=f"account:{actor.name}", signal=name)


def broadcast(uow: UnitOfWork, job: JobRow) -> None:
    """Defer a job for each case of a slice of those that waited when the signal was sent, and one for the next slice."""
    told, after = job.payload, job.payload.get("after")
    if after is None:
        for start in starts_named(uow, SIGNAL, told["name"]):
            defer_case(uow, start, buffer.load_payload(told["payload"]))
    rows = _slice(uow, told, after)
    for case_id, waits in groupby(rows, key=lambda row: str(row.instance_id)):
        given = {name: told[name] for name in ("name", "payload")}
        uow.defer(GIVE, {**given, "tokens": [row.task_id for row in waits]}, instance_id=case_id)
    if len(rows) == SLICE:
        uow.defer(BROADCAST, {**told, "after": [rows[-1].instance_id, rows[-1].task_id]})


def _slice(uow: UnitOfWork, told: Mapping[str, str], after: list[str] | None) -> list[AnyRow]:
    """By the index on message, correlation_key, instance_id and task_id."""
    sent_at = datetime.fromisoformat(told["at"])
    found = select(_wait.instance_id, _wait.task_id).where(
        _wait.message == told["name"],
        _wait.correlation_key == "",
        _wait.kind == SIGNAL,
        _wait.since <= sent_at,
        _wait.instance_id != told["from"],  # a case gives its own tokens what it throws, at once
    )
    if after is not None:
        found = found.where(tuple_(_wait.instance_id, _wait.task_id) > tuple_(*after))
    return list(uow.rows(found.order_by(_wait.instance_id, _wait.task_id).limit(SLICE)))


def give_signal(uow: UnitOfWork, job: JobRow) -> None:
    """Give a signal to the tokens of one case that waited when it was sent; does nothing where none waits any more."""
    case = uow.lock_instance(job.instance_id or "")
    if case is None or case.status != "active":
        return
    running = resume(uow, SYSTEM, case)
    taken = []
    for token in job.payload["tokens"]:
        waits = {waiting.id: waiting for waiting in running.case.waiting().signals}
        if token in waits:
            running.case.receive_signal(token, buffer.load_payload(job.payload["payload"]))
            taken.append(waits[token].element.id)
    if taken:
        reconcile(uow, SYSTEM, running)
        history.note(uow, SYSTEM, "signal-received", running, signal=job.payload["name"], element=taken[0])
