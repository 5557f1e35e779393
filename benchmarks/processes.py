"""The two processes that are measured, each drawn twice: in our dialect, and in the library's for the floor.

`linear`: three user tasks. `big`: a start form, a decision of 6 rules, gateways, a task with a boundary timer, a fork, five
tasks at once, scripts and a call; nine human steps. Every user task takes a form of about one kilobyte.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.engine.bpmn.drawing import each, file, process, script, timer, zeebe
from tests.make import engine as make

ANSWERS: dict[str, object] = {
    f"field{number}": ("the pump at the ford stands still " * 6)[:200] for number in range(5)
}
PEOPLE = list(range(5))
RULES = {f"[{low}..{low + 99}]": f'"class {low}"' for low in range(0, 600, 100)}
FORM = 'formDefinition formId="f"'

LINEAR = "start -> one:user -> two:user -> three:user -> end"
BIG = """
start -> classify:rule -> size:script -> way:xor [amount > 999] -> approve:user -> merge:xor
way -> quick:script -> merge
late:on-approve -> remind:user -> over:end
merge -> fork:and -> facts:user -> join:and -> ask:user -> sum:script -> call:call -> end
fork -> opinion:user -> join
"""
CALLED = "begin:startEvent -> sign:user -> done:script -> ended:endEvent"


@dataclass(frozen=True)
class Measured:
    """A process in both dialects; `decisions` are the library's tables, `variables` what a case begins with."""

    name: str
    files: Mapping[str, bytes]
    library: bytes
    decisions: bytes | None
    variables: Mapping[str, Any]
    has_start_form: bool = False


def linear() -> Measured:
    """Return the short process."""
    users = "one two three"
    inside = {name: zeebe(FORM) for name in users.split()}
    drawn = make.process_file(LINEAR, inside, lanes={make.CLERK: users})
    return Measured("linear", {"p.bpmn": drawn, "f.form": form()}, for_library(process(LINEAR)), None, {})


def big() -> Measured:
    """Return the long process."""
    users = "approve remind facts opinion ask"
    inside = {name: zeebe(FORM) for name in ("start", *users.split())} | {
        "classify": zeebe('calledDecision decisionId="kind" resultVariable="kind"'),
        "size": script("amount / 2", "size"),
        "late": timer("Duration", "P20D"),
        "quick": script("true", "quick"),
        "sum": script("count(said)", "total"),
        "call": zeebe('calledElement processId="called"'),
    }
    inside["ask"] += each("=people", inputElement="person", outputCollection="said", outputElement="=ask")
    of_called = {"sign": zeebe(FORM), "done": script("true", "signed")}
    called = process(
        CALLED, of_called, process_id="called", extra=make.lane_set({make.CLERK: "sign"}), prefix="g"
    )
    drawn = file(process(BIG, inside, extra=make.lane_set({make.CLERK: users}), way='default="f6"'), called)
    table = make.table_file("kind", "amount - 1000", "kind", RULES)
    files = {"p.bpmn": drawn, "f.form": form(), "kind.dmn": table}
    variables = {"amount": 1250, "people": PEOPLE}
    return Measured("big", files, library_big(), library_table(), variables, has_start_form=True)


def form() -> bytes:
    """Return the form of every user task."""
    return make.form_file("f", *(make.text(name, required=True) for name in ANSWERS))


# the same for the library: its own extensions, Python for expressions


def library_big() -> bytes:
    """Return the long process in the library's dialect."""
    several = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>people</loopDataInputRef>"
        '<loopDataOutputRef>said</loopDataOutputRef><inputDataItem id="person"/><outputDataItem id="answer"/>'
        "</multiInstanceLoopCharacteristics>"
    )
    decision = "<spiffworkflow:calledDecisionId>kind</spiffworkflow:calledDecisionId>"
    inside = {
        "classify": f"<extensionElements>{decision}</extensionElements>",
        "size": "<script>size = amount / 2</script>",
        "late": "<timerEventDefinition><timeDuration>'P20D'</timeDuration></timerEventDefinition>",
        "quick": "<script>quick = True</script>",
        "ask": several,
        "sum": "<script>total = len(said)</script>",
    }
    called = process(CALLED, {"done": "<script>signed = True</script>"}, process_id="called", prefix="g")
    return for_library(process(BIG, inside, way='default="f6"', call='calledElement="called"'), called)


def library_table() -> bytes:
    """Return its decision table."""
    rules = {f"{low} &lt;= amount - 1000 &lt; {low + 100}": f'"class {low}"' for low in range(0, 600, 100)}
    return make.table_file("kind", "amount", "kind", rules)


def for_library(*processes: str) -> bytes:
    """Return processes as a file that the library reads."""
    namespace = b'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" xmlns:zeebe'
    return (
        file(*processes)
        .replace(b"xmlns:zeebe", namespace)
        .replace(b"<conditionExpression>=", b"<conditionExpression>")
    )
