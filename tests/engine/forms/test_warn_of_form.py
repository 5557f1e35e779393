"""What a form can do and can hardly be meant."""

from engine.forms import warn_of_form
from tests.engine.forms.making import field, source


def codes(hide: str, *, for_party: bool) -> list[str]:
    file = source(field("textfield", "reason", conditional={"hide": hide}), field("number", "people"))
    return [each.code for each in warn_of_form(file, for_party=for_party)]


def test_it_warns_where_the_browser_is_known_to_differ() -> None:
    assert codes("=opinions[adopted] = null", for_party=False) == ["browser-filter"]
    assert codes("=opinions[adopted] = null", for_party=True) == []


def test_it_warns_of_a_name_that_is_nearly_a_field_s() -> None:
    assert codes("=peolpe > 3", for_party=True) == ["misspelt-name"]


def test_it_warns_of_what_can_only_be_null() -> None:
    assert codes('=people + 1 = "3" + 1', for_party=True) == ["always-null"]


def test_it_leaves_what_is_wrong_to_the_check() -> None:
    assert codes("=1 +", for_party=False) == []
    assert warn_of_form(b"[]", for_party=False) == []
