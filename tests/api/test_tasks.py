"""Tasks by the API: the same acts and the same refusals as on the pages."""

import pytest

from engine.runtime import Runtime
from tests.api.conftest import Program
from tests.make import matters as make


@pytest.fixture
def task_id(office: Runtime, program: Program) -> str:
    """A matter waits for the clerk of Dukou, who has signed in."""
    make.matter(office)
    program.enter("clerk")
    return str(program.get("/tasks").json["rows"][0]["task_id"])


def test_it_lists_what_waits(program: Program, task_id: str) -> None:
    page = program.get("/tasks", tab="waiting").json
    assert [row["task_id"] for row in page["rows"]] == [task_id]
    assert page["rows"][0]["number"].startswith("SS-")
    assert page["after"] is None


def test_it_claims_and_releases(program: Program, task_id: str) -> None:
    assert program.post(f"/tasks/{task_id}/claim").json["by"] == "clerk"
    assert program.get("/tasks", tab="mine").json["rows"]
    assert program.post(f"/tasks/{task_id}/release").status_code == 200
    assert program.get("/tasks", tab="mine").json["rows"] == []


def test_it_completes_a_task_and_says_what_opened(program: Program, task_id: str) -> None:
    done = program.post(f"/tasks/{task_id}/complete", answers={"class": "public-benefit"}).json
    assert done["element_id"] == "classify"
    assert [each["element_id"] for each in done["opened"]] == ["answer"]


def test_it_says_by_field_what_does_not_fit(program: Program, task_id: str) -> None:
    answer = program.post(f"/tasks/{task_id}/complete", answers={"class": "no such class"})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert list(answer.json["problems"]) == ["class"]


def test_it_refuses_a_page_that_is_out_of_date(program: Program, task_id: str) -> None:
    answer = program.post(f"/tasks/{task_id}/complete", answers={"class": "public-benefit"}, rev=99)
    assert (answer.status_code, answer.json["code"]) == (409, "case-changed")


def test_it_refuses_the_clerk_of_another_village(program: Program, task_id: str) -> None:
    program.delete("/session")
    program.enter("neighbour")
    assert program.get("/tasks").json["rows"] == []
    assert program.post(f"/tasks/{task_id}/claim").status_code == 403


def test_it_asks_who_has_not_signed_in_to_do_so(program: Program) -> None:
    answer = program.get("/tasks")
    assert (answer.status_code, answer.json["code"]) == (401, "sign-in-first")


def test_it_refuses_a_tab_that_there_is_not(program: Program, task_id: str) -> None:
    assert list(program.get("/tasks", tab="none").json["problems"]) == ["tab"]
