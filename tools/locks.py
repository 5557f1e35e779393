"""Writes the lock files from pyproject.toml with uv: every package of every platform and Python, with hashes."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = [
    "uv",
    "pip",
    "compile",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-annotate",
]


def main(arguments: list[str]) -> int:
    """Write all five; what is locked stays unless --upgrade is given or pyproject.toml asks for other versions."""
    if shutil.which("uv") is None:
        print("uv writes the locks; give: pip install uv (in an environment of its own)", file=sys.stderr)
        return 1
    options = [*COMPILE, "--no-header", "--quiet", *arguments]
    project = ["pyproject.toml", "--group=build"]
    run([*options, *project, "--output-file=requirements/run.txt"])
    run(
        [
            *options,
            *project,
            "--group=dev",
            "--constraints=requirements/run.txt",
            "--output-file=requirements/dev.txt",
        ]
    )
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    # pySFeel asks for a package of old Pythons that stands in the standard library, and is no wheel.
    left_out = {"bench": ["--no-emit-package=statistics"]}
    for group in ("node", "postgres", "bench"):
        command = [*options, *left_out.get(group, []), "-", f"--output-file=requirements/{group}.txt"]
        run(command, said="\n".join(groups[group]))
    return 0


def run(command: list[str], *, said: str | None = None) -> None:
    """Run one command in the repository, with `said` as its input."""
    subprocess.run(command, cwd=ROOT, input=said, text=True, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
