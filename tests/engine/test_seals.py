"""Seals show what the chains alone cannot: an end that was cut off together with its head, a chain written anew."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from engine.actor import SYSTEM
from engine.audit import GENESIS, Head, next_event
from engine.runtime import Runtime
from engine.seal_file import export_seals, exported_seals, seal_file
from engine.seals import SEAL, heads_of, keep_sealing, seal_heads, seals_after
from engine.store import tables
from engine.uow import UnitOfWork, reading, run
from engine.verify import Fault, verify_audit
from engine.verify_seals import SEALS, verify_seals
from tests.conftest import StillClock
from tests.make import engine as make
from tests.small_county import Cast

_event = tables.event.c


@pytest.fixture
def case(standard: Runtime, cast: Cast) -> str:
    """A case with two events, sealed."""
    started = make.begun(standard, answers={"what": "the pump"})
    make.completed(standard, cast.clerk, started.opened[0].task_id, people="many")
    sealed(standard)
    return started.instance_id


def sealed(runtime: Runtime) -> None:
    run(runtime, seal_heads)
    run(runtime, export_seals)


def exported(runtime: Runtime) -> dict[int, str]:
    return dict(exported_seals(seal_file(runtime.settings.data_folder)))


def found_in(runtime: Runtime, copy: dict[int, str] | None = None) -> tuple[Fault, ...]:
    with reading(runtime) as uow:
        return verify_seals(uow, exported(runtime) if copy is None else copy)[1]


def chain_faults(runtime: Runtime) -> tuple[Fault, ...]:
    with reading(runtime) as uow:
        return verify_audit(uow).faults


def test_a_seal_covers_the_heads_that_have_moved(
    standard: Runtime, cast: Cast, case: str, clock: StillClock
) -> None:
    clock.advance(minutes=10)
    other = make.begun(standard, number="N-2", answers={"what": "the road"})
    sealed(standard)
    with reading(standard) as uow:
        first, second = seals_after(uow, 0)
        covered = {head.chain for head in heads_of(uow, second.seq)}
    assert covered == {f"case:{other.instance_id}"}
    assert (first.previous, second.previous) == (GENESIS, first.hash)
    assert found_in(standard) == ()


def test_nothing_is_sealed_where_nothing_has_moved(standard: Runtime, case: str) -> None:
    sealed(standard)
    assert list(exported(standard)) == [1]


def test_it_finds_an_end_that_was_cut_off_with_its_head(standard: Runtime, case: str) -> None:
    def cut(uow: UnitOfWork) -> None:
        before = uow.first(select(_event.hash).where(_event.chain == f"case:{case}", _event.seq == 1))
        assert before is not None
        uow.write(delete(tables.event).where(_event.chain == f"case:{case}", _event.seq == 2))
        uow.write(update(tables.instance).values(audit_seq=1, audit_head=before.hash))

    run(standard, cut)
    assert chain_faults(standard) == ()
    assert found_in(standard) == (Fault(f"case:{case}", 2, "cut-off"),)


def test_it_finds_a_chain_that_was_written_anew(standard: Runtime, case: str) -> None:
    def write_anew(uow: UnitOfWork) -> None:
        chain = f"case:{case}"
        uow.write(delete(tables.event).where(_event.chain == chain))
        uow.flush()  # the new rows take the places of the old
        head = Head()
        for what in ("started", "task-completed"):
            row, head = next_event(chain, head, at=uow.now, actor=SYSTEM, what=what, details={})
            uow.insert(tables.event, row)
        uow.write(update(tables.instance).values(audit_seq=head.seq, audit_head=head.hash))

    run(standard, write_anew)
    assert chain_faults(standard) == ()
    assert found_in(standard) == (Fault(f"case:{case}", 2, "changed"),)


def test_it_finds_a_seal_that_was_changed(standard: Runtime, case: str) -> None:
    run(standard, lambda uow: uow.write(update(tables.sealed_head).values(hash=b"another")))
    assert Fault(SEALS, 1, "changed") in found_in(standard)


def test_it_finds_seals_that_the_copy_has_and_the_database_not(standard: Runtime, case: str) -> None:
    run(standard, lambda uow: uow.write(delete(tables.sealed_head)))
    run(standard, lambda uow: uow.write(delete(tables.seal)))
    assert found_in(standard) == (Fault(SEALS, 1, "cut-off"),)


def test_it_finds_seals_that_were_written_anew(standard: Runtime, case: str) -> None:
    copy = exported(standard)
    assert found_in(standard, {1: "0" * 64}) == (Fault(SEALS, 1, "changed"),)
    assert found_in(standard, copy) == ()


def test_the_file_goes_on_after_a_line_that_was_cut_off(
    standard: Runtime, case: str, clock: StillClock
) -> None:
    path: Path = seal_file(standard.settings.data_folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    run(standard, export_seals)
    assert path.read_bytes() == whole


def test_one_seal_waits_however_often_the_server_starts(standard: Runtime, clock: StillClock) -> None:
    run(standard, keep_sealing)
    run(standard, keep_sealing)
    with reading(standard) as uow:
        due = uow.rows(select(tables.job.c.due_at).where(tables.job.c.kind == SEAL))
    assert [row.due_at for row in due] == [clock() + timedelta(minutes=10)]
