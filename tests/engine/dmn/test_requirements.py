"""Decisions that stand on others, business knowledge, decision services, types."""

import pytest

from engine.dmn import DmnError, load_model
from tests.engine.dmn.drawing import decided, decision, literal, model, table

LEVEL = decision("level", table(["people"], ["level"], [("< 10", '"low"'), (">= 10", '"high"')]))


def test_it_decides_first_what_a_decision_requires() -> None:
    days = decision(
        "days", table(["level"], ["days"], [('"low"', "3"), ('"high"', "5 + extra")]), requires=["level"]
    )
    assert decided(model(days, LEVEL), "days", people=12, extra=1).value == 6


def test_a_required_decision_stands_before_a_variable_of_its_name() -> None:
    copy = decision("copy", literal("level"), requires=["level"])
    assert decided(model(copy, LEVEL), "copy", people=1, level="made up").value == "low"


def test_it_puts_a_required_decision_into_scope_by_its_name() -> None:
    base = decision("base", literal("2"), name="基数-甲")
    total = decision("total", literal("基数-甲 * 3"), requires=["base"])
    assert decided(model(base, total), "total").value == 6


def test_it_tells_what_a_decision_reads_and_gives() -> None:
    read = load_model(model(decision("d", table(["a", "b.c"], ["x", "y"], [("> low", "-", "1", "e")]))))
    assert read.decisions["d"].inputs == {"a", "b", "low", "e"}
    assert read.decisions["d"].outputs == ("x", "y")


def test_it_reads_what_the_decisions_read_that_it_requires() -> None:
    days = decision("days", literal("if level = low then 3 else extra"), requires=["level"])
    assert load_model(model(days, LEVEL)).decisions["days"].inputs == {"people", "low", "extra"}


def test_it_calls_business_knowledge() -> None:
    knowledge = (
        '<businessKnowledgeModel id="k" name="double"><encapsulatedLogic><formalParameter name="n"/>'
        f"{literal('n * 2')}</encapsulatedLogic></businessKnowledgeModel>"
    )
    assert decided(model(knowledge, decision("d", literal("double(4)"), knows=["k"])), "d").value == 8


def test_it_asks_a_decision_service_as_a_function() -> None:
    service = '<decisionService id="s" name="serve"><outputDecision href="#out"/><inputDecision href="#in"/></decisionService>'
    out = decision("out", literal("in_ + 1"), requires=["in"])
    inner = decision("in", literal("1"), name="in_")
    asking = decision("d", literal("serve(10)"), knows=["s"])
    source = model(service, out, inner, asking)
    assert decided(source, "d").value == 11
    assert decided(source, "s", in_=20).value == 21


def test_a_value_that_does_not_fit_its_type_is_null() -> None:
    types = (
        '<itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"a", "b"</text></allowedValues>'
        '</itemDefinition><inputData id="i" name="level"><variable name="level" typeRef="tLevel"/></inputData>'
    )
    source = model(types, decision("d", literal("level"), takes=["i"]))
    assert decided(source, "d", level="a").value == "a"
    assert decided(source, "d", level="c").value is None


def test_a_constraint_is_asked_of_the_whole_value() -> None:
    types = (
        '<itemDefinition name="tFew" isCollection="true"><typeRef>number</typeRef>'
        "<typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>"
        '<inputData id="i" name="few"><variable name="few" typeRef="tFew"/></inputData>'
    )
    source = model(types, decision("d", literal("few"), takes=["i"]))
    assert decided(source, "d", few=[1, 2]).value == [1, 2]
    assert decided(source, "d", few=[1, 2, 3]).value is None


def test_it_reads_what_the_model_declares_only_where_an_arrow_leads_from_it() -> None:
    declared = '<inputData id="i" name="level"/>'
    source = model(declared, decision("d", literal("[level, other]")))
    assert decided(source, "d", level="a", other="b").value == [None, "b"]


def test_a_decision_sees_nothing_of_those_behind_the_ones_that_it_requires() -> None:
    far = decision("far", literal("1"))
    near = decision("near", literal("far + 1"), requires=["far"])
    assert decided(model(far, near, decision("d", literal("[near, far]"), requires=["near"])), "d").value == [
        2,
        None,
    ]


@pytest.mark.parametrize(
    ("decisions", "code"),
    [
        ([decision("a", literal("1"), requires=["b"])], "unknown-requirement"),
        (
            [decision("a", literal("1"), requires=["b"]), decision("b", literal("1"), requires=["a"])],
            "requirement-circle",
        ),
    ],
)
def test_it_refuses_requirements_that_lead_nowhere_or_round(decisions: list[str], code: str) -> None:
    with pytest.raises(DmnError) as refusal:
        load_model(model(*decisions))
    assert refusal.value.code == code


def test_it_refuses_a_decision_that_is_not_there() -> None:
    with pytest.raises(DmnError) as refusal:
        decided(model(LEVEL), "levle")
    assert (refusal.value.code, refusal.value.params["known"]) == ("unknown-decision", ["level"])
