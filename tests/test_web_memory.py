"""What a process of the web loads at its start: not what only reading imports needs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

LOADED = """
import sys
from newsroom.wsgi import application
from django.urls import get_resolver
get_resolver().url_patterns
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DATA_DIR": str(tmp_path_factory.mktemp("data")),
    }
    run = subprocess.run([sys.executable, "-c", LOADED], env=env, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_pages_and_the_desk_are_loaded(loaded):
    assert {"articles.views.stories", "articles.admin.imports", "tantivy"} <= loaded


@pytest.mark.parametrize(
    "library", ["trafilatura", "numpy", "openpyxl", "ftfy", "feedparser", "charset_normalizer", "spacy", "lxml.html"]
)
def test_no_library_of_the_readers_is_loaded(loaded, library):
    assert library not in loaded
