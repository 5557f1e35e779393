"""A rule that takes effect on a day: a case that runs is judged by the rules of its beginning, or of the day, as the rule says."""

from datetime import UTC, datetime

import pytest

from engine.runtime import Runtime
from tests.conftest import StillClock
from tests.engine.bpmn.drawing import zeebe
from tests.make import engine as make
from tests.small_county import Cast


@pytest.mark.parametrize(("running", "expected"), [("yes", "after"), ("no", "before")])
def test_it_judges_a_running_case_as_the_rule_says(
    runtime: Runtime, cast: Cast, clock: StillClock, running: str, expected: str
) -> None:
    flows = """start -> wait:user -> judge:rule -> way:xor [kind = "new"] -> after:user -> end
    way -> before:user -> ended:end"""
    table = make.table_file("kind", "x", "kind", {'"a"': '"old"', '"a" ': '"new"'}).decode()
    old = f"<description>expires: 2026-07-01; running cases: {running}</description></rule>"
    new = f"<description>effective: 2026-07-01; running cases: {running}</description></rule>"
    first, second, rest = table.split("</rule>")
    make.published(
        runtime,
        p_bpmn=make.process_file(
            flows,
            {"judge": zeebe('calledDecision decisionId="kind" resultVariable="kind"')},
            lanes={make.CLERK: "wait before after"},
            way='default="f6"',
        ),
        kind_dmn=(first + old + second + new + rest).encode(),
    )
    clock.now = datetime(2026, 6, 2, 1, tzinfo=UTC)
    started = make.begun(runtime, x="a")
    clock.now = datetime(2026, 7, 2, 1, tzinfo=UTC)
    make.completed(runtime, cast.clerk, make.tasks_of(runtime, started.instance_id)["wait"])
    assert list(make.tasks_of(runtime, started.instance_id)) == [expected]
