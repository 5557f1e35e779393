"""Lists of cases for supervisors: filtered, paged, counted, and only what one may see."""

import pytest
from sqlalchemy import select

from engine.actor import SYSTEM, Actor
from engine.listing import count_instances, list_instances
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import zeebe
from tests.make import engine as make
from tests.small_county import Cast, staff


@pytest.fixture
def asking(runtime: Runtime) -> Runtime:
    """A runtime with a process of two tasks, the first due `days` after it opens."""
    due = "=if days = null then null else today() + duration(&quot;P&quot; + string(days) + &quot;D&quot;)"
    inside = {"ask": zeebe(f'taskSchedule dueDate="{due}"')}
    drawn = make.process_file("start -> ask:user -> tell:user -> end", inside, lanes={make.CLERK: "ask tell"})
    make.published(runtime, p_bpmn=drawn)
    return runtime


def numbers(runtime: Runtime, actor: Actor, **filters: object) -> list[str]:
    with reading(runtime) as uow:
        rows = list_instances(uow, actor, **filters).rows  # type: ignore[arg-type]
        assert len(rows) == count_instances(uow, actor, **filters)  # type: ignore[arg-type]
        return [row.number for row in rows]


def test_it_counts_as_far_as_says_enough(
    asking: Runtime, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        make.begun(asking, number=str(number), days=1)
    monkeypatch.setattr("engine.listing.MOST_COUNTED", 2)
    with reading(asking) as uow:
        assert count_instances(uow, cast.supervisor) == count_instances(uow, cast.clerk) == 2


def test_it_lists_the_cases_of_an_area_the_earliest_due_first(asking: Runtime, cast: Cast) -> None:
    make.begun(asking, number="later", days=5)
    make.begun(asking, number="soon", days=1)
    make.begun(asking, number="undated", unit_id="v-lianhua", days=None)
    assert numbers(asking, cast.supervisor) == ["soon", "later", "undated"]
    assert numbers(asking, cast.supervisor, unit_path="/county/t-gaoguan/") == ["undated"]
    township = staff("leader", "township-leader", "t-gaoguan", areas=("/county/t-gaoguan/",))
    assert numbers(asking, township) == ["undated"]


def test_it_lists_by_visibility(asking: Runtime, cast: Cast) -> None:
    for visibility in ("public", "unit", "named", "sealed"):
        make.begun(asking, number=visibility, visibility=visibility, days=1)
    assert sorted(numbers(asking, cast.supervisor)) == ["public", "sealed", "unit"]
    assert sorted(numbers(asking, cast.clerk)) == ["named", "public", "sealed", "unit"]  # handles all four
    assert numbers(asking, cast.neighbour) == []
    assert numbers(asking, cast.administrator) == []
    assert len(numbers(asking, SYSTEM)) == 4


def test_it_marks_what_is_seen_by_its_clock_alone(asking: Runtime, cast: Cast) -> None:
    make.begun(asking, visibility="sealed", days=1)
    with reading(asking) as uow:
        (row,) = list_instances(uow, cast.supervisor).rows
        assert row.is_clock_only
        (row,) = list_instances(uow, cast.clerk).rows
        assert not row.is_clock_only


def test_it_keeps_what_is_asked_for(asking: Runtime, cast: Cast) -> None:
    first = make.begun(asking, number="first", days=1)
    make.begun(asking, number="second", days=1)
    make.completed(asking, cast.clerk, first.opened[0].task_id)
    assert numbers(asking, cast.supervisor, step="tell") == ["first"]
    assert numbers(asking, cast.supervisor, status="completed") == []
    assert numbers(asking, cast.supervisor, process_id="another") == []
    assert numbers(asking, cast.supervisor, process_id="p", status="active", step="ask") == ["second"]
    found = select(tables.instance.c.id).where(tables.instance.c.number == "second")
    assert numbers(asking, cast.supervisor, within=found) == ["second"]


def test_it_parts_by_how_the_clock_stands(asking: Runtime, cast: Cast, clock: StillClock) -> None:
    """On a Monday: two working days on is Wednesday."""
    for number, days in (("late", 0), ("near", 3), ("ok", 4), ("none", None)):
        make.begun(asking, number=number, days=days)
    clock.advance(days=1)
    for light in ("late", "near", "ok", "none"):
        assert numbers(asking, cast.supervisor, light=light) == [light]


def test_it_pages_by_key(asking: Runtime, cast: Cast) -> None:
    for number in range(5):
        make.begun(asking, number=f"N-{number}", days=1 if number % 2 else None)
    seen: list[str] = []
    after = None
    with reading(asking) as uow:
        for _ in range(3):
            page = list_instances(uow, cast.supervisor, after=after, limit=2)
            seen += [row.number for row in page.rows]
            after = page.after
    assert seen == ["N-1", "N-3", "N-0", "N-2", "N-4"]
    assert after is None
