"""Settings: from the environment alone, each with a default under which the product runs at once.

What each one does stands in docs/operators/settings.md.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from engine.runtime import Settings as ActSettings

# Every setting that is read; an empty default follows from another setting.
DEFAULTS = {
    "SHUOSHI_DATA": "data",
    "SHUOSHI_KEYS": "",  # the folder `keys` in the data folder
    "SHUOSHI_DATABASE": "",  # the SQLite file `shuoshi.sqlite` in the data folder
    "SHUOSHI_HOST": "127.0.0.1",
    "PORT": "8000",
    "SHUOSHI_PUBLIC_URL": "",  # http at host and port
    "SHUOSHI_TRUSTED_PROXY": "",
    "SHUOSHI_THREADS": "8",
    "SHUOSHI_LOG_LEVEL": "INFO",
    "SHUOSHI_DEMO": "0",
}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class BadSetting(Exception):
    """A setting cannot be used; the message says in one line which and what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator has chosen."""

    data_folder: Path
    key_folder: Path
    database_url: str
    host: str
    port: int
    public_url: str
    trusted_proxy: str | None
    threads: int
    log_level: str
    demo: bool

    def of_acts(self) -> ActSettings:
        """Return the part that acts may read."""
        return ActSettings(data_folder=self.data_folder, public_url=self.public_url, demo=self.demo)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read all settings; refuses a value that makes no sense and a name that looks like ours and is none."""
    _refuse_unknown(environment)
    given = {name: environment.get(name) or default for name, default in DEFAULTS.items()}
    data = Path(given["SHUOSHI_DATA"]).expanduser().resolve()
    host, port = given["SHUOSHI_HOST"], _whole_number("PORT", given["PORT"], least=1, most=65535)
    return Settings(
        data_folder=data,
        key_folder=Path(given["SHUOSHI_KEYS"] or data / "keys").expanduser().resolve(),
        database_url=_database(given["SHUOSHI_DATABASE"] or f"sqlite:///{data / 'shuoshi.sqlite'}"),
        host=host,
        port=port,
        public_url=_address(given["SHUOSHI_PUBLIC_URL"] or f"http://{host}:{port}"),
        trusted_proxy=given["SHUOSHI_TRUSTED_PROXY"] or None,
        threads=_whole_number("SHUOSHI_THREADS", given["SHUOSHI_THREADS"], least=1, most=64),
        log_level=_one_of("SHUOSHI_LOG_LEVEL", given["SHUOSHI_LOG_LEVEL"].upper(), LOG_LEVELS),
        demo=_one_of("SHUOSHI_DEMO", given["SHUOSHI_DEMO"], ("0", "1")) == "1",
    )


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    for name in environment:
        if name.startswith("SHUOSHI_") and name not in DEFAULTS:
            near = difflib.get_close_matches(name, DEFAULTS, n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            raise BadSetting(f"{name} is not a setting{meant}")


def _whole_number(name: str, text: str, *, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise BadSetting(f"{name} must be a whole number from {least} to {most}; it is {text!r}")
    return int(text)


def _one_of(name: str, text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise BadSetting(f"{name} must be one of {', '.join(choices)}; it is {text!r}")
    return text


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise BadSetting(f"SHUOSHI_PUBLIC_URL must begin with http:// or https://; it is {text!r}")
    return text.rstrip("/")


def _database(text: str) -> str:
    """Take the two databases that we run on; never repeats the text, which may hold a password."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise BadSetting("SHUOSHI_DATABASE is not a database URL, such as sqlite:///PATH") from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return text
    raise BadSetting("SHUOSHI_DATABASE must be postgresql://… or sqlite:///PATH")
