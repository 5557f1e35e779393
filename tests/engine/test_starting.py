"""Cases begun in an area by hand or by a program: once for each request, whole or not at all, and changed only as they were read."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from engine.actor import SYSTEM, Actor
from engine.drafts import save_draft
from engine.errors import Changed, NotAllowed, NotFound, Refused, Unsupported
from engine.instances import cancel_instance
from engine.runtime import Runtime
from engine.starting import Begun, start_instance
from engine.tasks import claim_task
from engine.unchanged import on_instance, on_task
from engine.uow import reading, run
from engine.variables import variables_of
from tests.make import engine as make
from tests.small_county import Cast
from tests.stopping import check_every_stop

KEY = "k" * 22


@pytest.fixture
def ready(runtime: Runtime) -> Runtime:
    make.published(
        runtime,
        p_bpmn=make.process_file("start -> ask:user -> end", lanes={make.CLERK: "ask"}),
    )
    return runtime


def program(*, posts: tuple[str, ...] = (), area: str = "/county/") -> Actor:
    return Actor("program", subjects=frozenset(posts), areas=frozenset({area}), key="robot")


def start(runtime: Runtime, who: Actor, unit_id: str = "v-dukou", key: str = "") -> Begun:
    return run(runtime, start_instance, who, "p", unit_id=unit_id, variables={"n": 1}, request_key=key)


def test_it_begins_a_case_with_a_number_for_whoever_supervises_the_area(ready: Runtime, cast: Cast) -> None:
    numbers = [start(ready, who).number for who in (cast.supervisor, program(), SYSTEM)]
    assert numbers == ["p-2026-1", "p-2026-2", "p-2026-3"]


def test_it_refuses_all_others(ready: Runtime, cast: Cast) -> None:
    for who in (cast.clerk, cast.administrator, cast.citizen("x"), program(area="/county/t-gaoguan/")):
        with pytest.raises(NotAllowed, match="not-your-area"):
            start(ready, who)


def test_it_refuses_what_there_is_not(ready: Runtime) -> None:
    with pytest.raises(NotFound, match="no-such-unit"):
        start(ready, SYSTEM, unit_id="nowhere")


def test_it_leaves_to_a_register_what_it_begins_itself(ready: Runtime) -> None:
    with pytest.raises(Unsupported, match="begun-by-register"):
        start(replace(ready, begun_by_registers=frozenset({"p"})), SYSTEM)


def test_it_begins_once_where_one_request_comes_many_times_at_once(ready: Runtime) -> None:
    with ThreadPoolExecutor(4) as threads:
        begun = list(threads.map(lambda _: start(ready, program(), key=KEY), range(8)))
    assert len({each.instance_id for each in begun}) == 1
    assert sum(each.is_new for each in begun) == 1


def test_it_leaves_nothing_behind_wherever_it_stops(
    ready: Runtime, capsys: pytest.CaptureFixture[str]
) -> None:
    check_every_stop(ready, lambda stopped: start(stopped, program(), key=KEY), capsys, "begin a case")


def test_it_acts_only_on_what_was_read(ready: Runtime, cast: Cast) -> None:
    begun = start(ready, SYSTEM)
    task_id = make.tasks_of(ready, begun.instance_id)["ask"]
    run(ready, on_task, cast.clerk, save_draft, 1, task_id, answers={})
    run(ready, on_task, cast.clerk, claim_task, 1, task_id)
    for refused in (
        lambda: run(ready, on_task, cast.clerk, claim_task, 1, task_id),
        lambda: run(ready, on_instance, cast.supervisor, cancel_instance, 1, begun.instance_id, reason="x"),
    ):
        with pytest.raises(Changed, match="case-changed"):
            refused()
    run(ready, on_instance, cast.supervisor, cancel_instance, 2, begun.instance_id, reason="x")


def test_it_shows_a_case_s_data_to_those_who_handle_it_alone(ready: Runtime, cast: Cast) -> None:
    instance_id = start(ready, SYSTEM).instance_id
    with reading(ready) as uow:
        for who in (cast.clerk, program(posts=("station-clerk@v-dukou",))):
            assert variables_of(uow, who, instance_id).values["n"] == 1
    for who in (cast.supervisor, program(), cast.neighbour):
        with pytest.raises(Refused), reading(ready) as uow:
            variables_of(uow, who, instance_id)
