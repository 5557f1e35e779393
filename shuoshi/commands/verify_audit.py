"""`shuoshi verify-audit`: whether any event of the audit trail was changed, removed or cut off."""

from __future__ import annotations

import os
import sys

import click

from engine.uow import reading
from engine.verify import verify_audit as verify
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings


@click.command("verify-audit")
def verify_audit() -> None:
    """Recompute all chains of the audit trail; status 1 if anything was changed, removed or cut off."""
    with ready_runtime(read_settings(os.environ)) as runtime, reading(runtime) as uow:
        verified = verify(uow)
    for fault in verified.faults:
        click.echo(f"{fault.chain}: event {fault.seq} {fault.reason}", err=True)
    click.echo(f"{verified.events} events in {verified.chains} chains, {len(verified.faults)} faults")
    if verified.faults:
        sys.exit(1)
