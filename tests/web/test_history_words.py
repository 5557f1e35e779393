"""Whatever is written into the record of a case has words for those who read it; the kinds are read from the syntax trees."""

import ast
from collections.abc import Iterator
from typing import get_args

from registers.matters.operations import CLASSES, OUTCOMES, PHASES
from registers.matters.raising import Channel
from tests.test_house import sources
from web import matter_words
from web.history_words import OF_STEPS, UNSAID, WORDS
from web.progress_words import HAPPENED

# Said with the name of the step.
OF_A_STEP = {"task-completed", "task-claimed", "task-released", *OF_STEPS}


def kinds_given_to(function: str) -> Iterator[str]:
    """The literal kinds in calls of a function; those that go into the chain of something else than a case are left out."""
    for source in sources():
        for node in ast.walk(source.tree):
            if (
                not isinstance(node, ast.Call)
                or getattr(node.func, "attr", getattr(node.func, "id", "")) != function
            ):
                continue
            if "chain" not in {each.arg for each in node.keywords}:
                yield from (str(each.value) for each in node.args if isinstance(each, ast.Constant))


def test_it_says_what_staff_read_in_a_history() -> None:
    kinds = {*kinds_given_to("audit"), *kinds_given_to("note")}
    assert len(kinds) > 10
    assert kinds - WORDS.keys() - OF_A_STEP - UNSAID == set()


def test_it_says_what_citizens_read_in_a_history() -> None:
    kinds = set(kinds_given_to("add_entry"))
    assert len(kinds) > 5
    assert (kinds | set(PHASES)) - HAPPENED.keys() == set()


def test_it_has_words_for_every_short_value_of_the_register() -> None:
    assert set(PHASES) == matter_words.PHASES.keys()
    assert set(OUTCOMES) == matter_words.OUTCOMES.keys()
    assert set(CLASSES) == matter_words.CLASSES.keys()
    assert set(get_args(Channel)) == matter_words.CHANNELS.keys()
