"""One table for both skins: what a refusal says to the person, what happened and what to do next (look.md §5), and its status.

A code has its own sentence where one is better than that of its class; every class has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a class of refusals comes to over HTTP: its status, and its sentence."""

    status: int
    words: object


OF_CLASS: dict[type[Refused], Answer] = {
    NotFound: Answer(404, _l("没有这一页，或者您的岗位不能看。")),
    NotAllowed: Answer(403, _l("没有这一页，或者您的岗位不能看。")),
    AlreadyDone: Answer(409, _l("这一步已经办完了，您填的还在下面。")),
    Changed: Answer(409, _l("刚才有人同时在改，没有改成。您填的还在，请再试一次。")),
    NotYet: Answer(409, _l("现在还不能办这一步。")),
    TooMany: Answer(429, _l("试得太多了，请 15 分钟后再试，或打说事处电话。")),
    Unpublishable: Answer(422, _l("这份流程还不能发布，要改的地方都列出来了。")),
    Unsupported: Answer(422, _l("这份流程里有本系统不能运行的部分，请找流程设计员。")),
    StepFailed: Answer(422, _l("流程图走到下一步时出了错，什么都没有改动。请找流程设计员。")),
    Invalid: Answer(422, _l("有几处要改，您填的都还在。")),
}

OF_CODE: dict[str, object] = {
    "erased": _l("这件事的内容已经依法删除。"),
    "no-such-case": _l("没有这件事，或者您的岗位不能看。"),
    "not-your-case": _l("没有这件事，或者您的岗位不能看。"),
    "sign-in-first": _l("请先登录。"),
    "wrong-login": _l("账号或者密码不对。请再看一遍，注意大小写。"),
    "wrong-key": _l("这个密钥不对，或者已经到期、作废。请找系统管理员。"),
    "scope-missing": _l("这个密钥没有 %(scope)s 的权限。请找系统管理员。"),
    "no-such-form": _l("这个版本没有这张表单。"),
    "no-such-decision": _l("这个版本没有这个决策。"),
    "decision-not-made": _l("用这些数，这个决策定不下来：%(cause)s。"),
    "begun-by-register": _l("这个流程的事要从它自己的登记进来，这里不能新开。"),
    "no-such-key": _l("没有这个密钥。"),
    "key-exists": _l("这个名称已经用过，请换一个。"),
    "key-revoked": _l("这个密钥已经作废。"),
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
    "case-changed": _l("您打开以后，这件事有了变化，没有提交。您填的还在，看一遍再提交。"),
    "not-waiting": _l("事情已经往下走，这里不再等了。请看这件事现在在哪一步。"),
    "draft-too-large": _l("草稿太长，没有存上。请删短一些，或者现在就提交。"),
    "too-many-uploads": _l("现在传照片的人太多，这张没有收下。可以先不加照片，以后再补"),
    "not-your-area": _l("没有这件事，或者您的岗位不能看。"),
    "only-staff-claim": _l("这一步不用签收，填好交上就行。"),
    "no-such-whistle": _l("没有这次吹哨。"),
    "no-such-page": _l("这一页的地址不对，请从第一页看起。"),
    "no-such-unit": _l("没有这个单位，请重新选。"),
    "no-such-person": _l("没有这个人，请重新选。"),
    "no-such-process": _l("这个流程还没有发布，请找流程设计员。"),
    "no-such-definition": _l("没有这个版本的流程，请找流程设计员。"),
    "no-such-incident": _l("没有卡在这里的事，或者您的岗位不能看。"),
    "incident-resolved": _l("这里已经不卡了：有人试过，或者这件事走到别处了。"),
    "no-such-job": _l("没有这条消息，或者它已经发出。"),
    "no-such-account": _l("没有这个账号。"),
    "no-such-resolver": _l("没有这位解事员，请重新选。"),
    "no-such-start": _l("这个流程现在的版本已经没有这个开始，请找流程设计员。"),
    "not-appointed": _l("这个人现在没有担任这个岗位。"),
    "not-in-demo-mode": _l("演示账号只在演示时能用。"),
    "account-exists": _l("这个账号已经有人用了，请换一个。"),
    "already-appointed": _l("这个人已经担任这个岗位。"),
    "person-exists": _l("这个人已经在册。"),
    "resolver-exists": _l("这个人已经是解事员。"),
    "resolver-left": _l("这位解事员已经退出。"),
    "unit-exists": _l("已经有这个单位。"),
    "resolver-not-in-good-standing": _l("这位解事员现在不在册，或者暂停了，不能指定。请另选一位。"),
    "work-gone": _l("这项工作已经不等人做了：做完了，或者这件事已经走到别处。"),
    "work-not-yours": _l("这项工作现在由别的程序占着，或者还没有领。"),
    "too-many-working-days": _l("工作日算得太远，最多 %(most)s 天。请找流程设计员。"),
}

# Why a step of a diagram could not run (docs/designers/bpmn.md).
OF_CAUSE: dict[str, object] = {
    "no-flow": _l("哪条线的条件都不成立，也没有默认的线"),
    "condition-not-boolean": _l("条件算出来不是真也不是假"),
    "expression": _l("表达式算不下去"),
    "decision": _l("规则表定不下来"),
    "not-storable": _l("算出来的值存不下"),
    "priority-not-a-number": _l("优先级不是 0 到 100 的整数"),
    "cardinality-not-a-number": _l("要办几次，算出来的不是整数"),
    "collection-not-list": _l("要逐个办的不是一个清单"),
    "too-many-instances": _l("要逐个办的太多"),
    "operation-without-result": _l("登记没有给出结果"),
    "operation-input": _l("流程图给登记的内容不对"),
    "nothing-published": _l("绑定的表单、决策或者流程从来没有发布过"),
    "work-failed": _l("外部程序没有做成"),
    "topic-not-text": _l("外部工作的主题不是文字"),
    "not-a-number": _l("重试次数或者优先级不是整数"),
    "operation-output": _l("登记给出的结果不对"),
    "no-correlation-key": _l("消息没有关联键"),
    "no-name": _l("消息、信号或错误没有名称"),
    "timer-not-a-time": _l("要等到的时间不是时间"),
    "due-not-a-date": _l("期限不是日期"),
    "error-not-caught": _l("抛出的错误没有人接"),
    "too-many-to-undo": _l("这一层里可以撤销的步骤太多"),
    "cancel-not-caught": _l("事务要取消，边界上却没有取消事件"),
    "too-deep": _l("流程调用流程，层数太多"),
    "endless": _l("走了太多步，一直没有等人的地方"),
    "no-performer": _l("没有写由谁办"),
    "no-unit": _l("这里没有哪个单位有这个岗位"),
}


def refused_status(refused: Refused) -> int:
    """Return the HTTP status of a refusal."""
    return _of_class(refused).status


def refusal_words(refused: Refused, *, today: date, who: Callable[[str], str]) -> str:
    """Return the sentence for a refusal; `who` turns a subject into the name of its post or person."""
    if isinstance(refused, AlreadyDone) and refused.params.get("by"):
        return _first_was(refused, today=today, who=who)
    if isinstance(refused, TooMany) and isinstance(until := refused.params.get("until"), datetime):
        return _(
            "试得太多了，请在 %(until)s 以后再试，或打说事处电话。", until=moment_words(until, today=today)
        )
    if isinstance(refused, StepFailed):
        return _step_failed(refused)
    return str(OF_CODE.get(refused.code) or _of_class(refused).words) % refused.params


def _step_failed(refused: StepFailed) -> str:
    name, cause = refused.params["name"], str(OF_CAUSE.get(refused.cause, refused.cause))
    return _(
        "流程图走到“%(name)s”这一步时出了错：%(cause)s。什么都没有改动。请找流程设计员。",
        name=name,
        cause=cause,
    )


def _first_was(refused: AlreadyDone, *, today: date, who: Callable[[str], str]) -> str:
    at = refused.params.get("at")
    by = who(str(refused.params["by"]))
    when = moment_words(at, today=today) if isinstance(at, datetime) else ""
    if refused.code == "incident-resolved":
        return str(OF_CODE[refused.code])
    if refused.code == "task-claimed":
        return _("%(by)s已在 %(when)s 签收这件事。您填的还在下面。", by=by, when=when)
    return _("%(by)s已在 %(when)s 办完这一步。您填的还在下面，可以复制。", by=by, when=when)


def _of_class(refused: Refused) -> Answer:
    return next(answer for kind, answer in OF_CLASS.items() if isinstance(refused, kind))
