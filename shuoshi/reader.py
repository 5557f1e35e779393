"""The words of the pages in the terminal: in the language that the terminal is set to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from flask import Flask
from flask_babel import Babel, force_locale

from engine.clock import utc_now
from engine.zone import CHINA
from shuoshi.app import TRANSLATIONS


@contextmanager
def reading_in_the_terminal() -> Iterator[date]:
    """Let `gettext` speak to who sits at the terminal; gives the day, which some sentences need."""
    app = Flask(__name__)
    Babel(app, default_locale="zh", default_translation_directories=str(TRANSLATIONS))
    with app.test_request_context(), force_locale(language(os.environ)):
        yield utc_now().astimezone(CHINA).date()


def language(environment: Mapping[str, str]) -> str:
    """Return the language of a terminal by POSIX: LC_ALL, then LC_MESSAGES, then LANG; English for all but Chinese."""
    chosen = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    return "zh" if chosen.startswith("zh") else "en"
