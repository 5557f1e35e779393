"""A server whose application takes its time and writes down each request that it has run: run by test_serving.py."""

from __future__ import annotations

import dataclasses
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from shuoshi.serving import Server
from shuoshi.settings import read_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGE = 4_000_000


def slow(journal: Path) -> WSGIApplication:
    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        time.sleep(0.05)
        with journal.open("a") as file:
            file.write(f"{environ['PATH_INFO']} {len(body)}\n")
        answer = b"x" * LARGE if environ["PATH_INFO"] == "/large" else b"done"
        start_response("200 OK", [("Content-Length", str(len(answer)))])
        return [answer]

    return application


def main(port: int, journal: Path) -> None:
    settings = dataclasses.replace(read_settings({}), port=port)
    server = Server(slow(journal), settings)
    signal.signal(signal.SIGTERM, lambda *_: server.stop())
    print("ready", flush=True)  # noqa: T201  # the test waits for it
    sys.exit(1 if server.serve() else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
