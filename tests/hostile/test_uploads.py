"""Files that are not what they say, sent to every form that takes photos: refused at the field, with what was typed kept."""

import io
from collections.abc import Mapping

import pytest
from sqlalchemy import func, select

from engine.uow import reading
from registers.attachments import tables
from tests.access.world import Walker, World
from tests.make.photos import image
from tests.registers.attachments.test_read_photo import bomb
from web.forms.names import files_name_of, name_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
LIES: Mapping[str, tuple[str, str, bytes]] = {
    "a PDF": ("a.jpg", "image/jpeg", b"%PDF-1.7\n"),
    "an SVG": ("a.jpg", "image/jpeg", SVG),
    "an SVG that says so": ("a.svg", "image/svg+xml", SVG),
    "a page": ("a.png", "image/png", b"<!doctype html><script>alert(1)</script>"),
    "a program": ("a.jpg", "image/jpeg", b"MZ\x90\x00" + bytes(100)),
    "a PNG as JPEG": ("a.jpg", "image/jpeg", image("PNG")),
    "a GIF": ("a.gif", "image/gif", image("GIF")),
    "half a photo": ("a.jpg", "image/jpeg", image(size=(600, 400))[:-900]),
    "a bomb": ("a.png", "image/png", bomb(20_000)),
    "nothing": ("a.jpg", "image/jpeg", b""),
}
TYPED = "我还没说完的话"
# Where photos are taken: who sends them, to which form, with the field that holds the words and the one with the files.
FORMS = {
    "raise": ("nobody", "/raise/", name_of("text"), files_name_of("photos")),
    "on behalf": ("station-clerk", "/on-behalf", name_of("text"), files_name_of("photos")),
    "supplement": ("applicant", "/follow/supplement", "text", "photos"),
    "answer": ("applicant", "", name_of("text"), files_name_of("photos")),
}


@pytest.fixture(params=FORMS)
def form(the_world: World, request: pytest.FixtureRequest) -> tuple[Walker, str, str, str]:
    """One of the forms, with who sends it."""
    who, address, words, files = FORMS[request.param]
    task = f"/follow/tasks/{the_world.rows['asked'].task_id}"
    return the_world.walkers[who], address or task, words, files


def waiting(world: World) -> int:
    """Count the photos that were taken in."""
    with reading(world.runtime) as uow:
        found = uow.first(select(func.count()).select_from(tables.upload))
    assert found is not None
    return int(found[0])


@pytest.mark.parametrize("lie", LIES)
def test_it_refuses_what_is_no_photo_and_keeps_the_words(
    the_world: World, form: tuple[Walker, str, str, str], lie: str
) -> None:
    walker, address, words, files = form
    before = waiting(the_world)
    name, kind, content = LIES[lie]
    data = {words: TYPED, "page": "1", files: (io.BytesIO(content), name, kind)}
    answer = walker.send("POST", address, data=data)
    assert answer.status_code == 422
    assert TYPED in answer.text
    assert "照片" in answer.text
    assert waiting(the_world) == before


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..\\..\\a.jpg", "/etc/cron.d/a", "a\x00.jpg", "很" * 500, "CON"]
)
def test_it_keeps_no_name_of_a_file(the_world: World, name: str) -> None:
    folder = the_world.runtime.settings.data_folder
    data = {
        name_of("text"): TYPED,
        "page": "1",
        files_name_of("photos"): (io.BytesIO(image()), name, "image/jpeg"),
    }
    answer = the_world.walkers["nobody"].send("POST", "/raise/", data=data)
    assert answer.status_code in {200, 400, 422}
    assert not [path for path in folder.rglob("*") if path.is_file() and path.suffix]
    assert {path.name for path in folder.iterdir()} <= {"uploads", "attachments"}


def test_it_takes_a_photo_whatever_its_name_says(
    the_world: World, form: tuple[Walker, str, str, str]
) -> None:
    walker, address, words, files = form
    before = waiting(the_world)
    polyglot = image() + b"<script>alert(1)</script>"
    data = {words: "很" * 5001, "page": "1", files: (io.BytesIO(polyglot), "a.html", "image/jpeg")}
    answer = walker.send("POST", address, data=data)
    assert answer.status_code == 422, "the words are too long; the photo has been taken in"
    assert waiting(the_world) == before + 1
    folder = the_world.runtime.settings.data_folder
    assert not [path for path in folder.rglob("*") if path.is_file() and b"<script>" in path.read_bytes()]
