from __future__ import annotations

import tomllib
from pathlib import Path

from newsroom import __version__

ROOT = Path(__file__).resolve().parents[2]


def test_the_version_is_told_once():
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == __version__
