"""Every diagram of the product opens in a stock bpmn-js modeler without a warning, and is drawn so that it can be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.journeys.browser import program, switches

ROOT = Path(__file__).parent.parent.parent
MODELER = ROOT / "node_modules" / "bpmn-js" / "dist" / "bpmn-modeler.production.min.js"
DIAGRAMS = sorted((ROOT / "workflows").glob("*/*.bpmn"))
CONTAINERS = {"bpmn:Participant", "bpmn:Lane"}
# Opens a diagram in the modeler; gives its warnings and where everything is drawn.
OPEN = """async (xml) => {
  const modeler = new BpmnJS({ container: '#canvas' });
  const { warnings } = await modeler.importXML(xml);
  const drawn = modeler.get('elementRegistry').getAll().filter((each) => each.parent).map((each) => ({
    id: each.id,
    type: each.type,
    isLabel: Boolean(each.labelTarget),
    isFlow: Boolean(each.waypoints),
    name: each.businessObject.name ?? '',
    source: each.source?.id ?? '',
    target: each.target?.id ?? '',
    host: each.host?.id ?? '',
    box: each.waypoints ? null : [each.x, each.y, each.x + each.width, each.y + each.height],
    points: (each.waypoints ?? []).map((point) => [point.x, point.y]),
  }));
  modeler.destroy();
  return { warnings: warnings.map((each) => each.message), drawn };
}"""

Box = Sequence[float]


@dataclass(frozen=True)
class Opened:
    """What the modeler made of a diagram."""

    warnings: list[str]
    drawn: list[Mapping]

    @property
    def steps(self) -> list[Mapping]:
        """Tasks, events, gateways and notes."""
        others = CONTAINERS | {"label"}
        return [
            each for each in self.drawn if each["box"] and not each["isLabel"] and each["type"] not in others
        ]

    @property
    def labels(self) -> list[Mapping]:
        """Names that stand beside their element."""
        return [each for each in self.drawn if each["isLabel"]]

    @property
    def lines(self) -> list[tuple[Mapping, Box]]:
        """Each straight piece of each flow, as a box without breadth."""
        return [
            (flow, (min(x, x2), min(y, y2), max(x, x2), max(y, y2)))
            for flow in self.drawn
            for (x, y), (x2, y2) in zip(flow["points"], flow["points"][1:], strict=False)
        ]


@pytest.fixture(scope="module")
def modeler() -> Iterator[Page]:
    """A page with nothing but the modeler as the npm package brings it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=switches())
        page = browser.new_page()
        page.set_content('<div id="canvas" style="width: 1200px; height: 800px"></div>')
        page.add_script_tag(path=MODELER)
        yield page
        browser.close()


@pytest.fixture(params=DIAGRAMS, ids=lambda path: path.stem)
def opened(modeler: Page, request: pytest.FixtureRequest) -> Opened:
    """One diagram, opened."""
    return Opened(**modeler.evaluate(OPEN, request.param.read_text(encoding="utf-8")))


def test_it_opens_without_a_warning(opened: Opened) -> None:
    assert opened.warnings == []


def test_it_draws_no_step_over_another(opened: Opened) -> None:
    over = [
        (one["id"], other["id"])
        for one, other in combinations(opened.steps, 2)
        if _touch(one["box"], other["box"])
        and one["id"] not in other["host"]
        and other["id"] not in one["host"]
    ]
    assert over == []


def test_it_keeps_every_label_clear_of_steps_of_other_labels_and_of_lines(opened: Opened) -> None:
    others = [(each["id"], each["box"]) for each in (*opened.steps, *opened.labels)]
    others += [(flow["id"], line) for flow, line in opened.lines]
    over = [
        (label["name"], name)
        for label in opened.labels
        for name, box in others
        if name != label["id"] and _touch(label["box"], box)
    ]
    assert over == []


def test_it_leads_no_line_through_a_step(opened: Opened) -> None:
    through = [
        (flow["id"], step["id"])
        for flow, line in opened.lines
        for step in opened.steps
        if _touch(line, step["box"]) and not _is_end(step, flow)
    ]
    assert through == []


def test_it_draws_lines_straight_up_and_down_or_across(opened: Opened) -> None:
    slanted = [flow["id"] for flow, (x, y, x2, y2) in opened.lines if x2 - x > 1 and y2 - y > 1]
    assert slanted == []


def test_it_names_every_step_and_says_at_each_gateway_what_the_ways_out_mean(opened: Opened) -> None:
    nameless = [
        each["id"] for each in opened.steps if not each["name"] and each["type"] != "bpmn:TextAnnotation"
    ]
    questions = {each["id"]: each["name"] for each in opened.steps if each["type"] == "bpmn:ExclusiveGateway"}
    unsaid = [
        each["id"]
        for each in opened.drawn
        if each["isFlow"] and each["source"] in questions and not each["name"]
    ]
    assert (nameless, unsaid) == ([], [])
    assert [name for name in questions.values() if not name.endswith("？")] == []


def test_it_keeps_every_step_within_its_lane(opened: Opened) -> None:
    lanes = [each["box"] for each in opened.drawn if each["type"] == "bpmn:Lane"]
    outside = [
        step["id"]
        for step in (*opened.steps, *opened.labels)
        if not step["host"] and sum(_touch(step["box"], lane) for lane in lanes) != 1
    ]
    assert outside == []


def _touch(one: Box, other: Box) -> bool:
    """Say whether two boxes share more than an edge; a line is a box without breadth."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_end(step: Mapping, flow: Mapping) -> bool:
    """A line may touch its ends, the task that a boundary event at its end sits on, and such an event on its way out."""
    ends = {flow["source"], flow["target"]}
    return step["id"] in ends or step["host"] in ends
