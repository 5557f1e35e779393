"""Lanes as performers: a post, a party of the case, or a named person (decision 6); the innermost lane counts (trap 23)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from lxml import etree

from engine.bpmn.dialect import Report, check_element
from engine.bpmn.elements import Performer, PerformerKind
from engine.bpmn.extensions import properties
from engine.bpmn.xml_source import every, first, text_of

PERFORMER, UNIT = "performer", "unit"


def performers(process: etree._Element, report: Report) -> dict[str, Performer]:
    """Return the performer of each flow node that stands in a lane; reports lanes that are none of the three kinds."""
    found: dict[str, Performer] = {}
    for lane_set in every(process, "laneSet"):
        check_element(lane_set, lane_set.get("id") or "", report)
        for lane in _innermost(lane_set, report):
            performer = _performer(lane, report)
            for node in every(lane, "flowNodeRef"):
                if performer:
                    found[text_of(node)] = performer
    return found


def _innermost(lane_set: etree._Element, report: Report) -> Iterator[etree._Element]:
    for lane in every(lane_set, "lane"):
        check_element(lane, lane.get("id") or "", report)
        inner = first(lane, "childLaneSet")
        if inner is not None:
            check_element(inner, inner.get("id") or lane.get("id") or "", report)
        if inner is not None and every(inner, "lane"):
            yield from _innermost(inner, report)
        else:
            yield lane


def _performer(lane: etree._Element, report: Report) -> Performer | None:
    given = dict(properties(lane))
    lane_id = lane.get("id") or ""
    if not given.get(PERFORMER):
        report(lane_id, "lane-without-performer", lane=lane.get("name") or lane_id)
        return None
    kind, _, value = given[PERFORMER].partition(":")
    known: tuple[PerformerKind, ...] = get_args(PerformerKind)
    for each in known:
        if kind.strip() == each and value.strip():
            return Performer(
                each, value.strip(), given.get(UNIT) or None, lane_id, lane.get("name") or lane_id
            )
    report(lane_id, "performer-unknown", performer=given[PERFORMER])
    return None
