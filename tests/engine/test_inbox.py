"""The inbox: by subject, page by page, each task once, counted the same."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.errors import NotFound
from engine.inbox import Counts, count_tasks, done_tasks, open_tasks
from engine.runtime import Runtime
from engine.store import tables
from engine.tasks import claim_task
from engine.uow import reading, run
from tests.conftest import Statements, StillClock
from tests.engine.bpmn.drawing import zeebe
from tests.make import engine as make
from tests.small_county import Cast, staff

TWO_SUBJECTS = "=[&quot;station-clerk@v-dukou&quot;, &quot;grid-worker@g-1&quot;]"


@pytest.fixture
def asking(runtime: Runtime) -> Runtime:
    """A runtime with a process of one task, due `days` after it opens, for the clerk and for a grid worker."""
    due = "=if days = null then null else today() + duration(&quot;P&quot; + string(days) + &quot;D&quot;)"
    inside = zeebe(f'assignmentDefinition candidateGroups="{TWO_SUBJECTS}"', f'taskSchedule dueDate="{due}"')
    lanes = {make.CLERK: "ask"}
    make.published(
        runtime, p_bpmn=make.process_file("start -> ask:user -> end", {"ask": inside}, lanes=lanes)
    )
    return runtime


def cases(runtime: Runtime, *days: int | None) -> list[str]:
    """Begin a case for each number of days and return the ids of their tasks."""
    begun = [make.begun(runtime, number=f"N-{number}", days=each) for number, each in enumerate(days)]
    return [each.opened[0].task_id for each in begun]


def listed(runtime: Runtime, actor: Actor, tab: object = "all", **filters: object) -> list[str]:
    with reading(runtime) as uow:
        return [row.task_id for row in open_tasks(uow, actor, tab=tab, **filters).rows]  # type: ignore[arg-type]


def counted(runtime: Runtime, actor: Actor) -> Counts:
    with reading(runtime) as uow:
        return count_tasks(uow, actor)


def test_it_lists_the_earliest_due_first_and_those_without_a_date_last(asking: Runtime, cast: Cast) -> None:
    none, five, one = cases(asking, None, 5, 1)
    assert listed(asking, cast.clerk) == [one, five, none]


def test_it_shows_a_task_once_to_who_has_two_of_its_subjects(asking: Runtime) -> None:
    both = Actor("staff", "both", subjects=frozenset({"station-clerk@v-dukou", "grid-worker@g-1"}))
    tasks = cases(asking, 1, 2, 3)
    assert listed(asking, both) == tasks
    assert counted(asking, both).all == 3


def test_it_is_seen_by_a_new_colleague_and_not_by_a_neighbour(asking: Runtime, cast: Cast) -> None:
    tasks = cases(asking, 1)
    assert listed(asking, staff("new", "station-clerk", "v-dukou")) == tasks
    for stranger in (cast.neighbour, cast.supervisor, cast.administrator):
        assert listed(asking, stranger) == []


def test_it_parts_by_tab(asking: Runtime, cast: Cast, clock: StillClock) -> None:
    late, mine, waiting = cases(asking, 1, 5, 6)
    run(asking, claim_task, cast.clerk, mine)
    clock.advance(days=3)
    assert listed(asking, cast.clerk, "waiting") == [late, waiting]
    assert listed(asking, cast.clerk, "mine") == [mine]
    assert listed(asking, cast.clerk, "overdue") == [late]
    assert listed(asking, cast.colleague, "mine") == []
    assert counted(asking, cast.clerk) == Counts(waiting=2, mine=1, overdue=1, all=3)


def test_it_counts_as_far_as_says_enough(
    asking: Runtime, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases(asking, 1, 2, 3)
    monkeypatch.setattr("engine.inbox.MOST_COUNTED", 2)
    assert counted(asking, cast.clerk) == Counts(waiting=2, mine=0, overdue=0, all=2)


def test_it_counts_for_who_has_hundreds_of_posts_or_none(asking: Runtime, cast: Cast) -> None:
    cases(asking, 1, 2)
    many = frozenset({*cast.clerk.subjects, *(f"station-clerk@{number}" for number in range(600))})
    assert counted(asking, replace(cast.clerk, subjects=many)).all == 2
    assert counted(asking, replace(cast.clerk, subjects=frozenset())).all == 0


def test_it_pages_without_gaps_and_without_repeats(asking: Runtime, cast: Cast) -> None:
    expected = cases(asking, 3, 1, 1, None, 2, 2, None)
    seen: list[str] = []
    after = None
    with reading(asking) as uow:
        while len(seen) < 20:
            page = open_tasks(uow, cast.clerk, tab="all", after=after, limit=2)
            seen += [row.task_id for row in page.rows]
            after = page.after
            if after is None:
                break
    assert sorted(seen) == sorted(expected)
    assert len(seen) == 7


def test_it_serves_more_subjects_than_a_union_has_arms(asking: Runtime) -> None:
    many = frozenset(
        {f"station-clerk@v-{number}" for number in range(250)} | {"grid-worker@g-1", "station-clerk@v-dukou"}
    )
    tasks = cases(asking, 1, 2)
    actor = Actor("staff", "many", subjects=many)
    assert listed(asking, actor) == tasks
    assert counted(asking, actor).all == 2


def test_it_keeps_an_area_or_what_a_search_found(asking: Runtime, cast: Cast) -> None:
    first, second = cases(asking, 1, 2)
    found = select(tables.instance.c.id).where(tables.instance.c.number == "N-1")
    assert listed(asking, cast.clerk, within=found) == [second]
    assert listed(asking, cast.clerk, unit_path="/county/t-yanhe/") == [first, second]
    assert listed(asking, cast.clerk, unit_path="/county/t-gaoguan/") == []


def test_it_lists_what_one_has_done_the_latest_first(asking: Runtime, cast: Cast, clock: StillClock) -> None:
    tasks = cases(asking, 1, 2, 3)
    for task in tasks:
        clock.advance(minutes=1)
        make.completed(asking, cast.clerk, task)
    with reading(asking) as uow:
        first = done_tasks(uow, cast.clerk, limit=2)
        rest = done_tasks(uow, cast.clerk, limit=2, after=first.after)
        assert done_tasks(uow, cast.colleague).rows == ()
    assert [row.task_id for row in (*first.rows, *rest.rows)] == tasks[::-1]


def test_it_costs_one_statement_for_a_page_and_one_for_the_counts(
    asking: Runtime, cast: Cast, statements: Statements
) -> None:
    cases(asking, *range(1, 9))
    statements.clear()
    listed(asking, cast.clerk)
    counted(asking, cast.clerk)
    assert statements.count == 2


def test_it_gives_a_named_person_the_task_at_once(runtime: Runtime) -> None:
    lanes = {"person:=helper": "ask"}
    make.published(runtime, p_bpmn=make.process_file("start -> ask:user -> end", lanes=lanes))
    (task,) = make.begun(runtime, helper="li").opened
    li = staff("li", "grid-worker", "g-1")
    assert listed(runtime, li, "mine") == [task.task_id]
    assert listed(runtime, li, "waiting") == []


def test_it_refuses_a_cursor_that_is_none(asking: Runtime, cast: Cast) -> None:
    with pytest.raises(NotFound):
        listed(asking, cast.clerk, after="?")
