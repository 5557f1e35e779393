"""Pages by key: the cursor says after which row to go on, and only ours is taken."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import NotFound
from engine.paging import FAR, page_of, read_cursor, write_cursor

NINE = datetime(2026, 3, 16, 9, tzinfo=UTC)


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_cursor_comes_back_as_it_was(moment: datetime, row_id: object) -> None:
    assert read_cursor(write_cursor(moment, str(row_id))) == (moment, str(row_id))


@pytest.mark.parametrize("cursor", ["?", "eHg", "é", "AAAA", "=" * 9])
def test_it_refuses_a_cursor_that_we_did_not_write(cursor: str) -> None:
    with pytest.raises(NotFound):
        read_cursor(cursor)


def test_no_cursor_begins_at_the_beginning() -> None:
    assert (read_cursor(None), read_cursor("")) == (None, None)


def test_a_page_says_whether_more_follow() -> None:
    keys = [(NINE, "a"), (FAR, "b")]
    full = page_of(["a", "b"], keys, 1)
    assert (full.rows, read_cursor(full.after)) == (("a",), (NINE, "a"))
    assert page_of(["a", "b"], keys, 2).after is None
    assert page_of([], [], 2).rows == ()
