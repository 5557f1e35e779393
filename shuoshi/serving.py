"""The web server: waitress in one process, and a stop in which no answer is lost (docs/decisions/0003-server.md)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask

from shuoshi.logs import FACTS
from shuoshi.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

STOPS_WITHIN = 25.0  # seconds that requests already begun may take to end
_FIRST_BYTE_WITHIN = 0.5  # how long a connection that was just made may stay silent before it is closed
_LARGEST_REQUEST = 64 * 2**20  # ten photos of a village phone, which makes them smaller before it sends them

log = logging.getLogger(__name__)


class Server:
    """waitress with a stop of our own; `serve` returns when it has stopped."""

    def __init__(self, application: WSGIApplication, settings: Settings) -> None:
        self._is_stopping = False
        self._connections: dict[int, Any] = {}
        self._waitress: Any = cast("Any", create_server)(
            application,
            map=self._connections,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident="",
            asyncore_use_poll=True,
            max_request_body_size=_LARGEST_REQUEST,
            **_proxy(settings),
        )
        self._waitress.channel_class = _channel_class(lambda: self._is_stopping)

    def stop(self) -> None:
        """Begin to stop; safe in a signal handler and in another thread."""
        self._is_stopping = True
        self._waitress.pull_trigger()

    def serve(self) -> int:
        """Answer requests until `stop`; returns how many requests had to be cut off."""
        while not self._is_stopping:
            self._turn(1.0)
        self._close_the_door()
        until = time.monotonic() + STOPS_WITHIN
        while (busy := self._close_idle()) and time.monotonic() < until:
            self._turn(0.1)
        self._waitress.task_dispatcher.shutdown(timeout=0 if busy else 5)
        log.info("stopped", extra={FACTS: {"cut_off": busy}})
        return busy

    def _turn(self, seconds: float) -> None:
        """Read and write whatever can be read and written; waits so long for something to do."""
        wasyncore.poll2(seconds, self._connections)

    def _close_the_door(self) -> None:
        """Take in the connections that wait at the door, then close it; what runs goes on."""
        channels = self._waitress.active_channels
        someone_came = True
        while someone_came:
            before = len(channels)
            self._waitress.handle_accept()
            someone_came = len(channels) > before
        self._waitress.accepting = False
        wasyncore.dispatcher.close(
            self._waitress
        )  # not waitress's own close: the loop still needs its trigger
        self._turn(0)

    def _close_idle(self) -> int:
        """Close the connections on which nothing is under way; returns how many are left."""
        channels = list(self._waitress.active_channels.values())
        for channel in channels:
            if not _is_busy(channel):
                channel.handle_close()
        return len(self._waitress.active_channels)


def _proxy(settings: Settings) -> dict[str, Any]:
    """Believe what one proxy says of the person's address and of TLS; without one, nothing of the kind."""
    if settings.trusted_proxy is None:
        return {"clear_untrusted_proxy_headers": True}
    headers = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
    return {
        "trusted_proxy": settings.trusted_proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": headers,
        "clear_untrusted_proxy_headers": True,
    }


def _is_busy(channel: Any) -> bool:
    """Say whether a request is being received, run or answered; in this order, since a thread of ours moves it on."""
    if channel.request is not None or channel.requests or channel.total_outbufs_len:
        return True
    is_new = channel.last_activity == channel.creation_time
    return bool(is_new and time.time() - channel.creation_time < _FIRST_BYTE_WITHIN)


def _channel_class(is_stopping: Callable[[], bool]) -> type[Any]:
    """Return waitress's connection, which says in each answer during a stop that it will close."""

    class Task(WSGITask):
        def build_response_header(self) -> bytes:
            request: Any = self.request  # the stubs of waitress take it for an error
            if is_stopping():
                request.headers["CONNECTION"] = "close"
            return super().build_response_header()

    class Channel(HTTPChannel):
        task_class = Task

    return Channel
