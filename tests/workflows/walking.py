"""Walk a matter through its diagrams: each step is done by one to whom the engine offers it, time passes by its timers.

The folder of the product is published as it stands; the directory, the registers and their operations are the real ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import orjson
from sqlalchemy import Row, select

from engine.actor import SYSTEM, Actor, party
from engine.definitions import publish, read_folder
from engine.jobs import OUTBOX, TIMER
from engine.operations import registry
from engine.runtime import Runtime
from engine.store import tables
from engine.tasks import complete_task
from engine.uow import UnitOfWork, reading, run
from engine.worker import run_due_jobs
from registers.directory.options import department_options, place_options
from registers.directory.performers import DirectoryPerformers
from registers.directory.values import NewUnit
from registers.matters.acts import raise_matter
from registers.matters.operations import OPERATIONS
from registers.matters.raising import Raising
from registers.matters.tables import matter, matter_whistle, matter_whistle_unit
from registers.resolvers.options import resolver_options
from registers.resolvers.values import NewResolver
from tests.conftest import StillClock
from tests.make import directory
from tests.make import matters as make

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "workflows" / "matter"
STATION, OFFICE, CENTRE = "station-clerk@v-dukou", "township-office@t-yanhe", "county-centre@county"
LEADER, SUPERVISOR = "township-leader@t-yanhe", "supervisor@county"
WATER, ROADS = "department-officer@d-water", "department-officer@d-roads"
TWO_YEARS_AGO = date(2024, 1, 1)
SAID: Mapping[str, object] = {
    "place": "v-dukou",
    "title": "渡口桥头路灯不亮",
    "text": "渡口桥头三盏路灯坏了半个月，晚上老人过桥看不见路。",
    "wish": "早点修好",
    "concerns": "village",
    "public": True,
    "phone": "13900001234",
}


def county(runtime: Runtime) -> Runtime:
    """Return a runtime with a county, its resolvers, and the procedure in force."""
    ready = replace(
        runtime,
        performers=DirectoryPerformers(),
        operations=registry(*OPERATIONS),
        options={"places": place_options, "departments": department_options, "resolvers": resolver_options},
    )
    directory.directory(ready)
    run(ready, _people)
    run(ready, publish, SYSTEM, "matter", read_folder(FOLDER))
    return ready


def _people(uow: UnitOfWork) -> None:
    directory.unit(uow, NewUnit("d-roads", "县交通局", "department", "county", "Roads Bureau", 9))
    for person, kind, unit, place in (
        ("elder", "five-elders", "v-dukou", "v-dukou"),
        ("mediator", "mediator", "t-yanhe", "v-dukou"),
        ("counsel", "legal-counsel", "county", "v-dukou"),
    ):
        directory.resolver(uow, NewResolver(person, kind, unit, (place,), TWO_YEARS_AGO))


@dataclass(frozen=True)
class Walk:
    """One matter under way."""

    runtime: Runtime
    clock: StillClock
    instance_id: str

    def do(self, element_id: str, by: str, **answers: object) -> "Walk":
        """Complete the open task at an element; it must be offered to `by` and to nobody else."""
        task = self._offered(element_id, by)
        run(self.runtime, complete_task, _actor(by, self.instance_id), task.id, answers=answers)
        return self

    def waits(self) -> dict[str, set[str]]:
        """Return who is asked at which elements now."""
        found: dict[str, set[str]] = {}
        for task in self._open():
            found.setdefault(task.element_id, set()).update(orjson.loads(task.subjects))
        return found

    def due(self, element_id: str) -> Row:
        """Return when the task at an element is due."""
        return next(task.due_at for task in self._open() if task.element_id == element_id)

    def wait_for(self, element_id: str) -> "Walk":
        """Let time pass, from timer to timer, until a task opens at an element."""
        for _ in range(20):
            if element_id in self.waits():
                return self
            self.next_timer()
        raise AssertionError(f"no time opens {element_id}: {self.waits()}")

    def next_timer(self) -> None:
        """Let time pass until the next timer of the matter has fired."""
        job = tables.job.c
        mine = job.instance_id == self.instance_id, job.kind == TIMER, job.status == "waiting"
        with reading(self.runtime) as uow:
            due_at = uow.rows(select(job.due_at).where(*mine).order_by(job.due_at).limit(1))[0].due_at
        self.clock.now = max(self.clock.now, due_at + timedelta(seconds=1))
        while run_due_jobs(self.runtime):
            pass

    def matter(self) -> Row:
        """Return what the register says."""
        with reading(self.runtime) as uow:
            found = uow.first(select(matter).where(matter.c.instance_id == self.instance_id))
        assert found is not None
        return found

    def case(self) -> Row:
        """Return the instance: where it lies, who may see it, whether it has ended."""
        with reading(self.runtime) as uow:
            found = uow.first(select(tables.instance).where(tables.instance.c.id == self.instance_id))
        assert found is not None
        return found

    def handlers(self) -> set[str]:
        """Return who of the staff sees the case for having handled it."""
        handler = tables.handler.c
        with reading(self.runtime) as uow:
            rows = uow.rows(select(handler.subject).where(handler.instance_id == self.instance_id))
        return {row.subject for row in rows if not row.subject.startswith("party:")}

    def told(self) -> list[str]:
        """Return the templates of the messages sent about it, in order."""
        job = tables.job.c
        mine = job.instance_id == self.instance_id, job.kind == OUTBOX
        with reading(self.runtime) as uow:
            rows = uow.rows(select(job.payload).where(*mine).order_by(job.id))
        return [orjson.loads(row.payload)["template"] for row in rows]

    def whistles(self) -> list[Row]:
        """Return its whistles, as blown."""
        with reading(self.runtime) as uow:
            mine = select(matter_whistle).where(matter_whistle.c.instance_id == self.instance_id)
            return list(uow.rows(mine.order_by(matter_whistle.c.blown_at)))

    def called(self) -> dict[str, str | None]:
        """Return the units that its whistles called, with their answers."""
        joined = select(matter_whistle_unit).join(matter_whistle)
        with reading(self.runtime) as uow:
            rows = uow.rows(joined.where(matter_whistle.c.instance_id == self.instance_id))
        return {row.unit_id: row.answer for row in rows}

    def has_ended(self) -> bool:
        """Say whether nothing more happens, and nothing waits."""
        return self.case().status == "completed" and not self.waits()

    def _offered(self, element_id: str, by: str) -> Row:
        subject = _subject(by, self.instance_id)
        for task in self._open():
            if task.element_id == element_id and orjson.loads(task.subjects) == [subject]:
                return task
        raise AssertionError(f"{element_id} is not offered to {subject} alone: {self.waits()}")

    def _open(self) -> list[Row]:
        task = tables.task.c
        mine = task.instance_id == self.instance_id, task.status == "open"
        with reading(self.runtime) as uow:
            return list(uow.rows(select(tables.task).where(*mine)))


def raised(runtime: Runtime, clock: StillClock, /, **said: object) -> Walk:
    """Raise a matter; `said` goes over the usual answers, None takes one out."""
    answers = {name: value for name, value in {**SAID, **said}.items() if value is not None}
    raising = Raising(answers, "online", make.request_key())
    return Walk(runtime, clock, run(runtime, raise_matter, make.CITIZEN, raising).instance_id)


def accepted(runtime: Runtime, clock: StillClock, /, *, by: str = STATION, **said: object) -> Walk:
    """Raise a matter and let the place that answers for it accept it."""
    return raised(runtime, clock, **said).do("receive", by, decision="accept")


def classified(
    runtime: Runtime,
    clock: StillClock,
    way: str,
    /,
    *,
    by: str = STATION,
    private: bool = False,
    **said: object,
) -> Walk:
    """Bring a matter to the way on which it is to be handled."""
    answers = {"class": "public-benefit", "topic": "facilities", "private": private, "way": way}
    if said.get("concerns", "village") != "village":
        answers["reason"] = "看了现场，关系到大家。"
    return accepted(runtime, clock, by=by, **said).do("classify", by, urgency="normal", **answers)


def replied(walk: Walk, by: str, outcome: str = "resolved") -> Walk:
    """Let the place that answers write the reply."""
    return walk.do("write-reply", by, outcome=outcome, **REPLY)


REPLY = {"text": "灯已经换好，晚上都亮着。", "basis": "村里的养护约定", "remedies": "不满意可以要求重办。"}


def _actor(by: str, instance_id: str) -> Actor:
    if by == "applicant":
        return party("applicant", instance_id)
    post, at, unit = by.partition("@")
    if not at:
        return Actor("staff", by, None, None, frozenset({f"user:{by}"}))
    return Actor("staff", f"holder of {by}", post, unit, frozenset({by}), units=frozenset({unit}))


def _subject(by: str, instance_id: str) -> str:
    if by == "applicant":
        return f"party:applicant@{instance_id}"
    return by if "@" in by else f"user:{by}"
