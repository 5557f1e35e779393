"""Whatever is sent to whichever route: never a fault of ours, never a word of it taken for markup."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from tests.access.table import ROUTES
from tests.access.test_every_route import address
from tests.access.world import Walker, World, shown
from web.forms.names import name_of

SCRIPT, HANDLER = "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'
STRANGE = {
    "a NUL": "a\0b",
    "SQL": "'; DROP TABLE matter; --",
    "a script": SCRIPT,
    "a handler": HANDLER,
    "a template": "{{ 7 * 7 }}{% raise %}",
    "a path": "../../etc/passwd",
    "right to left": "\u202eמשהו\u202c",
    "emoji": "🙂🧑‍🌾" * 20,
    "overlong": "很" * 6000,
    "a huge number": "9" * 400,
    "not a number": "NaN",
    "a header": "x\r\nSet-Cookie: a=b",
    "a reference": "personal:01a21063-b8f2-7a67-8467-28a839b7efd1",
    "JSON": '[{"a": null}]',
}
ARGUMENTS = [
    "search",
    "unit",
    "step",
    "status",
    "light",
    "tab",
    "after",
    "limit",
    "lang",
    "elder",
    "theme",
    "next",
]
ANSWERS = [
    "place",
    "spot",
    "title",
    "text",
    "wish",
    "concerns",
    "photos",
    "touches",
    "public",
    "name",
    "phone",
]
ANSWERS += ["on_behalf", "class", "topic", "urgency", "way", "reason", "sensitive", "decision"]
FIELDS = [
    "page",
    "to",
    "request_key",
    "text",
    "reason",
    "kept",
    "number",
    "tail",
    "code",
    "login",
    "password",
]
FIELDS += ["next", "post", "note", "name", "phone", "rows.add", "unknown", *map(name_of, ANSWERS)]
LISTS = ("GET /inbox", "GET /instances", "GET /api/v1/tasks", "GET /api/v1/instances", "GET /sign-in")
BODIES = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "half of it": b"{",
    "no UTF-8": b"\xff\xfe",
    "NaN": b'{"answers": {"a": NaN}}',
    "deep": b"[" * 100_000,
    "deep and closed": b'{"answers":' * 900 + b"1" + b"}" * 900,
    "wide": json.dumps({"answers": {str(number): number for number in range(20_000)}}).encode(),
    "a NUL": rb'{"answers": {"text": "\u0000"}, "request_key": "kkkkkkkkkkkkkkkkkkkkkkkk", "code": "\u0000"}',
    "half a character": rb'{"login": "\ud800", "password": "\ud800", "code": "\ud800", "answers": {"text": "\ud800"}}',
    "other types": b'{"answers": {"place": {"a": 1}, "text": ["x"], "photos": "x", "public": "maybe"}, "rev": "x"}',
    "huge numbers": b'{"answers": {"a": 1e400}, "rev": 123456789012345678901234567890, "tail": 1e999}',
    "unknown fields": b'{"answers": {}, "visibility": "public", "unit_id": "county"}',
}
PARTS = {
    "no boundary": ("multipart/form-data", b"x"),
    "cut off": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="f.text"\r\n\r\nab',
    ),
    "a list of parts without names": (
        "multipart/form-data; boundary=a",
        b"--a\r\n\r\nx\r\n--a\r\n\r\ny\r\n--a--",
    ),
    "JSON for a form": ("application/json", b"{"),
    "XML for a form": ("text/xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "no UTF-8": ("application/x-www-form-urlencoded", b"%ff%fe=%ff&f.text=%ff"),
    "a deep island": ("application/x-www-form-urlencoded", b"answers=" + b"[" * 100_000),
    "half a character": (
        "application/x-www-form-urlencoded",
        rb'answers={"text": "\ud800", "decision": {"a": 1}}',
    ),
    "many fields": (
        "application/x-www-form-urlencoded",
        b"&".join(b"f.a%d=1" % each for each in range(5000)),
    ),
}


def who_may(world: World, name: str) -> Walker:
    """One to whom a route is open, for the matter that the walk asks for here."""
    kind = ROUTES[name].may
    citizens = {"receipt": "applicant", "own": "applicant", "party": "applicant", "question": "applicant"}
    for_all = {"anyone": "nobody", "public": "nobody"}
    staff = "administrator" if kind == "administrator" else "station-clerk"
    return world.walkers[(citizens | for_all).get(kind, staff)]


def routes(*methods: str, api: bool) -> list[str]:
    return [name for name in ROUTES if name.partition(" ")[0] in methods and ("/api/" in name) is api]


def sent(world: World, name: str, **what: Any) -> TestResponse:
    walker = who_may(world, name)
    matter = "asked" if walker.name == "applicant" else "open"
    return walker.send(*address(world, name, matter if "_id>" in name else ""), **what)


def faults(answer: TestResponse) -> Iterator[object]:
    """What is wrong with an answer, whatever was asked."""
    if answer.status_code >= 500:
        yield answer.status_code
    if answer.mimetype == "text/html" and (SCRIPT in shown(answer) or HANDLER in shown(answer)):
        yield "not escaped"
    if "a" in (each.partition("=")[0] for each in answer.headers.getlist("Set-Cookie")):
        yield "a header of theirs"


@pytest.mark.parametrize("kind", STRANGE)
def test_it_stands_strange_arguments(the_world: World, kind: str) -> None:
    found = []
    for name in routes("GET", api=False) + routes("GET", api=True):
        each_alone = [(each,) for each in ("search", "unit", "step", "after")] if name in LISTS else []
        for asked in (ARGUMENTS, *each_alone):
            answer = sent(the_world, name, query_string=dict.fromkeys(asked, STRANGE[kind][:500]))
            found += [(name, asked, fault) for fault in faults(answer)]
    assert not found, found


@pytest.mark.parametrize("kind", STRANGE)
def test_it_knows_nothing_at_strange_addresses(the_world: World, kind: str) -> None:
    found = []
    for name in (each for each in ROUTES if "<" in each):
        method, _, rule = name.partition(" ")
        place = rule[: rule.index("<")] + quote(STRANGE[kind][:500], safe="") + rule[rule.index(">") + 1 :]
        answer = who_may(the_world, name).send(method, place, **ROUTES[name].request("nobody"))
        found += [(name, fault) for fault in faults(answer)]
        # 403: who may use a route with some other thing may not know whether there is this one
        if answer.status_code not in {400, 403, 404, 422}:
            found.append((name, answer.status_code))
    assert not found, found


@pytest.mark.parametrize("kind", STRANGE)
def test_it_stands_strange_fields(the_world: World, kind: str) -> None:
    found = []
    for name in routes("POST", api=False):
        answer = sent(the_world, name, data=dict.fromkeys(FIELDS, STRANGE[kind]))
        found += [(name, fault) for fault in faults(answer)]
    assert not found, found


@pytest.mark.parametrize("kind", PARTS)
def test_it_stands_broken_forms(the_world: World, kind: str) -> None:
    content_type, body = PARTS[kind]
    found = []
    for name in routes("POST", api=False):
        answer = sent(the_world, name, data=body, content_type=content_type)
        found += [(name, fault) for fault in faults(answer)]
    assert not found, found


@pytest.mark.parametrize("kind", BODIES)
def test_it_refuses_strange_bodies_with_a_problem(the_world: World, kind: str) -> None:
    found = []
    for name in routes("POST", api=True):
        if name.endswith(("claim", "release")):  # these take no body
            continue
        for content_type in ("application/json", "application/json; charset=utf-16", "text/plain"):
            answer = sent(the_world, name, data=BODIES[kind], content_type=content_type)
            if not 400 <= answer.status_code < 500 or answer.mimetype != "application/problem+json":
                found.append((name, content_type, answer.status_code, answer.mimetype))
    assert not found, found


@pytest.mark.parametrize("name", routes("POST", "DELETE", api=False) + routes("POST", "DELETE", api=True))
def test_it_refuses_what_no_page_of_ours_has_sent(the_world: World, name: str) -> None:
    walker = who_may(the_world, name)
    forged = Walker(walker.name, walker.app, walker.cookies, csrf="forged")
    method, place = address(the_world, name, "open" if "_id>" in name else "")
    assert forged.send(method, place, **ROUTES[name].request(walker.name)).status_code == 400
