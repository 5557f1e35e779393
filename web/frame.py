"""What the frame of every page needs: who is signed in, where that person can go, today's date, how moments read."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext as _

from engine.actor import Actor
from engine.incident_list import MOST_COUNTED as MOST_INCIDENTS
from engine.incident_list import count_incidents
from engine.paging import MOST_COUNTED
from registers.directory.posts import POSTS
from registers.matters.raising import CHANNEL_OF_POST
from web import jobs
from web.acting import actor, is_signed_in, read, title_of, today
from web.dates import day_words, moment_words


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the main navigation."""

    endpoint: str
    words: str
    count: str = ""  # how many wait there, where that is worth a look


@dataclass(frozen=True, slots=True)
class Me:
    """The person who is signed in, as the frame shows them."""

    title: str
    places: tuple[Place, ...]
    may_raise: bool


def me() -> Me | None:
    """Return who is signed in, or None."""
    if not is_signed_in():
        return None
    who = actor()
    return Me(title_of(_chosen(who)), _places(who), who.post in CHANNEL_OF_POST)


def _chosen(who: Actor) -> str:
    return f"{who.post}@{who.unit}" if who.post else who.name


def _places(who: Actor) -> tuple[Place, ...]:
    inbox = Place("inbox.page", _("待办"))
    post = POSTS.get(who.post or "")
    if post and not post.sees_cases:
        return (inbox, Place("jobs.page", _("后台工作"))) if who.post in jobs.MAY_READ else (inbox,)
    places = [inbox, Place("instances.page", _("全部事项"))]
    if post and post.supervises:
        places.append(Place("incidents.page", _("卡住的"), _stuck_count(who)))
    if who.post in jobs.MAY_READ:
        places.append(Place("jobs.page", _("后台工作")))
    return tuple(places)


def _stuck_count(who: Actor) -> str:
    found = read(count_incidents, who)
    return "99+" if found >= MOST_INCIDENTS else str(found or "")


def counted_words(count: int) -> str:
    """Return a count as pages write it: counting stops at a number that says enough."""
    return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def register(app: Flask) -> None:
    """Give templates what their frame needs."""
    app.context_processor(lambda: {"me": me(), "today": today()})
    app.jinja_env.filters["counted"] = counted_words
    app.jinja_env.filters["day"] = lambda value, weekday=False: day_words(
        value, today=today(), weekday=weekday
    )
    app.jinja_env.filters["moment"] = lambda value: moment_words(value, today=today())
