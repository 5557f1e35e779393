"""What an answer must keep to: length, range, pattern, choices. Gives problems, decides nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from engine.errors import Problem
from engine.forms.fields import Field, Limit, Limits

# As form-js and HTML have it; no backtracking.
EMAIL = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*"
)


def text_problems(value: str, limits: Limits) -> Iterator[Problem]:
    """Give what is wrong with a text by its fixed limits; no pattern is tried on a text that is too long."""
    yield from (found := list(length_problems(value, limits.min_length, limits.max_length)))
    if found:
        return
    if limits.pattern and value and not _pattern(limits.pattern).search(value):
        yield Problem("pattern", {"words": limits.pattern_words, "words_en": limits.pattern_words_en})
    if limits.is_email and value and not EMAIL.fullmatch(value):
        yield Problem("not-an-email")


def length_problems(value: str, least: Limit | None, most: Limit | None) -> Iterator[Problem]:
    """Give what is wrong with the length of a text; nothing written is not too short."""
    if isinstance(least, int | float) and value and len(value) < least:
        yield Problem("too-short", {"least": least, "is": len(value)})
    if isinstance(most, int | float) and len(value) > most:
        yield Problem("too-long", {"most": most, "is": len(value)})


def number_problems(value: Decimal, limits: Limits) -> Iterator[Problem]:
    """Give what is wrong with a number by its fixed limits."""
    yield from range_problems(value, limits.minimum, limits.maximum)
    digits = limits.decimal_digits
    if digits is not None and value != round(value, digits):
        yield Problem("whole-number") if digits == 0 else Problem("too-many-decimals", {"most": digits})
    step = Decimal(limits.step) if limits.step else Decimal(0)
    if step and value % step:
        yield Problem("step", {"step": limits.step})


def range_problems(value: Decimal, least: Limit | None, most: Limit | None) -> Iterator[Problem]:
    """Give what is wrong with the size of a number."""
    if isinstance(least, int | float) and value < Decimal(str(least)):
        yield Problem("too-small", {"least": least})
    if isinstance(most, int | float) and value > Decimal(str(most)):
        yield Problem("too-big", {"most": most})


def past_problems(field: Field, value: str, now: datetime) -> Iterator[Problem]:
    """Give a problem for a day that is gone by where the designer wants one to come; `now` is in the county's zone."""
    if field.not_past and value and field.date_kind != "time" and date.fromisoformat(value[:10]) < now.date():
        yield Problem("in-the-past")


def is_date_text(value: str, kind: str) -> bool:
    """Say whether a text is a date, a time of day or both, as browsers send them."""
    shape, read = _SHAPES[kind]
    if not shape.fullmatch(value):
        return False
    try:
        read(value)
    except ValueError:
        return False
    return True


_SHAPES = {
    "date": (re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), date.fromisoformat),
    "time": (re.compile(r"\d\d:\d\d", re.ASCII), time.fromisoformat),
    "datetime": (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII), datetime.fromisoformat),
}


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)  # as in the browser, where \d is 0 to 9
