"""What the API takes and gives of matters."""

from __future__ import annotations

from marshmallow import Schema, ValidationError, fields, validate, validates_schema


class RaiseSchema(Schema):
    """A matter as it is raised."""

    answers = fields.Dict(
        keys=fields.String(), required=True, metadata={"description": "by the keys of the start form"}
    )
    request_key = fields.String(
        required=True,
        metadata={"description": "at least 22 random characters; the same again is the same matter"},
    )


class ReceiptSchema(Schema):
    """What one follows a matter with; the code is shown this once."""

    number = fields.String()
    code = fields.String()
    is_new = fields.Boolean()


class FollowSchema(Schema):
    """The receipt's code, or the number with the last four digits of the phone."""

    code = fields.String(validate=validate.Length(min=1, max=100))
    number = fields.String(validate=validate.Length(min=1, max=40))
    tail = fields.String(validate=validate.Length(min=1, max=10))

    @validates_schema
    def check_ways(self, data: dict[str, str], **_more: object) -> None:
        """Refuse what is neither of the two ways."""
        if set(data) not in ({"code"}, {"number", "tail"}):
            raise ValidationError("give `code`, or `number` and `tail`")


class NameSchema(Schema):
    """A name in both languages."""

    name = fields.String()
    name_en = fields.String()


class HappenedSchema(Schema):
    """One line of a matter's history."""

    kind = fields.String()
    at = fields.AwareDateTime()
    by = fields.Nested(NameSchema, allow_none=True)
    unit = fields.Nested(NameSchema, allow_none=True)


class ReplySchema(Schema):
    """What an office answered."""

    at = fields.AwareDateTime()
    by = fields.Nested(NameSchema, allow_none=True)
    text = fields.String()
    basis = fields.String()
    remedies = fields.String()


class ProgressSchema(Schema):
    """What the holder of a receipt may know of a matter."""

    number = fields.String()
    title = fields.String()
    phase = fields.String()
    outcome = fields.String(allow_none=True)
    place = fields.Nested(NameSchema, allow_none=True)
    raised_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    history = fields.List(fields.Nested(HappenedSchema))
    replies = fields.List(fields.Nested(ReplySchema))
    supporters = fields.Integer()
    may_supplement = fields.Boolean()
    may_withdraw = fields.Boolean()
