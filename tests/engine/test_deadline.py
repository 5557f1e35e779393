"""The host function `deadline`: a clock of a rule sheet has its number and its unit as data."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.feel import compile_expression
from engine.functions import NAMES, host_functions
from engine.uow import UnitOfWork
from engine.zone import CHINA

FRIDAY = datetime(2026, 3, 20, 9, 0, tzinfo=CHINA)


def deadline(uow: UnitOfWork, start: object, **clock: object) -> object:
    asked = compile_expression("deadline(start, clock)", functions=NAMES)
    return asked.evaluate({"start": start, "clock": clock}, functions=host_functions(uow), now=FRIDAY)


@pytest.mark.parametrize(
    ("value", "unit", "over"),
    [
        (1, "WD", date(2026, 3, 23)),
        (3, "d", date(2026, 3, 23)),
        (2, "h", datetime(2026, 3, 20, 3, 0, tzinfo=UTC)),
        (Decimal("0.5"), "h", datetime(2026, 3, 20, 1, 30, tzinfo=UTC)),
    ],
)
def test_it_counts_in_the_unit_that_the_rule_sheet_says(
    uow: UnitOfWork, value: object, unit: str, over: object
) -> None:
    assert deadline(uow, FRIDAY, value=value, unit=unit) == over


@pytest.mark.parametrize(
    "said", [{}, {"value": 1}, {"value": 1, "unit": "years"}, {"value": 1.5, "unit": "d"}]
)
def test_it_is_null_for_what_is_no_clock(uow: UnitOfWork, said: dict[str, object]) -> None:
    assert deadline(uow, FRIDAY, **said) is None


def test_hours_need_a_time_to_begin_with(uow: UnitOfWork) -> None:
    assert deadline(uow, date(2026, 3, 20), value=2, unit="h") is None
