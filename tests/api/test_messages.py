"""Messages and signals by a program: kept for those to come, taken once, refused without the scope."""

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.store.tables import event, job
from engine.uow import reading, run
from registers.accounts.keys import NewKey, add_key
from tests.api.conftest import Program


@pytest.fixture
def cashier(office: Runtime, program: Program) -> Program:
    program.key = run(office, add_key, SYSTEM, NewKey("cashier", ("messages:write",), "county"))
    return program


def test_it_keeps_a_message_and_takes_it_once(cashier: Program) -> None:
    sent = {"name": "paid", "correlation_key": "A1", "message_id": "m1", "payload": {"amount": 3}}
    first, again = (cashier.post("/messages", **sent).json for _ in range(2))
    assert (first["taken"], first["is_kept"], first["is_repeated"]) == (0, True, False)
    assert again["is_repeated"]
    assert not cashier.post("/messages", name="paid", time_to_live=0).json["is_kept"]


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "n" * 101}, {"time_to_live": -1}, {"time_to_live": 10**9}, {"payload": []}],
)
def test_it_refuses_what_is_no_message(cashier: Program, wrong: dict[str, object]) -> None:
    answer = cashier.post("/messages", **{"name": "paid", "correlation_key": "A1", **wrong})
    assert (answer.status_code, list(answer.json["problems"])) == (422, list(wrong))


def test_it_sends_a_signal_after_its_answer(office: Runtime, cashier: Program) -> None:
    assert cashier.post("/signals", name="flood-warning").status_code == 202
    with reading(office) as uow:
        assert uow.first(select(job.c.id).where(job.c.kind != "", job.c.status == "waiting"))
        by = uow.first(select(event.c.actor).where(event.c.what == "signal-sent"))
    assert by == ("key:cashier",)


def test_it_is_for_programs_alone(cashier: Program) -> None:
    cashier.key = ""
    cashier.enter("clerk")
    for path in ("/messages", "/signals"):
        assert cashier.post(path, name="paid").json["code"] == "not-your-post"
