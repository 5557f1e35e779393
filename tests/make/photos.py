"""Pictures for tests."""

import io

from PIL import Image


def image(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **saved: object) -> bytes:
    """Return a small picture of a kind; `saved` goes to Pillow (exif, comment …)."""
    written = io.BytesIO()
    Image.new("RGB", size, (200, 60, 20)).save(written, kind, **saved)
    return written.getvalue()
