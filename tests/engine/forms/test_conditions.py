"""What a condition hides is neither asked nor accepted."""

from engine.forms import shown_answers
from tests.engine.forms.making import NOW, field, form, group, judged, problems

PHONE = field(
    "textfield", "phone", validate={"required": True}, conditional={"hide": '=not(reply = "phone")'}
)
REPLY = field("textfield", "reply")


def hidden_by(condition: str, key: str = "it") -> dict[str, object]:
    return field("textfield", key, conditional={"hide": condition})


def test_it_does_not_ask_what_is_hidden() -> None:
    assert judged(form(REPLY, PHONE), {"reply": "none"}) == {"reply": "none"}


def test_it_refuses_what_is_hidden() -> None:
    assert problems(form(REPLY, PHONE), {"reply": "none", "phone": "138"}) == {"phone": ["not-shown"]}


def test_it_asks_what_an_answer_has_called_for() -> None:
    assert problems(form(REPLY, PHONE), {"reply": "phone"}) == {"phone": ["required"]}


def test_it_hides_a_group_with_all_that_is_in_it() -> None:
    asked = form(
        group("contact", PHONE | {"conditional": None}, path="contact", conditional={"hide": "=true"})
    )
    assert judged(asked, {}) == {}
    assert problems(asked, {"contact": {"phone": "138"}}) == {"contact.phone": ["not-shown"]}


def test_it_follows_conditions_that_hang_on_one_another() -> None:
    asked = form(
        field("textfield", "a"),
        hidden_by('=a = ""', "b"),
        hidden_by('=b = ""', "c"),
        hidden_by('=c = ""', "d"),
    )
    assert problems(asked, {"b": "x", "c": "x", "d": "x"}) == {key: ["not-shown"] for key in "bcd"}
    assert judged(asked, dict.fromkeys("abcd", "x")) == dict.fromkeys("abcd", "x")


def test_it_ends_where_conditions_go_in_a_circle() -> None:
    asked = form(hidden_by('=b = "x"', "a"), hidden_by('=a = "x"', "b"))
    assert problems(asked, {"a": "x", "b": "x"}) in ({}, {"a": ["not-shown"], "b": ["not-shown"]})


def test_it_reads_the_case_in_conditions() -> None:
    asked = form(hidden_by("=case.level > 1"))
    assert judged(asked, {}, data={"case": {"level": 2}}) == {}
    assert judged(asked, {}, data={"case": {"level": 1}}) == {"it": ""}


def test_it_judges_each_row_by_itself() -> None:
    rows = group(
        "people",
        field("textfield", "name"),
        hidden_by("=this.name = parent.what and i[1] = 2"),
        type="dynamiclist",
        path="people",
    )
    asked = form(field("textfield", "what"), rows)
    answers = {"what": "x", "people": [{"name": "x"}, {"name": "x"}, {"name": "y"}]}
    assert [list(row) for row in judged(asked, answers)["people"]] == [
        ["name", "it"],
        ["name"],
        ["name", "it"],
    ]


def test_it_shows_a_field_whose_condition_fails() -> None:
    asked = form(hidden_by("=missing.part > 3"))
    assert judged(asked, {"it": "x"}) == {"it": "x"}


def test_it_uses_the_functions_of_the_county() -> None:
    asked = form(hidden_by('=parent unit("v-dukou", "township") = "t-yanhe"'))
    functions = {"parent unit": lambda unit, level: "t-yanhe"}
    assert judged(asked, {}, functions=functions) == {}


def test_it_takes_hidden_answers_off_a_plain_page() -> None:
    asked = form(REPLY, PHONE)
    sent = {"reply": "none", "phone": "138"}
    assert shown_answers(asked, sent, data={}, functions={}, now=NOW) == {"reply": "none"}
