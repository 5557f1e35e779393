"""What a photo is: told by its content, made small enough, turned upright, and written anew without what it carries.

A phone's photo tells where and when it was taken and by which phone; only its pixels are kept.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from engine.errors import Invalid, Problem

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000  # a few kilobytes can unfold into gigabytes; phones take up to 50 million
LONGEST_SIDE = 2560
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
_CLAIMS = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}
_NO_CLAIM = frozenset({"", "application/octet-stream"})
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"PK\3\4", "ZIP"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WEBP"),
    (b"MZ", "EXE"),
    (b"<", "HTML"),
)
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
)


@dataclass(frozen=True, slots=True)
class Photo:
    """A cleaned photo."""

    content: bytes
    media_type: str
    width: int
    height: int


def read_photo(content: bytes, claimed: str, *, field: str = "photos") -> Photo:
    """Return a photo cleaned; refuses, at the field, what is too large, no JPEG or PNG, broken, or not what it claims."""
    if len(content) > MOST_BYTES:
        raise _refused(field, "photo-too-large", most_megabytes=MOST_BYTES // 2**20)
    image = _opened(content, field)
    media_type = _TYPES[str(image.format)]
    claim = _CLAIMS.get(claimed.lower(), claimed.lower())
    if claim not in _NO_CLAIM and claim != media_type:
        raise _refused(field, "photo-not-as-claimed", claimed=claim[:40], found=str(image.format))
    if image.width * image.height > MOST_PIXELS:
        raise _refused(field, "photo-too-many-pixels", most_million=MOST_PIXELS // 1_000_000)
    try:
        return _cleaned(image, media_type)
    except _BROKEN as error:
        raise _refused(field, "photo-broken") from error


def _opened(content: bytes, field: str) -> Image.Image:
    """Read no more than the head of the file: format and size."""
    try:
        return Image.open(io.BytesIO(content), formats=tuple(_TYPES))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refused(field, "photo-too-many-pixels", most_million=MOST_PIXELS // 1_000_000) from error
    except _BROKEN as error:
        raise _refused(field, "not-a-photo", found=_kind_of(content)) from error


def _cleaned(image: Image.Image, media_type: str) -> Photo:
    image.draft(
        "RGB", (LONGEST_SIDE, LONGEST_SIDE)
    )  # a JPEG is decoded at a fraction of its size where that suffices
    image.load()
    upright = _upright(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    has_alpha = media_type == "image/png" and ("A" in upright.getbands() or "transparency" in upright.info)
    pixels = upright.convert("RGBA" if has_alpha else "RGB")
    pixels.info.clear()  # else Pillow writes comments and colour profiles out again
    written = io.BytesIO()
    if media_type == "image/jpeg":
        pixels.save(written, "JPEG", quality=85, optimize=True)
    else:
        pixels.save(written, "PNG")
    return Photo(written.getvalue(), media_type, pixels.width, pixels.height)


def _upright(image: Image.Image) -> Image.Image:
    """Turn a photo as its EXIF says; one whose EXIF is damaged is a photo all the same."""
    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN:
        return image


def _kind_of(content: bytes) -> str:
    return next((name for signature, name in _SIGNATURES if content.startswith(signature)), "")


def _refused(field: str, code: str, **params: object) -> Invalid:
    return Invalid({field: [Problem(code, params)]})
