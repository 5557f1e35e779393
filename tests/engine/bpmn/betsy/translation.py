"""A betsy process in our dialect: its script markers, conditions and times are rewritten, its shape is left as it is.

What is rewritten is what betsy itself rewrites for each engine that it tests; nothing that the engine does not run is
taken out.
"""

import re
from collections.abc import Iterator

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
NOTE = "note"  # the host function that appends to the trace
BREAK = "throw-error"  # the operation that fails
DATA = "a string"
TEN = 10  # what a task that takes its time takes: seconds of the benchmark
SCALE = 60  # seconds of the benchmark last a minute, which is our shortest cycle
KEY = '="betsy"'  # betsy's messages have no key: all are for whoever waits

_EXPRESSIONS = ("conditionExpression", "condition", "loopCondition", "loopCardinality", "completionCondition")
_TIMES = ("timeDuration", "timeDate", "timeCycle")
_INSTANCE_COUNTS = {
    "nrOfCompletedInstances": "numberOfCompletedInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
    "nrOfInstances": "numberOfInstances",
}


def translated(source: bytes) -> bytes:
    """Return a betsy file as our designers would have drawn it."""
    root = etree.fromstring(source, etree.XMLParser(remove_comments=True, resolve_entities=False))
    for attribute in ("typeLanguage", "expressionLanguage"):
        root.attrib.pop(attribute, "")
    for message in root.findall(f"{BPMN}message"):
        message.set("name", message.get("name") or message.get("id") or "")
        extension(message, "subscription", correlationKey=KEY)
    for element in list(root.iter(*(BPMN + kind for kind in _EXPRESSIONS))):
        if element.text and element.text.strip():
            element.text = feel(element.text.strip())
    for element in list(root.iter(*(BPMN + kind for kind in _TIMES))):
        element.text = re.sub(r"(\d+)([SM])", scaled, (element.text or "").strip())
    for task in list(root.iter(f"{BPMN}scriptTask", f"{BPMN}globalScriptTask")):
        rewrite_script(task, root)
    return etree.tostring(root)


def feel(text: str) -> str:
    """Return an expression of betsy's Java or JUEL as FEEL."""
    if re.fullmatch(r"-?\d+", text):
        return text
    text = re.sub(r"^\$\{(.*)\}$", r"\1", text)
    text = text.removesuffix(">")  # one process has a stray one, which Java would not compile either
    text = re.sub(r'(\w+)\.contains\("(\w+)"\)', r'contains(\1, "\2")', text)
    for theirs, ours in _INSTANCE_COUNTS.items():
        text = text.replace(theirs, ours)
    for theirs, ours in (("==", "="), ("&&", "and"), ("||", "or")):
        text = text.replace(f" {theirs} ", f" {ours} ")
    text = re.sub(r"!\s*(contains\(.*?\))", r"not(\1)", text)
    return f"={text}"


def scaled(time: re.Match[str]) -> str:
    """Seconds become minutes, minutes hours."""
    return time[1] + {"S": "M", "M": "H"}[time[2]]


def rewrite_script(task: etree._Element, root: etree._Element) -> None:
    """Give a script task its work by its marker."""
    script = task.find(f"{BPMN}script")
    marker = (script.text or "").strip() if script is not None else ""
    if script is not None:
        task.remove(script)
    task.attrib.pop("scriptFormat", "")
    if marker == "WAIT_TEN_SECONDS" or marker.startswith("CREATE_TIMESTAMP_LOG"):
        task.tag = f"{BPMN}userTask"
        extension(task, "assignmentDefinition", assignee="tester")
        extension(task, "properties").append(
            etree.Element(f"{ZEEBE}property", {"name": "marker", "value": marker})
        )
    elif marker == "THROW_ERROR":
        task.tag = f"{BPMN}serviceTask"
        extension(task, "taskDefinition", type=BREAK)
    else:
        expression, variable = script_of(marker, task, root)
        extension(task, "script", expression=expression, resultVariable=variable)


def script_of(marker: str, task: etree._Element, root: etree._Element) -> tuple[str, str]:
    """Return the FEEL of a marker and the variable for its value."""
    if marker == "SET_STRING_DATA":
        return f'="{DATA}"', data_object(task, root)
    if marker == "LOG_DATA":
        return f'=if {data_object(task, root)} = "{DATA}" then {NOTE}("DATA_correct", 0) else 0', "noted"
    if marker == "INCREMENT_INTEGER_VARIABLE":
        return "=integerVariable + 1", "integerVariable"
    if marker == "INCREMENT_INTEGER_VARIABLE_AND_LOG":
        return f'={NOTE}("INCREMENT_correct", integerVariable + 1)', "integerVariable"
    if marker == "CREATE_LOG_FILE":
        return "=0", "noted"
    word = "MARKER_exists" if marker == "CREATE_MARKER_FILE" else marker
    return f'={NOTE}("{word}", 0)', "noted"


def data_object(task: etree._Element, root: etree._Element) -> str:
    """Return the id of the data object with which a task is associated: the variable that holds it."""
    for reference in references(task):
        for found in root.iter(f"{BPMN}dataObjectReference"):
            if found.get("id") == reference:
                return found.get("dataObjectRef") or reference
        for found in root.iter(f"{BPMN}dataObject", f"{BPMN}property"):
            if found.get("id") == reference:
                return reference
    return "data"


def references(task: etree._Element) -> Iterator[str]:
    for association, end in (("dataOutputAssociation", "targetRef"), ("dataInputAssociation", "sourceRef")):
        for found in task.iter(f"{BPMN}{association}"):
            reference = found.find(f"{BPMN}{end}")
            if reference is not None:
                yield (reference.text or "").strip()


def extension(element: etree._Element, name: str, **attributes: str) -> etree._Element:
    """Add a zeebe extension element, in the place where the standard has it."""
    around = element.find(f"{BPMN}extensionElements")
    if around is None:
        around = etree.Element(f"{BPMN}extensionElements")
        after = [child for child in element if child.tag == f"{BPMN}documentation"]
        element.insert(len(after), around)
    return etree.SubElement(around, f"{ZEEBE}{name}", attributes, {"zeebe": ZEEBE[1:-1]})
