"""The page of long work: how far it is, what came of it, who does it; by htmx or by loading it again."""

import pytest
from flask.testing import FlaskClient

from engine.actor import SYSTEM
from engine.failed_jobs import note_failure
from engine.jobs import JobRow, Retries, lease_job
from engine.long_jobs import defer_long_job, note_outcome, note_progress
from engine.uow import run
from engine.worker_signs import Sign
from tests.application import send
from tests.web.offices import Office


@pytest.fixture
def running(office: Office) -> JobRow:
    """An import that runs."""
    job_id = run(office.runtime, defer_long_job, "import-letters", {"file": "f"})
    leased = run(office.runtime, lease_job, job_id)
    assert leased
    run(office.runtime, note_progress, leased, 3200, 10000)
    return leased


@pytest.fixture
def supervisor(office: Office) -> FlaskClient:
    return office.browser("supervisor")


def test_it_shows_how_far_work_is_and_asks_again_while_it_runs(
    office: Office, running: JobRow, supervisor: FlaskClient
) -> None:
    Sign(office.runtime).give()
    page = supervisor.get("/jobs").text
    assert "已处理 3,200 / 10,000 条" in page
    assert '<progress max="10000" value="3200"' in page
    assert 'hx-trigger="every 2s"' in page
    assert "最近一次报到" in page
    part = supervisor.get("/jobs", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="work"')
    run(office.runtime, note_outcome, running, {"imported": 9990, "refused": 10})
    done = supervisor.get("/jobs").text
    assert "做完了 · 导入 9990 件，没有收下 10 件" in done
    assert "hx-trigger" not in done


def test_what_was_given_up_is_tried_again_by_who_supervises_the_county(
    office: Office, running: JobRow, supervisor: FlaskClient
) -> None:
    run(office.runtime, note_failure, running, "OSError: gone", SYSTEM, Retries(most=1))
    administrator = office.browser("administrator")
    seen = administrator.get("/jobs").text
    assert "OSError" in seen
    assert "gone" not in seen
    assert "再试一次" not in seen
    assert send(administrator, f"/jobs/{running.id}/retry").status_code == 403
    assert "再试一次" in supervisor.get("/jobs").text
    assert send(supervisor, f"/jobs/{running.id}/retry").location == "/jobs"
    assert "还没有开始" in supervisor.get("/jobs").text


def test_it_says_that_nobody_works(supervisor: FlaskClient) -> None:
    assert "现在没有进程在做后台工作" in supervisor.get("/jobs").text


def test_it_is_not_for_clerks(office: Office) -> None:
    assert office.browser("clerk").get("/jobs").status_code == 403
    assert "后台工作" not in office.browser("clerk").get("/inbox").text
