"""Models that import others of the same folder."""

import pytest

from engine.dmn import DmnError, check_model, decide, load_model
from tests.engine.dmn.drawing import NOW, decision, literal, model

PERSON = (
    '<itemDefinition name="tPerson"><itemComponent name="age"><typeRef>number</typeRef></itemComponent></itemDefinition>'
    '<inputData id="p" name="person"><variable name="person" typeRef="tPerson"/></inputData>'
)
GREET = (
    '<businessKnowledgeModel id="k" name="say hello"><encapsulatedLogic><formalParameter name="who" typeRef="tPerson"/>'
    f"{literal('who.age + 1')}</encapsulatedLogic></businessKnowledgeModel>"
)


def named(namespace: str, *parts: str) -> bytes:
    return model(*parts).replace(b'id="model"', f'id="model" namespace="{namespace}"'.encode())


def import_(namespace: str, name: str) -> str:
    return f'<import namespace="{namespace}" name="{name}" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'


def linked(id_: str, text: str, *links: str) -> str:
    needs = "".join(
        f'<informationRequirement><requiredDecision href="{each}"/></informationRequirement>'
        if "#d" in each
        else f'<knowledgeRequirement><requiredKnowledge href="{each}"/></knowledgeRequirement>'
        for each in links
    )
    return f'<decision id="{id_}" name="{id_}">{needs}{literal(text)}</decision>'


BASE = named("urn:base", PERSON, GREET, decision("d", literal("person.age * 2"), takes=["p"], name="twice"))


def test_it_reads_an_imported_decision_by_the_name_of_the_import() -> None:
    above = named("urn:above", import_("urn:base", "low"), linked("a", "low.twice + 1", "urn:base#d"))
    read = load_model(above, [BASE])
    assert decide(read, "a", {"low": {"person": {"age": 4}}}, now=NOW).value == 9
    assert decide(read, "a", {"person": {"age": 5}}, now=NOW).value == 11
    assert read.decisions["a"].inputs == {"person"}


def test_it_calls_imported_knowledge_and_knows_imported_types() -> None:
    text = "[low.say hello({age: 3}), {age: 3} instance of low.tPerson, 3 instance of low.tPerson]"
    above = named("urn:above", import_("urn:base", "low"), linked("a", text, "urn:base#k"))
    assert decide(load_model(above, [BASE]), "a", {}, now=NOW).value == [4, True, False]


def test_it_makes_a_model_anew_for_each_way_to_it() -> None:
    middle = named("urn:middle", import_("urn:base", "low"), linked("d", "low.twice", "urn:base#d"))
    above = named(
        "urn:above",
        import_("urn:base", "low"),
        import_("urn:middle", "mid"),
        linked("a", "[low.twice, mid.d]", "urn:base#d", "urn:middle#d"),
    )
    given = {"low": {"person": {"age": 1}}, "mid": {"low": {"person": {"age": 2}}}}
    assert decide(load_model(above, [BASE, middle]), "a", given, now=NOW).value == [2, 4]


def test_an_import_without_a_name_puts_its_elements_beside_the_model_s_own() -> None:
    above = named("urn:above", import_("urn:base", ""), linked("a", "twice + 1", "urn:base#d"))
    assert decide(load_model(above, [BASE]), "a", {"person": {"age": 4}}, now=NOW).value == 9


@pytest.mark.parametrize("others", [[], [named("urn:base", import_("urn:above", "up"))]])
def test_it_refuses_an_import_that_is_not_there_or_goes_round(others: list[bytes]) -> None:
    above = named("urn:above", import_("urn:base", "low"), linked("a", "1"))
    with pytest.raises(DmnError) as refusal:
        load_model(above, others)
    assert refusal.value.code == "unknown-import"
    assert [each.code for each in check_model(above, (), others)] == ["unknown-import"]


def test_it_refuses_a_requirement_that_the_imported_model_has_not() -> None:
    above = named("urn:above", import_("urn:base", "low"), linked("a", "1", "urn:base#dx"))
    with pytest.raises(DmnError) as refusal:
        load_model(above, [BASE])
    assert refusal.value.code == "unknown-requirement"
