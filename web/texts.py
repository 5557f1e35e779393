"""What a refusal says to the person: one sentence for what happened and what to do next (look.md §5).

A code has its own sentence where one is better than that of its class; every class has one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.bpmn.env import StepFailed
from engine.errors import (
    AlreadyDone,
    Changed,
    Invalid,
    NotAllowed,
    NotFound,
    NotYet,
    Refused,
    TooMany,
    Unpublishable,
    Unsupported,
)
from web.dates import moment_words

OF_CLASS: dict[type[Refused], object] = {
    NotFound: _l("没有这一页，或者您的岗位不能看。"),
    NotAllowed: _l("没有这一页，或者您的岗位不能看。"),
    AlreadyDone: _l("这一步已经办完了，您填的还在下面。"),
    Changed: _l("刚才有人同时在改，没有改成。您填的还在，请再试一次。"),
    NotYet: _l("现在还不能办这一步。"),
    TooMany: _l("试得太多了，请 15 分钟后再试，或打说事处电话。"),
    Unpublishable: _l("这份流程还不能发布，要改的地方都列出来了。"),
    Unsupported: _l("这份流程里有本系统不能运行的部分，请找流程设计员。"),
    StepFailed: _l("流程图走到下一步时出了错，什么都没有改动。请找流程设计员。"),
    Invalid: _l("有几处要改，您填的都还在。"),
}

OF_CODE: dict[str, object] = {
    "erased": _l("这件事的内容已经依法删除。"),
    "no-such-case": _l("没有这件事，或者您的岗位不能看。"),
    "not-your-case": _l("没有这件事，或者您的岗位不能看。"),
    "sign-in-first": _l("请先登录。"),
    "wrong-login": _l("账号或者密码不对。请再看一遍，注意大小写。"),
    "no-demo-account": _l("没有这个演示账号。"),
    "no-such-matter": _l("没有查到这件事，或者它没有公开。"),
    "not-your-matter": _l("没有查到这件事。请用回执码，或者用编号和手机后四位查。"),
    "matter-has-ended": _l("这件事已经办结，不能再补充、撤回或附议。还有新情况，请重新说。"),
    "not-your-task": _l("没有这一步，或者不该由您来办。"),
    "no-such-task": _l("没有这一步，或者不该由您来办。"),
    "task-taken-back": _l("这一步已经不用办了：事情已经往下走。您填的还在下面，可以复制。"),
    "no-such-photo": _l("没有这张照片，或者您不能看。"),
    "case-ended": _l("这件事已经办结，不能再改。"),
    "no-receipt": _l("请先用回执码，或者用编号和手机后四位，查到这件事。"),
}


def refusal_words(refused: Refused, *, today: date, who: Callable[[str], str]) -> str:
    """Return the sentence for a refusal; `who` turns a subject into the name of its post or person."""
    if isinstance(refused, AlreadyDone) and refused.params.get("by"):
        return _first_was(refused, today=today, who=who)
    if isinstance(refused, TooMany) and isinstance(until := refused.params.get("until"), datetime):
        return _(
            "试得太多了，请在 %(until)s 以后再试，或打说事处电话。", until=moment_words(until, today=today)
        )
    if isinstance(refused, StepFailed):
        return _(
            "流程图走到“%(name)s”这一步时出了错，什么都没有改动。请找流程设计员。",
            name=refused.params["name"],
        )
    return str(OF_CODE.get(refused.code) or _of_class(refused))


def _first_was(refused: AlreadyDone, *, today: date, who: Callable[[str], str]) -> str:
    at = refused.params.get("at")
    by = who(str(refused.params["by"]))
    when = moment_words(at, today=today) if isinstance(at, datetime) else ""
    if refused.code == "task-claimed":
        return _("%(by)s已在 %(when)s 签收这件事。您填的还在下面。", by=by, when=when)
    return _("%(by)s已在 %(when)s 办完这一步。您填的还在下面，可以复制。", by=by, when=when)


def _of_class(refused: Refused) -> object:
    return next(words for kind, words in OF_CLASS.items() if isinstance(refused, kind))
