"""Whatever is sent, the answer is either kept answers or a refusal."""

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import Invalid
from tests.engine.forms.making import field, form, group, judged

CHOICES = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]
ASKED = form(
    field("textfield", "what", validate={"required": True, "minLength": 2, "pattern": "^[^<]*$"}),
    field("textarea", "more", conditional={"hide": '=what = "no"'}),
    field("number", "count", validate={"min": 1, "max": "=limit"}, decimalDigits=2, increment="0.25"),
    field("checkbox", "agreed"),
    field("radio", "level", values=CHOICES),
    field("checklist", "topics", values=CHOICES),
    field("datetime", "day", disallowPassedDates=True),
    field("filepicker", "photos", multiple=True),
    group("contact", field("textfield", "phone", conditional={"hide": "=not(agreed)"}), path="contact"),
    group(
        "people",
        field("textfield", "name", validate={"required": True}),
        field("number", "age", conditional={"hide": "=this.name = null"}),
        type="dynamiclist",
        path="people",
    ),
)
KEYS = [
    "what",
    "more",
    "count",
    "agreed",
    "level",
    "topics",
    "day",
    "photos",
    "contact",
    "people",
    "phone",
    "name",
    "age",
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["a", "2026-03-16", "1"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner, max_size=6)
    ),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers=st.dictionaries(st.sampled_from(KEYS), JSON) | JSON)
def test_it_refuses_or_keeps_any_json(answers: object) -> None:
    try:
        kept = judged(ASKED, answers, data={"limit": 10})
    except Invalid:
        return
    orjson.dumps(kept)
    assert judged(ASKED, kept, data={"limit": 10}) == kept
