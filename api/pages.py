"""Pages of lists, as the API asks and answers: `after` is the key behind which a page begins, `next` its whole address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import Schema, fields, validate

from engine.paging import MOST


class NextLink(fields.String):
    """The address of the next page: this one's, with another key."""

    def serialize(self, attr: str, obj: Any, accessor: Any = None, **kwargs: Any) -> str | None:  # noqa: ARG002  marshmallow's names
        """Return the address, or None on the last page."""
        if obj.after is None:
            return None
        return f"{request.path}?{urlencode({**request.args, 'after': obj.after})}"


class PageQuerySchema(Schema):
    """From where on, how many."""

    after = fields.String(
        validate=validate.Length(max=200), metadata={"description": "`after` of the page before"}
    )
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST))


class PageSchema(Schema):
    """A page of a list; both keys are null on the last one."""

    after = fields.String(allow_none=True, metadata={"description": "asks for the next page"})
    next = NextLink(allow_none=True, metadata={"description": "address of the next page"})
