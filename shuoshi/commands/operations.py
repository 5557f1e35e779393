"""`shuoshi operations`: what a service task of a diagram can call."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from shuoshi.composition import OPERATIONS


@click.command()
def operations() -> None:
    """List the operations that diagrams can call, with the inputs that each needs."""
    table = Table("type of the service task", "does", "inputs", box=None, pad_edge=False)
    for name, operation in sorted(OPERATIONS.items()):
        table.add_row(name, operation.title, ", ".join(operation.inputs))
    Console().print(table)
