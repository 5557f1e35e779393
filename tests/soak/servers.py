"""The real server and worker, `shuoshi serve` and `shuoshi worker`, in processes of their own that are killed and started again."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SHUOSHI = str(Path(sys.executable).parent / "shuoshi")
ENDS_WITH_US = ["setpriv", "--pdeathsig=KILL"] if shutil.which("setpriv") else []
SECONDS_TO_START = 60  # on a machine that does much else
SECONDS_TO_STOP = 40


class NoServer(Exception):
    """None came up in time, or the run is given up."""


def dice(seed: int, name: str) -> random.Random:
    """Return chance for one who rolls alone, drawn from the seed of the run."""
    return random.Random(f"{seed} {name}")  # noqa: S311  nothing is kept secret by it


@dataclass
class Server:
    """One process; `troubles` are the warnings and errors that it has logged."""

    process: subprocess.Popen[str]
    port: int  # 0: a worker, which answers nobody
    troubles: list[dict[str, Any]]
    command: tuple[str, ...] = ()
    _serves: threading.Event = field(default_factory=threading.Event)
    _has_ended: bool = False

    def __post_init__(self) -> None:
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def wait_until_it_serves(self) -> None:
        """Return when it answers `/healthz`; refuses one that ended before or took too long."""
        served = self._serves.wait(SECONDS_TO_START)
        assert served, f"the server did not start in {SECONDS_TO_START} s"
        assert not self._has_ended, f"the server did not start: {self.troubles}"
        if not self.port:
            return
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=30) as answer:
            assert json.load(answer)["status"] == "ok"

    def kill(self) -> None:
        """End it at once, wherever it is."""
        self.process.kill()
        self._end()

    def stop(self) -> int:
        """Let it stop by itself and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        self._end()
        return self.process.returncode

    def _end(self) -> None:
        self.process.wait(SECONDS_TO_STOP)
        self._listener.join()

    def _listen(self) -> None:
        """Read the log as it comes: a pipe that nobody reads would stop the server."""
        assert self.process.stderr is not None
        with self.process.stderr as lines:
            for line in lines:
                self._take(line)
        self._has_ended = True
        self._serves.set()  # whoever waits shall see that it has ended

    def _take(self, line: str) -> None:
        try:
            said = json.loads(line)
        except ValueError:  # the kill cut it off, or it is a traceback from before there was a log
            said = {"level": "raw", "says": line}
        if said.get("says") in {"serving", "working"}:
            self._serves.set()
        if said["level"] not in {"info", "debug"}:
            self.troubles.append(said)


class Site:
    """The servers of one county, and which of them are up."""

    def __init__(self, environment: Mapping[str, str], seed: int) -> None:
        self._environment = {**os.environ, **environment}
        self._dice = dice(seed, "site")
        self._up: list[Server] = []
        self._changed = threading.Condition()
        self._is_given_up = False
        self.troubles: list[dict[str, Any]] = []

    def start(self, *command: str) -> None:
        """Start one more server, or what the command says, and return when it serves."""
        self.let_in(self.begin(*command))

    def let_in(self, server: Server) -> None:
        """Return when a server that was begun serves; from now on people find it."""
        server.wait_until_it_serves()
        with self._changed:
            self._up.append(server)
            self._changed.notify_all()

    def kill_one(self) -> tuple[str, ...]:
        """Kill one of those that are up, and return how it was started; who asks for a port from now on is given another's."""
        with self._changed:
            self._changed.wait_for(lambda: self._up, SECONDS_TO_START)
            server = self._up.pop(self._dice.randrange(len(self._up)))
        server.kill()
        return server.command

    def kill_while_it_starts(self, seconds: float) -> None:
        """Start one and kill it before, or just when, it serves."""
        server = self.begin()
        server._serves.wait(seconds)
        server.kill()

    def stop(self) -> list[int]:
        """Stop all that are up; returns their exit codes."""
        with self._changed:
            servers, self._up = self._up, []
        return [server.stop() for server in servers]

    def kill_all(self) -> None:
        """Leave no process behind, whatever has happened."""
        with self._changed:
            servers, self._up = self._up, []
        for server in servers:
            server.kill()

    def give_up(self) -> None:
        """Let nobody wait for a server any more."""
        with self._changed:
            self._is_given_up = True
            self._changed.notify_all()

    def port(self) -> int:
        """Return the port of a server that is up; waits until there is one."""
        with self._changed:
            self._changed.wait_for(lambda: self._ports() or self._is_given_up, SECONDS_TO_START)
            if not self._ports():
                raise NoServer
            return self._dice.choice(self._ports())

    def _ports(self) -> list[int]:
        return [server.port for server in self._up if server.port]

    def begin(self, *command: str) -> Server:
        """Start a process and do not wait for it. It ends with the thread that calls this (`ENDS_WITH_US`)."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [*ENDS_WITH_US, SHUOSHI, *(command or ("serve",))],
            env={**self._environment, "PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        return Server(process, 0 if command[:1] == ("worker",) else port, self.troubles, command)
