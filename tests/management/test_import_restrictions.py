"""Importing restricted items on the command line: no restriction is lost, and nothing is drafted unseen."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from articles.desk import clearance
from articles.extraction.findings import Findings
from articles.imports import extract
from articles.models import Article
from tests.desk.test_clearance import ITEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setattr(extract.pipeline, "find", lambda *_args: Findings())

    def call(item, name):
        path = tmp_path / name
        path.write_text(json.dumps(item))
        out, err = StringIO(), StringIO()
        call_command("import_stories", str(path), "--draft", stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return call


def test_a_cancelled_item_is_reported_and_not_drafted(run):
    out, err = run(ITEM | {"pubstatus": "canceled"}, "cancelled.json")
    assert "1 cancelled or withheld by its source" in out
    assert "No story of it is here." in err
    assert not Article.objects.exists()


def test_an_embargo_stays_with_the_draft(run):
    run(ITEM | {"embargoed": "2131-01-01T00:00:00Z"}, "item.json")
    assert clearance.in_short(Article.objects.get()) == "Embargoed until 1 January 2131, 00:00 UTC"
