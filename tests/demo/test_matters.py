"""The demo's matters: each brought by real acts to where it stands, once, and never outside demo mode."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from demo.county import load_county
from demo.matters import load_matters
from engine.actor import SYSTEM
from engine.definitions import publish, read_folder
from engine.errors import NotAllowed
from engine.operations import registry
from engine.runtime import Runtime
from engine.store import tables as engine_tables
from engine.uow import reading, run
from registers.directory.options import department_options, place_options
from registers.directory.performers import DirectoryPerformers
from registers.matters import tables
from registers.matters.operations import OPERATIONS
from registers.resolvers.options import resolver_options
from tests.conftest import ROOT, StillClock

FOLDER = ROOT / "workflows" / "matter"
THURSDAY_AFTERNOON = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)


@pytest.fixture
def demo(runtime: Runtime, clock: StillClock) -> Runtime:
    """The demo county with the product's procedure in force."""
    clock.now = THURSDAY_AFTERNOON
    ready = replace(
        runtime,
        settings=replace(runtime.settings, demo=True),
        performers=DirectoryPerformers(),
        operations=registry(*OPERATIONS),
        options={"places": place_options, "departments": department_options, "resolvers": resolver_options},
    )
    run(ready, load_county, SYSTEM)
    run(ready, publish, SYSTEM, "matter", read_folder(Path(FOLDER)))
    return ready


def test_it_brings_matters_to_all_phases(demo: Runtime) -> None:
    receipts = load_matters(demo)
    with reading(demo) as uow:
        phases = Counter(row.phase for row in uow.rows(select(tables.matter.c.phase)))
        steps = {
            row.element_id
            for row in uow.rows(
                select(engine_tables.task.c.element_id).where(engine_tables.task.c.status == "open")
            )
        }
        hidden = Counter(row.visibility for row in uow.rows(select(engine_tables.instance.c.visibility)))
    assert len(receipts) == 14
    assert phases.keys() >= {"registered", "accepted", "replied", "closed", "referred", "withdrawn"}
    assert steps >= {
        "receive",
        "answer",
        "classify",
        "deliberate",
        "carry-out",
        "confirm",
        "hand-over",
        "one-to-one",
    }
    assert steps >= {"department-report-in", "department-act", "village-report-in"}
    assert hidden.keys() == {"public", "unit", "named", "sealed"}


def test_it_says_nothing_of_the_future(demo: Runtime, clock: StillClock) -> None:
    load_matters(demo)
    with reading(demo) as uow:
        assert all(row.at <= clock.now for row in uow.rows(select(engine_tables.event.c.at)))


def test_it_tells_each_story_once(demo: Runtime) -> None:
    first, second = load_matters(demo), load_matters(demo)
    assert [receipt.number for receipt in second] == [receipt.number for receipt in first]
    assert not any(receipt.is_new for receipt in second)


def test_it_loads_at_any_hour_of_the_week(demo: Runtime, clock: StillClock) -> None:
    clock.now = datetime(2026, 11, 29, 16, 10, tzinfo=UTC)  # ten past midnight, on a Monday in China
    assert len(load_matters(demo)) == 14


def test_it_refuses_outside_demo_mode(runtime: Runtime) -> None:
    with pytest.raises(NotAllowed):
        load_matters(runtime)
