"""Headers of every page: what may run, who may frame it, what browsers keep.

Scripts come from this site alone. Inline styles are let through only on pages with an island that draws
(form-js and bpmn-js insert style elements); such a page is answered by `with_islands`.
"""

from __future__ import annotations

from flask import Flask, Response, make_response, request

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'{inline}; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
ISLANDS = "X-Shuoshi-Islands"  # set on the answer by pages with an island, taken off before it leaves
LONG = 31_536_000


def with_islands(page: str, status: int = 200) -> Response:
    """Return a rendered page whose islands may set styles."""
    answer = make_response(page, status)
    answer.headers[ISLANDS] = "1"
    return answer


def _secure(answer: Response) -> Response:
    inline = " 'unsafe-inline'" if answer.headers.pop(ISLANDS, None) else ""
    answer.headers.setdefault("Content-Security-Policy", POLICY.format(inline=inline))
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "same-origin")
    answer.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
    if request.endpoint == "static":
        fresh = "v" in request.args or request.path.startswith("/static/dist/assets/")
        answer.headers["Cache-Control"] = f"public, max-age={LONG}, immutable" if fresh else "no-cache"
    else:
        answer.headers.setdefault("Cache-Control", "no-store")
        answer.vary.update(("Cookie", "HX-Request"))
    return answer


def register(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_secure)
