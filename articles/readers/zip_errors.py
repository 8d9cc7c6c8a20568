"""What zipfile raises on one damaged, encrypted or unsupported archive or another."""

from __future__ import annotations

import zipfile
import zlib
from typing import Final

ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,  # a method of compression that it does not know
    RuntimeError,  # a password is needed
)
