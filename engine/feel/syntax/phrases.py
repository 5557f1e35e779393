"""What begins with a token of its own: literals, brackets, and the phrases of keywords."""

from __future__ import annotations

from engine.feel.errors import FeelError
from engine.feel.syntax.cursor import Cursor
from engine.feel.syntax.names import NAME_SYMBOLS
from engine.feel.syntax.nodes import (
    Condition,
    Context,
    For,
    Function,
    Interval,
    Iteration,
    ListOf,
    Literal,
    Node,
    Quantified,
    TypeNode,
)
from engine.feel.values.numbers import read_number
from engine.feel.values.temporal_text import parse_temporal

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


def number(cursor: Cursor) -> Node:
    """Read a number."""
    return Literal(read_number(cursor.advance().text))


def temporal(cursor: Cursor) -> Node:
    """Read `@"2026-03-16"`; refuses what is no date, time or duration."""
    cursor.expect("@")
    token = cursor.advance()
    value = parse_temporal(token.text) if token.kind == "string" else None
    if value is None:
        raise FeelError("bad-literal", position=token.start + 1, found=token.describe())
    return Literal(value)


def parenthesis(cursor: Cursor) -> Node:
    """Read `(…)`, `(a..b)` or `(<= a)`, `(= a)`."""
    cursor.expect("(")
    if cursor.stands(*COMPARISONS):
        return _comparison_range(cursor)
    inner = cursor.expression()
    if cursor.stands(".."):
        return _range(cursor, inner, start_included=False)
    cursor.expect(")")
    return inner


def _comparison_range(cursor: Cursor) -> Node:
    operator = cursor.advance().text
    end = cursor.expression()
    cursor.expect(")")
    if operator.startswith("<"):
        return Interval(None, end, start_included=False, end_included=operator == "<=")
    if operator.startswith(">"):
        return Interval(end, None, start_included=operator == ">=", end_included=False)
    return Interval(end, end, start_included=True, end_included=True, comparison=operator)


def bracket(cursor: Cursor) -> Node:
    """Read `[a, b]`, `[a..b]` and what else ends a range."""
    cursor.expect("[")
    if cursor.accept("]"):
        return ListOf(())
    first = cursor.expression()
    if cursor.stands(".."):
        return _range(cursor, first, start_included=True)
    items = [first]
    while cursor.accept(","):
        items.append(cursor.expression())
    cursor.expect("]")
    return ListOf(tuple(items))


def open_range(cursor: Cursor) -> Node:
    """Read `]a..b]`."""
    cursor.expect("]")
    return _range(cursor, cursor.expression(), start_included=False)


def _range(cursor: Cursor, start: Node, *, start_included: bool) -> Node:
    cursor.expect("..")
    end = cursor.expression()
    if not cursor.stands("]", ")", "["):
        raise cursor.unexpected("] or )")
    return Interval(start, end, start_included, end_included=cursor.advance().text == "]")


def context(cursor: Cursor) -> Node:
    """Read `{name: value, …}`; an entry may be used by those after it."""
    cursor.expect("{")
    entries: list[tuple[str, Node]] = []
    cursor.known.push(())
    while not cursor.stands("}"):
        key = cursor.advance().text if cursor.token.kind == "string" else cursor.name_before(":")
        if any(key == name for name, _ in entries):
            raise cursor.unexpected("a name that is not there yet")
        cursor.expect(":")
        entries.append((key, cursor.expression()))
        cursor.known.add(key)
        if not _goes_on(cursor, "}"):
            break
    cursor.known.pop()
    cursor.expect("}")
    return Context(tuple(entries))


def condition(cursor: Cursor) -> Node:
    """Read `if … then … else …`."""
    cursor.expect("if")
    test = cursor.expression()
    cursor.expect("then")
    then = cursor.expression()
    cursor.expect("else")
    return Condition(test, then, cursor.expression())


def loop(cursor: Cursor) -> Node:
    """Read `for … return …`; in its body `partial` holds the results so far."""
    cursor.expect("for")
    iterations = _iterations(cursor)
    cursor.expect("return")
    body = cursor.expression()
    cursor.known.pop()
    return For(iterations, body)


def quantified(cursor: Cursor) -> Node:
    """Read `some … satisfies …` or `every … satisfies …`."""
    is_some = cursor.advance().text == "some"
    iterations = _iterations(cursor)
    cursor.expect("satisfies")
    test = cursor.expression()
    cursor.known.pop()
    return Quantified("some" if is_some else "every", iterations, test)


def _iterations(cursor: Cursor) -> tuple[Iteration, ...]:
    """Read the iterations; leaves a scope with their names open."""
    iterations = []
    cursor.known.push(())
    while True:
        name = cursor.name_before("in")
        cursor.expect("in")
        source = cursor.expression()
        end = cursor.expression() if cursor.accept("..") else None
        iterations.append(Iteration(name, source, end))
        cursor.known.add(name)
        if not cursor.accept(","):
            return tuple(iterations)


def function(cursor: Cursor) -> Node:
    """Read `function(a, b: number) body`."""
    cursor.expect("function")
    cursor.expect("(")
    parameters: list[tuple[str, TypeNode | None]] = []
    while not cursor.stands(")"):
        name = cursor.name_before(":", ",", ")")
        parameters.append((name, cursor.type_name() if cursor.accept(":") else None))
        if not _goes_on(cursor, ")"):
            break
    cursor.expect(")")
    if cursor.stands("external"):
        raise cursor.unexpected("an expression of FEEL")
    cursor.known.push(name for name, _ in parameters)
    body = cursor.expression()
    cursor.known.pop()
    return Function(tuple(parameters), body)


def arguments(cursor: Cursor) -> tuple[tuple[Node, ...], tuple[str, ...] | None]:
    """Read the arguments of a call up to `)`, by position or by name."""
    values: list[Node] = []
    keywords: list[str] = []
    is_named = _keyword_stands(cursor)
    while not cursor.stands(")"):
        if is_named:
            keywords.append(cursor.name_before(":"))
            cursor.expect(":")
        values.append(cursor.expression())
        if not _goes_on(cursor, ")"):
            break
    cursor.expect(")")
    return tuple(values), tuple(keywords) if is_named else None


def _keyword_stands(cursor: Cursor) -> bool:
    """Say whether a name and a colon come next."""
    index = cursor.index
    while True:
        token = cursor.tokens[index]
        if token.kind == "symbol" and token.text == ":":
            return index > cursor.index
        if token.kind in {"string", "end"} or (token.kind == "symbol" and token.text not in NAME_SYMBOLS):
            return False
        index += 1


def _goes_on(cursor: Cursor, end: str) -> bool:
    """Take the comma before another entry; refuses one that stands before the end."""
    if not cursor.accept(","):
        return False
    if cursor.stands(end):
        raise cursor.unexpected("an expression")
    return True
