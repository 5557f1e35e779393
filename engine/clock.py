"""The clock: the one place that reads the machine's time. Acts and readers take it from `uow.now`."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)  # noqa: TID251  # this is the clock
