"""The catalogue of English texts is complete, and no text for people escapes it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from tests.test_house import read, strings

ROOT = Path(__file__).parent.parent.parent
TRANSLATIONS = ROOT / "web" / "translations"
TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))
SPOKEN = ("web", "api", "shuoshi")
MARKED = {"_", "_l", "ngettext"}  # the calls that the catalogue is made from
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|\{\d\}|\{\{.*?\}\}")
# A pattern of dates in Chinese; the name in the heading of the API's description; words whose English stands in the registers.
NOT_TRANSLATED = {"web/dates.py", "api/application.py", "shuoshi/operation_words.py"}
NAME_OF_A_LANGUAGE = "中文"  # stands in the English page, for those who look for it


@cache
def catalogue() -> Catalog:
    with (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def messages() -> list[Message]:
    return [message for message in catalogue() if message.id]


def both(words: object) -> tuple[str, ...]:
    """One form or the two of a number."""
    return tuple(words) if isinstance(words, list | tuple) else (str(words),)


@cache
def texts_of_the_code() -> frozenset[object]:
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {**DEFAULT_KEYWORDS, "_l": None}
    found = set()
    for package in SPOKEN:
        for _file, _line, text, *_rest in extract_from_dir(ROOT / package, methods, options, keywords):
            found.add(text)
    return frozenset(found)


def test_it_has_every_text_of_pages_and_api() -> None:
    assert texts_of_the_code() - {message.id for message in messages()} == set()


def test_it_keeps_no_text_that_nobody_says() -> None:
    assert {message.id for message in messages()} - texts_of_the_code() == set()
    assert catalogue().obsolete == {}


def test_it_leaves_nothing_empty_and_nothing_to_a_guess() -> None:
    assert [message.id for message in messages() if not all(both(message.string))] == []
    assert [message.id for message in messages() if message.fuzzy] == []


def test_it_keeps_the_placeholders() -> None:
    found = [
        message.id
        for message in messages()
        for english in both(message.string)
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(both(message.id)[0]))
    ]
    assert found == []


def test_it_leaves_no_chinese_in_english() -> None:
    found = [english for message in messages() for english in both(message.string) if CHINESE.search(english)]
    assert found == []


def test_it_ends_a_sentence_where_the_chinese_does() -> None:
    """A sentence has its full stop in both languages, a label in neither."""
    found = [
        message.id
        for message in messages()
        if both(message.id)[0].endswith("。") and not both(message.string)[0].endswith(".")
    ]
    assert found == []


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "web/templates").as_posix()
)
def test_its_templates_hold_no_text_outside_the_catalogue(path: Path) -> None:
    page = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(
        path.read_text(encoding="utf-8")
    )
    marked = {
        id(word)
        for call in page.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext", "ngettext"}
        for word in call.find_all(nodes.Const)
    }
    said = [node.data for node in page.find_all(nodes.TemplateData)]
    said += [str(word.value) for word in page.find_all(nodes.Const) if id(word) not in marked]
    assert [text for text in said if CHINESE.search(text.replace(NAME_OF_A_LANGUAGE, ""))] == []


def test_its_code_holds_no_text_outside_the_catalogue() -> None:
    found = []
    for package in SPOKEN:
        for path in sorted((ROOT / package).rglob("*.py")):
            source = read(path)
            if "node_modules" not in path.parts and source.name not in NOT_TRANSLATED:
                marked = marked_strings(source.tree)
                found += [
                    source.where(node)
                    for node in strings(source.tree)
                    if CHINESE.search(str(node.value)) and node not in marked
                ]
    assert found == []


def marked_strings(tree: ast.Module) -> set[ast.Constant]:
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKED
    ]
    return {word for call in calls for word in ast.walk(call) if isinstance(word, ast.Constant)}


def test_its_scripts_take_their_words_from_the_page() -> None:
    scripts = [*(ROOT / "web" / "islands").rglob("*.ts"), *(ROOT / "web" / "static").glob("*.js")]
    spoken = [
        path for path in scripts if ".test." not in path.name and CHINESE.search(path.read_text("utf-8"))
    ]
    assert spoken == []
