"""What a citizen is told of a matter: who is doing what now, and what has happened, in plain words (look.md §5, §6)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registers.matters.receipts import SUPPORTER
from registers.matters.values import Answering, Happened, Progress
from web.matter_words import OUTCOMES, PHASES
from web.names import called

HAPPENED: dict[str, object] = {
    "raised": _l("已登记"),
    "registered": _l("已登记"),
    "accepted": _l("已受理"),
    "in-progress": _l("开始办理"),
    "classified": _l("已分类"),
    "moved": _l("转到另一个地方办"),
    "resolver": _l("指定了解事员"),
    "supplemented": _l("您补充了情况"),
    "whistle": _l("请上一级或部门来办"),
    "whistle-answered": _l("应答：来人办理"),
    "whistle-closed": _l("来人办完了这一段"),
    "replied": _l("书面答复"),
    "rated": _l("您作了评价"),
    "reopened": _l("重新办理"),
    "closed": _l("已办结"),
    "referred": _l("已转到法定渠道"),
    "withdrawn": _l("已撤回"),
}

WAY = ("registered", "accepted", "in-progress", "replied", "closed")


@dataclass(frozen=True, slots=True)
class PhaseWords:
    """One phase on the strip."""

    words: str
    is_behind: bool
    is_now: bool


def happened_words(each: Happened) -> str:
    """Return what one line of the history says to the citizen."""
    return str(HAPPENED.get(each.kind, each.kind))


def told_history(found: Progress) -> list[Happened]:
    """Return the history without what the system notes for itself: its first guess at the class."""
    return [each for each in found.history if each.by or each.kind != "classified"]


def who_answers(step: Answering) -> str:
    """Return who has to do a step that waits: a post by its name, never a person."""
    if step.is_yours:
        return _("您")
    return called(step.post) or _("办理的人")


def now_sentence(found: Progress) -> str:
    """Return the one sentence that answers: where is my matter?"""
    if found.tasks:
        return _("轮到您了：%(step)s", step=called(found.tasks[0].step))
    if found.outcome and not found.answering:
        return _("已经办结：%(outcome)s", outcome=str(OUTCOMES.get(found.outcome, found.outcome)))
    if not found.answering:
        return _("已经办结")
    first = found.answering[0]
    return _("%(who)s正在办：%(step)s", who=who_answers(first), step=called(first.step))


def phases(found: Progress) -> list[PhaseWords]:
    """Return the phases of a matter for the strip above the sentence; one that left the way ends it."""
    reached = found.phase if found.phase in PHASES else WAY[0]
    way = [*WAY[:1], reached] if reached not in WAY else list(WAY)
    here = way.index(reached)
    return [
        PhaseWords(str(PHASES[phase]), is_behind=at < here, is_now=at == here) for at, phase in enumerate(way)
    ]


def ahead(found: Progress) -> list[str]:
    """Return what still lies before a matter under way, as far as one can promise it."""
    if found.phase in {"closed", "referred", "withdrawn"}:
        return []
    asked = [] if found.party == SUPPORTER or found.tasks else [_("请您评：办成没有，满不满意")]
    return asked if found.phase == "replied" else [_("书面答复您"), *asked]


def register(app: Flask) -> None:
    """Give templates the words for what waits and what has happened."""
    app.jinja_env.filters.update(who_answers=who_answers, happened=happened_words)
