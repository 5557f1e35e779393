"""Operations: what they are given is loaded by their schema, and what they give is held to theirs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from marshmallow import ValidationError

from engine.bpmn.env import StepFailed
from engine.definitions import check_folder
from engine.errors import NotYet
from engine.operation_fields import Day, Moment, Number, Text, Texts, Whole, YesNo, among, between, fields_of
from engine.operations import Operation, OperationCall, registry
from engine.runtime import Runtime
from engine.zone import CHINA
from tests.engine.bpmn.drawing import mapping, zeebe
from tests.make import engine as make

TAKES = fields_of(
    on=Day(required=True),
    kind=Text(validate=among(("a", "b"))),
    count=Whole(load_default=0, validate=between(0, 9)),
)


def calls(runtime: Runtime, operation: Operation, *said: str) -> tuple[Runtime, str]:
    """Begin a case whose one step calls the operation, then waits; returns the case."""
    able = replace(runtime, operations=registry(operation))
    inside = {"do": zeebe(f'taskDefinition type="{operation.name}"', *said)}
    source = make.process_file("start -> do:service -> wait:user -> end", inside, lanes={make.CLERK: "wait"})
    make.published(able, p_bpmn=source)
    return able, make.begun(able).instance_id


def keeping(seen: list[Mapping[str, Any]], gives: Mapping[str, object] | None = None) -> Operation:
    def call(call: OperationCall) -> Mapping[str, object]:
        seen.append(call.inputs)
        return gives or {}

    return Operation("test.keep", "keep", call, TAKES, fields_of(number=Whole()))


def test_it_gives_an_operation_what_its_schema_says_of_what_feel_gave(runtime: Runtime) -> None:
    seen: list[Mapping[str, Any]] = []
    given = mapping(input_on="=date(&quot;2026-03-20&quot;)", input_count="=1 + 2", input_other="=9")
    calls(runtime, keeping(seen), given)
    assert seen == [{"on": date(2026, 3, 20), "count": 3}]


def test_it_takes_a_header_before_a_variable_and_blank_for_nothing(runtime: Runtime) -> None:
    seen: list[Mapping[str, Any]] = []
    header = '<zeebe:taskHeaders><zeebe:header key="kind" value="b"/></zeebe:taskHeaders>'
    calls(runtime, keeping(seen), mapping(input_on="2026-03-20", input_kind="a", input_count="  "), header)
    assert seen == [{"on": date(2026, 3, 20), "kind": "b", "count": 0}]


@pytest.mark.parametrize(
    ("lines", "field", "reason"),
    [
        ({"input_on": "=null"}, "on", "required"),
        ({"input_on": "=1"}, "on", "not-a-date"),
        ({"input_on": "2026-03-20", "input_kind": "c"}, "kind", "not-among"),
        ({"input_on": "2026-03-20", "input_count": "=10"}, "count", "out-of-range"),
        ({"input_on": "2026-03-20", "input_count": "=0.5"}, "count", "not-whole"),
    ],
)
def test_it_names_the_field_that_does_not_fit_and_not_its_value(
    runtime: Runtime, lines: dict[str, str], field: str, reason: str
) -> None:
    seen: list[Mapping[str, Any]] = []
    able, _case = calls(runtime, keeping(seen), mapping(**lines))
    [found] = make.held(able, "N-1")
    assert (found.cause, found.params["field"], found.params["reason"]) == ("operation-input", field, reason)
    assert seen == []


@pytest.mark.parametrize("gives", [{"number": "many"}, {"number": 1, "secret": 2}])
def test_it_fails_where_an_operation_gives_what_it_did_not_promise(
    runtime: Runtime, gives: dict[str, object]
) -> None:
    with pytest.raises(StepFailed) as failed:
        calls(runtime, keeping([], gives), mapping(input_on="2026-03-20"))
    assert failed.value.cause == "operation-output"


def test_it_lets_a_refusal_of_the_register_through(runtime: Runtime) -> None:
    def refuse(_call: OperationCall) -> Mapping[str, object]:
        raise NotYet("not-in-good-standing")

    with pytest.raises(NotYet):
        calls(runtime, Operation("test.refuse", "refuse", refuse))


def test_it_publishes_nothing_that_gives_too_little_or_what_is_not_read(runtime: Runtime) -> None:
    able = replace(runtime, operations=registry(keeping([])))
    header = '<zeebe:taskHeaders><zeebe:header key="colour" value="red"/></zeebe:taskHeaders>'
    inside = {"do": zeebe('taskDefinition type="test.keep"', header)}
    source = make.process_file("start -> do:service -> end", inside, lanes={})
    found = {(each.code, str(each.params)) for each in check_folder({"p.bpmn": source}, able)}
    assert found == {
        ("operation-input-missing", "{'operation': 'test.keep', 'inputs': ['on']}"),
        ("operation-header-unknown", "{'operation': 'test.keep', 'headers': ['colour']}"),
    }


@pytest.mark.parametrize(
    ("field", "given", "expected"),
    [
        (Text(), " a ", "a"),
        (YesNo(), True, True),
        (Whole(), Decimal("3.0"), 3),
        (Whole(), "4", 4),
        (Number(), Decimal("1.5"), Decimal("1.5")),
        (Number(), "1.5", Decimal("1.5")),
        (Day(), datetime(2026, 3, 20, 1, tzinfo=CHINA), date(2026, 3, 20)),
        (Moment(), "2026-03-20T08:00:00", datetime(2026, 3, 20, 8, tzinfo=CHINA)),
        (Texts(), "a", ["a"]),
        (Texts(), ["a", "b", "a"], ["a", "b"]),
    ],
)
def test_it_loads_values_of_feel_and_their_text(field: Any, given: object, expected: object) -> None:
    assert fields_of(x=field).load({"x": given}) == {"x": expected}


@pytest.mark.parametrize(
    ("field", "given"),
    [
        (Text(), 1),
        (YesNo(), "yes"),
        (Whole(), True),
        (Whole(), "four"),
        (Number(), "Infinity"),
        (Day(), "20 March"),
        (Moment(), date(2026, 3, 20)),
        (Texts(), [1]),
    ],
)
def test_it_refuses_values_of_another_type(field: Any, given: object) -> None:
    with pytest.raises(ValidationError):
        fields_of(x=field).load({"x": given})


def test_it_refuses_two_operations_of_one_name() -> None:
    with pytest.raises(ValueError, match="one name"):
        registry(keeping([]), keeping([]))
