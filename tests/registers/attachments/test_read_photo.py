"""What is taken as a photo, and what is left of it."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from engine.errors import Invalid
from registers.attachments import photos
from registers.attachments.photos import read_photo
from tests.make.photos import image


def test_it_keeps_a_photo_as_what_it_is() -> None:
    found = read_photo(image("PNG"), "image/png")
    assert (found.media_type, found.width, found.height) == ("image/png", 60, 40)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><script>", "HTML"),
        (b"GIF89a......", "GIF"),
        (b"", ""),
        (b"\xff\xd8\xff", ""),
    ],
)
def test_it_refuses_what_is_no_photo_and_says_what_it_is(content: bytes, found: str) -> None:
    assert refused(content, "image/jpeg") == ("not-a-photo", {"found": found})


def test_it_refuses_a_photo_that_claims_to_be_another_kind() -> None:
    code, params = refused(image("PNG"), "image/jpeg")
    assert (code, params["found"]) == ("photo-not-as-claimed", "PNG")


@pytest.mark.parametrize("claimed", ["", "application/octet-stream", "image/jpg", "IMAGE/JPEG"])
def test_it_goes_by_the_content_where_nothing_else_is_claimed(claimed: str) -> None:
    assert read_photo(image(), claimed).media_type == "image/jpeg"


def test_it_refuses_a_photo_above_ten_megabytes() -> None:
    assert refused(image() + bytes(photos.MOST_BYTES), "image/jpeg")[0] == "photo-too-large"


def test_it_refuses_a_photo_that_ends_too_soon() -> None:
    assert refused(image(size=(600, 400))[:-900], "image/jpeg")[0] == "photo-broken"


@pytest.mark.parametrize("side", [8_000, 20_000, 60_000])
def test_it_refuses_a_picture_that_unfolds_without_unfolding_it(side: int) -> None:
    assert refused(bomb(side), "image/png")[0] == "photo-too-many-pixels"


def test_it_turns_a_photo_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the phone on its side
    found = read_photo(image(exif=exif), "image/jpeg")
    assert (found.width, found.height) == (40, 60)


def test_it_makes_a_large_photo_smaller() -> None:
    found = read_photo(image(size=(6000, 3000)), "image/jpeg")
    assert (found.width, found.height) == (photos.LONGEST_SIDE, photos.LONGEST_SIDE // 2)


def test_it_strips_what_a_jpeg_tells_of_where_and_by_whom() -> None:
    exif = Image.Exif()
    exif[0x010F] = "MARKED phone"
    exif.get_ifd(0x8825)[1] = "MARKED north"
    marked = image(exif=exif, comment=b"MARKED comment", icc_profile=b"MARKED profile", xmp=b"<x>MARKED</x>")
    assert marked.count(b"MARKED") == 5
    assert b"MARKED" not in read_photo(marked, "image/jpeg").content + b""


def test_it_strips_what_a_png_tells() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "MARKED author")
    marked = image("PNG", pnginfo=told, icc_profile=b"MARKED profile", exif=b"MARKED exif")
    assert marked.count(b"MARKED") >= 2
    found = read_photo(marked, "image/png").content
    assert set(chunks(found)) <= {b"IHDR", b"IDAT", b"IEND"}


def test_it_drops_what_hangs_on_behind_the_picture() -> None:
    assert b"<script>" not in read_photo(image() + b"<script>alert(1)</script>", "image/jpeg").content


def refused(content: bytes, claimed: str) -> tuple[str, dict[str, object]]:
    """The problem at the field."""
    with pytest.raises(Invalid) as refusal:
        read_photo(content, claimed)
    problem = refusal.value.problems["photos"][0]
    return problem.code, problem.params


def chunks(png: bytes) -> list[bytes]:
    """The names of a PNG's chunks."""
    names, reader = [], io.BytesIO(png[8:])
    while head := reader.read(8):
        length, name = struct.unpack(">I4s", head)
        names.append(name)
        reader.seek(length + 4, io.SEEK_CUR)
    return names


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that says it is so many pixels wide and high."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(10_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
