"""Pages of a list by key, never by offset: the cursor says after which row the next page begins."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from engine.errors import NotFound
from engine.store.types import FAR

__all__ = ["FAR", "MOST", "MOST_COUNTED", "Page", "page_of", "read_cursor", "write_cursor"]

T = TypeVar("T")
MOST = 200
MOST_COUNTED = 1000  # a count stops here, so that its cost does not grow with the county: "999+" says enough


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list and the cursor of those that follow, if any do."""

    rows: tuple[T, ...]
    after: str | None


def page_of(rows: Sequence[T], keys: Sequence[tuple[datetime, str]], limit: int) -> Page[T]:
    """Cut a list that was read with one row more than `limit`; the keys are those of its rows."""
    more = len(rows) > limit
    return Page(tuple(rows[:limit]), write_cursor(*keys[limit - 1]) if more else None)


def write_cursor(moment: datetime, row_id: str) -> str:
    """Return the key of a row as text that fits a URL."""
    return (
        base64.urlsafe_b64encode(f"{moment.astimezone(UTC).isoformat()} {row_id}".encode())
        .decode()
        .rstrip("=")
    )


def read_cursor(cursor: str | None) -> tuple[datetime, str] | None:
    """Return the key that a cursor stands for; refuses one that we did not write."""
    if not cursor:
        return None
    try:
        moment, _, row_id = (
            base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
        )
        parsed = datetime.fromisoformat(moment)
        return parsed.replace(tzinfo=parsed.tzinfo or UTC), row_id
    except (ValueError, binascii.Error) as error:
        raise NotFound("no-such-page") from error
