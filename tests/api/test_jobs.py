"""Jobs by the API: those of the area alone, with the kind of their error and no word of it, and tried again."""

import pytest
from sqlalchemy import update

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.store.tables import job
from engine.uow import UnitOfWork, run
from registers.accounts.keys import NewKey, add_key
from tests.api.conftest import Program
from tests.make import matters as make


def _defer(uow: UnitOfWork, instance_id: str | None) -> None:
    uow.defer("outbox", {"to": "someone"}, instance_id=instance_id)


def _give_up(uow: UnitOfWork) -> None:
    uow.write(update(job).values(status="failed", attempts=6, error="OSError: call 13900001234"))


@pytest.fixture
def clerk_of_jobs(office: Runtime, program: Program) -> Program:
    """A program of the township, with a job of a case there that was given up, and one of the county."""
    receipt = make.matter(office)
    run(office, _defer, receipt.instance_id)
    run(office, _defer, None)
    run(office, _give_up)
    program.key = run(office, add_key, SYSTEM, NewKey("jobs", ("jobs:read", "jobs:write"), "t-yanhe"))
    return program


def test_it_lists_what_was_given_up_and_lets_it_be_tried_again(clerk_of_jobs: Program) -> None:
    (found,) = (
        each for each in clerk_of_jobs.get("/jobs", status="failed").json["rows"] if each["kind"] == "outbox"
    )
    assert (found["attempts"], found["error"]) == (6, "OSError")
    path = f"/jobs/{found['id']}"
    assert clerk_of_jobs.post(f"{path}/retry").status_code == 204
    assert clerk_of_jobs.get(path).json["status"] == "waiting"
    assert clerk_of_jobs.post(f"{path}/retry").json["code"] == "no-such-job"


def test_it_knows_no_job_of_another_area(office: Runtime, clerk_of_jobs: Program) -> None:
    found = clerk_of_jobs.get("/jobs", status="failed").json["rows"]
    assert all(each["instance_id"] for each in found)
    clerk_of_jobs.key = run(
        office, add_key, SYSTEM, NewKey("others", ("jobs:read", "jobs:write"), "t-gaoguan")
    )
    assert clerk_of_jobs.get("/jobs", status="failed").json["rows"] == []
    assert clerk_of_jobs.get(f"/jobs/{found[0]['id']}").status_code == 404
    assert clerk_of_jobs.post(f"/jobs/{found[0]['id']}/retry").status_code == 404


def test_it_shows_jobs_of_no_case_to_the_county(office: Runtime, clerk_of_jobs: Program) -> None:
    clerk_of_jobs.key = run(office, add_key, SYSTEM, NewKey("county", ("jobs:read",), "county"))
    found = clerk_of_jobs.get("/jobs", status="failed", kind="outbox").json["rows"]
    assert {each["instance_id"] is None for each in found} == {True, False}


def test_it_shows_a_clerk_no_jobs(clerk_of_jobs: Program) -> None:
    clerk_of_jobs.key = ""
    clerk_of_jobs.enter("clerk")
    assert clerk_of_jobs.get("/jobs", status="failed").json["rows"] == []
