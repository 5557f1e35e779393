"""The audit trail shows whatever was changed, taken out or cut off."""

import pytest
from sqlalchemy import Executable, delete, text, update

from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading, run
from engine.verify import Fault, verify_audit
from tests.make import engine as make
from tests.small_county import Cast

_event = tables.event.c


@pytest.fixture
def chain(standard: Runtime, cast: Cast) -> str:
    """The chain of a case with three events."""
    started = make.begun(standard, answers={"what": "the pump"})
    task = make.completed(standard, cast.clerk, started.opened[0].task_id, people="many").opened[0]
    make.completed(standard, cast.clerk if task.element_id == "visit" else cast.office, task.task_id)
    return f"case:{started.instance_id}"


def faults_after(runtime: Runtime, statement: Executable) -> tuple[Fault, ...]:
    run(runtime, lambda uow: uow.write(statement))
    with reading(runtime) as uow:
        return verify_audit(uow).faults


def test_it_finds_nothing_where_nothing_was_touched(standard: Runtime, chain: str) -> None:
    with reading(standard) as uow:
        found = verify_audit(uow)
    assert (found.chains, found.events, found.faults) == (2, 4, ())  # the case's, and the folder's


def test_it_finds_an_event_that_was_changed(standard: Runtime, chain: str) -> None:
    second = update(tables.event).where(_event.chain == chain, _event.seq == 2)
    assert faults_after(standard, second.values(actor="user:somebody")) == (Fault(chain, 2, "changed"),)


def test_it_finds_an_event_that_is_missing(standard: Runtime, chain: str) -> None:
    second = delete(tables.event).where(_event.chain == chain, _event.seq == 2)
    assert faults_after(standard, second) == (Fault(chain, 2, "missing"),)


def test_it_finds_a_chain_that_was_cut_off(standard: Runtime, chain: str) -> None:
    last = delete(tables.event).where(_event.chain == chain, _event.seq == 3)
    assert faults_after(standard, last) == (Fault(chain, 3, "cut-off"),)


def test_it_finds_a_chain_that_is_gone(standard: Runtime, chain: str) -> None:
    assert faults_after(standard, delete(tables.event).where(_event.chain == chain)) == (
        Fault(chain, 1, "cut-off"),
    )


def test_it_finds_an_event_that_was_added(standard: Runtime, chain: str) -> None:
    added = text(
        "INSERT INTO event (chain, seq, at, actor, post, what, details, previous, hash) "
        "SELECT chain, 4, at, actor, post, what, details, hash, hash FROM event WHERE seq = 3"
    )
    assert Fault(chain, 4, "changed") in faults_after(standard, added)


def test_it_finds_a_head_that_was_set_back(standard: Runtime, chain: str) -> None:
    back = update(tables.instance).values(audit_seq=2)
    assert faults_after(standard, back) == (Fault(chain, 3, "changed"),)
