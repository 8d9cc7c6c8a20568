"""A database with the reference data, for measures that link names to it."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile

import django


def prepare() -> None:
    """Set Django up on DATA_DIR, or on a fresh folder that is thrown away at the end.

    The reference data is loaded in a separate process, so that its memory is not counted as that of reading.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    if "DATA_DIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="eval-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["DATA_DIR"] = folder
    for command in ("migrate", "load_reference_data"):
        subprocess.run([sys.executable, "manage.py", command], check=True, stdout=subprocess.DEVNULL)
    django.setup()
