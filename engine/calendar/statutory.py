"""The statutory holidays by rule, for years whose official calendar the State Council has not published yet.

By the Measures on Holidays (全国年节及纪念日放假办法, revised 2024): New Year, Spring Festival from its eve to the third
day, Qingming, Labour Day (two days), Dragon Boat, Mid-Autumn, National Day (three days); one that falls on a weekend
is made up for on the next working day. Which weekends are worked in exchange is not by rule, so such a year is
provisional.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

# First day of the first lunar month, fifth of the fifth, fifteenth of the eighth, as month * 100 + day.
_LUNAR = {
    2027: (206, 609, 915), 2028: (126, 528, 1003), 2029: (213, 616, 922), 2030: (203, 605, 912),
    2031: (123, 624, 1001), 2032: (211, 612, 919), 2033: (131, 601, 908), 2034: (219, 620, 927),
    2035: (208, 610, 916), 2036: (128, 530, 1004), 2037: (215, 618, 924), 2038: (204, 607, 913),
    2039: (124, 527, 1002), 2040: (212, 614, 920), 2041: (201, 603, 910), 2042: (122, 622, 928),
    2043: (210, 611, 917), 2044: (130, 531, 1005), 2045: (217, 619, 925), 2046: (206, 608, 915),
    2047: (126, 529, 1004), 2048: (214, 615, 922), 2049: (202, 604, 911), 2050: (123, 623, 930),
}  # fmt: skip


@lru_cache(maxsize=64)
def days_off(year: int) -> dict[date, str]:
    """Return the statutory days off of a year by the names that the official calendar gives, made-up days among them."""
    named = dict(_named(year))
    off = dict(named)
    for day in sorted(named):
        if day.weekday() >= 5:
            off[_next_working_day(day, off)] = named[day]
    return off


def _named(year: int) -> list[tuple[date, str]]:
    days = [(date(year, 1, 1), "New Year's Day"), (_qingming(year), "Tomb-sweeping Day")]
    days += [(date(year, 5, day), "Labour Day") for day in (1, 2)]
    days += [(date(year, 10, day), "National Day") for day in (1, 2, 3)]
    if year in _LUNAR:
        spring, dragon, autumn = (date(year, code // 100, code % 100) for code in _LUNAR[year])
        days += [(spring + timedelta(days=shift), "Spring Festival") for shift in (-1, 0, 1, 2)]
        days += [(dragon, "Dragon Boat Festival"), (autumn, "Mid-autumn Festival")]
    return days


def _qingming(year: int) -> date:
    """The solar term of the 21st century by its usual formula."""
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


def _next_working_day(day: date, off: dict[date, str]) -> date:
    while day.weekday() >= 5 or day in off:
        day += timedelta(days=1)
    return day
