"""Addresses of static files: each carries a digest, so that browsers keep a file until it changes."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Flask, url_for

STATIC = Path(__file__).parent / "static"
HTMX = "node_modules/htmx.org/dist/htmx.min.js"


def asset(name: str) -> str:
    """Return the address of one of our own static files."""
    return f"{url_for('static', filename=name)}?v={_digest(name)}"


def icon(name: str) -> str:
    """Return the address of an icon in the sprite."""
    return f"{asset('icons.svg')}#{name}"


def island(name: str) -> dict[str, list[str]]:
    """Return the script and style addresses of an island, or of htmx; empty where the front end is not built."""
    manifest = _manifest()
    chunk = manifest.get(HTMX if name == "htmx" else f"web/islands/{name}/index.ts")
    if not chunk:
        return {"scripts": [], "styles": []}
    return {
        "scripts": [url_for("static", filename=f"dist/{chunk['file']}")],
        "styles": [url_for("static", filename=f"dist/{path}") for path in _styles(manifest, chunk)],
    }


def _styles(manifest: dict[str, dict[str, object]], chunk: dict[str, object]) -> list[str]:
    """The style sheets of a chunk and of the chunks that it shares with others."""
    own = chunk.get("css", [])
    shared = chunk.get("imports", [])
    assert isinstance(own, list)  # noqa: S101  # narrows Vite's manifest
    assert isinstance(shared, list)  # noqa: S101  # narrows Vite's manifest
    return [path for name in shared for path in _styles(manifest, manifest[name])] + own


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


@cache
def _manifest() -> dict[str, dict[str, object]]:
    path = STATIC / "dist/.vite/manifest.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def register(app: Flask) -> None:
    """Give templates the three helpers."""
    app.jinja_env.globals.update(asset=asset, icon_url=icon, island=island)
