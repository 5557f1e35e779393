"""Load the demo's own matters, each told as a story: raised some days ago and brought by its people to where it stands.

Every step is a real act, done by one to whom the engine offers the task, at the hour that the story says. What is told
stands in `matters.json`; nobody in it has a name. A matter that is there already is left alone.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from engine.actor import Actor, party
from engine.errors import NotFound
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import UnitOfWork, reading, run
from engine.zone import CHINA
from registers.accounts.rules import check_demo_mode
from registers.attachments.filling import complete_with_photos
from registers.directory.queries import actor_of, holders
from registers.matters.acts import join_matter, raise_matter, supplement, withdraw
from registers.matters.raising import Raising
from registers.matters.receipts import Receipt

CITIZEN = Actor("party")
_MORNING = 9
_DAY = re.compile(r"\{day(?:\+(\d+))?\}")


@dataclass(slots=True)
class StoryClock:
    """The hour that the story has reached; never later than the true one."""

    now: datetime
    true_now: datetime

    def __call__(self) -> datetime:
        """Return the hour, as `Runtime.clock`."""
        return self.now

    def go_on(self, hours: float) -> None:
        """Let hours pass."""
        self.now = min(self.now + timedelta(hours=hours), self.true_now)


def load_matters(runtime: Runtime) -> tuple[Receipt, ...]:
    """Tell all stories and return the receipts; refused outside demo mode."""
    with reading(runtime) as uow:
        check_demo_mode(uow)
    stories = json.loads(Path(__file__).with_name("matters.json").read_text(encoding="utf-8"))
    return tuple(_tell(runtime, story) for story in sorted(stories, key=lambda story: -story["days_ago"]))


def _tell(runtime: Runtime, story: dict[str, Any]) -> Receipt:
    clock = _clock_of(runtime, story["days_ago"])
    then = replace(runtime, clock=clock)
    key = runtime.keyring.lookup_hash("demo", story["key"])
    receipt = run(then, raise_matter, CITIZEN, Raising(story["raise"], story["channel"], key))
    for step in story["steps"] if receipt.is_new else ():
        clock.go_on(step["hours"])
        _take(then, receipt, step, key)
    return receipt


def _clock_of(runtime: Runtime, days_ago: int) -> StoryClock:
    now = runtime.clock()
    morning = (now.astimezone(CHINA) - timedelta(days=days_ago)).replace(hour=_MORNING, minute=12, second=0)
    return StoryClock(min(morning, now), now)


def _take(runtime: Runtime, receipt: Receipt, step: dict[str, Any], key: str) -> None:
    """Do one step of a story: a task, something the citizen adds, a withdrawal, or some who join."""
    citizen, case = party("applicant", receipt.instance_id), receipt.instance_id
    if "at" in step:
        answers = json.loads(_dated(json.dumps(step["answers"]), runtime.clock()))
        with reading(runtime) as uow:
            task_id, actor = _waiting(uow, case, step)
        run(runtime, complete_with_photos, actor, task_id, answers=answers)
    elif "supplement" in step:
        run(runtime, supplement, citizen, case, text=step["supplement"])
    elif "withdraw" in step:
        run(runtime, withdraw, citizen, case, reason=step["withdraw"])
    for number in range(step.get("join", 0)):
        joins = runtime.keyring.lookup_hash("demo-join", f"{key} {number}")
        run(runtime, join_matter, CITIZEN, case, contact={}, request_key=joins)


def _waiting(uow: UnitOfWork, case_id: str, step: dict[str, Any]) -> tuple[str, Actor]:
    """Return the task that waits at an element (of one unit, where several do) and one who may do it."""
    task = tables.task.c
    at_element = task.instance_id == case_id, task.element_id == step["at"], task.status == "open"
    for row in uow.rows(select(task.id, task.subjects).where(*at_element).order_by(task.id)):
        subject = orjson.loads(row.subjects)[0]
        if subject.endswith("@" + step.get("unit", "")) or "unit" not in step:
            return row.id, _someone(uow, subject, case_id)
    raise NotFound("no-such-task", element=step["at"])


def _someone(uow: UnitOfWork, subject: str, case_id: str) -> Actor:
    if subject.startswith("party:"):
        return party("applicant", case_id)
    if subject.startswith("user:"):
        return actor_of(uow, subject.removeprefix("user:"))
    post, _, unit_id = subject.partition("@")
    return actor_of(uow, holders(uow, post, unit_id)[0].id, post, unit_id)


def _dated(text: str, now: datetime) -> str:
    """Put days in the place of `{day}` and `{day+7}`."""
    today = now.astimezone(CHINA).date()
    return _DAY.sub(lambda found: (today + timedelta(days=int(found[1] or 0))).isoformat(), text)
