"""Functions on ranges and points (Allen's interval algebra), as the standard's table 78 defines them."""

from __future__ import annotations

from typing import Any

from engine.feel.library.registry import builtin
from engine.feel.values.comparing import in_range, order
from engine.feel.values.kinds import Range, kind_of


@builtin("before", "range1: range", "range2: range")
@builtin("before", "range: range", "point: point")
@builtin("before", "point: point", "range: range")
@builtin("before", "point1: point", "point2: point")
def _before(first: Any, second: Any) -> bool | None:
    end, end_included = _end(first)
    start, start_included = _start(second)
    result = order(end, start)
    return None if result is None else result < 0 or (result == 0 and not (end_included and start_included))


@builtin("after", "range1: range", "range2: range")
@builtin("after", "range: range", "point: point")
@builtin("after", "point: point", "range: range")
@builtin("after", "point1: point", "point2: point")
def _after(first: Any, second: Any) -> bool | None:
    return _before(second, first)


def _start(value: Any) -> tuple[Any, bool]:
    return (value.start, value.start_included) if isinstance(value, Range) else (value, True)


def _end(value: Any) -> tuple[Any, bool]:
    return (value.end, value.end_included) if isinstance(value, Range) else (value, True)


@builtin("meets", "range1: range", "range2: range")
def _meets(first: Range, second: Range) -> bool | None:
    result = order(first.end, second.start)
    return None if result is None else result == 0 and first.end_included and second.start_included


@builtin("met by", "range1: range", "range2: range")
def _met_by(first: Range, second: Range) -> bool | None:
    return _meets(second, first)


@builtin("overlaps", "range1: range", "range2: range")
def _overlaps(first: Range, second: Range) -> bool | None:
    before, after = _before(first, second), _before(second, first)
    return None if before is None or after is None else not before and not after


@builtin("overlaps before", "range1: range", "range2: range")
def _overlaps_before(first: Range, second: Range) -> bool | None:
    starts, ends = _order_of_starts(first, second), _order_of_ends(first, second)
    if starts is None or ends is None:
        return None
    return starts < 0 and ends <= 0 and bool(_overlaps(first, second))


@builtin("overlaps after", "range1: range", "range2: range")
def _overlaps_after(first: Range, second: Range) -> bool | None:
    starts, ends = _order_of_starts(first, second), _order_of_ends(first, second)
    if starts is None or ends is None:
        return None
    return starts > 0 and ends >= 0 and bool(_overlaps(first, second))


def _order_of_starts(first: Range, second: Range) -> int | None:
    """A start that is included lies before the same one that is not."""
    result = order(first.start, second.start)
    return result or (None if result is None else second.start_included - first.start_included)


def _order_of_ends(first: Range, second: Range) -> int | None:
    result = order(first.end, second.end)
    return result or (None if result is None else first.end_included - second.end_included)


@builtin("finishes", "range1: range", "range2: range")
@builtin("finishes", "point: point", "range: range")
def _finishes(point: Any, range_: Range) -> bool | None:
    if isinstance(point, Range):
        ends, starts = _order_of_ends(point, range_), _order_of_starts(point, range_)
        return None if ends is None or starts is None else ends == 0 and starts >= 0
    result = order(point, range_.end)
    return None if result is None else result == 0 and range_.end_included


@builtin("finished by", "range1: range", "range2: range")
@builtin("finished by", "range: range", "point: point")
def _finished_by(range_: Range, point: Any) -> bool | None:
    return _finishes(point, range_)


@builtin("starts", "range1: range", "range2: range")
@builtin("starts", "point: point", "range: range")
def _starts(point: Any, range_: Range) -> bool | None:
    if isinstance(point, Range):
        ends, starts = _order_of_ends(point, range_), _order_of_starts(point, range_)
        return None if ends is None or starts is None else starts == 0 and ends <= 0
    result = order(point, range_.start)
    return None if result is None else result == 0 and range_.start_included


@builtin("started by", "range1: range", "range2: range")
@builtin("started by", "range: range", "point: point")
def _started_by(range_: Range, point: Any) -> bool | None:
    return _starts(point, range_)


@builtin("includes", "range1: range", "range2: range")
@builtin("includes", "range: range", "point: point")
def _includes(range_: Range, point: Any) -> bool | None:
    if isinstance(point, Range):
        ends, starts = _order_of_ends(point, range_), _order_of_starts(point, range_)
        return None if ends is None or starts is None else starts >= 0 and ends <= 0
    return in_range(point, range_)


@builtin("during", "range1: range", "range2: range")
@builtin("during", "point: point", "range: range")
def _during(point: Any, range_: Range) -> bool | None:
    return _includes(range_, point)


@builtin("coincides", "range1: range", "range2: range")
@builtin("coincides", "point1: point", "point2: point")
def _coincides(first: Any, second: Any) -> bool | None:
    if isinstance(first, Range) and isinstance(second, Range):
        ends, starts = _order_of_ends(first, second), _order_of_starts(first, second)
        return None if ends is None or starts is None else ends == 0 and starts == 0
    if kind_of(first) != kind_of(second):
        return None
    result = order(first, second)
    return None if result is None else result == 0
