"""Uploads: kept for a day under a token, made part of a case, swept away where nobody hands them in."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine.errors import Invalid, TooMany
from engine.jobs import JobRow
from engine.runtime import Runtime
from engine.uow import reading, run
from engine.worker import run_due_jobs
from registers.attachments import acts, tables
from registers.attachments.acts import keep_upload
from registers.attachments.sweeping import SWEEP, keep_sweeping, sweep
from tests.conftest import StillClock
from tests.make.matters import CITIZEN, upload
from tests.make.photos import image


def test_it_keeps_a_photo_sealed_under_a_token_that_is_kept_nowhere(runtime: Runtime) -> None:
    token = upload(runtime)
    with reading(runtime) as uow:
        row = uow.first(select(tables.upload))
    assert row
    assert token not in repr(row)
    (file,) = files(runtime, "uploads")
    assert b"\xff\xd8\xff" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600


def test_it_refuses_what_is_no_photo_and_keeps_nothing(runtime: Runtime) -> None:
    with pytest.raises(Invalid):
        run(runtime, keep_upload, CITIZEN, b"%PDF-1.7", claimed="image/jpeg")
    assert files(runtime, "uploads") == []


def test_it_refuses_more_than_the_folder_should_hold(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "MOST_WAITING_BYTES", 100)
    with pytest.raises(TooMany):
        run(runtime, keep_upload, CITIZEN, image(), claimed="image/jpeg")


def test_it_sweeps_what_nobody_handed_in(runtime: Runtime, clock: StillClock) -> None:
    upload(runtime)
    clock.advance(days=1, minutes=1)
    grow_old(runtime, "uploads", clock)
    do_sweep(runtime, clock)
    assert count_of(runtime) == 0
    do_sweep(runtime, clock)  # a file goes after its row
    assert files(runtime, "uploads") == []


def test_it_leaves_what_still_waits(runtime: Runtime, clock: StillClock) -> None:
    upload(runtime)
    clock.advance(hours=23)
    grow_old(runtime, "uploads", clock)
    do_sweep(runtime, clock)
    assert count_of(runtime) == 1
    assert len(files(runtime, "uploads")) == 1


def test_it_keeps_sweeping_every_hour(runtime: Runtime, clock: StillClock) -> None:
    sweeping = replace(runtime, job_handlers={SWEEP: sweep})
    run(sweeping, keep_sweeping)
    run(sweeping, keep_sweeping)
    for _ in range(3):
        clock.advance(hours=1)
        assert run_due_jobs(sweeping) == 1


def grow_old(runtime: Runtime, folder: str, clock: StillClock) -> None:
    """Let files look as old as the still clock needs them."""
    long_ago = clock.now.timestamp() - 3 * 86400
    for file in files(runtime, folder):
        os.utime(file, (long_ago, long_ago))


def do_sweep(runtime: Runtime, clock: StillClock) -> None:
    run(runtime, sweep, JobRow("job", SWEEP, None, None, clock.now, {"hour": 0}, 0))


def files(runtime: Runtime, folder: str) -> list[Path]:
    return [file for file in (runtime.settings.data_folder / folder).rglob("*") if file.is_file()]


def count_of(runtime: Runtime) -> int:
    with reading(runtime) as uow:
        found = uow.first(select(func.count()).select_from(tables.upload))
    return found[0] if found else 0
