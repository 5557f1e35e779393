"""A real server with the demo county, a real browser, and pages of the two widths that we design for.

A journey takes `phone` (390 px) or `desk` (1280 px); `page` runs it on both. Each fails by itself on a violation of
the content security policy, an error or warning in the console, a missing part of a page, or an answer of 500.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.browser import PICTURES, Watch, program, switches
from tests.journeys.people import Citizen, Clerk, Sessions

expect.set_options(timeout=10_000)
SECONDS_TO_START = 120
SECONDS_TO_STOP = 30
LOG = PICTURES.parent / "journeys-server.log"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the server."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def server(data: Path) -> Iterator[str]:
    """Run `shuoshi demo --serve` on a free port with a data folder of its own; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "PORT": str(port), "SHUOSHI_DATA": str(data)}
    command = [str(Path(sys.executable).parent / "shuoshi"), "demo", "--serve"]
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        running = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _wait(running, address)
        yield address
    finally:
        running.send_signal(signal.SIGTERM)
        ended = _wait_for_the_end(running)
    assert ended == 0, f"the server did not stop gracefully ({ended}): {_end_of_log()}"
    assert "Traceback" not in LOG.read_text(encoding="utf-8"), _end_of_log()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys; each page gets a context (cookies, storage) of its own."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program(), args=switches())
        yield running
        running.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What goes wrong in any page of the test, asserted to be nothing."""
    watching = Watch()
    yield watching
    assert not watching.trouble, "\n".join(watching.trouble)


@pytest.fixture
def desk(browser: Browser, server: str, watch: Watch) -> Iterator[Page]:
    """A clerk's screen, 1280 px wide."""
    yield from _page(browser, server, watch, width=1280)


@pytest.fixture
def phone(browser: Browser, server: str, watch: Watch) -> Iterator[Page]:
    """A villager's phone, 390 px wide."""
    yield from _page(browser, server, watch, width=390)


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser, server: str, watch: Watch) -> Iterator[Page]:
    """Both, one after the other."""
    yield from _page(browser, server, watch, width=request.param)


@pytest.fixture
def citizen(phone: Page) -> Citizen:
    """Somebody with a phone."""
    return Citizen(phone)


@pytest.fixture(scope="session")
def sessions() -> Sessions:
    """Who has signed in, by post."""
    return {}


@pytest.fixture
def clerk(desk: Page, sessions: Sessions) -> Clerk:
    """Whoever sits at the desk."""
    return Clerk(desk, sessions)


def _page(browser: Browser, server: str, watch: Watch, *, width: int) -> Iterator[Page]:
    context = browser.new_context(
        base_url=server,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": 844 if width < 600 else 800},
        has_touch=width < 600,
        is_mobile=width < 600,
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    watch.begin(page)
    yield page
    context.close()


def _wait(running: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and running.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310  # our own server
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server did not start: {_end_of_log()}")


def _wait_for_the_end(running: subprocess.Popen[bytes]) -> int:
    try:
        return running.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        running.kill()
        return running.wait()


def _end_of_log() -> str:
    return "\n".join(LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-40:])
