"""Raising a matter, stopped dead at any of its steps: no number is used up, no receipt, no half of a case."""

from dataclasses import replace

import pytest

from engine.runtime import Runtime
from engine.uow import run
from registers.matters.acts import raise_matter
from tests.make import matters as make
from tests.stopping import check_every_stop


def test_raising_leaves_nothing_half_done(runtime: Runtime, capsys: pytest.CaptureFixture[str]) -> None:
    office = make.office(runtime)
    raising = make.raising()
    names = check_every_stop(
        office, lambda stopping: run(stopping, raise_matter, make.CITIZEN, raising), capsys, "raising"
    )
    assert {"before-write", "answers-kept", "run", "reconciled", "noted", "before-commit"} <= set(names)
    assert {"sent INSERT INTO matter", "sent INSERT INTO matter_receipt"} <= {
        " ".join(name.split()[:4]) for name in names
    }


def test_the_number_of_a_raising_that_was_stopped_goes_to_the_next(runtime: Runtime) -> None:
    office = make.office(runtime)

    def fail(name: str) -> None:
        if name == "before-commit":
            raise OSError("no space left on the device")

    with pytest.raises(OSError, match="no space"):
        run(replace(office, on_step=fail), raise_matter, make.CITIZEN, make.raising())
    assert make.matter(office).number.endswith("-000001")
