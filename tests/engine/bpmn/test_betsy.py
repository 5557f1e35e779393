"""The part of the betsy processes that lies beside the project; `make betsy` prints it as a table."""

import pytest

from tests.engine.bpmn.betsy.running import directory, results

REFUSED = {
    "AdHocSubProcess_Parallel",
    "AdHocSubProcess_Sequential",
    "ComplexGateway",
    "ExclusiveDiverging_ParallelConverging",  # its join waits for ever in every run
    "WCP06_MultiChoice_ComplexGateway",
}


@pytest.mark.skipif(
    not directory().is_dir(), reason="betsy is not beside the project; BETSY_DIR says where it lies"
)
def test_it_runs_what_is_drawn_or_says_no() -> None:
    found = {result.name: (result.verdict, result.reason) for result in results(directory())}
    not_right = {name: verdict for name, verdict in found.items() if verdict[0] != "right"}
    wrong = {name: verdict for name, verdict in not_right.items() if verdict[0] == "wrong"}
    assert wrong == {}
    assert not_right.keys() <= REFUSED
