"""The engine without the rest: the program of the docs runs as it stands there, and loads nothing above the engine."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "developers" / "engine-alone.md").read_text(encoding="utf-8")
ABOVE = "registers|api|web|shuoshi|flask|werkzeug|jinja2"


def program() -> str:
    found = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_it_publishes_a_diagram_and_completes_a_task(tmp_path: Path) -> None:
    asked = f"import re, sys; print(sorted(each for each in sys.modules if re.fullmatch('{ABOVE}', each)))"
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program() + asked],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "Bake completed\n[]\n"


def test_it_is_at_most_thirty_lines_long() -> None:
    assert len([line for line in program().splitlines() if line.strip()]) <= 30
