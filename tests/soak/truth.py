"""What must hold of a county after its servers were killed: faults in words, none where all is well."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import orjson
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.errors import NotFound
from engine.jobs import OUTBOX, TIMER
from engine.keys import CaseKey, KeyMissing
from engine.naming import step_names
from engine.running import resume
from engine.store import tables
from engine.uow import UnitOfWork
from engine.verify import verify_audit
from registers.attachments.folder import attachments_folder
from registers.attachments.tables import attachment
from registers.matters import tables as matters
from registers.matters.following import follow_by_code
from registers.matters.queries import entries_of
from tests.soak.people import Journal

TOLD = {"soon": "reminded", "tardy": "urged"}  # a timer's element → the message that leaves when it fires


def faults(uow: UnitOfWork, journal: Journal) -> list[str]:
    """Return everything that is lost or half done."""
    return [
        *_of_receipts(uow, journal),
        *_of_tasks(uow, journal),
        *_of_claims(uow, journal),
        *_of_supplements(uow, journal),
        *_of_numbers(uow),
        *_of_rows(uow),
        *_of_states(uow),
        *_of_messages(uow),
        *(f"audit: {fault}" for fault in verify_audit(uow).faults),
    ]


def faults_of_outbox(uow: UnitOfWork, data: Path) -> list[str]:
    """Return what is wrong once every job that is due has been run: each message left once, no timer is lost."""
    lines = [line for file in (data / "outbox").glob("*.jsonl") for line in file.read_bytes().splitlines()]
    torn = [line for line in lines if not (line.startswith(b'{"job":') and line.endswith(b"}"))]
    left = Counter(orjson.loads(line)["job"] for line in lines if line not in torn)
    jobs = _all(uow, tables.job)
    messages = {job.id for job in jobs if job.kind == OUTBOX}
    return [
        *(f"a line of the outbox is not whole: {line!r}" for line in torn),
        *(f"job {job.id} ({job.kind}) is {job.status}: {job.error}" for job in jobs if _is_stuck(uow, job)),
        *(f"message {job_id} left {left[job_id]} times" for job_id in messages if left[job_id] != 1),
        *(f"message {job_id} left, and nobody sent it" for job_id in left.keys() - messages),
    ]


def figures(uow: UnitOfWork) -> str:
    """Say how much of the worker's work there was, and how often a kill had met it."""
    jobs = _all(uow, tables.job)
    messages = [job for job in jobs if job.kind == OUTBOX]
    again = sum(job.attempts > 1 for job in messages)
    fired = len(_events(uow, "timer-fired"))
    return (
        f"{len(messages)} messages left once, {again} of them tried again after a kill; {fired} timers fired"
    )


def _is_stuck(uow: UnitOfWork, job: Any) -> bool:
    return job.status == "failed" or (job.status == "waiting" and job.due_at <= uow.now)


def _of_receipts(uow: UnitOfWork, journal: Journal) -> Iterator[str]:
    """Every acknowledged matter can be followed, and one request made one matter."""
    numbers = {row.id: row.number for row in _all(uow, tables.instance)}
    for key, receipts in journal.raised.items():
        told = {(receipt["number"], receipt["code"]) for receipt in receipts}
        if len(told) > 1 or sum(receipt["is_new"] for receipt in receipts) > 1:
            yield f"{key} made several matters: {receipts}"
        for number, code in told:
            if numbers.get(_followed(uow, code)) != number:
                yield f"{number} is lost, or not what its code leads to"


def _followed(uow: UnitOfWork, code: str) -> str:
    try:
        return follow_by_code(uow, code).instance_id
    except NotFound:
        return ""


def _of_tasks(uow: UnitOfWork, journal: Journal) -> Iterator[str]:
    """A task is completed whole, by one person, or not at all; and what was acknowledged is."""
    by = {task.id: task.ended_by for task in _all(uow, tables.task) if task.status == "completed"}
    audited = Counter(_details(event)["task"] for event in _events(uow, "task-completed"))
    submitted = Counter(row.task_id for row in _all(uow, tables.submission) if row.task_id)
    with_form = {task.id for task in _all(uow, tables.task) if task.form_id}
    yield from _differ("audited as completed", audited, Counter(by.keys()))
    yield from _differ("submitted", submitted, Counter(by.keys() & with_form))
    for task_id, person in journal.completed:
        if by.get(task_id) != f"user:{person}":
            yield f"{person} was told that {task_id} is completed; it was by {by.get(task_id)}"
    twice = Counter(task_id for task_id, _ in journal.completed)
    yield from (f"{task_id} was acknowledged {count} times" for task_id, count in twice.items() if count > 1)


def _of_claims(uow: UnitOfWork, journal: Journal) -> Iterator[str]:
    """Every acknowledged claim was audited, and its person held or ended the task."""
    audited = {(_details(event)["task"], event.actor) for event in _events(uow, "task-claimed")}
    holders = {task.id: task.claimed_by for task in _all(uow, tables.task)}
    for task_id, person in journal.claimed:
        if (task_id, f"user:{person}") not in audited:
            yield f"{person} was told to hold {task_id}; that stands nowhere"
        if holders[task_id] != person:
            yield f"{person} was told to hold {task_id}; {holders[task_id]} does"


def _of_supplements(uow: UnitOfWork, journal: Journal) -> Iterator[str]:
    """What a citizen added stands there once if it was acknowledged, at most once if not; its photo with it."""
    found: Counter[str] = Counter()
    for case in _all(uow, tables.instance):
        key = uow.runtime.keyring.unwrap(case.wrapped_key)
        for entry in entries_of(uow, case.id, key):
            if entry.kind == "supplemented":
                text = str(entry.said["text"])
                found[text] += 1
                wanted = int(text in journal.with_photo)
                yield from _of_photos(uow, case.id, key, cast("list[str]", entry.said["photos"]), wanted)
    for text, is_acknowledged in journal.supplements.items():
        if found[text] > 1 or found[text] < is_acknowledged:
            yield f"supplement {text} (acknowledged: {is_acknowledged}) stands there {found[text]} times"


def _of_photos(uow: UnitOfWork, case_id: str, key: CaseKey, photos: list[str], wanted: int) -> Iterator[str]:
    if len(photos) != wanted:
        yield f"case {case_id}: {len(photos)} photos of {wanted}"
    kept = {row.id: row for row in _all(uow, attachment) if row.instance_id == case_id}
    folder = attachments_folder(uow.runtime.settings.data_folder)
    for photo_id in photos:
        try:
            key.open(folder.read(kept[photo_id].file_hash))
        except (LookupError, NotFound, KeyMissing) as error:
            yield f"case {case_id}: photo {photo_id}: {error!r}"


def _of_numbers(uow: UnitOfWork) -> Iterator[str]:
    """Numbers have neither gaps nor doubles."""
    numbers = sorted(int(case.number[-6:]) for case in _all(uow, tables.instance))
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"numbers: {numbers}"
    counted = [row.value for row in _all(uow, tables.sequence) if row.name.startswith("SS-")]
    if sum(counted) != len(numbers):
        yield f"counted to {counted}, found {len(numbers)} cases"


def _of_rows(uow: UnitOfWork) -> Iterator[str]:
    """Each case has one matter, one start form, one receipt, and one record of its beginning."""
    cases = Counter(case.id for case in _all(uow, tables.instance))
    started = Counter(event.chain.removeprefix("case:") for event in _events(uow, "started"))
    forms = Counter(row.instance_id for row in _all(uow, tables.submission) if row.task_id is None)
    entries = _all(uow, matters.matter_entry)
    yield from _differ("matters", Counter(row.instance_id for row in _all(uow, matters.matter)), cases)
    yield from _differ(
        "receipts", Counter(row.instance_id for row in _all(uow, matters.matter_receipt)), cases
    )
    yield from _differ("begun", started, cases)
    yield from _differ("start forms", forms, cases)
    yield from _differ("raised", Counter(row.instance_id for row in entries if row.kind == "raised"), cases)
    counted = Counter({row.instance_id: row.supplements for row in _all(uow, matters.matter)})
    yield from _differ("added to", Counter(_of_kind(entries, "supplemented")), +counted)


def _of_states(uow: UnitOfWork) -> Iterator[str]:
    """The rows beside each case are those that its state waits for; each state loads."""
    by_case = _rows_by_case(uow)
    for row in _all(uow, tables.instance):
        case = uow.lock_instance(row.id)
        assert case is not None
        waiting, beside = resume(uow, SYSTEM, case).before, by_case[row.id]
        expected = {
            "task": {task.id for task in waiting.tasks},
            "subscription": {(each.id, each.name, each.correlation_key) for each in waiting.messages}
            | {(each.id, each.name, "") for each in waiting.signals},
            "timer": {(timer.id, timer.due_at) for timer in waiting.timers},
        }
        yield from (
            f"{row.number}: {kind}: rows {beside[kind]}, state {wanted}"
            for kind, wanted in expected.items()
            if beside[kind] != wanted
        )
        if beside["inbox"] != beside["offered"] or beside["handler"] != beside["ever"]:
            yield f"{row.number}: inbox or handlers: {dict(beside)}"
        if (row.step, row.step_en) != step_names(waiting):
            yield f"{row.number}: step {row.step}"
        if (row.status == "completed") == any((*expected.values(),)):
            yield f"{row.number} is {row.status}, and waits for {expected}"


def _rows_by_case(uow: UnitOfWork) -> dict[str, dict[str, set[Any]]]:
    found: dict[str, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    case_of = {}
    for task in _all(uow, tables.task):
        case_of[task.id] = task.instance_id
        subjects = orjson.loads(task.subjects)
        found[task.instance_id]["ever"].update(subjects)
        if task.status == "open":
            found[task.instance_id]["task"].add(task.id)
            found[task.instance_id]["offered"].update((task.id, each, task.claimed_by) for each in subjects)
    for row in _all(uow, tables.inbox):
        found[case_of[row.task_id]]["inbox"].add((row.task_id, row.subject, row.claimed_by))
    for row in _all(uow, tables.handler):
        found[row.instance_id]["handler"].add(row.subject)
    for row in _all(uow, tables.subscription):
        found[row.instance_id]["subscription"].add((row.task_id, row.message, row.correlation_key))
    for row in _all(uow, tables.job):
        if row.kind == TIMER and row.status == "waiting":
            found[row.instance_id]["timer"].add((row.task_id, row.due_at))
    return found


def _of_messages(uow: UnitOfWork) -> Iterator[str]:
    """A message was sent for each step that sends one, and a timer that is done has fired."""
    jobs = _all(uow, tables.job)
    sent = Counter(
        (job.instance_id, orjson.loads(job.payload)["template"]) for job in jobs if job.kind == OUTBOX
    )
    done = Counter(job.instance_id for job in jobs if job.kind == TIMER and job.status == "done")
    fired = [(event.chain[5:], _details(event)["element"]) for event in _events(uow, "timer-fired")]
    classified = [
        task.instance_id
        for task in _all(uow, tables.task)
        if (task.element_id, task.status) == ("classify", "completed")
    ]
    expected = Counter((case, TOLD[element]) for case, element in fired)
    expected += Counter((case, "called") for case in classified)
    yield from _differ("messages", sent, expected)
    yield from _differ("timers done", done, Counter(case for case, _ in fired))


def _differ(what: str, found: Counter[Any], expected: Counter[Any]) -> Iterator[str]:
    for key in found.keys() | expected.keys():
        if found[key] != expected[key]:
            yield f"{what}: {key}: {found[key]} times, expected {expected[key]}"


def _of_kind(entries: list[Any], kind: str) -> Iterator[str]:
    return (row.instance_id for row in entries if row.kind == kind)


def _events(uow: UnitOfWork, what: str) -> list[Any]:
    return [event for event in _all(uow, tables.event) if event.what == what]


def _details(event: Any) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(event.details)
    return found


def _all(uow: UnitOfWork, table: Any) -> list[Any]:
    return list(uow.rows(select(table).order_by(*table.primary_key)))
