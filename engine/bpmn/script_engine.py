"""The one place where texts of a diagram are evaluated: FEEL and nothing else (traps 13, 15).

It takes the place of SpiffWorkflow's script engine, whose `exec` and `eval` are never reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from engine.bpmn.elements import Element
from engine.bpmn.env import Env, StepFailed
from engine.feel import Expression, FeelError, compile_expression


def is_expression(text: str) -> bool:
    """Say whether a text of the diagram is FEEL (it begins with "=") and not a literal."""
    return text.startswith("=")


@lru_cache(maxsize=4096)
def _compiled(text: str, functions: tuple[str, ...]) -> Expression:
    return compile_expression(text, functions=functions)


def compile_text(text: str, env: Env) -> Expression:
    """Compile FEEL without its "="; raises FeelError. Cached by text, so that specs stay untouched."""
    return _compiled(text.removeprefix("=").strip(), tuple(env.functions))


def evaluate_text(text: str, scope: Mapping[str, object], env: Env) -> object:
    """Return the value of a text: a literal as it stands, FEEL evaluated over the scope; raises FeelError."""
    if not is_expression(text):
        return text
    return compile_text(text, env).evaluate(scope, functions=env.functions, now=env.now)


class ScriptEngine:
    """The environment of one call of the facade, where the hooks of the specs find it."""

    def __init__(self, env: Env) -> None:
        self.env = env

    def evaluate(self, element: Element, text: str, scope: Mapping[str, object]) -> object:
        """Evaluate a text of an element; refuses with the element's name where FEEL refuses."""
        try:
            return evaluate_text(text, scope, self.env)
        except FeelError as error:
            raise StepFailed(element, "expression", str(error), expression=text) from error

    def condition(self, element: Element, text: str, scope: Mapping[str, object]) -> bool:
        """Say whether a condition holds; null does not, and what is neither true nor false is refused."""
        value = self.evaluate(element, text, scope)
        if value is None or isinstance(value, bool):
            return value is True
        raise StepFailed(element, "condition-not-boolean", type(value).__name__, expression=text)
