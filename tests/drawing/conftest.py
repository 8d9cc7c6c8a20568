from __future__ import annotations

import pytest

from articles.drawing import geometry
from articles.drawing.assets_geometry import build_geometry


@pytest.fixture(scope="session")
def outlines_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("data") / "geometry" / "countries.json"
    build_geometry(path)
    return path


@pytest.fixture
def built(settings, outlines_file):
    """Maps are drawn from real outlines."""
    settings.DATA_DIR = outlines_file.parent.parent


@pytest.fixture
def not_built(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    geometry._log_missing_outlines.cache_clear()
