"""Logs: JSON lines with the request's number, and no address that may hold a receipt code."""

import json
import logging

import pytest
from flask import Blueprint
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError

from engine.runtime import Runtime
from engine.store import tables
from shuoshi.logs import JsonLines, NoAddresses
from tests.application import application
from web.acting import rule

CODE = "K3QF-7WZA-6M2P-QRST"
receipts = Blueprint("receipts", __name__)


@receipts.get("/r/<code>/read")
@rule("public")
def read_receipt(code: str) -> str:
    return "read"


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(line) for line in caplog.text.splitlines()]


@pytest.fixture(autouse=True)
def json_lines(caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.setFormatter(JsonLines())
    caplog.set_level(logging.INFO)


def test_it_logs_a_request_by_its_route(runtime: Runtime, caplog: pytest.LogCaptureFixture) -> None:
    with application(runtime, receipts).test_client().get(f"/r/{CODE}/read") as answer:
        number = answer.headers["X-Request-Id"]
    line = next(each for each in lines(caplog) if each["says"] == "answered")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/r/<code>/read", 200)
    assert line["request"] == number
    assert CODE not in caplog.text


def test_it_logs_nothing_of_an_address_that_there_is_not(
    runtime: Runtime, caplog: pytest.LogCaptureFixture
) -> None:
    application(runtime).test_client().get(f"/no/such/{CODE}?code={CODE}").close()
    assert "(no such page)" in caplog.text
    assert CODE not in caplog.text


def test_it_gives_each_request_a_number_of_its_own(runtime: Runtime) -> None:
    client = application(runtime).test_client()
    assert client.get("/healthz").headers["X-Request-Id"] != client.get("/healthz").headers["X-Request-Id"]


def test_it_writes_a_traceback_into_the_same_line(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("somewhere").error("failed", exc_info=ValueError("broken"))
    (line,) = lines(caplog)
    assert (line["level"], line["from"], line["says"]) == ("error", "somewhere", "failed")
    assert "ValueError: broken" in str(line["traceback"])


def test_it_takes_the_address_out_of_what_waitress_says() -> None:
    said = logging.LogRecord(
        "waitress", logging.ERROR, "", 1, "Exception while serving %s", (f"/r/{CODE}",), None
    )
    assert NoAddresses().filter(said)
    assert said.getMessage() == "Exception"


def test_it_logs_no_value_that_a_statement_was_given(
    database: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    row = {"name": "13900001234", "value": 1}
    with database.connect() as connection, pytest.raises(IntegrityError) as error:
        connection.execute(insert(tables.sequence), [row, row])
    logging.getLogger("somewhere").error("failed", exc_info=error.value.with_traceback(None))
    # PostgreSQL's own words before the statement name the key that is taken; ours are ids and keyed hashes
    assert "13900001234" not in str(lines(caplog)[0]["traceback"]).partition("[SQL")[2]
