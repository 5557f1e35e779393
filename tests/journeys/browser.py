"""What journeys see in the browser: trouble in the console, accessibility, pictures."""

import os
import re
import shutil
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Error, Page, Response

ROOT = Path(__file__).parent.parent.parent
PICTURES = ROOT / "build" / "screenshots"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# Nothing that Chromium would do by itself over the network.
SWITCHES = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
# The browser logs every refusal (403, 409, 422) as an error of the console; `Watch.answered` judges those by kind.
AN_ANSWER = re.compile(r"^Failed to load resource: the server responded with a status of 4\d\d")
PARTS_OF_A_PAGE = {"script", "stylesheet", "image", "font", "media"}
REPORT_CSP = """
document.addEventListener('securitypolicyviolation', (event) =>
  console.error(`CSP: ${event.effectiveDirective} refused ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
RUN_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'] });
  return found.violations.map((each) =>
    `${each.id} (${each.impact}): ${each.help}\\n` + each.nodes.map((node) => `    ${node.html}`).join('\\n'));
}"""


def program() -> str:
    """Find the browser that tools/setup.py has seen to."""
    for name in (os.environ.get("TEST_BROWSER", ""), *PROGRAMS):
        if found := shutil.which(name):
            return found
    raise RuntimeError("no browser: give make journeys, which sees to one")


def switches() -> list[str]:
    """Name the switches to start it with; its sandbox does not work for root."""
    return [*SWITCHES, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@dataclass
class Watch:
    """Looks at a page all the time for what goes wrong in it."""

    trouble: list[str] = field(default_factory=list)

    def begin(self, page: Page) -> None:
        """Look at this page from now on."""
        page.add_init_script(REPORT_CSP)
        page.on("console", self._heard)
        page.on("pageerror", self._failed)
        page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not AN_ANSWER.match(message.text):
            self.trouble.append(f"{message.type} in the console: {message.text}")

    def _failed(self, error: Error) -> None:
        self.trouble.append(f"script failed: {error.message}")

    def _answered(self, response: Response) -> None:
        missing = response.status >= 400 and response.request.resource_type in PARTS_OF_A_PAGE
        if missing or response.status >= 500:
            self.trouble.append(f"{response.status}: {response.request.method} {response.url}")


def axe(page: Page) -> None:
    """Assert that axe-core finds no violation on the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe_core())
    found: list[str] = page.evaluate(RUN_AXE)
    assert found == [], f"{page.url}\n" + "\n".join(found)


@cache
def _axe_core() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def picture(page: Page, name: str) -> Path:
    """Write build/screenshots/NAME-WIDTH.png of the whole page, for people to look at."""
    size = page.viewport_size
    assert size is not None
    path = PICTURES / f"{name}-{size['width']}.png"
    page.screenshot(path=path, full_page=True, animations="disabled")
    return path
