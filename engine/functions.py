"""The county's own FEEL functions: working days and places, asked of calendar and directory only when called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from engine.calendar import Calendar, load_calendar
from engine.uow import UnitOfWork
from engine.zone import CHINA

NAMES = ("add working days", "working days between", "deadline", "parent unit", "post")


def host_functions(uow: UnitOfWork) -> Mapping[str, Callable[..., object]]:
    """Return the functions for one act; a wrong argument gives null, as FEEL's own functions do."""
    host = _Host(uow)
    functions = (
        host.add_working_days,
        host.working_days_between,
        host.deadline,
        host.parent_unit,
        host.post,
    )
    return dict(zip(NAMES, functions, strict=True))


class _Host:
    """The act that asks, with the calendar once it was needed."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._calendar: Calendar | None = None

    def add_working_days(self, start: object, working_days: object) -> date | None:
        """The n-th working day after a date; the day itself does not count."""
        day, count = _day(start), _whole(working_days)
        return None if day is None or count is None else self._known_calendar().add_working_days(day, count)

    def working_days_between(self, start: object, end: object) -> int | None:
        """How many working days lie after the first date, up to and with the second."""
        first, last = _day(start), _day(end)
        return (
            None
            if first is None or last is None
            else self._known_calendar().working_days_between(first, last)
        )

    def deadline(self, start: object, clock: object) -> date | datetime | None:
        """When a clock of a rule sheet is over: `value` working days (unit WD), days (d) or hours (h) after its start."""
        value, unit = (clock.get("value"), clock.get("unit")) if isinstance(clock, Mapping) else (None, None)
        if unit == "h":
            return _hours_after(start, value)
        if unit == "WD":
            return self.add_working_days(start, value)
        day, count = _day(start), _whole(value)
        return None if unit != "d" or day is None or count is None else day + timedelta(days=count)

    def parent_unit(self, unit: object, level: object) -> str | None:
        """The unit itself or its ancestor at a level."""
        if not isinstance(unit, str) or not isinstance(level, str):
            return None
        return self._uow.runtime.performers.ancestor(self._uow, unit, level)

    def post(self, post: object, unit: object) -> str | None:
        """Who holds a post for a unit, as `post@unit`: held there, or in the ancestor at the post's level."""
        if not isinstance(post, str) or not isinstance(unit, str):
            return None
        held_in = self._uow.runtime.performers.unit_of_post(self._uow, post, unit)
        return None if held_in is None else f"{post}@{held_in}"

    def _known_calendar(self) -> Calendar:
        if self._calendar is None:
            self._calendar = load_calendar(self._uow)
        return self._calendar


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(CHINA).date() if value.tzinfo else value.date()
    return value if isinstance(value, date) else None


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
        return None
    return int(value) if value == int(value) else None


def _hours_after(start: object, hours: object) -> datetime | None:
    if (
        not isinstance(start, datetime)
        or isinstance(hours, bool)
        or not isinstance(hours, int | Decimal | float)
    ):
        return None
    return start + timedelta(hours=float(hours))
