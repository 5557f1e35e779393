"""The parser: operators by precedence, what follows a value, types, unary tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal as OneOf

from engine.feel.errors import FeelError
from engine.feel.limits import MAX_CHAIN
from engine.feel.syntax import phrases
from engine.feel.syntax.cursor import Cursor
from engine.feel.syntax.nodes import (
    Arithmetic,
    Between,
    Comparison,
    Filter,
    InstanceOf,
    Invocation,
    Literal,
    Logic,
    Membership,
    Name,
    Negation,
    Node,
    Path,
    Test,
    Tests,
    TypeNode,
)

_OR, _AND, _COMPARE, _ADD, _MULTIPLY, _POWER, _NEGATE, _INSTANCE = range(1, 9)
_ARITHMETIC = {"+": _ADD, "-": _ADD, "*": _MULTIPLY, "/": _MULTIPLY, "**": _POWER}
_POWERS = (
    {"or": _OR, "and": _AND, "between": _COMPARE, "in": _COMPARE, "instance": _INSTANCE}
    | dict.fromkeys(phrases.COMPARISONS, _COMPARE)
    | _ARITHMETIC
)
_PHRASES: dict[str, Callable[[Cursor], Node]] = {
    "(": phrases.parenthesis,
    "[": phrases.bracket,
    "]": phrases.open_range,
    "{": phrases.context,
    "@": phrases.temporal,
    "if": phrases.condition,
    "for": phrases.loop,
    "some": phrases.quantified,
    "every": phrases.quantified,
    "function": phrases.function,
}
_CONSTANTS = {"true": True, "false": False, "null": None}
_CANNOT_BEGIN = frozenset(
    [
        ")",
        "]",
        "}",
        ",",
        ":",
        ".",
        "..",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "+",
        "*",
        "/",
        "**",
        "and",
        "or",
        "then",
        "else",
        "return",
        "satisfies",
        "in",
        "between",
    ]
)


def parse_expression(text: str, names: Iterable[str]) -> Node:
    """Parse one expression; refuses anything after it."""
    parser = Parser(text, names)
    node = parser.expression()
    parser.finish()
    return node


def parse_unary_tests(text: str, names: Iterable[str]) -> Tests:
    """Parse an input entry: `-`, tests between commas, or `not(…)` around them."""
    parser = Parser(text, names)
    tests = parser.unary_tests()
    parser.finish()
    return tests


class Parser(Cursor):
    """Reads one text once."""

    def finish(self) -> None:
        """Refuse what stands after the end."""
        if self.token.kind != "end":
            raise self.unexpected("an operator or the end")

    def expression(self, power: int = 0) -> Node:
        """Read an expression whose operators bind tighter than `power`."""
        self.enter()
        left = self._prefix()
        chain = 0
        while (operator := self._operator_above(power)) is not None:
            left = self._infix(left, operator)
            chain += 1
            if chain > MAX_CHAIN:
                raise FeelError("limit-depth", limit=MAX_CHAIN)
        self.leave()
        return left

    def _operator_above(self, power: int) -> str | None:
        token = self.token
        if token.kind in {"symbol", "name"} and _POWERS.get(token.text, 0) > power:
            return token.text
        return None

    def _infix(self, left: Node, operator: str) -> Node:
        if operator in {"and", "or"}:
            return self._logic(left, "and" if operator == "and" else "or")
        self.advance()
        if operator in _ARITHMETIC:
            return Arithmetic(operator, left, self.expression(_ARITHMETIC[operator]))
        if operator == "between":
            low = self.expression(_COMPARE)
            self.expect("and")
            return Between(left, low, self.expression(_COMPARE))
        if operator == "in":
            return Membership(left, self._membership())
        if operator == "instance":
            self.expect("of")
            return InstanceOf(left, self.type_name())
        return Comparison(operator, left, self.expression(_COMPARE))

    def _logic(self, left: Node, operator: OneOf["and", "or"]) -> Node:
        """A chain of the same operator becomes one node, however long."""
        operands = [left]
        while self.accept(operator):
            operands.append(self.expression(_POWERS[operator]))
        return Logic(operator, tuple(operands))

    def _prefix(self) -> Node:
        token = self.token
        if token.kind == "symbol" and token.text == "-":
            self.advance()
            return Negation(self.expression(_POWER))
        return self._postfix(self._primary())

    def _primary(self) -> Node:
        token = self.token
        if token.kind == "number":
            return phrases.number(self)
        if token.kind == "string":
            return Literal(self.advance().text)
        if token.kind == "end":
            raise self.unexpected("an expression")
        known = self.known.longest(self.tokens, self.index)
        if known is None and token.text in _PHRASES:
            return _PHRASES[token.text](self)
        if known is None and token.text in _CONSTANTS:
            return Literal(_CONSTANTS[self.advance().text])
        if known is None and (token.kind != "name" or token.text in _POWERS or token.text in _CANNOT_BEGIN):
            raise self.unexpected("an expression")
        return Name(self.name(), token.start + 1)

    def _postfix(self, node: Node) -> Node:
        chain = 0
        while self.stands(".", "(", "["):
            if self.stands("[") and self._ends_range():
                break
            node = self._follow(node)
            chain += 1
            if chain > MAX_CHAIN:
                raise FeelError("limit-depth", limit=MAX_CHAIN)
        return node

    def _follow(self, node: Node) -> Node:
        symbol = self.advance().text
        if symbol == ".":
            return Path(node, self.name())
        if symbol == "(":
            return Invocation(node, *phrases.arguments(self))
        condition = self.expression()
        self.expect("]")
        return Filter(node, condition)

    def _ends_range(self) -> bool:
        """`[` ends a range, and opens no filter, where no expression can follow it."""
        after = self.tokens[self.index + 1]
        return after.kind == "end" or (after.kind != "string" and after.text in _CANNOT_BEGIN)

    # --- Unary tests -------------------------------------------------------------------------------------------

    def unary_tests(self) -> Tests:
        """Read all tests of an input entry."""
        if self.stands("-") and self.tokens[self.index + 1].kind == "end":
            self.advance()
            return Tests(())
        if self.stands("not") and self.stands("(", ahead=1):
            start = self.index
            self.index += 2
            tests = self._tests()
            self.expect(")")
            if self.token.kind == "end":
                return Tests(tests, is_negated=True)
            self.index = start  # `not(a) and b`: an expression that begins with the function
        return Tests(self._tests())

    def _tests(self) -> tuple[Node, ...]:
        tests = [self.unary_test()]
        while self.accept(","):
            tests.append(self.unary_test())
        return tuple(tests)

    def unary_test(self) -> Node:
        """Read one positive unary test: `< 5` or any expression."""
        if self.stands(*phrases.COMPARISONS):
            return Test(self.advance().text, self.expression(_COMPARE))
        return self.expression()

    def _membership(self) -> tuple[Node, ...]:
        """Read what follows `in`: one test, or several in parentheses."""
        if self.stands(*phrases.COMPARISONS):
            return (Test(self.advance().text, self.expression(_COMPARE)),)
        if not self.stands("("):
            return (self.expression(_COMPARE),)
        start = self.index
        self.advance()
        tests = self._tests()
        if self.accept(")") and not self.stands(".", "[", "+", "-", "*", "/", "**"):
            return tests
        self.index = start  # a range, or parentheses that begin an operand
        return (self.expression(_COMPARE),)

    # --- Types -------------------------------------------------------------------------------------------------

    def type_name(self) -> TypeNode:
        """Read a type: `number`, `list<string>`, `context<a: date>`, `function<number> -> string`."""
        self.enter()
        at = self.token.start + 1
        name = self._type_words()
        arguments: list[TypeNode] = []
        entries: list[tuple[str, TypeNode]] = []
        if self.accept("<"):
            while not self.stands(">"):
                if name == "context":
                    key = self.name_before(":")
                    self.expect(":")
                    entries.append((key, self.type_name()))
                else:
                    arguments.append(self.type_name())
                if not self.accept(","):
                    break
            self.expect(">")
        if name == "function" and self.accept("->"):
            arguments.append(self.type_name())
        self.leave()
        return TypeNode(name, tuple(arguments), tuple(entries), at)

    def _type_words(self) -> str:
        for words in ("date and time", "days and time duration", "years and months duration"):
            parts = words.split()
            if [token.text for token in self.tokens[self.index : self.index + len(parts)]] == parts:
                self.index += len(parts)
                return words
        if self.stands("function", "null"):
            return self.advance().text
        name = self.name()
        while self.accept("."):
            name += "." + self.name()
        return name
