"""Any text at all may be typed into the forms of citizens and staff: it is taken or refused, and comes back as it was typed."""

import json
from html import unescape
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.world import World
from tests.make.matters import request_key
from web.forms.names import name_of

FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ANSWERS = [
    "place",
    "spot",
    "title",
    "text",
    "wish",
    "concerns",
    "touches",
    "public",
    "private",
    "name",
    "phone",
]
STEP = ["class", "topic", "urgency", "way", "reason", "private", "sensitive", "unknown"]


@FEW
@given(st.fixed_dictionaries(dict.fromkeys(("text", "title", "spot", "name", "phone"), TEXT)))
def test_a_matter_may_say_anything(the_world: World, said: dict[str, str]) -> None:
    sent = {name_of(name): value for name, value in said.items()}
    sent |= {name_of("place"): "v-dukou", "send": "1", "request_key": request_key()}
    answer = the_world.walkers["nobody"].send("POST", "/raise/", data=sent)
    if any("\0" in value for value in said.values()):
        assert answer.status_code == 400
        return
    assert answer.status_code in {303, 422}
    if answer.status_code == 422:
        page = unescape(answer.text)
        assert [name for name, value in said.items() if value.isprintable() and value not in page] == []


@FEW
@given(st.dictionaries(st.sampled_from(ANSWERS), TEXT))
def test_a_page_of_the_start_form_stands_anything(the_world: World, said: dict[str, str]) -> None:
    sent = {name_of(name): value for name, value in said.items()}
    answer = the_world.walkers["nobody"].send("POST", "/raise/", data={**sent, "page": "0"})
    assert answer.status_code in {200, 400, 422}


@FEW
@given(st.dictionaries(st.sampled_from(STEP), TEXT), st.booleans())
def test_a_step_stands_anything_typed(the_world: World, said: dict[str, str], is_draft: bool) -> None:
    sent = {name_of(name): value for name, value in said.items()} | ({"save": "1"} if is_draft else {})
    answer = step(the_world, sent)
    assert answer.status_code in {200, 303, 400, 422}
    if answer.status_code == 303:
        assert the_world.walkers["station-clerk"].get(task(the_world))


@FEW
@given(st.dictionaries(st.sampled_from(STEP), JSON))
def test_a_step_stands_anything_from_its_island(the_world: World, said: dict[str, Any]) -> None:
    answers = json.dumps(said)
    assert step(the_world, {"answers": answers}).status_code in {200, 303, 400, 422}
    assert step(the_world, {"answers": answers, "save": "1"}).status_code in {303, 400, 422, 429}
    assert the_world.walkers["station-clerk"].get(task(the_world))


@FEW
@given(JSON, TEXT)
def test_the_api_stands_any_json(the_world: World, answers: Any, key: str) -> None:
    sent = {"answers": answers, "request_key": key}
    answer = the_world.walkers["nobody"].send("POST", "/api/v1/matters", json=sent)
    assert answer.status_code in {400, 422}


def task(world: World) -> str:
    return f"/tasks/{world.rows['open'].task_id}"


def step(world: World, sent: dict[str, str]) -> Any:
    return world.walkers["station-clerk"].send("POST", task(world), data=sent)
