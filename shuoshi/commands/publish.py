"""`shuoshi publish DIR`: put a folder of diagrams, tables and forms in force as the next version of its name."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from engine.actor import SYSTEM
from engine.definitions import Published
from engine.definitions import publish as publish_folder
from engine.errors import Unpublishable
from engine.runtime import Runtime
from engine.uow import run
from shuoshi.commands.check import files_of, folder_argument, print_findings
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings


@click.command()
@folder_argument
def publish(folder: Path) -> None:
    """Publish a folder such as workflows/matter (with forms/matter); new cases follow it from now on."""
    with ready_runtime(read_settings(os.environ)) as runtime:
        try:
            published = put_in_force(runtime, folder)
        except Unpublishable as refused:
            print_findings(refused.findings)
            sys.exit(1)
    print_findings(published.warnings)
    state = "published" if published.is_new else "is in force already"
    click.echo(
        f"{folder.resolve().name}: version {published.version} {state} ({', '.join(published.processes)})"
    )


def put_in_force(runtime: Runtime, folder: Path) -> Published:
    """Publish a folder under its own name; refused whole, with findings, where an error is among them."""
    return run(runtime, publish_folder, SYSTEM, folder.resolve().name, files_of(folder))
