"""Photos that a task's form asks for: made part of the case in the act that completes the task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.actor import Actor
from engine.errors import NotFound
from engine.forms import file_fields
from engine.personal import case_key
from engine.tasks import Completed, complete_task
from engine.uow import UnitOfWork
from registers.attachments.acts import attach


def complete_with_photos(
    uow: UnitOfWork, actor: Actor, task_id: str, *, answers: Mapping[str, object], rev: int | None = None
) -> Completed:
    """Complete a task, and seal the photos that its answers name into the case; refused as `complete_task` and `attach` do.

    What pages and API call to complete a task: an upload that nothing takes up is swept away after a day.
    """
    completed = complete_task(uow, actor, task_id, answers=answers, rev=rev)
    case = uow.lock_instance(completed.instance_id)
    if case is None:
        raise NotFound("no-such-case")
    for field in sorted(file_fields(completed.form)) if completed.form else ():
        if tokens := list(_tokens(answers, field.split("."))):
            attach(uow, actor, case, case_key(uow, case), tokens, field=field)
    return completed


def _tokens(answers: object, path: list[str]) -> Iterator[str]:
    """The upload tokens that stand at a path; `*` goes through the rows of a list."""
    if not path:
        found = answers if isinstance(answers, list | tuple) else ()
        yield from (token for token in found if isinstance(token, str))
    elif path[0] == "*" and isinstance(answers, list | tuple):
        for row in answers:
            yield from _tokens(row, path[1:])
    elif isinstance(answers, Mapping):
        yield from _tokens(answers.get(path[0]), path[1:])
