"""A procedure beside the county's own, to be published by the API: one task, one form, one decision."""

import io
import zipfile
from pathlib import Path
from typing import Any

from tests.api.conftest import Program

FOLDER = Path(__file__).parent / "leave"
FILES = sorted(FOLDER.iterdir())


def uploads(*more: tuple[bytes, str]) -> dict[str, Any]:
    """Return the folder as a form with files, and what is added to it."""
    files = [(io.BytesIO(path.read_bytes()), path.name) for path in FILES]
    return {"files": [*files, *((io.BytesIO(source), name) for source, name in more)]}


def zipped() -> bytes:
    """Return the folder as a zip."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in FILES:
            archive.write(path, f"leave/{path.name}")
    return whole.getvalue()


def publish(program: Program) -> str:
    """Publish the folder; returns the definition's id."""
    answer = program.open("POST", "/definitions", data={"name": "leave", **uploads()})
    assert answer.status_code == 200, answer.text
    found = {each["process_id"]: each["definition_id"] for each in program.get("/definitions").json}
    return str(found["leave"])
