"""`shuoshi worker` and `shuoshi jobs`: a process that runs what is due beside a server that does not."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

SHUOSHI = str(Path(sys.executable).parent / "shuoshi")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    found = {**os.environ, "SHUOSHI_DATA": str(tmp_path / "data"), "PORT": port, "LC_ALL": "C.UTF-8"}
    shuoshi(found, "init")
    return found


def shuoshi(environment: Mapping[str, str], *command: str) -> str:
    done = subprocess.run(
        [SHUOSHI, *command], env=environment, check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout


@contextmanager
def process(environment: Mapping[str, str], *command: str) -> Iterator[subprocess.Popen[str]]:
    """Start one and wait for the first line of its log."""
    with subprocess.Popen([SHUOSHI, *command], env=environment, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr is not None
            assert json.loads(running.stderr.readline())["says"] in {"serving", "working"}
            yield running
        finally:
            running.kill()


def stopped(running: subprocess.Popen[str]) -> int:
    running.send_signal(signal.SIGTERM)
    return running.wait(30)


@pytest.mark.timeout(180)
def test_a_worker_does_what_a_server_leaves_to_it(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "letters.jsonl"
    file.write_text(json.dumps({"id": "not a letter"}), encoding="utf-8")
    with process(environment, "serve", "--no-worker") as server:
        address = f"http://127.0.0.1:{environment['PORT']}/healthz"
        with urllib.request.urlopen(address, timeout=20) as answer:  # our own server
            assert json.load(answer) == {"status": "ok", "database": "ok", "worker": "elsewhere"}
        shuoshi(environment, "import", "letters", "--later", str(file))
        assert "waiting" in shuoshi(environment, "jobs")
        with process(environment, "worker") as worker:
            followed = shuoshi(environment, "jobs", "--follow")
            assert "1 refused" in followed
            assert str(worker.pid) in followed
            assert stopped(worker) == 0
        assert str(worker.pid) not in shuoshi(environment, "jobs")
        assert stopped(server) == 0


def test_two_workers_on_one_database_stop_when_told(environment: dict[str, str]) -> None:
    with process(environment, "worker", "--threads", "3") as one, process(environment, "worker") as other:
        assert [stopped(one), stopped(other)] == [0, 0]
