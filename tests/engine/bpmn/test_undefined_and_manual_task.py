"""`task` and `manualTask`: tokens pass through, with all that activities have."""

import pytest

from tests.engine.bpmn.drawing import PLACES, begun, drawing, each, mapping, placed, script, zeebe

KINDS = pytest.mark.parametrize("kind", ["task", "manualTask"])


@KINDS
@pytest.mark.parametrize("place", PLACES)
def test_it_passes_through(kind: str, place: str) -> None:
    """Trap 16: the library waits for a person at `bpmn:task`."""
    flows = f"start -> t:{kind} -> a:user -> end"
    assert begun(placed(place, flows, prefix="i")).complete("a").is_completed


@KINDS
def test_it_maps_what_it_is_told_to(kind: str) -> None:
    inside = {"t": zeebe(mapping(input_x="=n + 1", output_y="=x * 2"))}
    assert begun(drawing(f"start -> t:{kind} -> end", inside), n=1).data == {"n": 1, "y": 4}


@KINDS
def test_it_is_done_for_each_item(kind: str) -> None:
    loop = each("=list", inputElement="item", outputCollection="outs", outputElement="=item * 2")
    case = begun(drawing(f"start -> t:{kind} -> end", {"t": loop}), list=[1, 2])
    assert case.data["outs"] == [2, 4]


@KINDS
def test_it_takes_the_flows_whose_conditions_hold(kind: str) -> None:
    flows = f"""start -> t:{kind} [n > 1] -> a:script -> end
    t -> b:script -> end_b:end"""
    inside = {"a": script("1", "x"), "b": script("1", "y")}
    assert begun(drawing(flows, inside, t='default="f4"'), n=2).data == {"n": 2, "x": 1}
