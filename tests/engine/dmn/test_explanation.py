"""Why a decision came out so."""

import json
from datetime import date

from tests.engine.dmn.drawing import decided, decision, literal, model, table


def test_it_names_the_rules_that_matched_and_what_they_saw() -> None:
    level = decision(
        "level", table(["people", "since"], ["level"], [("> 100", "-", "1"), ("-", "-", '"village"')])
    )
    twice = decision("twice", literal("level + level"), requires=["level"])
    made = decided(model(level, twice), "twice", people=12.5, since=date(2026, 3, 16))
    assert [note["decision"] for note in made.explanation] == ["level", "twice"]
    assert made.explanation[0]["tables"] == [
        {
            "table": "table",
            "policy": "UNIQUE",
            "inputs": [{"input": "people", "value": "12.5"}, {"input": "since", "value": "2026-03-16"}],
            "rules": [{"rule": 2, "id": "2", "notes": [], "answers": ["village"]}],
        }
    ]
    assert json.loads(json.dumps(made.explanation))[1]["value"] == "villagevillage"
