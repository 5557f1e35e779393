"""Work for programs outside, as they speak with it: by a key with the scope `work`, errors by RFC 9457."""

import pytest

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.uow import run
from registers.accounts.keys import NewKey, add_key
from tests.api.conftest import Program
from tests.engine.bpmn.drawing import mapping, properties, zeebe
from tests.make import engine as make


@pytest.fixture
def printer(office: Runtime, program: Program) -> Program:
    """A program with the scope, and a case that waits for it."""
    said = zeebe(
        'taskDefinition type="print"',
        properties(external="true"),
        mapping(
            input_on="=date(&quot;2026-03-20&quot;)", input_half="=1/2", input_two="=2", output_n="=pages"
        ),
    )
    flows = "start -> do:service -> wait:user -> end"
    make.published(
        office, name="printing", p_bpmn=make.process_file(flows, {"do": said}, lanes={make.CLERK: "wait"})
    )
    make.begun(office)
    program.key = run(office, add_key, SYSTEM, NewKey("printer", ["work"], "county"))
    return program


def fetched(printer: Program, worker: str = "w") -> list[dict[str, object]]:
    found: list[dict[str, object]] = printer.post(
        "/external-work/fetch", worker=worker, topics=["print"]
    ).json
    return found


def test_it_fetches_extends_and_completes(printer: Program) -> None:
    (work,) = fetched(printer)
    assert work["variables"] == {"on": "2026-03-20", "half": 0.5, "two": 2}
    path = f"/external-work/{work['id']}"
    held = printer.post(f"{path}/extend", worker="w", lock_seconds=3600)
    assert held.json["locked_until"] > str(work["locked_until"])
    done = printer.post(f"{path}/complete", worker="w", variables={"pages": 2})
    assert (done.status_code, done.json["element_id"], done.json["status"]) == (200, "do", "active")


def test_it_gives_work_back(printer: Program) -> None:
    (work,) = fetched(printer)
    failed = printer.post(f"/external-work/{work['id']}/fail", worker="w", error="no paper")
    assert failed.json == {"retries": 2}
    assert [each["error"] for each in fetched(printer)] == ["no paper"]


def test_it_answers_409_to_who_has_lost_the_work_or_finds_it_gone(printer: Program) -> None:
    (work,) = fetched(printer)
    path = f"/external-work/{work['id']}/complete"
    lost = printer.post(path, worker="another")
    assert (lost.status_code, lost.json["code"]) == (409, "work-not-yours")
    printer.post(path, worker="w")
    gone = printer.post(path, worker="w")
    assert (gone.status_code, gone.json["code"]) == (409, "work-gone")
    assert gone.content_type == "application/problem+json"


@pytest.mark.parametrize(
    "body",
    [
        {"worker": "w"},
        {"worker": "w", "topics": []},
        {"worker": "w", "topics": ["print"], "most": 0},
        {"worker": "w", "topics": ["print"], "lock_seconds": 10**9},
    ],
)
def test_it_refuses_a_question_that_makes_no_sense(printer: Program, body: dict[str, object]) -> None:
    assert printer.post("/external-work/fetch", **body).status_code == 422


def test_it_is_for_keys_with_the_scope_alone(office: Runtime, printer: Program) -> None:
    printer.key = run(office, add_key, SYSTEM, NewKey("reader", ["instances:read"], "county"))
    refused = printer.post("/external-work/fetch", worker="w", topics=["print"])
    assert (refused.status_code, refused.json["code"]) == (403, "scope-missing")
