"""`shuoshi export case` and `shuoshi check-pack`: a case as a pack of files, and whether a pack holds."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import click

from engine.case_rows import case_id_of
from engine.check_pack import faults_of_pack
from engine.errors import NotFound
from engine.seal_file import exported_seals
from engine.uow import UnitOfWork, run
from registers.accounts.queries import account_by_login
from registers.attachments.packing import Pack, pack_case
from registers.directory.queries import actor_of
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("export")
def export_group() -> None:
    """Give out what others need from here."""


@export_group.command("case")
@click.argument("number")
@click.argument("to", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--for", "login", required=True, help="The login of the person who asked: what that person sees."
)
def case(number: str, to: Path, login: str) -> None:
    """Write a case as a zip: its history, submissions, documents, diagrams and chain. It is audited."""
    with ready_runtime(read_settings(os.environ)) as runtime:
        pack = run(runtime, _pack_for, login, number)
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it may hold personal data
    with os.fdopen(descriptor, "wb") as file:
        file.write(pack.content)
    click.echo(f"{to}: {len(pack.content)} bytes")


def _pack_for(uow: UnitOfWork, login: str, number: str) -> Pack:
    account = account_by_login(uow, login)
    if account is None:
        raise NotFound("no-such-account", login=login)
    return pack_case(uow, actor_of(uow, account.person_id), case_id_of(uow, number))


@click.command("check-pack")
@click.argument("file", type=_FILE)
@click.option("--seals", type=_FILE, help="A copy of seals.jsonl.")
def check_pack(file: Path, seals: Path | None) -> None:
    """Recompute the chain and the proof of a case's pack; status 1 if anything in it was changed. Needs no database."""
    try:
        with zipfile.ZipFile(file) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile as error:
        raise click.ClickException(f"{file} is no pack: {error}") from error
    faults = faults_of_pack(files, exported_seals(seals) if seals else {})
    for fault in faults:
        click.echo(fault, err=True)
    click.echo(f"{len(files)} files, {len(faults)} faults")
    if faults:
        sys.exit(1)
