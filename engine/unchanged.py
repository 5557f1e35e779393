"""An act on a case only if the case is still as it was shown: `rev` is the row version that was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from engine.actor import Actor
from engine.errors import Changed, NotFound
from engine.offered import lock_task
from engine.uow import UnitOfWork

P = ParamSpec("P")
T = TypeVar("T")
Act = Callable[Concatenate[UnitOfWork, Actor, str, P], T]


def on_task(
    uow: UnitOfWork,
    actor: Actor,
    act: Act[P, T],
    rev: int,
    task_id: str,
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run an act on a task; refused where its case has moved since `rev`."""
    _check(lock_task(uow, actor, task_id)[1].rev, rev)
    return act(uow, actor, task_id, *args, **kwargs)


def on_instance(
    uow: UnitOfWork,
    actor: Actor,
    act: Act[P, T],
    rev: int,
    instance_id: str,
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run an act on a case; refused where it has moved since `rev`."""
    case = uow.lock_instance(instance_id)
    if case is None:
        raise NotFound("no-such-case")
    _check(case.rev, rev)
    return act(uow, actor, instance_id, *args, **kwargs)


def _check(now: int, then: int) -> None:
    if now != then:
        raise Changed("case-changed", rev=now)
