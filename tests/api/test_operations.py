"""What service tasks can call, as programs are told."""

from tests.api.conftest import Program


def test_it_lists_the_operations_with_what_each_takes_and_gives(program: Program) -> None:
    program.enter("clerk")
    (found,) = [each for each in program.get("/operations").json if each["name"] == "matter.place"]
    assert [each["name"] for each in found["inputs"]] == ["unit", "level"]
    assert found["inputs"][1]["choices"] == ["village", "township", "county"]
    assert found["outputs"] == [{"name": "unit", "type": "Text", "required": True, "choices": []}]
    assert found["headers"] == ["hide-from"]


def test_it_gives_templates_in_both_languages(program: Program) -> None:
    program.enter("clerk")
    chinese, english = (
        program.get("/operations/templates"),
        program.get("/operations/templates", language="en"),
    )
    assert "登记：吹哨" in [each["name"] for each in chinese.json]
    assert "Blow a whistle: call those who can help" in [each["name"] for each in english.json]
