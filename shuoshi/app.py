"""The application: pages and API over one runtime, with sessions, languages and the guard against forged requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Blueprint, Flask, Response, request
from flask_babel import Babel
from flask_wtf.csrf import CSRFError, CSRFProtect

from api import application as api
from api.acting import carries_key, check_signed_in, is_open_to_all
from api.errors import answer_error as answer_with_problem
from engine.runtime import Runtime
from shuoshi import request_numbers, request_text
from shuoshi.health import health
from web import (
    about,
    acting,
    assets,
    follow,
    frame,
    headers,
    home,
    inbox,
    incidents,
    instances,
    jobs,
    join_matter,
    matter_words,
    names,
    on_behalf,
    party_task,
    preferences,
    progress_words,
    raise_matter,
    receipt,
    sign_in,
    task,
)
from web.api_page import api_page
from web.errors import answer_error as answer_with_page

WEB = Path(headers.__file__).parent
TRANSLATIONS = WEB / "translations"
PAGES: Sequence[Blueprint] = (
    home.pages,
    about.pages,
    sign_in.pages,
    inbox.pages,
    task.pages,
    instances.pages,
    incidents.pages,
    jobs.pages,
    raise_matter.pages,
    receipt.pages,
    join_matter.pages,
    follow.pages,
    party_task.pages,
    on_behalf.pages,
)
LARGEST_FORM = 64 * 2**20


def create_app(
    runtime: Runtime,
    session_secret: bytes,
    *,
    is_worker_alive: Callable[[], bool] | None = lambda: True,
    pages: Sequence[Blueprint] = PAGES,
) -> Flask:
    """Return the application, beside a worker in its own process or (None) in others'; nothing is read from the environment, so that two may stand side by side."""
    app = Flask("web", root_path=str(WEB))
    _configure(app, runtime, session_secret)
    app.extensions["shuoshi"] = runtime
    request_numbers.register(app, runtime.clock)
    request_text.register(app)
    Babel(
        app,
        default_locale="zh",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=_locale,
    )
    _guard_against_forged_requests(app)
    for part in (preferences, headers, assets, frame, names, matter_words, progress_words):
        part.register(app)
    for blueprint in (*pages, health(runtime, is_worker_alive)):
        app.register_blueprint(blueprint)
    app.register_blueprint(api_page(api.register(app, session=acting)))
    app.register_error_handler(Exception, _answer_error)
    return app


def _configure(app: Flask, runtime: Runtime, session_secret: bytes) -> None:
    app.config.update(
        SECRET_KEY=session_secret,
        SESSION_COOKIE_NAME="session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=runtime.settings.public_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=acting.SIGNED_IN_FOR,
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        WTF_CSRF_CHECK_DEFAULT=False,  # by _guard_against_forged_requests
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a villager may take an evening over a form
    )


def _guard_against_forged_requests(app: Flask) -> None:
    """Ask every change for the session's token, but those of programs with a key: they have no session."""
    guard = CSRFProtect(app)

    @app.before_request
    def check() -> None:
        if not request.endpoint or (_is_for_programs() and carries_key()):
            return
        try:
            guard.protect()
        except CSRFError:
            if _is_for_programs() and not is_open_to_all(app.view_functions[request.endpoint]):
                check_signed_in()  # which is what to do first
            raise


def _answer_error(error: Exception) -> Response:
    return answer_with_problem(error) if _is_for_programs() else answer_with_page(error)


def _is_for_programs() -> bool:
    return request.path.startswith(f"{api.PREFIX}/")


def _locale() -> str:
    """Return the language of this answer: a page's by the person's choice, the API's by what the program accepts."""
    if _is_for_programs():
        return request.accept_languages.best_match(("zh", "en")) or "zh"
    return preferences.locale()
