"""Decision tables read from XML; refuses what does not fit together."""

from __future__ import annotations

from itertools import zip_longest

from engine.dmn.boxes import Boxes
from engine.dmn.errors import DmnError
from engine.dmn.force import force_of
from engine.dmn.rule_index import RuleIndex
from engine.dmn.tables import AGGREGATORS, POLICIES, Input, Output, Rule, Table
from engine.dmn.types import allowed_values
from engine.dmn.xml import Element, child, children, name_of, text_of
from engine.feel import UnaryTests


def read_table(boxes: Boxes, element: Element) -> Table:
    """Read and compile a table; refuses a policy that there is none of, and rules that miss a cell."""
    policy, aggregator = element.get("hitPolicy", "UNIQUE"), element.get("aggregation")
    outputs = tuple(_output(boxes, each) for each in children(element, "output"))
    if policy not in POLICIES:
        raise DmnError("unknown-hit-policy", name_of(element), policy=policy)
    if aggregator is not None and (aggregator not in AGGREGATORS or policy != "COLLECT" or len(outputs) != 1):
        raise DmnError("bad-aggregation", name_of(element), aggregation=aggregator, policy=policy)
    if not outputs:
        raise DmnError("no-output", name_of(element))
    inputs = tuple(_input(boxes, each) for each in children(element, "input"))
    columns = [each.get("name") or "" for each in children(element, "annotation")]
    rules = tuple(
        _rule(boxes, each, number, (len(inputs), len(outputs), columns))
        for number, each in enumerate(children(element, "rule"), 1)
    )
    index = RuleIndex([tests for tests, _ in rules])
    return Table(
        name_of(element), policy, aggregator, inputs, outputs, tuple(rule for _, rule in rules), index
    )


def _input(boxes: Boxes, element: Element) -> Input:
    expression = child(element, "inputExpression")
    text = text_of(expression)
    if expression is None or not text:
        raise DmnError("no-input-expression", name_of(element))
    compiled = boxes.expression(expression, text)
    return Input(
        element.get("label") or text,
        compiled,
        allowed_values(child(element, "inputValues"), boxes.vocabulary),
    )


def _output(boxes: Boxes, element: Element) -> Output:
    listed = child(element, "outputValues")
    text = text_of(listed)
    values = boxes.expression(element, f"[{text}]") if text else None
    default = text_of(child(element, "defaultOutputEntry"))
    return Output(
        element.get("name") or element.get("label") or "",
        values,
        boxes.expression(element, default) if default else None,
        allowed_values(listed, boxes.vocabulary),
    )


def _rule(
    boxes: Boxes, element: Element, number: int, columns: tuple[int, int, list[str]]
) -> tuple[tuple[UnaryTests, ...], Rule]:
    tests = tuple(boxes.unary_tests(each, text_of(each) or "-") for each in children(element, "inputEntry"))
    answers = tuple(
        boxes.expression(each, text_of(each) or "null") for each in children(element, "outputEntry")
    )
    wanted_tests, wanted_answers, annotations = columns
    if (len(tests), len(answers)) != (wanted_tests, wanted_answers):
        raise DmnError("cells-missing", name_of(element), rule=number)
    notes = _notes(element, annotations)
    force = force_of(notes, name_of(element), number)
    said = tuple(text for _column, text in notes if text)
    return tests, Rule(element.get("id") or str(number), answers, said, force)


def _notes(element: Element, columns: list[str]) -> list[tuple[str, str]]:
    """The annotations of a rule by column, and its description, which is dmn-js' one annotation."""
    texts = [text_of(each) for each in children(element, "annotationEntry")]
    notes = list(zip_longest(columns[: len(texts)], texts, fillvalue=""))
    described = child(element, "description")
    if described is not None and described.text:
        notes.append(("", described.text.strip()))
    return notes
