"""What form-js says by itself, in the page's language: its texts are English and it has no catalogue.

Keys are its own texts or stand for a pattern of them in `islands/form/messages.ts`; `{0}` is the figure it names.
"""

from __future__ import annotations

from babel.dates import get_day_names, get_month_names
from flask_babel import gettext as _

from web.preferences import locale

MONTHS = get_month_names("wide", locale="en")
DAYS = get_day_names("abbreviated", locale="en")


def viewer_words() -> dict[str, str]:
    """Return form-js's own words, by key."""
    return {
        **calendar_words(),
        "required": _("这一项要填"),
        "not-a-number": _("请填数字"),
        "whole-number": _("请填整数"),
        "too-many-decimals": _("小数最多 {0} 位"),
        "step": _("请填规定步长的倍数，最近的是 {0} 和 {1}"),
        "pattern": _("写的格式不对，请对照上面的说明"),
        "too-small": _("不能小于 {0}"),
        "too-big": _("不能大于 {0}"),
        "too-short": _("至少写 {0} 个字"),
        "too-long": _("最多写 {0} 个字"),
        "not-an-email": _("邮箱的写法不对，应当像 name@example.com"),
        "date-and-time": _("日期和时间都要填"),
        "Add new": _("加一行"),
        "Collapse": _("收起"),
        "expand": _("全部展开（还有 {0} 行）"),
        "remove-row": _("去掉第 {0} 行"),
        "Browse": _("选文件"),
        "No files selected": _("还没有选文件"),
        "files-selected": _("选了 {0} 个文件"),
        "Search": _("找"),
        "Select": _("请选择"),
        "No results": _("没有找到"),
        "All values selected": _("都选上了"),
        "Skip to search": _("跳到搜索"),
        "Remove tag": _("去掉这一项"),
        "Nothing to show.": _("没有内容"),
        "Previous page": _("上一页"),
        "Next page": _("下一页"),
        "Increment": _("加一"),
        "Decrement": _("减一"),
        "Click to remove sorting": _("按一下取消排序"),
        "mandatory-summary": _("有 {0} 处要改"),
    }


def calendar_words() -> dict[str, str]:
    """Return the months and days that its calendar names."""
    months = get_month_names("wide", locale=locale())
    days = get_day_names("narrow" if locale() == "zh" else "abbreviated", locale=locale())
    return {
        "Month": _("月份"),
        "Year": _("年份"),
        **{name: months[number] for number, name in MONTHS.items()},
        **{name: days[number] for number, name in DAYS.items()},
    }
