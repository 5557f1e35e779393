"""Models in a few lines: what a modeler would save, as bytes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

from engine.dmn import Decided, decide, load_model

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def model(*decisions: str, namespace: str = NAMESPACE) -> bytes:
    """A model of some decisions."""
    return f'<definitions xmlns="{namespace}" id="model" name="Model">{"".join(decisions)}</definitions>'.encode()


def decision(
    id_: str,
    logic: str,
    *,
    requires: Sequence[str] = (),
    knows: Sequence[str] = (),
    takes: Sequence[str] = (),
    name: str = "",
) -> str:
    """A decision with its requirements; `takes` are ids of input data."""
    needs = "".join(
        f'<informationRequirement><requiredInput href="#{each}"/></informationRequirement>' for each in takes
    )
    needs += "".join(
        f'<informationRequirement><requiredDecision href="#{each}"/></informationRequirement>'
        for each in requires
    )
    needs += "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{each}"/></knowledgeRequirement>' for each in knows
    )
    return f'<decision id="{id_}" name={quoteattr(name or id_)}>{needs}{logic}</decision>'


def literal(text: str) -> str:
    """A literal expression."""
    return f"<literalExpression>{cell('text', text)}</literalExpression>"


def table(
    inputs: Sequence[str],
    outputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    *,
    policy: str = "UNIQUE",
    aggregation: str = "",
    parts: str = "",
) -> str:
    """A decision table; `parts` stands inside every output."""
    head = "".join(
        f"<input><inputExpression>{cell('text', each)}</inputExpression></input>" for each in inputs
    )
    head += "".join(f"<output name={quoteattr(each)}>{parts}</output>" for each in outputs)
    attributes = f'hitPolicy="{policy}"' + (f' aggregation="{aggregation}"' if aggregation else "")
    return f'<decisionTable id="table" {attributes}>{head}{"".join(rule(each, len(inputs)) for each in rules)}</decisionTable>'


def rule(cells: Sequence[str], inputs: int) -> str:
    """A row of a table."""
    tests = "".join(f"<inputEntry>{cell('text', each)}</inputEntry>" for each in cells[:inputs])
    answers = "".join(f"<outputEntry>{cell('text', each)}</outputEntry>" for each in cells[inputs:])
    return f"<rule>{tests}{answers}</rule>"


def cell(tag: str, text: str) -> str:
    """An element that holds a text."""
    return f"<{tag}>{escape(text)}</{tag}>"


def decided(source: bytes, id_: str, /, **scope: Any) -> Decided:
    """Read a model and make one of its decisions."""
    return decide(load_model(source), id_, scope, now=NOW)
