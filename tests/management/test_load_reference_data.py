"""manage.py load_reference_data, and its former name."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from articles.reference import LoadResult

COMMAND = "articles.management.commands.load_reference_data.load_reference_data"


@pytest.mark.parametrize("name", ["load_reference_data", "load_knowledge"])
def test_it_says_what_was_loaded_and_what_was_left(name, monkeypatch, capsys):
    result = LoadResult(is_new=True, added=3, left=["Hamas: the class was not changed, because an editor changed it."])
    monkeypatch.setattr(COMMAND, lambda _tell: result)
    call_command(name)
    said = capsys.readouterr().out
    assert "Hamas: the class was not changed, because an editor changed it." in said
    assert "The reference data is loaded: 3 added, 0 updated, 0 removed, 1 left unchanged." in said


def test_it_says_nothing_where_nothing_is_new(capsys):
    call_command("load_reference_data")
    assert "loaded" not in capsys.readouterr().out
