"""What the register's short values are called on pages: class, phase, outcome, channel, rating."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

CLASSES: dict[str, object] = {
    "personal": _l("个人事项"),
    "public-benefit": _l("公益事项"),
    "administrative": _l("行政管理事项"),
    "other": _l("其他事项"),
}
PHASES: dict[str, object] = {
    "registered": _l("已登记"),
    "accepted": _l("已受理"),
    "in-progress": _l("正在办"),
    "replied": _l("已答复"),
    "closed": _l("已办结"),
    "referred": _l("已转出"),
    "withdrawn": _l("已撤回"),
}
OUTCOMES: dict[str, object] = {
    "resolved": _l("已解决"),
    "agreed": _l("已商定"),
    "explained": _l("已说明"),
    "referred": _l("已转到法定渠道"),
    "withdrawn": _l("本人撤回"),
    "unconfirmed": _l("没有联系上本人，结果未确认"),
    "merged": _l("已并入另一件"),
}
CHANNELS: dict[str, object] = {
    "online": _l("网上说事"),
    "point": _l("说事点"),
    "station": _l("说事站"),
    "office": _l("说事处"),
    "on-behalf": _l("代说"),
    "hotline": _l("热线"),
    "discussion-day": _l("议事日"),
    "import": _l("其他平台转来"),
}
RATINGS: dict[int, object] = {
    5: _l("非常满意"),
    4: _l("满意"),
    3: _l("基本满意"),
    2: _l("不满意"),
    1: _l("非常不满意"),
}


def register(app: Flask) -> None:
    """Give templates a filter for each kind of value; one we have no word for is shown as it is."""
    kinds: dict[str, Mapping[Any, object]] = {
        "matter_class": CLASSES,
        "phase": PHASES,
        "outcome": OUTCOMES,
        "channel": CHANNELS,
        "rating": RATINGS,
    }
    for name, words in kinds.items():
        app.jinja_env.filters[name] = _filter(words)


def _filter(words: Mapping[Any, object]) -> Callable[[object], str]:
    return lambda value: str(words.get(value, value))
