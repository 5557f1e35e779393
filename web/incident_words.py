"""Why a case is stuck, in words for those who work on it: from the cause of an incident, and what it says in particular."""

from __future__ import annotations

from flask_babel import gettext as _

from engine.incident_list import IncidentRow
from engine.incident_rows import JOB_FAILED
from web.names import either
from web.refusal_words import OF_CAUSE


def cause_words(incident: IncidentRow) -> str:
    """Return why it is stuck."""
    if incident.cause == JOB_FAILED:
        return _("系统要替这件事做的一项工作，试了几次都没有做成")
    return str(OF_CAUSE.get(incident.cause, incident.cause))


def place_words(incident: IncidentRow) -> str:
    """Return at which step it is stuck; a message belongs to none."""
    return either(incident.name, incident.name_en) or _("发消息")


def job_words(kind: str) -> str:
    """Return what long work does; a kind without words shows its own name."""
    return {"import-letters": _("导入来信")}.get(kind, kind)


def outcome_words(outcome: str, count: int) -> str:
    """Return one count of what came of long work."""
    words = {
        "imported": _("导入 %(count)s 件", count=count),
        "already-there": _("早已有 %(count)s 件", count=count),
        "refused": _("没有收下 %(count)s 件", count=count),
    }
    return words.get(outcome, f"{outcome} {count}")
