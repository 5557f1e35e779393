"""Diagrams with compensation, as text: which activity is undone by which, and tasks that write down that they ran."""

from collections.abc import Mapping
from typing import Any

from tests.engine.bpmn.drawing import Moving, file, process, scope, script, zeebe

COMPENSATE = "<compensateEventDefinition/>"
CANCEL = "<cancelEventDefinition/>"


def compensate(activity: str = "", *, waits: bool = True) -> str:
    """Return the definition of a throw event."""
    said = f' activityRef="{activity}"' if activity else ""
    return f'<compensateEventDefinition{said} waitForCompletion="{str(waits).lower()}"/>'


def says(word: str) -> str:
    """Return a script that adds a word to the log."""
    return script(f"append(log, &quot;{word}&quot;)", "log")


def part(flows: str, inside: Mapping[str, str] = {}, **attributes: str) -> str:
    """Return the content of a process or frame: `a ~ undo_a:user` is a boundary event at `a` and what undoes it.

    Every element whose name begins with `say_` is a script that adds its name to the log.
    """
    lines, contents, said, associations = [], dict(inside), dict(attributes), ""
    for line in flows.strip().splitlines():
        activity, tilde, handler = (each.strip() for each in line.partition("~"))
        if not tilde:
            lines.append(line)
            continue
        name = handler.partition(":")[0]
        lines += [f"on_{activity}:on-{activity}", handler]
        contents[f"on_{activity}"] = COMPENSATE
        said[name] = f'{said.get(name, "")} isForCompensation="true"'
        associations += f'<association id="to_{name}" sourceRef="on_{activity}" targetRef="{name}"/>'
    for word in " -> ".join(lines).split("->"):
        name = word.strip().partition(" ")[0].partition(":")[0]
        if name.startswith("say_"):
            contents.setdefault(name, says(name.removeprefix("say_")))
    return scope("\n".join(lines), contents, said) + associations


def whole(content: str, *beside: str) -> bytes:
    """Return a file with one process."""
    return file(*beside, f'<process id="p" isExecutable="true">{content}</process>')


def in_place(place: str, content: str, *beside: str) -> bytes:
    """Return a file in which a content stands alone, or inside something else."""
    outer = "outer_start:start -> frame:{kind} -> outer_end:end"
    if place == "alone":
        return whole(content, *beside)
    if place == "in a subprocess":
        return file(*beside, process(outer.format(kind="sub"), {"frame": content}, prefix="outer_"))
    called = {"frame": zeebe('calledElement processId="called"')}
    calling = process(outer.format(kind="call"), called, prefix="outer_")
    return file(*beside, calling, f'<process id="called" isExecutable="true">{content}</process>')


PLACES = ("alone", "in a subprocess", "in a call")


def log(case: Moving) -> list[Any]:
    """Return what the scripts have said."""
    return list(case.data["log"])
