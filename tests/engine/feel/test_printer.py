"""What is printed is read as the same tree."""

from hypothesis import given, settings

from engine.feel.syntax import nodes
from engine.feel.syntax.parser import parse_expression, parse_unary_tests
from engine.feel.syntax.printer import printed
from tests.engine.feel import trees


@settings(deadline=None, max_examples=400)
@given(tree=trees.expressions)
def test_it_prints_what_is_read_as_the_same(tree: nodes.Node) -> None:
    assert parse_expression(printed(tree), trees.NAMES) == tree


@settings(deadline=None, max_examples=200)
@given(tree=trees.unary_tests)
def test_it_prints_cells_that_are_read_as_the_same(tree: nodes.Tests) -> None:
    assert parse_unary_tests(printed(tree), trees.NAMES) == tree
