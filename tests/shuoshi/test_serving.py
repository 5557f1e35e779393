"""A server that is stopped under load: who was promised an answer gets it, and the process ends with 0."""

import http.client
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.shuoshi.slow_server import LARGE

ROOT = Path(__file__).parent.parent.parent
SECONDS_TO_STOP = 15
CLIENTS = 12
ANSWERS_BEFORE_THE_STOP = 40


@dataclass
class Running:
    """The server's process, with the requests that it says it has run."""

    process: subprocess.Popen[bytes]
    port: int
    journal: Path

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def stop(self) -> None:
        """Ask it to stop and go on when nobody is let in any more."""
        self.process.send_signal(signal.SIGTERM)
        while self._is_open():
            pass

    def end(self) -> int:
        return self.process.wait(SECONDS_TO_STOP)

    def requests_run(self) -> int:
        return len(self.journal.read_text().splitlines())

    def _is_open(self) -> bool:
        try:
            self.connect().close()
        except ConnectionError:
            return False
        return True


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    journal = tmp_path / "journal"
    command = [sys.executable, "-m", "tests.shuoshi.slow_server", str(port), str(journal)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield Running(process, port, journal)
        process.kill()


@dataclass
class Client:
    """Sends one request after the other until it is let in no more; counts the answers that came whole."""

    port: int
    keeps_alive: bool
    enough: threading.Semaphore
    answers: int = 0
    trouble: list[str] = field(default_factory=list)

    def __call__(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection), suppress(ConnectionError):  # let in no more
            while True:
                connection.request("POST", "/", b"a matter")
                if connection.getresponse().read() != b"done":
                    self.trouble.append("an answer was cut off")
                self.answers += 1
                self.enough.release()
                if not self.keeps_alive:
                    connection.close()


def test_it_answers_every_request_that_it_ran_before_it_stopped(running: Running) -> None:
    enough = threading.Semaphore(0)
    clients = [Client(running.port, number % 2 == 0, enough) for number in range(CLIENTS)]
    threads = [threading.Thread(target=client) for client in clients]
    for thread in threads:
        thread.start()
    for _ in range(ANSWERS_BEFORE_THE_STOP):
        enough.acquire()
    running.process.send_signal(signal.SIGTERM)
    for thread in threads:
        thread.join()
    assert running.end() == 0
    assert [client.trouble for client in clients if client.trouble] == []
    assert sum(client.answers for client in clients) == running.requests_run()


def test_it_lets_a_slow_phone_finish_its_upload(running: Running) -> None:
    with running.connect() as phone:
        phone.sendall(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nhalf ")
        running.stop()
        phone.sendall(b"photo")
        assert b"200 OK" in whole(phone)
    assert running.end() == 0


def test_it_lets_a_slow_phone_finish_its_download(running: Running) -> None:
    with running.connect() as phone:
        phone.sendall(b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n")
        begun = phone.recv(100)
        running.stop()
        answer = begun + whole(phone)
    assert len(answer.partition(b"\r\n\r\n")[2]) == LARGE
    assert running.end() == 0


def test_it_does_not_wait_for_a_connection_on_which_nothing_happens(running: Running) -> None:
    with running.connect() as idle, running.connect() as kept:
        kept.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        answer = b""
        while not answer.endswith(b"done"):
            answer += kept.recv(1000)
        running.process.send_signal(signal.SIGTERM)
        assert running.end() == 0
        assert whole(kept) == whole(idle) == b""


def test_it_says_in_its_last_answers_that_it_will_close(running: Running) -> None:
    with running.connect() as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\n")
        running.stop()
        client.sendall(b"ok")
        assert b"Connection: close" in whole(client)


def whole(connection: socket.socket) -> bytes:
    """Read until the other side closes."""
    return b"".join(iter(lambda: connection.recv(65536), b""))
