"""`shuoshi operations`: what a service task of a diagram can call."""

from __future__ import annotations

from typing import Literal

import click
import orjson
from marshmallow import Schema
from rich.console import Console
from rich.table import Table

from engine.element_templates import choices_of, element_templates
from engine.operations import Operation
from shuoshi.composition import OPERATIONS


@click.command()
@click.option("--templates", is_flag=True, help="Write element templates for Camunda Modeler, as JSON.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="Of the templates.")
def operations(*, templates: bool, language: Literal["zh", "en"]) -> None:
    """List the operations that diagrams can call, with what each takes and gives; * marks what must be given."""
    if templates:
        found = element_templates(OPERATIONS.values(), language)
        click.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2))
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("type", no_wrap=True)
    for title in ("does", "takes", "gives"):
        table.add_column(title, overflow="fold")
    for name, operation in sorted(OPERATIONS.items()):
        table.add_row(name, *_columns(operation))
    Console().print(table)


def _columns(operation: Operation) -> tuple[str, str, str]:
    does = f"{operation.title} (as a job)" if operation.external else operation.title
    taken = [*_fields(operation.inputs), *(f"header {name}" for name in operation.headers)]
    return does, ", ".join(taken), ", ".join(_fields(operation.outputs))


def _fields(schema: Schema) -> list[str]:
    """The fields by name, with the values among which each must be."""
    shown = []
    for name, field in schema.fields.items():
        choices = "|".join(choices_of(field))
        shown.append(f"{name}{'*' if field.required else ''}{f' ({choices})' if choices else ''}")
    return shown
