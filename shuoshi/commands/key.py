"""`shuoshi key add|list|revoke`: the keys with which programs speak to the API."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import click
from rich.console import Console
from rich.table import Column, Table

from engine.actor import SYSTEM
from engine.uow import reading, run
from engine.zone import CHINA
from registers.accounts.key_queries import ApiKey, api_keys
from registers.accounts.keys import NewKey, add_key, revoke_key
from registers.accounts.scopes import SCOPES
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings


@click.group("key")
def key_group() -> None:
    """Keep the keys with which programs speak to the API."""


@key_group.command()
@click.argument("name")
@click.option("--unit", "unit_id", required=True, help="The unit whose area the key sees.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(SCOPES),
    help="What it is for; repeat it.",
)
@click.option(
    "--post", "posts", multiple=True, help="A post (post@unit) whose tasks the program may do; repeat it."
)
@click.option("--days", type=click.IntRange(1, 3660), help="After how many days it ends; without: never.")
def add(name: str, unit_id: str, scopes: tuple[str, ...], posts: tuple[str, ...], days: int | None) -> None:
    """Make a key named NAME and print its secret, once: it is kept nowhere."""
    with ready_runtime(read_settings(os.environ)) as runtime:
        ends = runtime.clock() + timedelta(days=days) if days else None
        secret = run(runtime, add_key, SYSTEM, NewKey(name, scopes, unit_id, posts, ends))
    click.echo(secret)


@key_group.command("list")
def list_keys() -> None:
    """List all keys: what each is for, since when and until when, and when it was last used."""
    with ready_runtime(read_settings(os.environ)) as runtime, reading(runtime) as uow:
        found = api_keys(uow)
    names = ("name", "unit", "posts", "scopes", "made", "ends", "last used", "revoked")
    table = Table(*(Column(each, overflow="fold") for each in names), box=None, pad_edge=False)
    for each in found:
        table.add_row(*_cells(each))
    Console().print(table)


@key_group.command()
@click.argument("name")
def revoke(name: str) -> None:
    """End the key named NAME at once and for ever."""
    with ready_runtime(read_settings(os.environ)) as runtime:
        run(runtime, revoke_key, SYSTEM, name)
    click.echo(f"{name}: revoked")


def _cells(found: ApiKey) -> list[str]:
    moments = (found.created_at, found.expires_at, found.last_used_at, found.revoked_at)
    return [
        found.name,
        found.unit_id,
        " ".join(found.posts),
        " ".join(found.scopes),
        *(_moment(each) for each in moments),
    ]


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ""
