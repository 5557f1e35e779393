"""The one zone in which the county lives; the database keeps UTC."""

from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
