"""Matters by the API: raised by anyone, followed by whoever holds the receipt."""

from typing import Any

from engine.runtime import Runtime
from tests.api.conftest import Program
from tests.make import matters as make


def raise_one(program: Program, **said: object) -> Any:
    answers = {name: value for name, value in {**make.SAID, **said}.items() if value is not None}
    return program.post("/matters", answers=answers, request_key=make.request_key())


def test_it_raises_a_matter_and_gives_a_receipt(program: Program) -> None:
    answer = raise_one(program)
    assert answer.status_code == 201
    assert answer.json["number"].startswith("SS-")
    assert len(answer.json["code"]) >= 16


def test_it_makes_one_matter_of_a_request_sent_twice(program: Program) -> None:
    key = make.request_key()
    first, again = (program.post("/matters", answers=dict(make.SAID), request_key=key).json for _ in range(2))
    assert first["code"] == again["code"]
    assert (first["is_new"], again["is_new"]) == (True, False)


def test_it_says_by_field_what_is_missing(program: Program) -> None:
    answer = raise_one(program, text=None)
    assert answer.status_code == 422
    assert "text" in answer.json["problems"]


def test_it_shows_the_progress_to_who_has_the_code(program: Program) -> None:
    receipt = raise_one(program).json
    shown = program.post("/matters/progress", code=receipt["code"])
    assert shown.json["number"] == receipt["number"]
    assert shown.json["title"] == make.SAID["title"]


def test_it_shows_the_progress_by_number_and_phone(program: Program) -> None:
    receipt = raise_one(program, phone="13900001234").json
    assert program.post("/matters/progress", number=receipt["number"], tail="1234").status_code == 200


def test_it_tells_a_wrong_number_and_an_unknown_one_alike(program: Program) -> None:
    receipt = raise_one(program, phone="13900001234").json
    wrong = program.post("/matters/progress", number=receipt["number"], tail="0000")
    unknown = program.post("/matters/progress", number="SS-2026-999999", tail="0000")
    assert wrong.status_code == unknown.status_code == 404
    assert {**wrong.json, "number": ""} == {**unknown.json, "number": ""}


def test_it_counts_wrong_tries_and_locks_the_number(office: Runtime, program: Program) -> None:
    receipt = raise_one(program, phone="13900001234").json
    for _ in range(10):
        program.post("/matters/progress", number=receipt["number"], tail="0000")
    assert program.post("/matters/progress", number=receipt["number"], tail="1234").status_code == 429


def test_it_asks_for_one_of_the_two_ways(program: Program) -> None:
    assert program.post("/matters/progress", number="SS-2026-000001").status_code == 422
