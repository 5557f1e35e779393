"""The docs are held to the code: what exists is named, and what is linked exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from engine import functions
from engine.bpmn.scope_reader import STEP_OF_KIND
from engine.errors import Refused
from engine.feel import builtin_names
from engine.runtime import Runtime
from registers.directory.posts import POSTS
from shuoshi.cli import main
from shuoshi.composition import OPERATIONS, OPTIONS
from shuoshi.settings import DEFAULTS
from tests.application import application
from tests.web.test_refusal_words import NAMES_OF_REFUSALS, problems, raised

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "workflows").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
ROWS = ("S1", "S2", "S4", "S5", "S6", "S7", "S8")  # of the source that this release serves
MOST_LINES_OF_A_DECISION = 40


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def named(name: str) -> set[str]:
    """What stands in the page's back quotes."""
    return set(re.findall(r"`([^`\n]+)`", page(name)))


def anchors(text: str) -> set[str]:
    """The names by which a page's headings are linked, as the usual forges make them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        for heading in HEADING.findall(text)
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_its_links_lead_somewhere(path: Path) -> None:
    broken = []
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(link)
    assert broken == []


def test_every_page_is_reached_from_the_first() -> None:
    reached, waiting = set(), [ROOT / "docs" / "README.md"]
    while waiting:
        at = waiting.pop()
        if at in reached or at.suffix != ".md":
            continue
        reached.add(at)
        links = (link.partition("#")[0] for link in LINK.findall(at.read_text(encoding="utf-8")))
        waiting += [(at.parent / link).resolve() for link in links if link]
    decisions = ROOT / "docs" / "decisions"  # linked as a folder
    assert [
        each for each in (ROOT / "docs").rglob("*.md") if each not in reached and each.parent != decisions
    ] == []


@pytest.mark.parametrize("row", ROWS)
def test_it_tells_users_of_every_row_of_the_source(row: str) -> None:
    told = "".join(each.read_text(encoding="utf-8") for each in (ROOT / "docs" / "users").glob("*.md"))
    assert re.search(rf"\b{row}\b", told)


def test_it_names_every_setting() -> None:
    assert DEFAULTS.keys() - named("operators/settings.md") == set()


def test_it_names_every_command() -> None:
    assert {
        each for each in commands(main) if f"`shuoshi {each}" not in page("operators/running.md")
    } == set()


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name


def test_it_names_every_refusal_and_every_code() -> None:
    text = named("developers/refusals.md")
    classes = {each.__name__ for each in Refused.__subclasses__()}
    codes = {each.code for each in raised(NAMES_OF_REFUSALS)} | {each.code for each in problems()}
    assert (classes | codes) - text == set()


def test_it_names_every_post_operation_and_source_of_choices() -> None:
    assert {*POSTS, *OPERATIONS, *OPTIONS} - named("designers/README.md") == set()


def test_it_names_every_function_of_the_county() -> None:
    signatures = {each.partition("(")[0] for each in named("designers/README.md")}
    assert set(functions.NAMES) - signatures == set()


def test_it_names_every_function_of_feel() -> None:
    assert set(builtin_names()) - named("designers/feel.md") == set()


def test_it_names_every_element_that_runs() -> None:
    assert set(STEP_OF_KIND) - named("designers/bpmn.md") == set()


def test_it_keeps_receipt_codes_out_of_the_logs_of_a_proxy(runtime: Runtime) -> None:
    rules = [str(rule) for rule in application(runtime).url_map.iter_rules() if "code" in rule.arguments]
    assert rules
    for rule in rules:
        assert f"~^{rule.partition('<')[0]} 0;" in page("operators/running.md")


@pytest.mark.parametrize("path", sorted((ROOT / "docs/decisions").glob("*.md")), ids=lambda path: path.stem)
def test_its_decisions_are_short_and_say_what_would_prove_them_wrong(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES_OF_A_DECISION
    assert re.match(rf"# {path.stem[:4]} ", text)
    wanted = ["What forced it", "What we chose", "What it costs", "What would prove it wrong"]
    assert HEADING.findall(text)[1:] == wanted


def test_both_introductions_say_the_same_things() -> None:
    english, chinese = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
    )
    links = [set(LINK.findall(text)) - {"README.md", "README.zh-CN.md"} for text in (english, chinese)]
    assert links[0] == links[1]
    assert len(HEADING.findall(english)) == len(HEADING.findall(chinese))
    for command in ("make run", "make test"):
        assert f"```\n{command}\n```" in english
        assert f"```\n{command}\n```" in chinese
