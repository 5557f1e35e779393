"""The decision tables of a matter: what they propose, what may be deliberated, how long everything may take (S4, S6)."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from engine.dmn import decide, load_model
from engine.zone import CHINA

FOLDER = Path(__file__).parent.parent.parent / "workflows" / "matter"
NOW = datetime(2026, 3, 16, 9, 0, tzinfo=CHINA)
NOTHING_SAID: dict[str, object] = {
    "touches": [],
    "about_official": False,
    "private": False,
    "concerns": None,
}


def decided(decision: str, file: str, **scope: object) -> dict:
    model = load_model((FOLDER / file).read_bytes())
    found = decide(model, decision, scope, functions={}, now=NOW).value
    assert isinstance(found, dict)
    return found


def proposed(**raised: object) -> dict:
    return decided("matter-classification", "matter-classification.dmn", raised={**NOTHING_SAID, **raised})


def listed(*, item: str, exclusion: str = "none", closed: bool = False, both_agree: bool = False) -> dict:
    screened = {"item": item, "exclusion": exclusion, "both_agree": both_agree}
    return decided(
        "matter-deliberation-list",
        "matter-deliberation-list.dmn",
        screened=screened,
        closed_circle=closed,
    )


def clocks(urgency: str = "normal") -> dict:
    return decided("matter-clocks", "matter-clocks.dmn", urgency=urgency)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, ("other", False, False)),
        ({"touches": None}, ("other", False, False)),
        ({"concerns": "own"}, ("personal", False, False)),
        ({"concerns": "neighbours"}, ("personal", False, False)),
        ({"concerns": "village"}, ("public-benefit", False, False)),
        ({"concerns": "office"}, ("administrative", False, False)),
        ({"concerns": "village", "private": True}, ("personal", True, False)),
        ({"concerns": "office", "private": True}, ("administrative", True, False)),
        ({"concerns": "village", "touches": ["health"]}, ("personal", True, True)),
        ({"touches": ["child"]}, ("personal", True, True)),
        ({"touches": ["health", "violence"]}, ("personal", True, True)),
        ({"about_official": True}, ("other", True, True)),
    ],
)
def test_it_proposes_a_class_and_who_may_see_it(said: dict[str, object], wanted: tuple[object, ...]) -> None:
    found = proposed(**said)
    assert (found["class"], found["private"], found["sensitive"]) == wanted
    assert found["why"]


def test_it_sends_an_accusation_to_the_county_and_violence_at_once() -> None:
    assert proposed(about_official=True)["official"] is True
    assert proposed(touches=["violence"])["urgency"] == "urgent"


def test_an_accusation_goes_to_the_county_whatever_else_it_touches() -> None:
    assert proposed(about_official=True, touches=["violence"])["official"] is True
    assert proposed(about_official=True, touches=["health"])["official"] is True


@pytest.mark.parametrize("exclusion", ["policy", "law", "beyond"])
def test_what_the_source_excludes_is_never_deliberated(exclusion: str) -> None:
    found = listed(item="roads", exclusion=exclusion)
    assert (found["allowed"], found["exclusion"]) == (False, exclusion)


def test_what_is_private_is_never_deliberated() -> None:
    assert listed(item="roads", closed=True)["exclusion"] == "private"


def test_only_what_stands_on_the_list_is_deliberated() -> None:
    assert listed(item="roads")["allowed"] is True
    assert listed(item="other")["allowed"] is False
    assert listed(item="welfare")["allowed"] is False


def test_a_dispute_is_deliberated_only_when_both_sides_agree() -> None:
    assert listed(item="dispute", both_agree=True)["allowed"] is True
    assert listed(item="dispute")["exclusion"] == "consent"


def test_what_the_villagers_assembly_decides_is_only_advice() -> None:
    assert (listed(item="land")["allowed"], listed(item="land")["vote"]) == (True, True)


def test_a_whistle_is_answered_the_sooner_the_more_urgent_it_is() -> None:
    answered = {
        urgency: (clocks(urgency)["sign_in"]["value"], clocks(urgency)["sign_in"]["unit"])
        for urgency in ("normal", "urgent", "hazard", "hard")
    }
    assert [(float(value), unit) for value, unit in answered.values()] == [
        (1, "WD"),
        (2, "h"),
        (0.5, "h"),
        (1, "WD"),
    ]


def test_every_clock_of_the_diagrams_stands_in_the_rule_sheet_and_none_is_idle() -> None:
    used = {
        clock
        for diagram in FOLDER.glob("*.bpmn")
        for clock in re.findall(r"clocks\.(\w+)", diagram.read_text(encoding="utf-8"))
    }
    for urgency in ("normal", "urgent", "hazard", "hard"):
        assert clocks(urgency).keys() == used


def test_every_clock_says_where_it_is_from_and_who_signs_for_it() -> None:
    model = load_model((FOLDER / "matter-clocks.dmn").read_bytes())
    rows = decide(model, "matter-rule-sheet", {"urgency": "normal"}, functions={}, now=NOW).value
    assert isinstance(rows, list)
    assert all(row[name] for row in rows for name in ("title", "start", "basis", "signer", "version"))
    assert {row["unit"] for row in rows} <= {"WD", "d", "h"}
