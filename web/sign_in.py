"""Staff sign in, choose the post in which they act today, and sign out; in demo mode by one press."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engine.errors import TooMany
from registers.accounts.acts import enter_demo as demo_entrance
from registers.accounts.acts import sign_in, sign_out
from registers.accounts.queries import demo_accounts
from registers.accounts.values import DemoAccount, SignedIn
from registers.directory.queries import memberships
from registers.directory.values import Level
from web.acting import (
    ANYONE,
    act,
    actor,
    begin_session,
    choose_post,
    end_session,
    is_signed_in,
    public_act,
    read,
    rule,
    show,
    status_for,
    words_for,
)

pages = Blueprint("sign_in", __name__, url_prefix="/sign-in")


@pages.get("")
@rule("public")
def page() -> str:
    """Ask for account and password."""
    return _form()


@pages.post("")
@rule("public")
def enter() -> Response | tuple[str, int]:
    """Sign in by account and password; what was wrong is never said more closely than that."""
    login, password = request.form.get("login", "").strip(), request.form.get("password", "")
    try:
        signed_in = public_act(sign_in, ANYONE, login, password, address=request.remote_addr or "")
    except TooMany as refused:
        return _form(words_for(refused), login), status_for(refused)
    if signed_in is None:
        return _form(_("账号或者密码不对。请再看一遍，注意大小写。"), login), 422
    return _go_on_as(signed_in)


@pages.post("/demo")
@rule("public")
def enter_demo() -> Response:
    """Sign in to one of the demo's accounts by one press; there is no such page outside the demo."""
    return _go_on_as(public_act(demo_entrance, ANYONE, request.form.get("login", "")))


@pages.get("/posts")
@rule("staff")
def posts() -> str:
    """Offer the posts that the person holds today."""
    who = actor()
    held = read(memberships, who.person_id or "")
    return show("sign_in/posts.html", posts=held, chosen=f"{who.post}@{who.unit}")


@pages.post("/posts")
@rule("staff")
def choose() -> Response:
    """Act in another post from now on."""
    choose_post(request.form.get("post", ""))
    return redirect(url_for("inbox.page"), code=303)


@pages.post("/leave")
@rule("public")
def leave() -> Response:
    """Sign out."""
    if is_signed_in():
        act(sign_out)
    end_session()
    return redirect(url_for("home.page"), code=303)


def _form(refusal: str = "", login: str = "") -> str:
    return show(
        "sign_in/page.html",
        refusal=refusal,
        login=login,
        next=request.values.get("next", ""),
        accounts=_demo_accounts(),
    )


def _demo_accounts() -> list[tuple[str, list[DemoAccount]]]:
    """Return the demo's accounts by the level of their unit, none outside demo mode."""
    by_level: dict[str, list[DemoAccount]] = {}
    for account in read(demo_accounts):
        by_level.setdefault(level_words(account.level), []).append(account)
    return list(by_level.items())


def level_words(level: Level | None) -> str:
    """Return what a level of the county is called; None stands for who holds no post in a unit."""
    words: dict[Level | None, str] = {
        "county": _("县"),
        "department": _("县直部门"),
        "township": _("乡镇、街道"),
        "village": _("村、社区"),
        "grid": _("网格"),
    }
    return words.get(level, _("其他"))


def _go_on_as(signed_in: SignedIn) -> Response:
    begin_session(signed_in)
    several = len(read(memberships, signed_in.person_id)) > 1
    address = url_for("sign_in.posts" if several else "inbox.page")
    return redirect(local_address(request.form.get("next")) or address, code=303)


def local_address(text: str | None) -> str | None:
    """Return an address of this site, or None for anything that would lead elsewhere."""
    parts = urlsplit(text or "")
    is_ours = (
        not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in (text or "")
    )
    return text if is_ours and not parts.path.startswith("//") else None
