"""Matters for tests, raised and moved through the acts, on a small diagram of the process `matter`."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

from sqlalchemy import select

from engine.actor import SYSTEM, Actor, party
from engine.definitions import publish, read_folder
from engine.operations import registry
from engine.runtime import Runtime
from engine.store import tables as engine_tables
from engine.uow import reading, run
from registers.attachments.acts import keep_upload
from registers.attachments.filling import complete_with_photos
from registers.directory.options import place_options
from registers.directory.performers import DirectoryPerformers
from registers.matters.acts import raise_matter
from registers.matters.operations import OPERATIONS
from registers.matters.raising import Raising
from registers.matters.receipts import Receipt
from tests.make import directory
from tests.make.photos import image

DIAGRAM = Path(__file__).parent.parent / "registers" / "matters" / "small"
CITIZEN = Actor("party")
SAID: Mapping[str, object] = {
    "place": "v-dukou",
    "title": "渡口桥头路灯不亮",
    "text": "渡口桥头三盏路灯坏了半个月，晚上老人过桥看不见路。",
    "wish": "早点修好",
    "public": True,
    "name": "赵某某",
    "phone": "13900001234",
}
_keys = count()


def office(runtime: Runtime) -> Runtime:
    """Return a runtime in which matters can be raised: a county, the small diagram, the register's operations."""
    ready = replace(
        runtime,
        performers=DirectoryPerformers(),
        operations=registry(*OPERATIONS),
        options={"places": place_options},
    )
    directory.directory(ready)
    run(ready, publish, SYSTEM, "matter", read_folder(DIAGRAM))
    return ready


def request_key() -> str:
    """Return a key such as a browser draws, another one each time."""
    return f"request-key-{next(_keys):012}"


def raising(key: str = "", /, **said: object) -> Raising:
    """Return a matter about to be raised online; `said` goes over the usual answers, None takes one out."""
    answers = {name: value for name, value in {**SAID, **said}.items() if value is not None}
    return Raising(answers, "online", key or request_key())


def matter(runtime: Runtime, /, **said: object) -> Receipt:
    """Raise a matter."""
    return run(runtime, raise_matter, CITIZEN, raising(**said))


def public_matter(runtime: Runtime, clerk: Actor, /, **said: object) -> Receipt:
    """Raise a matter and let the clerk classify it as one for all."""
    receipt = matter(runtime, **said)
    do(runtime, clerk, receipt, "classify", {"class": "public-benefit"})
    return receipt


def answered(runtime: Runtime, clerk: Actor, /, **said: object) -> Receipt:
    """Raise a matter and let the clerk classify and answer it."""
    receipt = public_matter(runtime, clerk, **said)
    do(runtime, clerk, receipt, "answer", {"text": "灯已换好。", "basis": "镇里的养护约定"})
    return receipt


def rated(runtime: Runtime, clerk: Actor, /, **said: object) -> Receipt:
    """Bring a matter to its end."""
    receipt = answered(runtime, clerk, **said)
    marks = {"contacted": True, "done": True, "satisfied": 5, "why": "快"}
    do(runtime, applicant(receipt), receipt, "rate", marks)
    return receipt


def do(
    runtime: Runtime, actor: Actor, receipt: Receipt, element_id: str, answers: Mapping[str, object]
) -> None:
    """Complete the open task at an element."""
    task = engine_tables.task.c
    with reading(runtime) as uow:
        waits = task.instance_id == receipt.instance_id, task.element_id == element_id, task.status == "open"
        found = uow.first(select(task.id).where(*waits))
    assert found, f"nothing waits at {element_id}"
    run(runtime, complete_with_photos, actor, found.id, answers=answers)


def applicant(receipt: Receipt) -> Actor:
    """Return who holds the receipt."""
    return party("applicant", receipt.instance_id)


def upload(runtime: Runtime) -> str:
    """Upload a photo; returns its token."""
    return run(runtime, keep_upload, CITIZEN, image(), claimed="image/jpeg").token
