"""What can run and can hardly be meant in a model."""

from engine.dmn import warn_of_model
from tests.engine.dmn.drawing import decision, literal, model, table

INPUT = '<inputData id="i" name="level"/>'


def test_it_warns_of_cells_and_answers_that_give_only_null() -> None:
    rules = [("< 10", '"a" + 1'), ('? > 3 and "x"', "1")]
    found = warn_of_model(model(decision("d", table(["people"], ["level"], rules))))
    assert [(each.code, each.params) for each in found] == [
        ("always-null", {"found": '"a" + 1'}),
        ("not-true-or-false", {"found": '"x"'}),
    ]


def test_it_warns_of_what_is_read_without_an_arrow() -> None:
    (found,) = warn_of_model(model(INPUT, decision("d", literal("level + other"))))
    assert (found.element, found.code, found.params) == ("d", "no-arrow", {"name": "level"})
    assert warn_of_model(model(INPUT, decision("d", literal("level"), takes=["i"]))) == []


def test_it_warns_of_a_misspelt_name() -> None:
    (found,) = warn_of_model(model(INPUT, decision("d", literal("leevl = 1"), takes=["i"])))
    assert (found.code, found.params["nearest"]) == ("misspelt-name", "level")


def test_it_leaves_what_is_wrong_to_the_check() -> None:
    assert warn_of_model(b"<no>") == []
    assert warn_of_model(model(decision("d", literal("1 +")))) == []
