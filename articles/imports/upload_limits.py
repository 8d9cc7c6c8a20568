"""How large an uploaded file may be."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat

# As much as the readers take of a file. Archives of web pages hold pictures, too.
MAX_BYTES = 20 * 1024 * 1024
MAX_ARCHIVE_BYTES = 100 * 1024 * 1024
# All files of one upload together.
MAX_UPLOAD_BYTES = 250 * 1024 * 1024
_ARCHIVE_ENDINGS = (".warc", ".warc.gz")


def size_problem(name: str, size: int) -> str:
    """The sentence that refuses a file of this size, or nothing."""
    limit = MAX_ARCHIVE_BYTES if name.lower().endswith(_ARCHIVE_ENDINGS) else MAX_BYTES
    return f"{name} has {filesizeformat(size)}; up to {filesizeformat(limit)} can be read." if size > limit else ""
