"""Functions on lists."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from engine.feel.library.registry import ANY_NUMBER, builtin, gathering, variadic
from engine.feel.run.frames import Run, within_limit
from engine.feel.values.comparing import equal, order
from engine.feel.values.kinds import FunctionValue, kind_of
from engine.feel.values.numbers import NOT_A_NUMBER, NUMBERS, to_number
from engine.feel.values.time_arithmetic import months_of, sum_of


@builtin("list contains", "list: list", "element: any", takes_run=True)
def _list_contains(run: Run, items: list[Any], element: Any) -> bool:
    run.weigh_deep(items)
    return any(equal(item, element) is True for item in items)


@builtin("count", "list: list")
def _count(items: list[Any]) -> int:
    return len(items)


@builtin("is empty", "list: list")
def _is_empty(items: list[Any]) -> bool:
    return not items


def _first(items: list[Any], sign: int) -> Any:
    """The least, or with sign -1 the greatest; null where two have no order."""
    if not items:
        return None
    best = items[0]
    if order(best, best) is None:
        return None
    for item in items[1:]:
        result = order(item, best)
        if result is None:
            return None
        if result * sign < 0:
            best = item
    return best


@variadic("min")
def _min(items: list[Any]) -> Any:
    return _first(items, 1)


@variadic("max")
def _max(items: list[Any]) -> Any:
    return _first(items, -1)


def _numbers(items: list[Any]) -> list[Decimal] | None:
    numbers = [number for item in items if (number := to_number(item)) is not None]
    return numbers if numbers and len(numbers) == len(items) else None


def _folded(items: list[Any], operation: Callable[[Any, Any], Any]) -> Any:
    result = items[0]
    try:
        for item in items[1:]:
            result = operation(result, item)
    except NOT_A_NUMBER:
        return None
    return result


@variadic("sum")
def _sum(items: list[Any]) -> Any:
    kinds = {kind_of(item) for item in items}
    if kinds == {"days and time duration"}:
        return sum_of(items)
    if kinds == {"years and months duration"}:
        return months_of(sum(item.months for item in items))
    numbers = _numbers(items)
    return None if numbers is None else _folded(numbers, NUMBERS.add)


@variadic("product")
def _product(items: list[Any]) -> Decimal | None:
    numbers = _numbers(items)
    return None if numbers is None else _folded(numbers, NUMBERS.multiply)


@variadic("mean")
def _mean(items: list[Any]) -> Decimal | None:
    numbers = _numbers(items)
    total = None if numbers is None else _folded(numbers, NUMBERS.add)
    return None if total is None else NUMBERS.divide(total, Decimal(len(items)))


@variadic("median")
def _median(items: list[Any]) -> Decimal | None:
    numbers = _numbers(items)
    if numbers is None:
        return None
    numbers.sort()
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return NUMBERS.divide(NUMBERS.add(numbers[middle - 1], numbers[middle]), Decimal(2))


@variadic("stddev")
def _stddev(items: list[Any]) -> Decimal | None:
    """The standard deviation of a sample."""
    numbers, mean = _numbers(items), _mean(items)
    if numbers is None or mean is None or len(numbers) < 2:
        return None
    try:
        squares = [NUMBERS.power(NUMBERS.subtract(number, mean), Decimal(2)) for number in numbers]
        return NUMBERS.sqrt(NUMBERS.divide(_folded(squares, NUMBERS.add), Decimal(len(numbers) - 1)))
    except NOT_A_NUMBER:
        return None


@variadic("mode")
def _mode(items: list[Any]) -> list[Decimal] | None:
    """The numbers that occur most often, in order."""
    numbers = _numbers(items)
    if numbers is None:
        return None if items else []
    counts: dict[Decimal, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return sorted(number for number, times in counts.items() if times == most)


@builtin("sublist", "list: list", "start position: integer", "length: integer?")
def _sublist(items: list[Any], start: int, length: int | None = None) -> list[Any] | None:
    if start == 0 or abs(start) > len(items) or (length is not None and length < 0):
        return None
    begin = start - 1 if start > 0 else len(items) + start
    end = len(items) if length is None else begin + length
    return items[begin:end] if end <= len(items) else None


@builtin("append", "list: list", "item: any")
def _append_one(items: list[Any], item: Any) -> list[Any]:
    return within_limit([*items, item])


@gathering("append", "list: list")
def _append(items: list[Any], more: list[Any]) -> list[Any]:
    return within_limit([*items, *more])


@builtin("insert before", "list: list", "position: integer", "newItem: any")
def _insert_before(items: list[Any], position: int, item: Any) -> list[Any] | None:
    index = _index(items, position)
    return None if index is None else within_limit([*items[:index], item, *items[index:]])


@builtin("remove", "list: list", "position: integer")
def _remove(items: list[Any], position: int) -> list[Any] | None:
    index = _index(items, position)
    return None if index is None else [*items[:index], *items[index + 1 :]]


@builtin("list replace", "list: list", "position: integer", "newItem: any")
def _replace_at(items: list[Any], position: int, item: Any) -> list[Any] | None:
    index = _index(items, position)
    return None if index is None else [*items[:index], item, *items[index + 1 :]]


@builtin("list replace", "list: list", "match: function", "newItem: any", takes_run=True)
def _replace_where(run: Run, items: list[Any], match: FunctionValue, new: Any) -> list[Any] | None:
    if match.parameters != ANY_NUMBER and len(match.parameters) != 2:
        return None
    results = [match.invoke(run, [item, new]) for item in items]
    if not all(isinstance(result, bool) for result in results):
        return None
    return [new if result else item for item, result in zip(items, results, strict=True)]


def _index(items: list[Any], position: int) -> int | None:
    """An index from 0 for a position from 1, or from -1 backwards; None where there is none."""
    if position == 0 or abs(position) > len(items):
        return None
    return position - 1 if position > 0 else len(items) + position


@builtin("reverse", "list: list")
def _reverse(items: list[Any]) -> list[Any]:
    return items[::-1]


@builtin("index of", "list: list", "match: any", takes_run=True)
def _index_of(run: Run, items: list[Any], match: Any) -> list[Decimal]:
    run.weigh_deep(items)
    return [Decimal(index) for index, item in enumerate(items, 1) if equal(item, match) is True]


@builtin("distinct values", "list: list", takes_run=True)
def _distinct_values(run: Run, items: list[Any]) -> list[Any]:
    distinct: list[Any] = []
    for item in items:
        if not _list_contains(run, distinct, item):
            distinct.append(item)
    return distinct


@builtin("duplicate values", "list: list", takes_run=True)
def _duplicate_values(run: Run, items: list[Any]) -> list[Any]:
    distinct = _distinct_values(run, items)
    return [item for item in distinct if len(_index_of(run, items, item)) > 1]


@gathering("concatenate")
def _concatenate(lists: list[Any]) -> list[Any]:
    return within_limit([item for items in lists for item in (items if isinstance(items, list) else [items])])


@gathering("union", takes_run=True)
def _union(run: Run, lists: list[Any]) -> list[Any]:
    return _distinct_values(run, _concatenate(lists))


@builtin("flatten", "list: list", takes_run=True)
def _flatten(run: Run, items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    waiting = items[::-1]
    while waiting:
        run.spend(1)
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item[::-1])
        else:
            flat.append(item)
    return within_limit(flat)


@builtin("partition", "list: list", "size: integer")
def _partition(items: list[Any], size: int) -> list[list[Any]] | None:
    if size < 1:
        return None
    return [items[start : start + size] for start in range(0, len(items), size)]


@builtin("sort", "list: list", "precedes: function?", takes_run=True)
def _sort(run: Run, items: list[Any], precedes: FunctionValue | None = None) -> list[Any] | None:
    def compare(left: Any, right: Any) -> int:
        if precedes is None:
            return order(left, right) or 0
        if precedes.invoke(run, [left, right]) is True:
            return -1
        return int(precedes.invoke(run, [right, left]) is True)

    if precedes is not None and precedes.parameters != ANY_NUMBER and len(precedes.parameters) != 2:
        return None
    if precedes is None and any(order(items[0], item) is None for item in items):
        return None
    return sorted(items, key=cmp_to_key(compare))
