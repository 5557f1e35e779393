"""One marshmallow schema for each form: shape, type and fixed limits of the answers, whoever rendered the form.

What depends on other answers (conditions, required, limits in FEEL, choices that are asked for) is `answers.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from marshmallow import RAISE, Schema, ValidationError, fields

from engine.errors import Problem
from engine.forms.components import ONE_OF, SOME_OF, TEXTS
from engine.forms.fields import Field, Form, Limits
from engine.forms.limits import is_date_text, number_problems, text_problems

MOST_CHARACTERS = 20_000  # where the designer set no limit
MOST_WITH_PATTERN = (
    200  # likewise, where a pattern is tried on it: some take the square or cube of its length
)
HARD_LIMIT = 100_000  # where the designer set a higher one: a pattern is tried on no longer text
MOST_ROWS = 100
MOST_CHOSEN = 500
MOST_FILES = 20
MOST_DIGITS = 40
LARGEST = Decimal(10) ** 15  # a browser's number holds it exactly
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")  # and halves of surrogate pairs
TOKEN = re.compile(r"[\w.:-]{1,200}", re.ASCII)
T = TypeVar("T")


class Answers(Schema):
    """The answers to a form; what it does not ask is refused."""

    error_messages = {"unknown": "not-shown", "type": "not-an-object"}  # noqa: RUF012  # marshmallow's own way

    class Meta:
        """Nothing that is not asked."""

        unknown = RAISE


@lru_cache(maxsize=1024)
def schema_of(form: Form) -> Schema:
    """Return the schema of a form; made once, safe to share between threads."""
    return _schema(form.fields)


def _schema(members: Iterable[Field]) -> Schema:
    # Keys of the designer's choice stand as data keys, so that none can hide a part of Schema.
    answered = list(_on_this_level(members))
    declared: dict[str, fields.Field[Any]] = {
        f"answer_{number}": _declared(each) for number, each in enumerate(answered)
    }
    return Answers.from_dict(declared)()


def _on_this_level(members: Iterable[Field]) -> Iterable[Field]:
    for each in members:
        if each.holds_others and not each.key:
            yield from _on_this_level(each.fields)
        elif each.is_answered or each.holds_others:
            yield each


def _declared(field: Field) -> fields.Field[Any]:
    kind = _Rows if field.is_list else _Group if field.holds_others else _Answer
    return kind(field)


class _Asked(fields.Field[Any]):
    """What the form asks at one place. Null counts as not answered."""

    def __init__(self, field: Field) -> None:
        super().__init__(allow_none=True, data_key=field.key, attribute=field.key)
        self.asked = field


class _Answer(_Asked):
    """One answer, typed by its component."""

    def _deserialize(self, value: Any, *_rest: Any, **_named: Any) -> Any:
        return None if value == "" else _READERS[self.asked.type](self.asked, value)


class _Group(_Asked):
    """The answers of a group that has a path."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.schema = _schema(field.fields)

    def _deserialize(self, value: Any, *_rest: Any, **_named: Any) -> Any:
        return self.schema.load(value)


class _Rows(_Group):
    """The rows of a list, in order."""

    def _deserialize(self, value: Any, *_rest: Any, **_named: Any) -> Any:
        if isinstance(value, list) and len(value) > MOST_ROWS:
            raise _wrong("too-many-rows", most=MOST_ROWS)
        return self.schema.load(value, many=True)


def _wrong(code: str, **params: object) -> ValidationError:
    return ValidationError([Problem(code, params)])  # marshmallow keeps what it is given


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong("wrong-type")
    return _plain(value, " " if field.type == "textfield" else "\n")


def _plain(value: str, line_end: str) -> str:
    """The text without spaces around it, its lines ended as the browser's scripts end them; no control characters."""
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", line_end).strip()
    if line_end == " ":
        text = text.replace("\t", " ")
    if CONTROL.search(text):
        raise _wrong("bad-characters")
    return text


@lru_cache(maxsize=1024)
def _with_a_length(limits: Limits) -> Limits:
    return replace(limits, max_length=MOST_WITH_PATTERN if limits.pattern else MOST_CHARACTERS)


def _limited_text(field: Field, value: object) -> str:
    text = _text(field, value)
    limits = field.limits if field.limits.max_length is not None else _with_a_length(field.limits)
    if len(text) > HARD_LIMIT:
        raise _wrong("too-long", most=HARD_LIMIT)
    return _kept(text, text_problems(text, limits))


def _number(field: Field, value: object) -> int | float | str:
    number = _decimal(value)
    if abs(number) >= LARGEST:
        raise _wrong("too-big", most=int(LARGEST))
    _kept(number, number_problems(number, field.limits))
    if field.as_text:
        return f"{number.normalize():f}"
    return int(number) if number == number.to_integral_value() else float(number)


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _wrong("not-a-number")
    text = str(value).strip() if not isinstance(value, int) or abs(value) < LARGEST else "NaN"
    if len(text) > MOST_DIGITS or not NUMBER.fullmatch(text):
        raise _wrong("not-a-number")
    return Decimal(text)


def _checkbox(_field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong("wrong-type")
    return value


def _one(_field: Field, value: object) -> object:
    if not isinstance(value, str | int | float | bool):
        raise _wrong("wrong-type")
    return value


def _some(field: Field, value: object) -> list[object]:
    if not isinstance(value, list) or len(value) > MOST_CHOSEN:
        raise _wrong("wrong-type")
    return [_one(field, each) for each in value]


def _date(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong("wrong-type")
    if not is_date_text(value.strip(), field.date_kind):
        raise _wrong(f"not-a-{field.date_kind}")
    return value.strip()


def _files(field: Field, value: object) -> list[str]:
    if not isinstance(value, list) or not all(
        isinstance(each, str) and TOKEN.fullmatch(each) for each in value
    ):
        raise _wrong("wrong-type")
    most = MOST_FILES if field.multiple else 1
    if len(value) > most:
        raise _wrong("too-many-files", most=most)
    return list(dict.fromkeys(value))


def _kept(value: T, problems: Iterable[Problem]) -> T:
    if found := list(problems):
        raise ValidationError(found)
    return value


_READERS: dict[str, Callable[[Field, object], object]] = {
    **dict.fromkeys(TEXTS, _limited_text),
    **dict.fromkeys(ONE_OF, _one),
    **dict.fromkeys(SOME_OF, _some),
    "number": _number,
    "checkbox": _checkbox,
    "datetime": _date,
    "filepicker": _files,
}
