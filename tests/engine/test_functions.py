"""The county's FEEL functions: working days and places."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from engine.feel import compile_expression
from engine.functions import NAMES, host_functions
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import UnitOfWork, run
from engine.zone import CHINA
from tests.conftest import Statements


def value(uow: UnitOfWork, text: str, **scope: object) -> object:
    functions = host_functions(uow)
    now = uow.now.astimezone(CHINA)
    return compile_expression(text, functions=NAMES).evaluate(scope, functions=functions, now=now)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('add working days(date("2026-03-16"), 3)', date(2026, 3, 19)),
        ('add working days(date("2026-03-20"), 1)', date(2026, 3, 23)),  # over a weekend
        ('add working days(date("2026-09-30"), 1)', date(2026, 10, 8)),  # over the National Day
        ("add working days(now(), 0)", date(2026, 3, 16)),
        ('working days between(date("2026-03-16"), date("2026-03-23"))', Decimal(5)),
        ('parent unit("v-dukou", "township")', "t-yanhe"),
        ('parent unit("v-dukou", "nowhere")', None),
        ('post("township-office", "v-dukou")', "township-office@t-yanhe"),
        ('post("nobody", "v-dukou")', None),
        ('add working days("today", 1)', None),
        ("add working days(today(), 1.5)", None),
        ("working days between(today(), null)", None),
        ("parent unit(1, 2)", None),
        ("post(1, 2)", None),
    ],
)
def test_it_computes(uow: UnitOfWork, text: str, expected: object) -> None:
    assert value(uow, text) == expected


def test_it_counts_the_countys_own_days(runtime: Runtime) -> None:
    fair = {"day": date(2026, 3, 17), "is_working": False, "name": "fair", "basis": "notice 1"}
    run(runtime, lambda uow: uow.insert(tables.calendar_day, fair))
    assert run(runtime, lambda uow: value(uow, 'add working days(date("2026-03-16"), 1)')) == date(
        2026, 3, 18
    )


def test_a_moment_without_a_zone_has_a_date_of_its_own(uow: UnitOfWork) -> None:
    late = datetime(2026, 3, 16, 23, 30)  # noqa: DTZ001  what a form gives
    assert value(uow, "add working days(at, 1)", at=late) == date(2026, 3, 17)


def test_it_reads_the_calendar_once_and_only_when_asked(uow: UnitOfWork, statements: Statements) -> None:
    value(uow, "1 + 1")
    assert statements.count == 0
    value(uow, "add working days(today(), 1) = add working days(today(), 1)")
    assert statements.count == 1
