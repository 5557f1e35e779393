"""FEEL, the expression language of DMN: texts compiled once to closures, and nothing of Python reachable from them.

It knows nothing of processes, forms or databases. What a text is worth: `compile_expression(text).evaluate(scope, now=…)`.
"""

# The first two are imported for what they register: the built-in functions, and who compiles which node.
from engine.feel import library, run
from engine.feel.errors import FeelError
from engine.feel.expression import Expression, UnaryTests, compile_expression, compile_unary_tests
from engine.feel.library.registry import names as builtin_names
from engine.feel.null_warnings import WARNING_CODES, FeelWarning, warnings_of
from engine.feel.values.kinds import FunctionValue, Range, YearsMonths
from engine.feel.values.text import to_text

__all__ = [
    "WARNING_CODES",
    "Expression",
    "FeelError",
    "FeelWarning",
    "FunctionValue",
    "Range",
    "UnaryTests",
    "YearsMonths",
    "builtin_names",
    "compile_expression",
    "compile_unary_tests",
    "library",
    "run",
    "to_text",
    "warnings_of",
]
