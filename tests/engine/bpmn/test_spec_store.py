"""Published definitions: the same after they were stored, never changed, shared by threads."""

import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.bpmn.env import Env
from engine.bpmn.parser import parse
from engine.bpmn.spec_store import _REGISTRY, SpecChanged, described, dump_specs, fingerprint, load_specs
from engine.bpmn.specs import Step
from tests.engine.bpmn.drawing import NOW, Moving, begun, placed, specs_of
from tests.engine.bpmn.test_every_element import SCENARIOS, decide, operate

ALL = sorted(SCENARIOS)


def source_of(name: str) -> bytes:
    scenario = SCENARIOS[name]
    return placed("in a call", scenario.flows, scenario.inside, beside=scenario.beside, **scenario.attributes)


@pytest.mark.parametrize("name", ALL)
def test_it_restores_every_field_of_a_spec(name: str) -> None:
    parsed = parse({"p.bpmn": source_of(name)})
    restored = load_specs(dump_specs(parsed, "p"))
    own = {spec.name: spec for process in parsed.processes.values() for spec in process.specs}
    assert {name: described(spec) for name, spec in own.items()} == {
        name: described(spec) for name, spec in restored.processes.items()
    }


def test_it_notices_a_field_that_does_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = parse({"p.bpmn": source_of("user task")})
    step: Step = next(parsed.processes["p"].steps)
    step.lane = "a lane that no converter knows of"
    with pytest.raises(SpecChanged):
        dump_specs(parsed, "p")


def test_it_restores_twice_from_the_same_dict() -> None:
    """Trap 4: the library's from_dict consumes what it is given."""
    saved = _REGISTRY.convert(specs_of(source_of("error")).processes["called"])
    assert described(_REGISTRY.restore(saved)) == described(_REGISTRY.restore(saved))


@pytest.mark.parametrize("name", ALL)
def test_it_never_changes_a_spec_while_cases_run(name: str) -> None:
    """Trap 7: a message event subprocess changed the cached spec, and later cases never finished."""
    case = begun(
        source_of(name), env=Env(NOW, decide=decide, operate=operate), number="1", people=["a", "b", "c"]
    )
    before = fingerprint(case.specs)
    SCENARIOS[name].moves(case)
    assert fingerprint(case.specs) == before


def test_it_runs_one_definition_from_eight_threads() -> None:
    """Trap 5: one serializer shared by two threads breaks."""
    specs = {
        name: begun(
            source_of(name), env=Env(NOW, decide=decide, operate=operate), number="1", people=["a", "b", "c"]
        )
        for name in ALL
    }

    def run(number: int) -> list[tuple[str, bool, str]]:
        ended = []
        for name in ALL[number % 3 :] + ALL[: number % 3]:
            shared = specs[name]
            case = Moving(shared.specs, shared.state, shared.env)
            SCENARIOS[name].moves(case)
            ended.append((name, case.is_completed, str(sorted(case.data.items()))))
        return sorted(ended)

    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(run, range(24)))
    assert all(result == results[0] for result in results)
    assert all(completed for _name, completed, _data in results[0])


def test_it_knows_each_element_and_whose_it_is() -> None:
    specs = specs_of(source_of("user task"))
    assert (specs.elements["ask"].process_id, specs.elements["frame"].process_id) == ("called", "p")


def test_it_writes_no_log_of_the_library() -> None:
    """Trap 30."""
    assert not logging.getLogger("spiff.task").isEnabledFor(logging.INFO)
    assert not logging.getLogger("spiff.workflow").isEnabledFor(logging.INFO)
