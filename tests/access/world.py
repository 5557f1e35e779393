"""A county at work for the walk over all routes: one person in each post, one matter of each kind, one browser for each person.

Everything is made through the acts, on the county's own procedure. What a matter says, its title, its number and the name and
phone of who raised it are marked with the matter's own word, so that each is known wherever it turns up.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.actor import SYSTEM, party
from engine.runtime import Runtime
from engine.store import tables
from engine.tasks import complete_task
from engine.uow import UnitOfWork, reading, run
from registers.accounts.acts import open_demo_accounts
from registers.accounts.keys import NewKey, add_key
from registers.attachments.tables import attachment
from registers.directory.acts import end_membership
from registers.directory.queries import actor_of
from registers.matters.acts import join_matter, raise_matter
from registers.matters.raising import Raising
from registers.matters.receipts import Receipt
from tests.access.table import PROGRAMS, scopes_of
from tests.application import application, send, token, whole_runtime
from tests.make import directory
from tests.make import matters as make
from tests.workflows import walking

# One person for each post of posts.json, named by the post, and those who hold one elsewhere, no longer, or not at all.
STAFF: Mapping[str, str] = {
    "grid-worker": "grid-worker@g-dukou-1",
    "station-clerk": "station-clerk@v-dukou",
    "township-office": "township-office@t-yanhe",
    "township-leader": "township-leader@t-yanhe",
    "county-centre": "county-centre@county",
    "department-officer": "department-officer@d-water",
    "department-head": "department-head@d-water",
    "supervisor": "supervisor@county",
    "administrator": "administrator@county",
    "designer": "designer@county",
    "clerk-elsewhere": "station-clerk@v-lianhua",
    "leader-elsewhere": "township-leader@t-gaoguan",
    "former-clerk": "station-clerk@v-dukou",  # until yesterday
    "elder": "",  # a resolver, without a post
}
CITIZENS = ("nobody", "applicant", "supporter", "stranger")

# The word with which everything about a matter is marked; the key says which matter it is.
WORDS: Mapping[str, str] = {
    "open": "榆钱坡",  # visible to its unit, at the station, where the former clerk has worked on it
    "asked": "槐花沟",  # the same, but a question waits for the applicant
    "public": "桐子湾",
    "closed": "柏树垭",  # public, and over
    "named": "杉木冲",  # the citizen wants few to know
    "sealed": "梨花屿",  # touches health: closed to all but its handlers
    "accusation": "枣林铺",  # of an official: sealed, and away from the place that is accused
    "elsewhere": "桑园坝",  # of a village in another township
}
# Where each of them stands: the step whose task the routes are asked for.
STEPS: Mapping[str, str] = {
    "open": "classify",
    "asked": "answer",
    "public": "resolve",
    "closed": "write-reply",  # done
    "named": "classify",
    "sealed": "receive",
    "accusation": "hand-over",
    "elsewhere": "receive",
}
SAID: Mapping[str, Mapping[str, object]] = {
    "public": {"public": True},
    "closed": {"public": True},
    "named": {"private": True},
    "sealed": {"touches": ["health"], "concerns": "own"},
    "accusation": {"about_official": True},
    "elsewhere": {"place": "v-lianhua"},
}


@dataclass(frozen=True)
class Row:
    """One matter, with what a route may be asked for of it."""

    receipt: Receipt
    task_id: str
    photo_id: str


@dataclass(frozen=True)
class Walker:
    """Someone with a browser; each request starts from the same cookies, so that none changes the next."""

    name: str
    app: Flask
    cookies: Mapping[str, str]
    csrf: str
    key: str = ""

    @property
    def is_staff(self) -> bool:
        """Say whether this is a person with an account."""
        return self.name in STAFF

    def send(self, method: str, address: str, **sent: Any) -> TestResponse:
        """Send one request, with the token that a page or a program would send."""
        client = self.app.test_client()
        for name, value in self.cookies.items():
            client.set_cookie(name, value)
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {"X-CSRFToken": self.csrf}
        if self.key and "/api/" not in address:
            headers["X-CSRFToken"] = self.csrf  # a page knows no keys
        answer = client.open(address, method=method, headers=headers, **sent)
        answer.get_data()  # to the end, so that a file that is served is closed
        answer.close()
        return answer

    def get(self, address: str, **asked: str) -> str:
        """Return what is shown at an address."""
        answer = self.send("GET", address, query_string=asked)
        assert answer.status_code == 200, (self.name, address, answer.status_code)
        return shown(answer)


@dataclass(frozen=True)
class World:
    """The application over the county, its matters and its people."""

    app: Flask
    runtime: Runtime
    rows: Mapping[str, Row]
    walkers: Mapping[str, Walker]
    definition_id: str

    def refusals(self) -> Counter[str]:
        """Count the refusals in the audit trail, by who was refused."""
        event = tables.event.c
        with reading(self.runtime) as uow:
            return Counter(row.actor for row in uow.rows(select(event.actor).where(event.what == "refused")))


def shown(answer: TestResponse) -> str:
    """Return what an answer says; of a photo nothing."""
    if answer.mimetype == "application/zip":
        return _text_of_files(answer.data)
    return "" if (answer.mimetype or "").startswith("image/") else answer.text


def _text_of_files(content: bytes) -> str:
    """All that a zip says, its photos left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if not name.startswith("documents/")]
        return "\n".join(archive.read(name).decode() for name in names)


# --- Making it --------------------------------------------------------------------------------------------------

REPLIED = {"outcome": "resolved", **walking.REPLY}
CLASSIFIED = {
    "class": "public-benefit",
    "topic": "facilities",
    "private": False,
    "urgency": "normal",
    "way": "on-the-spot",
}
RESOLVED = {"met_on": "2026-03-16", "did": "去看了。", "outcome": "agreed", "agreement": "下周修。"}
YESTERDAY = date(2026, 3, 15)


def world(runtime: Runtime) -> World:
    """Build it all."""
    ready = whole_runtime(walking.county(runtime))
    run(ready, _people)
    receipts = {name: _raised(ready, name, word) for name, word in WORDS.items()}
    _work(ready, receipts)
    last_day = {"last_day": YESTERDAY}
    run(ready, end_membership, SYSTEM, "former-clerk", "station-clerk", "v-dukou", **last_day)
    app = application(ready)
    rows = {name: _row(ready, name, receipt) for name, receipt in receipts.items()}
    with reading(ready) as uow:
        definition_id = ready.definitions.current(uow, "matter").id
    return World(app, ready, rows, _walkers(app, ready, receipts), definition_id)


def _people(uow: UnitOfWork) -> None:
    for person_id, post in STAFF.items():
        if post:
            directory.holder(uow, person_id, post)
    open_demo_accounts(uow, SYSTEM, {each: each for each in STAFF}, password=directory.PASSWORD)


def _raised(runtime: Runtime, name: str, word: str) -> Receipt:
    said = {**make.SAID, "public": False, **SAID.get(name, {}), **contact_of(name)}
    said |= {"title": f"{word}的路灯", "text": f"{word}的灯坏了半个月。", "concerns": "village"}
    hidden = {"public"} if said.get("private") or said.get("about_official") or said.get("touches") else set()
    answers = {key: value for key, value in said.items() if key not in hidden}
    raising = Raising(answers, "online", make.request_key(), (make.upload(runtime),))
    return run(runtime, raise_matter, make.CITIZEN, raising)


def contact_of(name: str) -> dict[str, str]:
    """Name and phone of who raised a matter, marked."""
    return {"name": f"{WORDS[name]}人", "phone": f"1390000{1000 + list(WORDS).index(name)}"}


def _work(runtime: Runtime, receipts: Mapping[str, Receipt]) -> None:
    """Bring each matter to where the walk wants it."""

    def do(name: str, person_id: str, element_id: str, **answers: object) -> None:
        run(runtime, _complete, person_id, receipts[name].instance_id, element_id, answers)

    do("open", "former-clerk", "receive", decision="accept")
    do("asked", "station-clerk", "receive", decision="ask", question="在哪一头？")
    do("named", "station-clerk", "receive", decision="accept")
    for name in ("public", "closed"):
        do(name, "station-clerk", "receive", decision="accept")
        do(name, "station-clerk", "classify", **CLASSIFIED)
        do(name, "station-clerk", "choose-resolver", resolver="elder", no_conflict=True)
    do("closed", "elder", "resolve", **RESOLVED)
    do("closed", "station-clerk", "write-reply", **REPLIED)
    do("closed", "", "confirm", done="yes", satisfied=5)


def _complete(
    uow: UnitOfWork, person_id: str, instance_id: str, element_id: str, answers: Mapping[str, object]
) -> None:
    who = actor_of(uow, person_id) if person_id else party("applicant", instance_id)
    complete_task(uow, who, _task_of(uow, instance_id, element_id), answers=answers)


def _task_of(uow: UnitOfWork, instance_id: str, element_id: str) -> str:
    """Return the last task of a matter at a step."""
    task = tables.task.c
    at = select(task.id).where(task.instance_id == instance_id, task.element_id == element_id)
    return str(uow.rows(at.order_by(task.id))[-1].id)


def _row(runtime: Runtime, name: str, receipt: Receipt) -> Row:
    with reading(runtime) as uow:
        photo = uow.first(select(attachment.c.id).where(attachment.c.instance_id == receipt.instance_id))
        task_id = _task_of(uow, receipt.instance_id, STEPS[name])
    assert photo is not None
    return Row(receipt, task_id, photo.id)


def _walkers(app: Flask, runtime: Runtime, receipts: Mapping[str, Receipt]) -> dict[str, Walker]:
    joined = run(
        runtime,
        join_matter,
        make.CITIZEN,
        receipts["public"].instance_id,
        contact={"name": "附议人", "phone": "13911110000"},
        request_key=make.request_key(),
    )
    codes = {
        "applicant": receipts["asked"].code,
        "supporter": joined.code,
        "stranger": receipts["elsewhere"].code,
    }
    found = {}
    for name in (*STAFF, *CITIZENS):
        client = app.test_client()
        if name in STAFF:
            assert send(client, "/sign-in/demo", login=name).status_code == 303
        elif name in codes:
            assert client.get(f"/follow/scan/{codes[name]}").status_code == 303
        found[name] = Walker(name, app, _cookies(client), token(client))
    for name in PROGRAMS:
        client = app.test_client()
        found[name] = Walker(name, app, _cookies(client), token(client), run(runtime, _key_of, name))
    return found


def _key_of(uow: UnitOfWork, name: str) -> str:
    """Make a program's key: that of the post is of its village, the others are the county's."""
    posts = ["station-clerk@v-dukou"] if name == "key-post" else []
    unit_id = "v-dukou" if posts else "county"
    return add_key(uow, SYSTEM, NewKey(name, scopes_of(name), unit_id, posts))


def _cookies(client: FlaskClient) -> dict[str, str]:
    client.get("/sign-in")  # so that a session with a token is there
    kept = (client.get_cookie(name) for name in ("session", "receipt"))
    return {cookie.key: cookie.value for cookie in kept if cookie}
