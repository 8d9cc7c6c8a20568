"""Scenarios for the actions on published versions."""

from __future__ import annotations

from articles.desk import editing, withholding
from articles.record.published_versions import versions_change, write_versions
from tests import builders
from tests.desk.scenarios import scenario


def a_corrected_story():
    article = builders.an_article("Governor opens a bridge")
    article = editing.edit_fields(article, user=None, version=1, fields={"headline": "Mayor opens a bridge"})
    write_versions(versions_change([article.pk]))
    return article


@scenario("version.withhold")
def withhold(editor):
    article = a_corrected_story()
    yield
    withholding.withhold_version(article, 1, user=editor, reason="A court ordered it.")


@scenario("version.show")
def show(editor):
    article = a_corrected_story()
    withholding.withhold_version(article, 1, user=None, reason="A court ordered it.")
    yield
    withholding.show_version(article, 1, user=editor)
