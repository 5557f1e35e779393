"""`shuoshi init`: everything that must be there before the first start, and after each upgrade."""

from __future__ import annotations

import os

import click
from sqlalchemy import Engine

from engine.store.database import create_engine
from shuoshi.composition import NotReady
from shuoshi.database import migrate, state_of
from shuoshi.key_folder import MASTER, make_keys
from shuoshi.settings import Settings, read_settings


@click.command()
def init() -> None:
    """Make the data folder, the keys and the database, or bring the database to this release; again does no harm."""
    make_ready(read_settings(os.environ))


def make_ready(settings: Settings) -> None:
    """Do what is not done yet and say what was done; refuses new keys beside a database that has old ones."""
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = create_engine(settings.database_url)
    try:
        _make_keys_and_tables(settings, database)
    finally:
        database.dispose()


def _make_keys_and_tables(settings: Settings, database: Engine) -> None:
    if state_of(database) and not (settings.key_folder / MASTER).exists():
        raise NotReady(
            f"the key file {settings.key_folder / MASTER} is missing; restore it from its copy: "
            "without it nothing in this database can be read"
        )
    made = make_keys(settings.key_folder)
    for path in made:
        click.echo(f"made {path}")
        if path.name == MASTER:
            click.echo("  KEEP A COPY of this file elsewhere: without it no backup can be read again.")
    moved = migrate(database)
    if moved:
        click.echo(f"database brought to this release: {database.url.render_as_string(hide_password=True)}")
    elif not made:
        click.echo("nothing to do: keys and database are as this release needs them")
