"""The receipt: number, code and QR, to be kept or printed. It is shown right after raising or joining, and only there.

The code stands in the session of the browser that was given it, and nowhere on the server.
"""

from __future__ import annotations

import io

import segno
from flask import Blueprint, flash, redirect, session, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.actor import party
from engine.errors import NotFound
from registers.matters.progress import progress
from registers.matters.receipts import SUPPORTER, Receipt
from web.acting import follow_case, is_signed_in, now, read, rule, runtime, show
from web.progress_words import ahead

pages = Blueprint("receipt", __name__)

_GIVEN = "given_receipt"


def give_receipt(receipt: Receipt) -> Response:
    """Lead to the receipt; from now on this browser also follows the matter, unless a clerk took it down at a counter."""
    session[_GIVEN] = {
        "number": receipt.number,
        "code": receipt.code,
        "instance": receipt.instance_id,
        "role": receipt.party,
    }
    if not receipt.is_new:
        flash(_("刚才已经登记过了，这是同一张回执。要补充、要改，请到“看这件事的进度”里补充。"))
    answer = redirect(url_for("receipt.page"), code=303)
    return answer if is_signed_in() else follow_case(answer, party(receipt.party, receipt.instance_id))


@pages.get("/receipt")
@rule("public")
def page() -> str:
    """Show the receipt that this browser was given, with its QR code, to be printed or photographed."""
    given = session.get(_GIVEN)
    if not given:
        raise NotFound("no-receipt")
    address = runtime().settings.public_url.rstrip("/") + url_for("follow.scan", code=given["code"])
    found = read(progress, party(given["role"], given["instance"]), given["instance"])
    return show(
        "receipt/page.html",
        given=given,
        qr=qr_code(address),
        answering=found.answering,
        ahead=ahead(found),
        is_supporter=given["role"] == SUPPORTER,
        is_staff=is_signed_in(),
        printed_at=now(),
    )


def qr_code(address: str) -> Markup:
    """Return a QR code as inline SVG without any style, so that the pages' policy lets it through."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, border=2, svgclass="qr", lineclass=None, omitsize=True
    )
    return Markup(out.getvalue().decode())  # noqa: S704  # drawn by segno: paths and numbers alone
