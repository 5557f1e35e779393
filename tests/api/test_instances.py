"""Cases by the API: what one may not see on the pages is not there either."""

from engine.runtime import Runtime
from tests.api.conftest import Program
from tests.make import matters as make


def test_it_lists_the_cases_of_ones_unit(office: Runtime, program: Program) -> None:
    receipt = make.matter(office)
    program.enter("clerk")
    rows = program.get("/instances", status="active").json["rows"]
    assert [row["number"] for row in rows] == [receipt.number]


def test_it_hides_the_cases_of_another_unit(office: Runtime, program: Program) -> None:
    receipt = make.matter(office)
    program.enter("neighbour")
    assert program.get("/instances").json["rows"] == []
    assert program.get(f"/instances/{receipt.instance_id}").status_code == 403


def test_it_shows_a_case_with_its_history(office: Runtime, program: Program) -> None:
    receipt = make.matter(office)
    program.enter("clerk")
    shown = program.get(f"/instances/{receipt.instance_id}").json
    assert shown["case"]["number"] == receipt.number
    assert [task["element_id"] for task in shown["open_tasks"]] == ["classify"]
    assert "started" in [step["what"] for step in shown["steps"]]


def test_it_shows_no_personal_data(office: Runtime, program: Program) -> None:
    receipt = make.matter(office, name="赵某某", phone="13900001234")
    program.enter("clerk")
    told = program.get(f"/instances/{receipt.instance_id}").text + program.get("/instances").text
    assert "赵某某" not in told
    assert "13900001234" not in told


def test_it_refuses_a_case_that_there_is_not(program: Program) -> None:
    program.enter("clerk")
    assert program.get("/instances/no-such-case").status_code == 404


def test_it_refuses_a_cursor_that_we_did_not_write(program: Program) -> None:
    program.enter("clerk")
    assert program.get("/instances", after="made up").status_code == 404
