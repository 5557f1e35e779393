"""What form-js says by itself is known, all of it, and has words."""

import re
from pathlib import Path

import pytest

from web.forms.viewer_words import viewer_words

ROOT = Path(__file__).parents[3]
MESSAGES = (ROOT / "web" / "islands" / "form" / "messages.ts").read_text(encoding="utf-8")
OWN = {"mandatory-summary"}
pytestmark = pytest.mark.usefixtures("page")


def test_it_has_words_for_every_pattern() -> None:
    keys = set(re.findall(r"/s?, '([a-z-]+)'\]", MESSAGES))
    assert keys <= viewer_words().keys()
    assert {key for key in viewer_words() if re.fullmatch(r"[a-z-]+", key)} == keys | OWN


def test_it_translates_only_what_form_js_says() -> None:
    modules = ROOT / "node_modules"
    files = ("@bpmn-io/form-js-viewer/dist/index.es.js", "flatpickr/dist/flatpickr.js")
    bundle = "".join((modules / name).read_text(encoding="utf-8") for name in files)
    said = [key for key in viewer_words() if not re.fullmatch(r"[a-z-]+", key)]
    assert [key for key in said if f"'{key}'" not in bundle and f'"{key}"' not in bundle] == []
