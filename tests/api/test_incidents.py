"""Incidents by the API: listed in the area, and tried again with the variable that was missing."""

import pytest

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.uow import run
from registers.accounts.keys import NewKey, add_key
from tests.api.conftest import Program
from tests.make import engine as make

SCOPES = ("incidents:read", "incidents:write", "instances:read", "instances:write")


@pytest.fixture
def stuck(office: Runtime, program: Program) -> Program:
    """A program of the township, with a case there whose gateway finds no way."""
    make.published(
        office,
        p_bpmn=make.process_file(
            "start -> way:xor [n = 1] -> end\nway [n = 2] -> other:end", lanes={make.CLERK: ""}
        ),
    )
    program.key = run(office, add_key, SYSTEM, NewKey("mender", SCOPES, "t-yanhe"))
    assert program.post("/instances", process_id="p", unit_id="v-dukou").status_code == 201
    return program


def test_it_lists_what_is_stuck_and_tries_it_again(stuck: Program) -> None:
    (found,) = stuck.get("/incidents").json["rows"]
    assert (found["kind"], found["element_id"]) == ("step", "way")
    path = f"/incidents/{found['id']}/retry"
    assert stuck.post(path).json["still_stuck"]
    mended = stuck.post(path, variables={"n": 2}).json
    assert (mended["still_stuck"], mended["status"]) == (False, "completed")
    assert stuck.get("/incidents").json["rows"] == []
    assert stuck.post(path).json["code"] == "incident-resolved"


def test_it_refuses_another_area(office: Runtime, stuck: Program) -> None:
    (found,) = stuck.get("/incidents").json["rows"]
    stuck.key = run(office, add_key, SYSTEM, NewKey("other", SCOPES, "t-gaoguan"))
    assert stuck.get("/incidents").json["rows"] == []
    answer = stuck.post(f"/incidents/{found['id']}/retry")
    assert (answer.status_code, answer.json["code"]) == (403, "not-your-case")


def test_it_refuses_a_name_that_no_variable_has(stuck: Program) -> None:
    (found,) = stuck.get("/incidents").json["rows"]
    problem = stuck.post(f"/incidents/{found['id']}/retry", variables={"case": 1})
    assert list(problem.json["problems"]) == ["variables.case"]
