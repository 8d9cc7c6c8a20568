"""Files of pictures for tests, made by the encoder of each format."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

ORIENTATION, ARTIST, GPS = 0x0112, 0x013B, 0x8825


def a_picture(width: int = 700, height: int = 500, form: str = "JPEG", *, mode: str = "RGB", **options: Any) -> bytes:
    """A gradient: its left is dark and its right is bright, so that a test sees how it was turned."""
    image = Image.linear_gradient("L").rotate(90).resize((width, height))
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 257)
    image = image.convert(mode)
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def with_metadata(mark: str, *, orientation: int = 1) -> bytes:
    """A JPEG whose EXIF (place and name included), XMP, comment and colour profile hold the mark."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = orientation, mark
    exif.get_ifd(GPS)[29] = mark
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{mark}</x:xmpmeta>".encode()
    return a_picture(exif=exif, xmp=xmp, comment=mark.encode(), icc_profile=profile)


def animated(form: str, *, frames: int = 3) -> bytes:
    images = [Image.new("RGB", (300, 200), (index * 40, 0, 0)) for index in range(frames)]
    file = BytesIO()
    images[0].save(file, form, save_all=True, append_images=images[1:], duration=100)
    return file.getvalue()


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of zeros, row by row, so that making it takes no memory: a few kilobytes that unpack to gigabytes."""
    compress = zlib.compressobj(9)
    row = b"\0" * (width * 3 + 1)
    data = b"".join(compress.compress(row) for _ in range(height)) + compress.flush()
    return png(width, height, data)


def png(width: int, height: int, data: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
