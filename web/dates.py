"""Dates as people here write them: 6月17日（周三）, 6月16日 15:40; in English 17 Jun 2026, 15:40 (look.md §6)."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date

from engine.zone import CHINA
from web.preferences import locale


def local(moment: datetime) -> datetime:
    """Return the moment by the county's clock."""
    return moment.astimezone(CHINA)


def day_words(value: date | datetime, *, today: date, weekday: bool = False) -> str:
    """Return a date in the page's language; the year is said where it is not this year's."""
    day = local(value).date() if isinstance(value, datetime) else value
    if locale() == "en":
        return format_date(day, "EEE d MMM y" if weekday else "d MMM y", locale="en")
    pattern = ("" if day.year == today.year else "y年") + "M月d日" + ("（EEE）" if weekday else "")
    return format_date(day, pattern, locale="zh_CN")


def moment_words(value: datetime, *, today: date) -> str:
    """Return a date with its time of day in the page's language."""
    separator = ", " if locale() == "en" else " "
    return f"{day_words(value, today=today)}{separator}{local(value):%H:%M}"
