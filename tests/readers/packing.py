from __future__ import annotations

import gzip
import zlib
from functools import cache

import brotli

_PACKED = {
    "gzip": lambda data: gzip.compress(data, 1),
    "deflate": lambda data: zlib.compress(data, 1),
    "br": lambda data: brotli.compress(data, quality=1),
}


@cache
def packed(coding, size):
    """So many letters, compressed once: nobody may wait for that inside a time limit."""
    return _PACKED[coding](b"a" * size)
