"""The part of the DMN Technology Compatibility Kit that lies beside the project; `make tck` prints it as a table."""

import pytest

from tests.engine.dmn import tck


@pytest.mark.skipif(
    not tck.directory().is_dir(), reason="the kit is not beside the project; TCK_DIR says where it lies"
)
def test_it_passes_the_kit() -> None:
    failed = [
        (case.folder, case.name) for case, failure in tck.results(tck.directory()) if failure is not None
    ]
    assert failed == []
