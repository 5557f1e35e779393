"""Bytes as they are kept: one byte that names the format, then JSON with tagged values, compressed by zstd."""

from __future__ import annotations

import threading
from typing import Any

import orjson
import zstandard

from engine.bpmn.tagged import dump

_LEVEL = 1


class UnknownFormat(ValueError):
    """Bytes of a format that this release does not know."""


class _OfThread(threading.local):
    """zstd's contexts cost more to make than a state to pack, and belong to one thread."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self.decompressor = zstandard.ZstdDecompressor()


_own = _OfThread()


def pack(form: int, content: object) -> bytes:
    """Write content in a format."""
    return bytes([form]) + _own.compressor.compress(dump(content))


def unpack(form: int, data: bytes) -> Any:
    """Return the content, its tagged values still tagged; refuses another format (UnknownFormat)."""
    if data[:1] != bytes([form]):
        raise UnknownFormat(f"format {data[:1].hex() or 'none'}, known is {form:02x}")
    return orjson.loads(_own.decompressor.decompress(memoryview(data)[1:]))
