"""How good the hints of near matters are, on letters marked by hand."""

import pytest

from registers.matters.hints import measure_hints
from registers.matters.letters import letter_of, read_lines
from tests.conftest import ROOT

LETTERS = ROOT.parent / "shared" / "data" / "letters.jsonl"


def test_it_finds_letters_about_one_matter_and_not_those_that_look_alike() -> None:
    if not LETTERS.exists():
        pytest.skip(f"no real letters at {LETTERS}")
    measured = measure_hints([letter_of(line) for _, line in read_lines(LETTERS)])
    assert measured.letters == 111
    assert measured.precision >= 0.8
    assert measured.recall >= 0.9
    assert measured.lookalikes_hinted <= 1


def test_it_measures_nothing_where_there_is_nothing() -> None:
    measured = measure_hints([])
    assert (measured.precision, measured.recall, measured.to_find) == (1.0, 1.0, 0)
