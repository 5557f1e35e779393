"""Whatever engine and registers refuse has words of its own; the codes are read from the syntax trees."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest
from flask import Flask

from engine.bpmn.elements import Element
from engine.bpmn.env import StepFailed
from engine.errors import Finding, Problem, Refused
from engine.feel.errors import CODES as FEEL_CODES
from tests.test_house import Source, sources
from web.feel_words import OF_FEEL
from web.finding_words import finding_words
from web.forms.words import OF_CODE as OF_PROBLEM
from web.forms.words import problem_words
from web.refusal_words import OF_CAUSE, OF_CODE, refusal_words

# Said by the sentence of its class: one page for what is not there and what one may not see, one for those overtaken.
SAID_BY_ITS_CLASS = {"not-your-post", "changed-meanwhile", "task-claimed", "task-done", "too-many-tries"}
NAMES_OF_REFUSALS = {each.__name__ for each in Refused.__subclasses__()} - {"StepFailed"}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Raised:
    """A code where it is written, with the parameters beside it."""

    code: str
    params: frozenset[str]
    where: str


@cache
def calls() -> tuple[tuple[Source, ast.Call, str], ...]:
    """All calls of functions and classes by their bare name."""
    nodes = ((source, node) for source in sources() for node in ast.walk(source.tree))
    return tuple(
        (source, node, node.func.id)
        for source, node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )


def raised(names: set[str], position: int = 0) -> Iterator[Raised]:
    """The calls of these names whose argument at the position is a literal code."""
    for source, call, name in calls():
        if name in names and len(call.args) > position:
            code = call.args[position]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield Raised(code.value, parameters(call), source.where(call))


def parameters(call: ast.Call) -> frozenset[str]:
    keys = {
        str(key.value)
        for each in call.args
        if isinstance(each, ast.Dict)
        for key in each.keys
        if isinstance(key, ast.Constant)
    }
    return frozenset(keys | {each.arg for each in call.keywords if each.arg})


def problems() -> list[Raised]:
    """Problems of one field: by their class, by the forms' `_wrong`, by the photos' `_refused`."""
    of_photos = [each for each in raised({"_refused"}, position=1) if "attachments" in each.where]
    of_forms = [each for each in raised({"_wrong"}) if "engine/forms" in each.where]
    return [*raised({"Problem"}), *of_forms, *of_photos]


def test_it_has_a_sentence_for_every_code() -> None:
    codes = {each.code for each in raised(NAMES_OF_REFUSALS)}
    assert len(codes) > 30
    assert codes - OF_CODE.keys() - SAID_BY_ITS_CLASS == set()
    assert SAID_BY_ITS_CLASS - codes == set()


def test_it_says_why_each_step_fails() -> None:
    causes = {each.code for each in raised({"StepFailed"}, position=1)}
    assert causes
    assert causes == OF_CAUSE.keys()


def test_it_has_a_sentence_for_every_problem_of_a_field() -> None:
    codes = {each.code for each in problems()}
    assert len(codes) > 20
    assert codes - OF_PROBLEM.keys() == set()


@pytest.mark.parametrize(("words", "codes"), [(OF_CODE, NAMES_OF_REFUSALS), (OF_PROBLEM, None)])
def test_its_sentences_use_figures_that_are_given(
    app: Flask, words: dict[str, object], codes: set[str] | None
) -> None:
    with app.test_request_context():
        found = [
            f"{each.where} {each.code}"
            for each in (problems() if codes is None else raised(codes))
            if each.code in words and not set(PLACEHOLDER.findall(str(words[each.code]))) <= each.params
        ]
    assert found == []


def test_it_explains_every_expression_that_is_refused() -> None:
    assert OF_FEEL.keys() == FEEL_CODES


def test_it_says_where_an_expression_is_wrong_and_what_was_meant(app: Flask) -> None:
    params = {"position": 1, "name": "foo", "nearest": "floor", "feel": "unknown-function"}
    with app.test_request_context():
        words = finding_words(Finding("a.dmn", "rule-1", "bad-expression", params))
    assert words == "FEEL 写得不对：没有函数 foo，是不是 floor？"


def test_it_speaks_english_to_those_who_chose_it(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        assert problem_words(Problem("too-big", {"most": 5})) == "Not more than 5"


def test_it_names_the_step_that_failed_and_why(app: Flask) -> None:
    refused = StepFailed(Element(id="ask", kind="exclusiveGateway", name="谁办？"), "no-flow")
    with app.test_request_context():
        words = refusal_words(refused, today=date(2026, 3, 2), who=str)
    assert words.startswith("流程图走到“谁办？”这一步时出了错：哪条线的条件都不成立")
