"""The command line `shuoshi`: each command in a module of its own under `shuoshi/commands/`."""

from __future__ import annotations

from typing import Any

import click

from engine.errors import Refused
from shuoshi.commands.check import check
from shuoshi.commands.demo import demo
from shuoshi.commands.export import check_pack, export_group
from shuoshi.commands.imports import import_group
from shuoshi.commands.init import init
from shuoshi.commands.jobs import jobs
from shuoshi.commands.key import key_group
from shuoshi.commands.operations import operations
from shuoshi.commands.publish import publish
from shuoshi.commands.serve import serve
from shuoshi.commands.verify_audit import verify_audit
from shuoshi.commands.worker import worker
from shuoshi.composition import NotReady
from shuoshi.reader import reading_in_the_terminal
from shuoshi.settings import BadSetting
from web.refusal_words import refusal_words


class Shuoshi(click.Group):
    """The group of commands; what is expected to go wrong ends it with one line and status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (BadSetting, NotReady) as error:
            raise click.ClickException(str(error)) from error
        except Refused as refused:
            with reading_in_the_terminal() as today:
                words = refusal_words(refused, today=today, who=str)
            raise click.ClickException(f"{words} ({_particulars(refused)})") from refused


def _particulars(refused: Refused) -> str:
    """Return the code with what it is about, for those who look it up: `invalid, fields: text`."""
    return ", ".join([refused.code, *(f"{name}: {value}" for name, value in refused.params.items())])


@click.group(cls=Shuoshi)
def main() -> None:
    """说事 Shuoshi: a county's public matters from a phone to an answer. Settings: docs/operators/settings.md."""


for command in (
    init,
    serve,
    worker,
    jobs,
    publish,
    check,
    operations,
    verify_audit,
    check_pack,
    import_group,
    export_group,
    key_group,
    demo,
):
    main.add_command(command)
