"""Logs: one JSON object a line on standard error, each with the number of the request that it belongs to.

What is written of a request is its route (`/follow/scan/<code>`), never its address: an address may hold a receipt code.
"""

from __future__ import annotations

import contextvars
import logging
import sys
from datetime import UTC, datetime

import orjson

REQUEST_NUMBER: contextvars.ContextVar[str] = contextvars.ContextVar("request_number", default="")
FACTS = "facts"  # the attribute of a record that holds figures to be written beside the message


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: when, how grave, from where, what, and for an error its traceback."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": record.getMessage(),
        }
        if number := REQUEST_NUMBER.get():
            line["request"] = number
        line |= getattr(record, FACTS, {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()


class NoAddresses(logging.Filter):
    """Takes the address out of what waitress says about a request that failed in its own hands."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without the path that waitress has put into some."""
        message = record.getMessage()
        record.msg, record.args = message.partition(" while serving ")[0], ()
        return True


def write_json_lines(level: str) -> None:
    """Send all logs of this process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger("waitress").addFilter(NoAddresses())
    logging.getLogger("alembic").setLevel(logging.WARNING)  # tells of its plans at every look
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # says how long its queue is at every request
