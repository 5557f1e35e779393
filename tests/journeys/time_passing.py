"""Time that passes for one matter: the only thing a journey does behind the pages, since nobody can press for it.

The server is a process of its own with the true clock, so the next timer of the matter is moved back to now in its
database; the server's own worker finds it due and runs it like any other.
"""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

SECONDS_TO_RUN = 30
NEXT_TIMER = """
    SELECT job.id FROM job JOIN instance ON instance.id = job.instance_id
    WHERE instance.number = ? AND job.kind = 'timer' AND job.status = 'waiting' ORDER BY job.due_at LIMIT 1
"""
PASSED = "UPDATE job SET due_at = '2020-01-01 00:00:00.000000' WHERE id = ?"


def let_the_next_timer_pass(data: Path, number: str) -> None:
    """Let time pass for a matter until the next of its timers has run."""
    with closing(
        sqlite3.connect(data / "shuoshi.sqlite", timeout=SECONDS_TO_RUN, isolation_level=None)
    ) as database:
        (job,) = database.execute(NEXT_TIMER, [number]).fetchone()
        database.execute(PASSED, [job])
        until = time.monotonic() + SECONDS_TO_RUN
        while database.execute("SELECT status FROM job WHERE id = ?", [job]).fetchone() == ("waiting",):
            assert time.monotonic() < until, f"the worker did not run timer {job} of {number}"
            time.sleep(0.1)
