"""Drafts: sealed, each person's own, gone when the task ends."""

import pytest

from engine.drafts import MOST_BYTES, save_draft
from engine.errors import AlreadyDone, NotAllowed, TooMany
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading, run
from engine.views import task_view
from tests.make import engine as make
from tests.small_county import Cast


@pytest.fixture
def task(standard: Runtime) -> str:
    """The first open task of a case of the standard process."""
    return make.begun(standard, answers={"what": "the pump"}).opened[0].task_id


def test_it_keeps_what_was_typed_last_for_who_typed_it(standard: Runtime, task: str, cast: Cast) -> None:
    for word in ("fir", "first"):
        run(standard, save_draft, cast.clerk, task, answers={"word": word})
    with reading(standard) as uow:
        mine = task_view(uow, cast.clerk, task).draft
        assert mine is not None
        assert (mine.answers, mine.at) == ({"word": "first"}, standard.clock())
        assert task_view(uow, cast.colleague, task).draft is None


def test_it_is_sealed_and_neither_moves_the_case_nor_fills_its_history(
    standard: Runtime, task: str, cast: Cast
) -> None:
    before = make.rows_of(standard, tables.instance)
    run(standard, save_draft, cast.clerk, task, answers={"word": "a secret word"})
    assert b"secret" not in make.rows_of(standard, tables.draft)[0].sealed
    assert make.rows_of(standard, tables.instance) == before
    assert len(make.rows_of(standard, tables.event)) == 2  # the folder published, the case begun


def test_it_goes_with_its_task(standard: Runtime, task: str, cast: Cast) -> None:
    run(standard, save_draft, cast.colleague, task, answers={"word": "x"})
    make.completed(standard, cast.clerk, task, people="one")
    assert make.rows_of(standard, tables.draft) == []


def test_it_refuses_strangers_what_is_done_and_what_is_too_large(
    standard: Runtime, task: str, cast: Cast
) -> None:
    with pytest.raises(NotAllowed):
        run(standard, save_draft, cast.neighbour, task, answers={})
    with pytest.raises(TooMany):
        run(standard, save_draft, cast.clerk, task, answers={"word": "x" * MOST_BYTES})
    make.completed(standard, cast.clerk, task, people="one")
    with pytest.raises(AlreadyDone):
        run(standard, save_draft, cast.clerk, task, answers={})
