"""A program with a key: it needs no session, may what its scopes open, and what it does bears its name."""

import logging

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.store.tables import event
from engine.uow import reading, run
from registers.accounts.keys import NewKey, add_key, revoke_key
from registers.accounts.scopes import SCOPES
from tests.api.conftest import API, Program
from tests.make import matters as make


def key(runtime: Runtime, *scopes: str, post: str = "", unit: str = "t-yanhe", name: str = "website") -> str:
    return run(runtime, add_key, SYSTEM, NewKey(name, scopes, unit, [post] if post else []))


def test_it_reads_without_a_session(office: Runtime, program: Program) -> None:
    make.matter(office)
    program.key = key(office, "instances:read")
    rows = program.get("/instances").json["rows"]
    assert len(rows) == 1
    assert program.get(f"/instances/{rows[0]['id']}").status_code == 200


def test_it_refuses_what_no_scope_opens_and_audits_it(office: Runtime, program: Program) -> None:
    program.key = key(office, "instances:read")
    answer = program.get("/tasks")
    assert (answer.status_code, answer.json["code"]) == (403, "scope-missing")
    assert answer.json["params"] == {"scope": "tasks:read"}
    with reading(office) as uow:
        refused = uow.rows(select(event.c.actor, event.c.chain).where(event.c.what == "refused"))
    assert refused == [("key:website", "account:key:website")]


def test_it_does_the_tasks_of_its_post_and_signs_them_with_its_name(
    office: Runtime, program: Program
) -> None:
    receipt = make.matter(office)
    program.key = key(office, "tasks:read", "tasks:write", post="station-clerk@v-dukou")
    (task,) = program.get("/tasks").json["rows"]
    done = program.post(f"/tasks/{task['task_id']}/complete", answers={"class": "public-benefit"})
    assert done.status_code == 200
    with reading(office) as uow:
        chain = event.c.chain == f"case:{receipt.instance_id}"
        by = uow.first(select(event.c.actor).where(chain, event.c.what == "task-completed"))
    assert by == ("key:website",)


def test_it_does_no_task_of_a_post_that_it_was_not_given(office: Runtime, program: Program) -> None:
    make.matter(office)
    program.enter("clerk")
    task_id = program.get("/tasks").json["rows"][0]["task_id"]
    program.key = key(office, *set(SCOPES), unit="county")
    assert program.get("/tasks").json["rows"] == []
    answer = program.post(f"/tasks/{task_id}/complete", answers={"class": "public-benefit"})
    assert (answer.status_code, answer.json["code"]) == (403, "not-your-task")


def test_it_claims_nothing(office: Runtime, program: Program) -> None:
    make.matter(office)
    program.key = key(office, "tasks:read", "tasks:write", post="station-clerk@v-dukou")
    task_id = program.get("/tasks").json["rows"][0]["task_id"]
    assert program.post(f"/tasks/{task_id}/claim").json["code"] == "only-staff-claim"
    assert program.get("/tasks", tab="mine").json["rows"] == []


def test_it_sees_its_own_area_alone(office: Runtime, program: Program) -> None:
    receipt = make.matter(office)
    program.key = key(office, "instances:read", unit="t-gaoguan")
    assert program.get("/instances").json["rows"] == []
    assert program.get(f"/instances/{receipt.instance_id}").status_code == 403


@pytest.mark.parametrize("shown", ["shuoshi_wrong", "", "shuoshi_错"])
def test_it_refuses_a_key_that_does_not_hold(program: Program, shown: str) -> None:
    headers = {"Authorization": f"Bearer {shown}".encode().decode("latin-1")}
    answer = program.open("GET", "/tasks", headers)
    assert (answer.status_code, answer.json["code"]) == (401, "wrong-key")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_it_refuses_a_revoked_key(office: Runtime, program: Program) -> None:
    program.key = key(office, "definitions:read")
    assert program.get("/definitions").status_code == 200
    run(office, revoke_key, SYSTEM, "website")
    assert program.get("/definitions").json["code"] == "wrong-key"


def test_it_takes_no_session_beside_a_key(office: Runtime, program: Program) -> None:
    program.enter("clerk")
    program.key = "shuoshi_wrong"
    assert program.get("/tasks").status_code == 401


def test_it_asks_a_session_for_its_token(office: Runtime, program: Program) -> None:
    make.matter(office)
    program.enter("clerk")
    task_id = program.get("/tasks").json["rows"][0]["task_id"]
    assert program.client.post(f"{API}/tasks/{task_id}/claim").status_code == 400


def test_it_refuses_an_address_that_tries_many(program: Program) -> None:
    program.key = "shuoshi_wrong"
    statuses = [program.get("/tasks").status_code for _ in range(51)]
    assert statuses == [401] * 50 + [429]


def test_it_writes_no_key_to_the_log(
    office: Runtime, program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    program.key = key(office, "tasks:read")
    with caplog.at_level(logging.DEBUG):
        program.get("/tasks").close()
        program.get("/nothing").close()
    assert len(caplog.records) >= 2
    assert program.key not in caplog.text + str([vars(each) for each in caplog.records])
