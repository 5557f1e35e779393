"""A BPMN file as an XML tree, read so that nothing in it can reach out or blow up: no DTD, no entities, no network, a size."""

from __future__ import annotations

from lxml import etree

LARGEST = 5_000_000

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
MODELER = "http://camunda.org/schema/modeler/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
DRAWING = "http://www.omg.org/spec/BPMN/20100524/DI"


class Unreadable(ValueError):
    """A file that is no BPMN file to us; `code` is the finding's."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def read_definitions(source: bytes) -> etree._Element:
    """Return the root of a BPMN file; raises Unreadable."""
    if len(source) > LARGEST:
        raise Unreadable("too-large", str(len(source)))
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("doctype" if _has_doctype(source) else "not-xml", str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None or any(
        element.tag is etree.Entity for element in root.iter()
    ):
        raise Unreadable("doctype")
    if root.tag != f"{{{BPMN}}}definitions":
        raise Unreadable("not-bpmn", str(root.tag))
    return root


def _has_doctype(source: bytes) -> bool:
    """Only to name the reason of what the parser refused already."""
    return (
        b"<!DOCTYPE" in source
        or "<!DOCTYPE".encode("utf-16-le") in source
        or "<!DOCTYPE".encode("utf-16-be") in source
    )


def kind_of(element: etree._Element) -> str:
    """Return `userTask` for BPMN's own elements, `prefix:name` for all others."""
    return _name(str(element.tag), element)


def attribute_name(name: str | bytes, element: etree._Element) -> str:
    """Return an attribute's name as it is written, with its prefix."""
    return _name(str(name), element)


def _name(tag: str, element: etree._Element) -> str:
    namespace, _, local = tag.rpartition("}")
    uri = namespace.removeprefix("{")
    if uri in {"", BPMN}:
        return local
    known = {ZEEBE: "zeebe", MODELER: "modeler", XSI: "xsi", DRAWING: "bpmndi"}
    prefix = known.get(uri) or next(
        (key for key, value in element.nsmap.items() if value == uri and key), "other"
    )
    return f"{prefix}:{local}"


def text_of(element: etree._Element | None) -> str:
    """Return an element's text without the space around it."""
    return (element.text or "").strip() if element is not None else ""


def first(element: etree._Element, kind: str) -> etree._Element | None:
    """Return the first child of a kind, BPMN's own or `zeebe:name`."""
    return next((child for child in element if kind_of(child) == kind), None)


def every(element: etree._Element, kind: str) -> list[etree._Element]:
    """Return the children of a kind."""
    return [child for child in element if kind_of(child) == kind]


def extension(element: etree._Element, name: str) -> etree._Element | None:
    """Return the zeebe extension element of that name, or None."""
    around = first(element, "extensionElements")
    return first(around, f"zeebe:{name}") if around is not None else None
