"""The part of the DMN Technology Compatibility Kit that lies beside the project; `make tck` prints it as a table."""

import pytest

from tests.engine.dmn import tck

# Folders with cases that fail so far, and why.
NOT_YET = {
    "0068-feel-equality": "(=10) is a range of its own, (!=10) is none",
    "0085-decision-services": "what a service is given is not checked, and its outputs are not told apart by name",
    "0086-import": "models do not import others",
    "1115-feel-date-function": "dates beyond the years 1 to 9999",
    "1117-feel-date-and-time-function": "years beyond 1 to 9999, and fractions of a second beyond six digits",
}
MOST_FAILURES = 26


@pytest.mark.skipif(
    not tck.directory().is_dir(), reason="the kit is not beside the project; TCK_DIR says where it lies"
)
def test_it_passes_the_kit() -> None:
    failed = [
        (case.folder, case.name) for case, failure in tck.results(tck.directory()) if failure is not None
    ]
    assert [case for case in failed if case[0] not in NOT_YET] == []
    assert len(failed) <= MOST_FAILURES
