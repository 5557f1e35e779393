"""`shuoshi demo`: a county from nothing, with its people, its procedure and some matters, to be looked at."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from demo.county import PASSWORD, load_county
from demo.matters import load_matters
from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.uow import reading, run
from registers.accounts.queries import demo_accounts
from registers.accounts.values import DemoAccount
from shuoshi.commands.init import make_ready
from shuoshi.commands.publish import put_in_force
from shuoshi.commands.serve import run_server
from shuoshi.composition import ready_runtime
from shuoshi.reader import reading_in_the_terminal
from shuoshi.settings import Settings, read_settings
from web.sign_in import level_words

LEVELS = ("county", "department", "township", "village", "grid")
WORKFLOWS = Path(__file__).parent.parent.parent / "workflows"


@click.command()
@click.option("--serve", "serves", is_flag=True, help="Serve it afterwards, until Ctrl-C.")
def demo(*, serves: bool) -> None:
    """Make the demo county in the data folder and print its addresses and accounts; a second run only looks."""
    settings = replace(read_settings(os.environ), demo=True)
    make_ready(settings)
    with ready_runtime(settings) as runtime:
        load_demo(runtime)
        _print_accounts(runtime)
    _print_addresses(settings)
    if serves:
        run_server(settings)


def load_demo(runtime: Runtime) -> None:
    """Load what is not there yet: units, people and resolvers, the procedures, the matters."""
    loaded = run(runtime, load_county, SYSTEM)
    if loaded.units:
        click.echo(
            f"demo county: {loaded.units} units, {loaded.accounts} accounts, {loaded.resolvers} resolvers"
        )
    for folder in sorted(path for path in WORKFLOWS.iterdir() if any(path.glob("*.bpmn"))):
        published = put_in_force(runtime, folder)
        if published.is_new:
            click.echo(f"published {folder.name}, version {published.version}")
    told = [receipt for receipt in load_matters(runtime) if receipt.is_new]
    if told:
        click.echo(f"told {len(told)} matters; follow one by its code: {told[0].number}  {told[0].code}")


def _print_accounts(runtime: Runtime) -> None:
    """Print the logins by level; the sign-in page has their names, and enters by one press."""
    with reading(runtime) as uow:
        accounts = demo_accounts(uow)
    table = Table(
        box=None,
        pad_edge=False,
        show_header=False,
        title=f"accounts, password: {PASSWORD}",
        title_justify="left",
    )
    with reading_in_the_terminal():
        for level, those in groupby(sorted(accounts, key=_order), lambda each: each.level):
            table.add_row(level_words(level), "  ".join(each.login for each in those))
    Console().print(table)


def _order(account: DemoAccount) -> int:
    return LEVELS.index(account.level) if account.level else len(LEVELS)


def _print_addresses(settings: Settings) -> None:
    click.echo(f"\nfor citizens:  {settings.public_url}/")
    click.echo(f"for staff:     {settings.public_url}/sign-in   (one press signs in)")
    click.echo(f"the API:       {settings.public_url}/api/v1/openapi.json\n")
