"""What FEEL refuses: one exception with a stable code and parameters, and a short English sentence for logs."""

from __future__ import annotations

_SENTENCES = {
    "unexpected": "At {position}: found {found}, expected {expected}.",
    "unexpected-character": "At {position}: {found} has no meaning here.",
    "full-width-mark": "At {position}: {found} is a full-width mark, use {expected}.",
    "unclosed": "At {position}: {found} is never closed.",
    "bad-literal": "At {position}: {found} is no date, time or duration.",
    "unknown-function": "At {position}: there is no function {name}.",
    "unknown-type": "At {position}: there is no type {name}.",
    "unsafe-regex": "The pattern {found} may run for ever; simplify what is repeated inside a repetition.",
    "limit-text": "The expression is longer than {limit} characters.",
    "limit-depth": "The expression is nested more than {limit} deep.",
    "limit-steps": "The evaluation takes more than {limit} steps.",
    "limit-list": "A list or text grows beyond {limit}.",
    "limit-regex": "The pattern or the text it is matched against is too long.",
}
CODES = frozenset(_SENTENCES)


class FeelError(Exception):
    """A text that is no FEEL, or an evaluation that goes beyond a limit; a value that does not fit gives null instead."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        sentence = _SENTENCES[self.code].format_map(self.params)
        nearest = self.params.get("nearest")
        return f"{sentence} Is {nearest} meant?" if nearest else sentence
