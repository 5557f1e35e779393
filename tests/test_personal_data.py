"""Marked names and phones go through the whole of a matter, and stand nowhere but in the vault, decrypted (decision 11).

Everything that is kept is searched: every column of every table, what the case's key opens of it, the states
decompressed, every file of the data folder, and the log; as text, UTF-16, hex, base64, and as JSON and addresses escape it.
"""

import base64
import io
import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import pytest
import zstandard
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from engine.actor import SYSTEM
from engine.keys import CaseKey, KeyMissing
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import UnitOfWork, reading, run
from engine.verify import verify_audit
from engine.worker import run_due_jobs
from registers.accounts.acts import open_demo_accounts
from shuoshi.logs import JsonLines
from tests.application import application, send, token, whole_runtime
from tests.conftest import StillClock
from tests.make import directory
from tests.make.photos import image
from tests.workflows.walking import REPLY, STATION, Walk, county
from web.forms.names import files_name_of, name_of

MARKS = {
    "name": "标记甲乙丙",
    "phone": "13955550101",
    "on_behalf_of": "标记丁戊己",
    "supporter's name": "标记庚辛壬",
    "supporter's phone": "13955550202",
}
RAISED = {
    "place": "v-dukou",
    "title": "渡口桥头路灯不亮",
    "text": "渡口桥头三盏路灯坏了半个月。",
    "public": "true",
    "name": MARKS["name"],
    "phone": MARKS["phone"],
    "on_behalf": "true",
    "on_behalf_of": MARKS["on_behalf_of"],
    "consented": "true",
}
CLASSIFIED = {"class": "public-benefit", "topic": "facilities", "urgency": "normal", "way": "on-the-spot"}
AGREED = {"met_on": "2026-03-16", "did": "换了灯。", "outcome": "agreed", "agreement": "换灯。"}


class Finishing(FlaskClient):
    """Reads every answer to its end, as a server does: only then is it logged."""

    def open(self, *args: Any, **sent: Any) -> TestResponse:
        return super().open(*args, **{**sent, "buffered": True})


@dataclass(frozen=True)
class Story:
    """A matter that has come to its end, with all that it left behind."""

    app: Flask
    runtime: Runtime
    walk: Walk
    clerk: FlaskClient
    stranger: FlaskClient
    log: str
    shown: str  # every page that someone saw who does not handle it

    def key(self) -> CaseKey:
        """The key of the case."""
        return self.runtime.keyring.unwrap(self.walk.case().wrapped_key)

    def erase(self) -> None:
        """Destroy the key of the case, as an erasure does."""
        case = tables.instance
        gone = update(case).where(case.c.id == self.walk.instance_id).values(wrapped_key=None)
        run(self.runtime, lambda uow: uow.write(gone))


@pytest.fixture
def story(runtime: Runtime, clock: StillClock, caplog: pytest.LogCaptureFixture) -> Story:
    """Raise a matter with marks on the public page, join it, work on it to the end; run what is due."""
    caplog.set_level(logging.DEBUG)
    demo = replace(runtime, settings=replace(runtime.settings, demo=True))
    ready = whole_runtime(county(demo))
    app = application(ready)
    app.test_client_class = Finishing
    citizen, supporter, clerk, supervisor = (app.test_client() for _ in range(4))
    run(ready, people)
    for person, client in (("clerk", clerk), ("supervisor", supervisor)):
        assert send(client, "/sign-in/demo", login=person).status_code == 303
    photo = {files_name_of("photos"): (io.BytesIO(image()), "a.jpg")}
    typed = {name_of(key): value for key, value in RAISED.items()}
    raised = citizen.post("/raise/", data={"csrf_token": token(citizen), "send": "1", **typed, **photo})
    assert raised.status_code == 303
    walk = Walk(ready, clock, instance_of(ready))
    pages = [citizen.get("/receipt"), citizen.get("/follow/matter")]

    walk.do("receive", STATION, decision="ask", question="在哪一头？")
    walk.do("answer", "applicant", text="东头。").do("receive", STATION, decision="accept")
    task = open_task(ready, walk.instance_id)
    assert send(clerk, f"/tasks/{task}", save="1", **{name_of("reason"): "草稿"}).status_code == 303
    for page in (f"/instances/{walk.instance_id}", f"/tasks/{task}"):
        assert MARKS["name"] in clerk.get(page).text, "who handles it reads the name"
        pages.append(supervisor.get(page))
    pages.append(supervisor.get(f"/api/v1/instances/{walk.instance_id}"))
    found = [supervisor.get("/instances", query_string={"search": mark[:-1]}) for mark in MARKS.values()]

    walk.do("classify", STATION, **CLASSIFIED)
    contact = {"name": MARKS["supporter's name"], "phone": MARKS["supporter's phone"]}
    assert send(supporter, f"/join/{walk.instance_id}", **contact).status_code == 303
    assert send(citizen, "/follow/supplement", text="还有一盏。").status_code == 303
    walk.do("read-supplement", STATION, effect="一起修。")
    walk.do("choose-resolver", STATION, resolver="elder", no_conflict=True).do("resolve", "elder", **AGREED)
    walk.do("write-reply", STATION, outcome="resolved", **REPLY)
    pages += [each.get(page) for each in (citizen, supporter) for page in ("/", "/follow/matter", "/receipt")]
    walk.do("confirm", "applicant", done="yes", satisfied=5)
    assert walk.has_ended()
    while run_due_jobs(ready):
        pass
    pages += [*found, supervisor.get(f"/instances/{walk.instance_id}")]
    assert {page.status_code for page in pages} == {200}
    log = "\n".join(map(JsonLines().format, caplog.records))
    return Story(app, ready, walk, clerk, app.test_client(), log, "\n".join(page.text for page in pages))


def test_it_finds_the_marks_in_the_vault_alone(story: Story) -> None:
    assert {mark for mark in MARKS.values() if mark in vault(story)} == set(MARKS.values())
    found = [
        (where, what)
        for where, content in everything_kept(story)
        for what, mark in MARKS.items()
        if any(form in content for form in forms_of(mark))
    ]
    assert found == []


def test_it_looks_where_the_words_of_a_matter_stand(story: Story) -> None:
    text = RAISED["text"].encode()
    found = {where for where, content in everything_kept(story) if text in content}
    assert found == {
        "instance.state, opened and decompressed",
        "matter.sealed, opened",
        "submission.sealed, opened",
    }
    assert '"route":"/raise/"' in story.log


def test_it_shows_them_to_nobody_who_does_not_handle_the_matter(story: Story) -> None:
    assert [what for what, mark in MARKS.items() if mark in story.shown] == []


def test_it_leaves_nothing_to_read_once_the_key_is_gone(story: Story) -> None:
    key = story.key()
    kept_before = [row.sealed for row in rows(story.runtime, "personal")]
    assert all(key.open(sealed) for sealed in kept_before)
    story.erase()
    for masters in story.runtime.keyring.masters.values():
        for sealed in kept_before:
            with pytest.raises(KeyMissing):
                CaseKey(masters).open(sealed)
    secret = bytes(key.secret)
    assert not [where for where, content in everything_kept(story, opened=False) if secret in content]
    with reading(story.runtime) as uow:
        assert verify_audit(uow).faults == ()


def test_it_answers_that_an_erased_matter_is_gone(story: Story) -> None:
    task = next(row.id for row in rows(story.runtime, "task") if row.element_id == "classify")
    story.erase()
    page = story.clerk.get(f"/instances/{story.walk.instance_id}")
    assert page.status_code == 200, "that there was a case stays known"
    assert RAISED["text"] not in page.text
    assert story.clerk.get(f"/tasks/{task}").status_code == 404
    for listing in ("/instances?status=any", "/inbox?tab=done"):
        answer = story.clerk.get(listing)
        assert answer.status_code == 200
        assert RAISED["title"] not in answer.text
    assert story.stranger.get("/").status_code == 200
    assert story.stranger.get(f"/join/{story.walk.instance_id}").status_code == 404


@pytest.mark.parametrize("hidden", range(9))
def test_it_would_find_a_mark_however_it_is_written(hidden: int) -> None:
    mark = MARKS["name"]
    written = [
        mark.encode(),
        mark.encode("utf-16-le"),
        mark.encode("utf-16-be"),
        mark.encode().hex().encode(),
        json.dumps(mark).encode(),
        quote(mark).encode(),
        *(base64.b64encode(b"x" * shift + mark.encode() + b"y") for shift in range(3)),
    ][hidden]
    assert any(form in b"before" + written + b"after" for form in forms_of(mark))


# --- Looking everywhere -----------------------------------------------------------------------------------------


def everything_kept(story: Story, *, opened: bool = True) -> Iterator[tuple[str, bytes]]:
    """All that is kept, by where it is: tables but the vault, files, the log; with what the case's key opens of it."""
    key = story.key() if opened else None
    for table in tables.metadata.sorted_tables:
        for row in rows(story.runtime, table.name):
            for name, value in row._asdict().items():
                if table.name != "personal" or name != "sealed":
                    yield from each_way(f"{table.name}.{name}", value, key)
    for file in story.runtime.settings.data_folder.rglob("*"):
        if file.is_file():
            yield f"name of {file.name}", str(file).encode()
            yield from each_way(str(file), file.read_bytes(), key)
    yield "log", story.log.encode()


def each_way(where: str, value: object, key: CaseKey | None) -> Iterator[tuple[str, bytes]]:
    """A value as it stands, opened, and opened and decompressed."""
    content = value if isinstance(value, bytes) else str(value).encode()
    yield where, content
    yield from ((f"{where}, decompressed", each) for each in decompressed(content))
    if key:
        with suppress(KeyMissing, ValueError):
            plain = key.open(content)
            yield f"{where}, opened", plain
            yield from ((f"{where}, opened and decompressed", each) for each in decompressed(plain))


def decompressed(content: bytes) -> Iterator[bytes]:
    for start in (0, 1):  # ours begin with a byte that names the format
        with suppress(zstandard.ZstdError):
            yield zstandard.ZstdDecompressor().decompress(content[start:], max_output_size=10**7)


def forms_of(mark: str) -> list[bytes]:
    """All the ways in which a mark may be written."""
    plain = mark.encode()
    encoded = [base64.b64encode(b"x" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
    escaped = [json.dumps(mark)[1:-1].encode(), quote(mark).encode()]
    return [
        plain,
        mark.encode("utf-16-le"),
        mark.encode("utf-16-be"),
        plain.hex().encode(),
        *encoded,
        *escaped,
    ]


def vault(story: Story) -> str:
    return "\n".join(story.key().open(row.sealed).decode() for row in rows(story.runtime, "personal"))


def rows(runtime: Runtime, table: str) -> list[Any]:
    with reading(runtime) as uow:
        return list(uow.rows(select(tables.metadata.tables[table])))


def instance_of(runtime: Runtime) -> str:
    (case,) = rows(runtime, "instance")
    return str(case.id)


def open_task(runtime: Runtime, instance_id: str) -> str:
    found = [
        row.id for row in rows(runtime, "task") if row.instance_id == instance_id and row.status == "open"
    ]
    return str(found[0])


def people(uow: UnitOfWork) -> None:
    """The clerk who handles the matter and a supervisor who only sees it."""
    directory.holder(uow, "clerk", STATION)
    directory.holder(uow, "supervisor", "supervisor@county")
    logins = {"clerk": "clerk", "supervisor": "supervisor"}
    open_demo_accounts(uow, SYSTEM, logins, password=directory.PASSWORD)
