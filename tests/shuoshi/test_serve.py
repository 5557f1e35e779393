"""The whole server as an operator starts and stops it."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SHUOSHI = str(Path(sys.executable).parent / "shuoshi")
SECONDS_TO_STOP = 30


@dataclass
class Served:
    """A server's process, its address, and what it has logged until it was ready."""

    process: subprocess.Popen[str]
    address: str
    environment: dict[str, str]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = {**os.environ, "SHUOSHI_DATA": str(tmp_path / "data"), "PORT": port}
    subprocess.run([SHUOSHI, "init"], env=environment, check=True, capture_output=True)
    command = [SHUOSHI, "serve"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert json.loads(process.stderr.readline())["says"] == "serving"
        yield Served(process, f"http://127.0.0.1:{port}", environment)
        process.kill()


def test_it_serves_until_it_is_told_to_stop_and_ends_with_0(served: Served) -> None:
    with urllib.request.urlopen(f"{served.address}/healthz", timeout=20) as answer:  # noqa: S310  # our own server
        assert json.load(answer) == {"status": "ok", "database": "ok", "worker": "ok"}
        number = answer.headers["X-Request-Id"]
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(SECONDS_TO_STOP) == 0
    assert served.process.stderr is not None
    answered, stopped = map(json.loads, served.process.stderr)
    assert (answered["request"], answered["route"]) == (number, "/healthz")
    assert (stopped["says"], stopped["cut_off"]) == ("stopped", 0)


def test_it_says_in_one_line_that_its_port_is_taken(served: Served) -> None:
    second = subprocess.run(
        [SHUOSHI, "serve"], env=served.environment, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert "PORT chooses another port" in second.stderr.splitlines()[-1]
    assert "Traceback" not in second.stderr
