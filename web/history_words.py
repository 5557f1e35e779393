"""What happened to a case, in words for those who work on it: from the kind of act and the name of its element."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.views import HistoryStep

# What registers and engine write into the chain of a case. A kind without words shows its own name.
WORDS: dict[str, object] = {
    "started": _l("登记"),
    "cancelled": _l("终止办理"),
    "case-data-changed": _l("督查改了这件事的数据"),
    "case-exported": _l("导出全部材料"),
    "job-failed": _l("消息没有发出去"),
    "job-retried": _l("重发消息"),
    "matter-classified": _l("分类"),
    "matter-joined": _l("有人附议"),
    "matter-moved": _l("转到另一个地方办"),
    "matter-rated": _l("说事人评价"),
    "matter-reopened": _l("上一级重办"),
    "matter-closed": _l("办结"),
    "resolver-assigned": _l("指定解事员"),
    "whistle-blown": _l("吹哨"),
    "whistle-answered": _l("报到应答"),
    "whistle-closed": _l("销哨"),
}

# Said by another line of the same act.
UNSAID = frozenset({"matter-raised"})


OF_STEPS: dict[str, object] = {
    "timer-fired": _l("到时间了：%(step)s"),
    "message-received": _l("收到：%(step)s"),
    "work-completed": _l("程序办完：%(step)s"),
    "operation-done": _l("程序办完：%(step)s"),
    "signal-received": _l("收到：%(step)s"),
    "work-error": _l("程序报错：%(step)s"),
    "work-failed": _l("程序没有办成：%(step)s"),
    "incident-opened": _l("卡住了：%(step)s"),
    "incident-retried": _l("再试一次：%(step)s"),
}


def step_words(step: HistoryStep, element: str) -> str:
    """Return what one line of the history says."""
    kind = step.step.what
    if kind == "task-completed":
        return element
    if kind == "task-claimed":
        return _("签收：%(step)s", step=element) if element else _("签收")
    if kind == "task-released":
        return _("放回：%(step)s", step=element) if element else _("放回")
    if kind in OF_STEPS:
        return str(OF_STEPS[kind]) % {"step": element}
    return str(WORDS.get(kind, kind))
