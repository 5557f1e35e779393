"""`/healthz`: whether this process can work; for whoever starts it, watches it, or sends requests to it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from engine.runtime import Runtime
from engine.uow import reading
from web.acting import rule


def health(runtime: Runtime, is_worker_alive: Callable[[], bool] | None) -> Blueprint:
    """Return the route, which answers 200 if the database is reachable and the worker alive, else 503.

    Without a worker of its own (None) a server is well without one: those in other processes watch over themselves.
    """
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    @rule("public")
    def healthz() -> tuple[dict[str, str], int]:
        found = {
            "database": "ok" if _is_reachable(runtime) else "unreachable",
            "worker": _of_worker(is_worker_alive),
        }
        is_well = set(found.values()) <= {"ok", "elsewhere"}
        return {"status": "ok" if is_well else "unwell", **found}, 200 if is_well else 503

    return pages


def _of_worker(is_alive: Callable[[], bool] | None) -> str:
    if is_alive is None:
        return "elsewhere"
    return "ok" if is_alive() else "stopped"


def _is_reachable(runtime: Runtime) -> bool:
    try:
        with reading(runtime) as uow:
            uow.rows(select(1))
    except SQLAlchemyError:
        return False
    return True
