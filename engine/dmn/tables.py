"""Decision tables: which rules match, and what the hit policy makes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from engine.dmn.errors import DmnError
from engine.dmn.explain import plain
from engine.dmn.force import Force
from engine.dmn.model import Evaluation, Scope
from engine.dmn.rule_index import RuleIndex
from engine.feel import Expression, UnaryTests
from engine.feel.library import registry
from engine.feel.values.comparing import equal

POLICIES = frozenset({"UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"})
AGGREGATORS = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}


@dataclass(frozen=True, slots=True)
class Input:
    """A column of questions; `allowed` are the values that it takes, where they are listed."""

    label: str
    expression: Expression
    allowed: UnaryTests | None


@dataclass(frozen=True, slots=True)
class Output:
    """A column of answers; `values` are listed by priority, `default` is the answer where no rule matches."""

    name: str
    values: Expression | None
    default: Expression | None
    allowed: UnaryTests | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: one answer per output, its notes, and when it is in force; its tests are in the table's index."""

    id: str
    answers: tuple[Expression, ...]
    notes: tuple[str, ...]
    force: Force | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table."""

    id: str
    policy: str
    aggregator: str | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    index: RuleIndex


@dataclass(frozen=True, slots=True)
class _Hit:
    number: int
    rule: Rule
    answers: tuple[Any, ...]


_Asleep: TypeAlias = dict[str, object]  # a rule that matches and is not in force, as the explanation says it


def evaluate_table(table: Table, evaluation: Evaluation, scope: Scope) -> Any:
    """Give a table's answer over a scope and note why; refuses several rules where the hit policy wants one."""
    values = [column.expression.within(evaluation.run, scope) for column in table.inputs]
    fitting = all(
        _is_allowed(column, value, evaluation, scope)
        for column, value in zip(table.inputs, values, strict=True)
    )
    asleep: list[_Asleep] = []
    hits = _hits(table, values, (evaluation, scope), asleep) if fitting else []
    evaluation.tables.append(_note(table, values, hits, asleep))
    if not hits:
        return _default(table, evaluation, scope)
    return _POLICIES[table.policy](table, hits, evaluation, scope)


def _is_allowed(column: Input, value: object, evaluation: Evaluation, scope: Scope) -> bool:
    return column.allowed is None or column.allowed.within(evaluation.run, value, scope)


def _hits(
    table: Table, values: Sequence[object], around: tuple[Evaluation, Scope], asleep: list[_Asleep]
) -> list[_Hit]:
    """The rules that match and are in force; those that match and are not go into `asleep`."""
    evaluation, scope = around
    hits = []
    for place in table.index.matching(values, evaluation, scope):
        rule = table.rules[place]
        if rule.force is not None and not rule.force.holds(evaluation):
            asleep.append({"rule": place + 1, "id": rule.id, **rule.force.shown()})
            continue
        answers = tuple(answer.within(evaluation.run, scope) for answer in rule.answers)
        hits.append(_Hit(place + 1, rule, answers))
        if table.policy == "FIRST":
            break
    return hits


def _note(
    table: Table, values: Sequence[object], hits: list[_Hit], asleep: list[_Asleep]
) -> dict[str, object]:
    not_in_force = {"not_in_force": asleep} if asleep else {}
    return {
        "table": table.id,
        "policy": table.policy,
        "inputs": [
            {"input": column.label, "value": plain(value)}
            for column, value in zip(table.inputs, values, strict=True)
        ],
        "rules": [
            {
                "rule": hit.number,
                "id": hit.rule.id,
                "notes": list(hit.rule.notes),
                "answers": plain(list(hit.answers)),
            }
            for hit in hits
        ],
        **not_in_force,
    }


def _default(table: Table, evaluation: Evaluation, scope: Scope) -> Any:
    """What stands as default; without one null, and nothing collected."""
    if all(column.default is None for column in table.outputs):
        return 0 if table.aggregator == "COUNT" else None
    answers = [
        None if column.default is None else column.default.within(evaluation.run, scope)
        for column in table.outputs
    ]
    return _answer(table, answers)


def _answer(table: Table, answers: Sequence[Any]) -> Any:
    """One output is its value, several are a context."""
    if len(table.outputs) == 1:
        return answers[0]
    return {column.name: answer for column, answer in zip(table.outputs, answers, strict=True)}


def _unique(table: Table, hits: list[_Hit], _: Evaluation, __: Scope) -> Any:
    if len(hits) > 1:
        raise DmnError("several-rules", table.id, rules=[hit.number for hit in hits])
    return _answer(table, hits[0].answers)


def _first(table: Table, hits: list[_Hit], _: Evaluation, __: Scope) -> Any:
    return _answer(table, hits[0].answers)


def _any(table: Table, hits: list[_Hit], _: Evaluation, __: Scope) -> Any:
    first = hits[0]
    if not all(equal(list(hit.answers), list(first.answers)) for hit in hits):
        raise DmnError("rules-disagree", table.id, rules=[hit.number for hit in hits])
    return _answer(table, first.answers)


def _collect(table: Table, hits: list[_Hit], evaluation: Evaluation, _: Scope) -> Any:
    collected = [_answer(table, hit.answers) for hit in hits]
    if table.aggregator is None:
        return collected
    (of_list, *_rest) = registry.signatures(AGGREGATORS[table.aggregator])
    return of_list.call(evaluation.run, [collected])


def _by_priority(table: Table, hits: list[_Hit], evaluation: Evaluation, scope: Scope) -> list[_Hit]:
    """The first output counts most; what is not listed comes last."""
    listed = [
        [] if column.values is None else column.values.within(evaluation.run, scope)
        for column in table.outputs
    ]

    def rank(hit: _Hit) -> tuple[int, ...]:
        return tuple(
            next((place for place, value in enumerate(values) if equal(value, answer)), len(values))
            for values, answer in zip(listed, hit.answers, strict=True)
        )

    return sorted(hits, key=rank)


def _priority(table: Table, hits: list[_Hit], evaluation: Evaluation, scope: Scope) -> Any:
    return _answer(table, _by_priority(table, hits, evaluation, scope)[0].answers)


def _output_order(table: Table, hits: list[_Hit], evaluation: Evaluation, scope: Scope) -> Any:
    return [_answer(table, hit.answers) for hit in _by_priority(table, hits, evaluation, scope)]


_POLICIES: dict[str, Callable[[Table, list[_Hit], Evaluation, Scope], Any]] = {
    "UNIQUE": _unique,
    "FIRST": _first,
    "ANY": _any,
    "PRIORITY": _priority,
    "COLLECT": _collect,
    "RULE ORDER": _collect,
    "OUTPUT ORDER": _output_order,
}
