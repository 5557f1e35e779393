"""Cases begun, read and ended by a program, in its own area and on the row version that it has read."""

from typing import Any

import pytest

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.uow import run
from registers.accounts.keys import NewKey, add_key
from registers.accounts.scopes import SCOPES
from tests.api.conftest import API, Program
from tests.api.leave_folder import publish
from tests.make import matters as make


@pytest.fixture
def robot(office: Runtime, program: Program) -> Program:
    """A program that may everything in the county, and does the tasks of a village."""
    new = NewKey("robot", SCOPES, "county", ["station-clerk@v-dukou"])
    program.key = run(office, add_key, SYSTEM, new)
    publish(program)
    return program


def start(program: Program, **more: Any) -> Any:
    return program.post("/instances", **{"process_id": "leave", "unit_id": "v-dukou", **more})


def test_it_begins_a_case_and_brings_it_to_its_end(robot: Program) -> None:
    begun = start(robot, variables={"days": 2.5})
    assert begun.status_code == 201
    assert begun.json["number"] == "leave-2026-1"
    case_id = begun.json["instance_id"]
    (task,) = robot.get(f"/instances/{case_id}/tasks").json
    shown = robot.get(f"/tasks/{task['task_id']}").json
    assert (shown["form_id"], shown["data"]["days"], shown["may_complete"]) == ("leave-approve", 2.5, True)
    assert robot.get(f"/instances/{case_id}/diagram").json["now"] == ["approve"]
    answers = {"decision": "yes", "who": "赵某某"}
    assert robot.post(f"/tasks/{task['task_id']}/complete", answers=answers).json["status"] == "completed"
    history = robot.get(f"/instances/{case_id}/history").json["rows"]
    assert [(each["what"], each["post"]) for each in history] == [
        ("started", "key:robot"),
        ("task-completed", "key:robot"),
    ]
    values = robot.get(f"/instances/{case_id}/variables")
    assert values.json["values"]["days"] == 2.5
    assert values.json["values"]["approve"] == {"decision": "yes", "who": "•••"}


def test_it_begins_once_for_one_request(robot: Program) -> None:
    first, again, other = (start(robot, request_key=key).json for key in ("a" * 22, "a" * 22, "b" * 22))
    assert (first["is_new"], again["is_new"], other["is_new"]) == (True, False, True)
    assert first["instance_id"] == again["instance_id"] != other["instance_id"]


def test_it_keeps_apart_the_requests_of_two_programs(office: Runtime, robot: Program) -> None:
    first = start(robot, request_key="a" * 22).json
    robot.key = run(office, add_key, SYSTEM, NewKey("other", ("instances:write",), "county"))
    assert start(robot, request_key="a" * 22).json["instance_id"] != first["instance_id"]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"process_id": "matter"}, 422, "begun-by-register"),
        ({"process_id": "none"}, 404, "no-such-process"),
        ({"unit_id": "nowhere"}, 404, "no-such-unit"),
        ({"unit_id": "v-lianhua"}, 403, "not-your-area"),
        ({"answers": {"x": 1}}, 422, "invalid"),
    ],
)
def test_it_refuses_what_it_may_not_begin(
    office: Runtime, robot: Program, sent: dict[str, Any], status: int, code: str
) -> None:
    robot.key = run(office, add_key, SYSTEM, NewKey("village", ("instances:write",), "t-yanhe"))
    answer = start(robot, **sent)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    robot.key = run(office, add_key, SYSTEM, NewKey("reader", ("instances:read",), "county"))
    assert robot.get("/instances").json["rows"] == []


def test_it_cancels_with_a_reason_where_the_case_is_as_it_was_read(robot: Program) -> None:
    path = f"/instances/{start(robot).json['instance_id']}"
    tag = robot.get(path).headers["ETag"]
    task_id = robot.get(f"{path}/tasks").json[0]["task_id"]
    robot.open("PUT", f"/tasks/{task_id}/draft", json={"answers": {}})  # no act of the case
    gone = robot.open("POST", f"{path}/cancel", {"If-Match": tag}, json={"reason": "typed twice"})
    assert gone.status_code == 204
    late = robot.open("POST", f"{path}/cancel", {"If-Match": tag}, json={"reason": "typed twice"})
    assert (late.status_code, late.json["code"]) == (412, "case-changed")
    assert robot.post(f"{path}/cancel", reason="again").json["code"] == "case-ended"


def test_it_sends_nothing_twice(robot: Program) -> None:
    path = f"/instances/{start(robot).json['instance_id']}"
    first = robot.get(path)
    again = robot.open("GET", path, {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"
    task_id = robot.get(f"{path}/tasks").json[0]["task_id"]
    tag = robot.get(f"/tasks/{task_id}").headers["ETag"]
    robot.open("PUT", f"/tasks/{task_id}/draft", json={"answers": {"decision": "no"}})
    drafted = robot.open("GET", f"/tasks/{task_id}", {"If-None-Match": tag})
    assert (drafted.status_code, drafted.json["draft"]["answers"]) == (200, {"decision": "no"})


@pytest.mark.parametrize("tag", ['"1-0000000000000000"', "nonsense", '"x"'])
def test_it_completes_no_task_that_has_moved(robot: Program, tag: str) -> None:
    task_id = robot.get(f"/instances/{start(robot).json['instance_id']}/tasks").json[0]["task_id"]
    robot.open("POST", f"/tasks/{task_id}/complete", json={"answers": {"decision": "maybe"}})
    path = f"/tasks/{task_id}/complete"
    moved = '"9-0000000000000000"' if tag.startswith('"1') else tag
    assert (
        robot.open("POST", path, {"If-Match": moved}, json={"answers": {"decision": "yes"}}).status_code
        == 412
    )
    assert (
        robot.open("POST", path, {"If-Match": "*"}, json={"answers": {"decision": "yes"}}).status_code == 200
    )


def test_it_gives_the_address_of_the_next_page(robot: Program) -> None:
    for _ in range(3):
        start(robot)
    found, address = [], f"{API}/instances?limit=2&process_id=leave"
    while address:
        page = robot.client.get(address, headers={"Authorization": f"Bearer {robot.key}"}).json
        assert page is not None
        found += [row["id"] for row in page["rows"]]
        address = page["next"] or ""
        assert not address or "process_id=leave" in address
    assert len(set(found)) == len(found) == 3


def test_it_pages_through_a_history(robot: Program) -> None:
    path = f"/instances/{start(robot).json['instance_id']}/history"
    page = robot.get(path, limit="1").json
    assert len(page["rows"]) == 1
    assert robot.get(path, after="x").json["code"] == "no-such-page"
    assert robot.get(path, after="999999999999").json["rows"] == []


def test_it_shows_data_to_those_who_handle_the_case_alone(office: Runtime, robot: Program) -> None:
    case_id = start(robot, variables={"days": 3}).json["instance_id"]
    robot.key = run(office, add_key, SYSTEM, NewKey("reader", ("instances:read",), "county"))
    assert robot.get(f"/instances/{case_id}").status_code == 200
    assert robot.get(f"/instances/{case_id}/variables").json["code"] == "not-your-case"


def test_it_shows_personal_values_to_people_who_handle_the_case_and_never_to_programs(
    office: Runtime, robot: Program
) -> None:
    receipt = make.matter(office)
    path = f"/instances/{receipt.instance_id}/variables"
    assert "13900001234" not in robot.get(path).text
    robot.key = ""
    robot.enter("clerk")
    assert "13900001234" in robot.get(path).text
