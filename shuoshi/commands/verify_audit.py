"""`shuoshi verify-audit`: whether any event of the audit trail was changed, removed or cut off."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from engine.seal_file import exported_seals, seal_file
from engine.uow import reading
from engine.verify import verify_audit as verify
from engine.verify_seals import SEALS, verify_seals
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings


@click.command("verify-audit")
@click.option(
    "--seals", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A copy of seals.jsonl."
)
def verify_audit(seals: Path | None) -> None:
    """Recompute all chains and seals of the audit trail; status 1 if anything was changed, removed or cut off."""
    settings = read_settings(os.environ)
    with ready_runtime(settings) as runtime, reading(runtime) as uow:
        verified = verify(uow)
        sealed, faults = verify_seals(uow, exported_seals(seals or seal_file(settings.data_folder)))
    faults = (*verified.faults, *faults)
    for fault in faults:
        click.echo(
            f"{fault.chain}: {'seal' if fault.chain == SEALS else 'event'} {fault.seq} {fault.reason}",
            err=True,
        )
    click.echo(f"{verified.events} events in {verified.chains} chains, {sealed} seals, {len(faults)} faults")
    if faults:
        sys.exit(1)
