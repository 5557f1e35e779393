"""The due light: shape, words and colour of how a clock stands (look.md §2). It shows; it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from flask_babel import gettext as _
from flask_babel import ngettext

from engine.calendar import Calendar
from web.dates import local

State = Literal["ok", "near", "late", "hold", "done"]


@dataclass(frozen=True, slots=True)
class DueLight:
    """One light: its state names the shape and the colour, its words say the same."""

    state: State
    words: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of how a due date was counted: the day, what it counted as, and which day of the clock it is."""

    first: date
    last: date
    kind: Literal["start", "counted", "off", "end"]
    nth: int
    words: str


def due_light(calendar: Calendar, *, since: datetime, due: datetime, now: datetime) -> DueLight:
    """Return the light of a clock that runs: quiet until two thirds of the time, amber until the day, red after it."""
    today, last_day = local(now).date(), local(due).date()
    if now > due:
        days = calendar.working_days_between(last_day, today)
        return DueLight("late", _days_late(days))
    if last_day == today:
        return DueLight("near", _("今天到期"))
    left = calendar.working_days_between(today, last_day)
    words = ngettext("还剩 %(num)s 个工作日", "还剩 %(num)s 个工作日", left)
    return DueLight("near" if _past_two_thirds(since, due, now) else "ok", words)


def ended_light(calendar: Calendar, *, since: datetime, due: datetime | None, ended: datetime) -> DueLight:
    """Return the light of what has ended: in time or late, and how long it took."""
    used = calendar.working_days_between(local(since).date(), local(ended).date())
    took = ngettext("用了 %(num)s 个工作日", "用了 %(num)s 个工作日", used) if used else _("当天办完")
    if due is not None and ended > due:
        return DueLight("done", _("已办完，超过期限 · %(took)s", took=took))
    return DueLight("done", _("按时办完 · %(took)s", took=took))


def light_of(
    calendar: Calendar, *, since: datetime, due: datetime | None, ended: datetime | None, now: datetime
) -> DueLight | None:
    """Return the light of a case or task, ended or not; None where it runs without a date."""
    if ended is not None:
        return ended_light(calendar, since=since, due=due, ended=ended)
    return None if due is None else due_light(calendar, since=since, due=due, now=now)


def ledger(calendar: Calendar, *, since: datetime, due: datetime, today: date) -> list[LedgerLine]:
    """Return how a due date was counted, one line for each day, days off that follow each other in one line."""
    first, last = local(since).date(), local(due).date()
    lines = [LedgerLine(first, first, "start", 0, _("开始，从第二天算起"))]
    nth = 0
    for day in (first + timedelta(days=n) for n in range(1, (last - first).days + 1)):
        if calendar.is_working(day):
            nth += 1
            lines.append(_counted(day, nth, day == last, day == today))
        elif lines[-1].kind == "off":
            lines[-1] = LedgerLine(lines[-1].first, day, "off", nth, _("休息日，不算"))
        else:
            lines.append(LedgerLine(day, day, "off", nth, _("休息日，不算")))
    return lines


def _counted(day: date, nth: int, is_last: bool, is_today: bool) -> LedgerLine:
    words = _("第 %(nth)s 个工作日", nth=nth)
    if is_last:
        words = _("%(day)s，到期", day=words)
    if is_today:
        words = _("%(day)s，今天", day=words)
    return LedgerLine(day, day, "end" if is_last else "counted", nth, words)


def _days_late(days: int) -> str:
    if days == 0:
        return _("已过期限，不到 1 个工作日")
    return ngettext("逾期 %(num)s 个工作日", "逾期 %(num)s 个工作日", days)


def _past_two_thirds(since: datetime, due: datetime, now: datetime) -> bool:
    return (now - since) * 3 >= (due - since) * 2
