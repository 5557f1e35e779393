"""`shuoshi check DIR`: whether a folder of diagrams, tables and forms can be published, and what is in the way."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from engine.definitions import check_folder, read_folder
from engine.errors import Finding
from engine.keys import Keyring
from shuoshi.composition import NotReady, open_runtime
from shuoshi.reader import reading_in_the_terminal
from shuoshi.settings import read_settings
from web.finding_words import finding_words, warning_words

_NO_KEYS = Keyring(0, {})  # checking reads no case and needs no database: a designer's machine has neither

folder_argument = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR"
)


@click.command()
@folder_argument
def check(folder: Path) -> None:
    """Check a folder such as workflows/matter; each finding names file, element and reason. Status 1 for an error.

    Warnings are printed too, and keep nothing from being published.
    """
    runtime = open_runtime(read_settings(os.environ), _NO_KEYS)
    findings = check_folder(files_of(folder), runtime)
    print_findings(findings)
    if any(finding.severity == "error" for finding in findings):
        sys.exit(1)
    click.echo(f"{folder}: nothing in the way of publishing")


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder; refuses one that holds no diagram."""
    files = read_folder(folder)
    if not any(name.endswith(".bpmn") for name in files):
        raise NotReady(f"{folder} holds no .bpmn file")
    return files


def print_findings(findings: Sequence[Finding]) -> None:
    """Print findings, a line each, in the language of the terminal; a warning says that it is one."""
    with reading_in_the_terminal():
        for finding in findings:
            line = _line(finding)
            click.echo(warning_words(line) if finding.severity == "warning" else line, err=True)


def _line(finding: Finding) -> str:
    where = " · ".join(part for part in (finding.file, finding.element) if part)
    return f"{where}: {finding_words(finding)}"
