"""What an operation takes and gives, by type: marshmallow fields that take FEEL's values as they are, or their text.

A field that refuses says why by a stable code, since its words are for the skins.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from engine.zone import CHINA


class _Field(fields.Field[Any]):
    """A field whose refusals are codes; `refusal` is that of a value of another type."""

    refusal: ClassVar[str] = "wrong-type"

    def __init__(self, **settings: Any) -> None:
        super().__init__(error_messages={"required": "required", "null": "required"}, **settings)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002  marshmallow's
        found = self.taken(value)
        if found is None:
            raise ValidationError(self.refusal)
        return found

    def taken(self, value: Any) -> Any:
        """Return the value as the operation wants it, or None where it is of another type."""
        raise NotImplementedError


class Text(_Field):
    """A text, without the blanks around it."""

    refusal: ClassVar[str] = "not-text"

    def taken(self, value: Any) -> str | None:
        """Take a text."""
        return value.strip() if isinstance(value, str) else None


class LongText(Text):
    """A text of several lines, for which a modeler shows a larger field."""


class YesNo(_Field):
    """True or false."""

    refusal: ClassVar[str] = "not-yes-or-no"

    def taken(self, value: Any) -> bool | None:
        """Take a boolean and nothing that is like one."""
        return value if isinstance(value, bool) else None


class Whole(_Field):
    """A whole number; also the digits of one, as the choices of a form have it."""

    refusal: ClassVar[str] = "not-whole"

    def taken(self, value: Any) -> int | None:
        """Take a number without fraction, or digits."""
        number = number_of(value)
        return int(number) if number is not None and number == number.to_integral_value() else None


class Number(_Field):
    """A number."""

    refusal: ClassVar[str] = "not-a-number"

    def taken(self, value: Any) -> Decimal | None:
        """Take a number, or the text of one."""
        return number_of(value)


class Day(_Field):
    """A date."""

    refusal: ClassVar[str] = "not-a-date"

    def taken(self, value: Any) -> date | None:
        """Take a date, the day of a moment in China, or ISO 8601."""
        if isinstance(value, datetime):
            return value.astimezone(CHINA).date()
        return value if isinstance(value, date) else _parsed(date, value)


class Moment(_Field):
    """A date and time with its zone; China's where it has none."""

    refusal: ClassVar[str] = "not-a-moment"

    def taken(self, value: Any) -> datetime | None:
        """Take a date and time, or ISO 8601."""
        found = value if isinstance(value, datetime) else _parsed(datetime, value)
        return found.replace(tzinfo=CHINA) if found is not None and found.tzinfo is None else found


class Texts(_Field):
    """A list of texts, each once; one alone is a list of one."""

    refusal: ClassVar[str] = "not-texts"

    def taken(self, value: Any) -> list[str] | None:
        """Take a list, or one text."""
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
            return None
        return list(dict.fromkeys(items))


class Record(_Field):
    """A record with any fields."""

    refusal: ClassVar[str] = "not-a-record"

    def taken(self, value: Any) -> Mapping[str, Any] | None:
        """Take a record."""
        return value if isinstance(value, Mapping) else None


def among(choices: Collection[str]) -> validate.OneOf:
    """Return the check that a value is one of a few; a modeler shows them as choices."""
    return validate.OneOf(tuple(choices), error="not-among")


def between(low: int, high: int) -> validate.Range:
    """Return the check that a number lies between two, both allowed."""
    return validate.Range(low, high, error="out-of-range")


def spelled(pattern: str) -> validate.Regexp:
    """Return the check that the whole of a text is spelled so."""
    return validate.Regexp(rf"(?:{pattern})\Z", error="misspelled")


def fields_of(**named: fields.Field[Any]) -> Schema:
    """Return a schema of these fields; what is in none of them does not fit."""
    return Schema.from_dict(dict(named))(unknown=RAISE)


def required_of(schema: Schema) -> tuple[str, ...]:
    """Return the names of the fields that must be given."""
    return tuple(name for name, field in schema.fields.items() if field.required)


def number_of(value: object) -> Decimal | None:
    """Return a finite number, or the text of one, as FEEL has it; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        found = Decimal(str(value)) if str(value).isascii() else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def _parsed(kind: Any, value: object) -> Any:
    try:
        return kind.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
