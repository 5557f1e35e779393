"""What is stuck: its supervisor is shown where and why, tries again, and sees it go on once the data are mended."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.actor import SYSTEM
from engine.definitions import publish, read_folder
from engine.incident_list import incidents_of_case
from engine.incidents import retry_with
from engine.instances import Started, begin, open_case
from engine.jobs import JobRow, lease_job
from engine.long_jobs import defer_long_job, note_outcome, note_progress
from engine.runtime import Runtime
from engine.uow import UnitOfWork, reading, run
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings
from tests.journeys.looking import look, read_in_english
from tests.journeys.people import SUPERVISOR, Clerk, Sessions

DRAWN = Path(__file__).parent / "stuck"
NO_WAY = "哪条线的条件都不成立"
_numbers = count(900_001)


@contextmanager
def behind_the_pages(data: Path) -> Iterator[Runtime]:
    """The server's own database: a diagram with a fault is published there, which none of the county's is."""
    with ready_runtime(read_settings({"SHUOSHI_DATA": str(data)})) as runtime:
        yield runtime


def begin_one(uow: UnitOfWork, number: str) -> Started:
    opened = open_case(uow, SYSTEM, "stuck", number=number, unit_id="v-dukou")
    return begin(uow, SYSTEM, opened, answers={}, variables={"size": "middle"})


@pytest.fixture
def stuck(server: str, data: Path) -> Iterator[tuple[str, str]]:
    """A case that is stuck at a gateway: its id and number. It is let go on afterwards, so that nothing stays stuck."""
    with behind_the_pages(data) as runtime:
        run(runtime, publish, SYSTEM, "stuck", read_folder(DRAWN))
        number = f"SS-2026-{next(_numbers)}"
        case_id = run(runtime, begin_one, number).instance_id
    yield case_id, number
    mend(data, case_id)


def mend(data: Path, case_id: str) -> None:
    with behind_the_pages(data) as runtime:
        with reading(runtime) as uow:
            found = incidents_of_case(uow, SYSTEM, case_id)
        for incident in found:
            run(runtime, retry_with, SYSTEM, incident.id, {"size": "big"})


def test_a_supervisor_sees_what_is_stuck_and_tries_again(
    page: Page, sessions: Sessions, data: Path, stuck: tuple[str, str]
) -> None:
    case_id, number = stuck
    Clerk(page, sessions).sits_as(SUPERVISOR)
    page.goto("/incidents")
    row = page.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text(NO_WAY)
    look(page, "staff-incidents")
    read_in_english(page, "staff-incidents")
    row.get_by_role("link", name=number).click()
    expect(page.get_by_text(f"卡在“大修还是小修” · {NO_WAY}")).to_be_visible()
    page.get_by_role("region", name="流程图", exact=True).scroll_into_view_if_needed()
    expect(page.locator(".here.is-stuck")).to_have_text("卡在这里")
    look(page, "staff-instance-stuck")
    read_in_english(page, "staff-instance-stuck")
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("status")).to_contain_text("还卡在原来的地方")
    mend(data, case_id)
    page.reload()
    expect(page.get_by_role("button", name="再试一次")).to_have_count(0)
    expect(page.get_by_text("停在 报镇里修")).to_be_visible()


def test_long_work_is_seen_to_move(page: Page, sessions: Sessions, data: Path) -> None:
    with behind_the_pages(data) as runtime:
        job = run(runtime, begin_to_count)
        run(runtime, note_progress, job, 3200, 10_000)
    Clerk(page, sessions).sits_as(SUPERVISOR)
    page.goto("/jobs")
    expect(page.get_by_text("已处理 3,200 / 10,000 条").first).to_be_visible()
    look(page, "staff-jobs")
    read_in_english(page, "staff-jobs")
    with behind_the_pages(data) as runtime:
        run(runtime, note_progress, job, 6400, 10_000)
    expect(page.get_by_text("已处理 6,400 / 10,000 条").first).to_be_visible()
    with behind_the_pages(data) as runtime:
        run(runtime, note_outcome, job, {"imported": 10_000})


def begin_to_count(uow: UnitOfWork) -> JobRow:
    """Long work that this test does: begun in the act that asks for it, so that no worker of the server takes it."""
    job_id = defer_long_job(uow, "count", {})
    uow.flush()  # the lease reads the row
    job = lease_job(uow, job_id)
    assert job
    return job
