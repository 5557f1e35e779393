"""XML read so that it can do nothing: no DTD, no entities, no network, no more than a size."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.dmn.errors import DmnError

MAX_BYTES = 4_000_000
MAX_DEPTH = 100
Element = etree._Element  # noqa: SLF001 lxml has no public name for the class of elements


def read_xml(source: bytes) -> Element:
    """Parse XML and give its root; refuses a DTD, what is not well-formed, too large or nested too deeply."""
    if len(source) > MAX_BYTES:
        raise DmnError("too-large", "", limit=MAX_BYTES)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DmnError("bad-xml", "", reason=str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DmnError("dtd", "")
    if _depth(root) > MAX_DEPTH:
        raise DmnError("too-deep", "", limit=MAX_DEPTH)
    return root


def _depth(root: Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def tag(element: Element) -> str:
    """Give an element's name without its namespace."""
    return etree.QName(element).localname


def children(element: Element, *names: str) -> Iterator[Element]:
    """Give the child elements of these names, or all."""
    return (child for child in element if not names or tag(child) in names)


def child(element: Element, *names: str) -> Element | None:
    """Give the first child element of these names."""
    return next(children(element, *names), None)


def text_of(element: Element | None) -> str:
    """Give the text of an element's `text` child; empty where there is none."""
    found = None if element is None else child(element, "text")
    return "" if found is None or found.text is None else found.text.strip()


def name_of(element: Element) -> str:
    """Give what a problem with an element is called by: its id or name, or that of what it stands in."""
    named = (element, *element.iterancestors())
    return next((name for each in named if (name := each.get("id") or each.get("name"))), tag(element))
