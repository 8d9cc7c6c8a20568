"""The page of published versions at the desk: withholding a former version, and showing it again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.desk import editing, statuses
from articles.models import LoggedAction, WithheldVersion
from articles.record.published_versions import versions_change, write_versions
from tests import builders

pytestmark = pytest.mark.django_db

REASON = "A court ordered it."


def address(article, name="published", *ids):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *ids])


@pytest.fixture
def article(nothing_found):
    article = builders.an_article("Governor opens a bridge")
    for number, headline in enumerate(("Mayor opens a bridge", "Mayor opens two bridges"), start=1):
        editing.edit_fields(article, user=None, version=number, fields={"headline": headline})
    stored(article)
    article.refresh_from_db()
    return article


def stored(article):
    write_versions(versions_change([article.pk]))


def test_a_version_is_withheld_and_shown_again(desk, client, article):
    answer = desk.post(address(article), {"number": "1", "reason": f" {REASON} "}, follow=True)
    assert "Version 1 is withheld." in answer.content.decode()
    assert WithheldVersion.objects.get().reason == REASON
    stored(article)
    html = desk.get(address(article)).content.decode()
    assert f"Withheld from readers: <bdi>{REASON}</bdi>" in html
    assert '<option value="1"' not in html
    answer = desk.post(address(article, "published_show", 1), follow=True)
    assert "Version 1 is shown again." in answer.content.decode()
    assert not WithheldVersion.objects.exists()
    actions = LoggedAction.objects.filter(action__startswith="version.").order_by("pk")
    assert [(entry.action, entry.details["number"]) for entry in actions] == [
        ("version.withhold", 1),
        ("version.show", 1),
    ]
    assert [entry.by.username for entry in actions] == ["editor", "editor"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": REASON}, "Choose the version."),
        ({"number": "3", "reason": REASON}, "Choose a former version"),
        ({"number": "x", "reason": REASON}, "Choose a former version"),
        ({"number": "1", "reason": "  "}, "Give the reason that readers will see."),
        ({"number": "1", "reason": "x" * 501}, "500"),
    ],
)
def test_an_incomplete_form_keeps_what_was_typed(desk, article, typed, said):
    answer = desk.post(address(article), typed)
    html = answer.content.decode()
    assert answer.status_code == 400
    assert said in html
    assert typed["reason"].strip() in html
    assert not WithheldVersion.objects.exists()


def test_a_version_that_someone_else_withheld_meanwhile_keeps_the_first_reason(desk, article):
    desk.post(address(article), {"number": "1", "reason": REASON})
    answer = desk.post(address(article), {"number": "1", "reason": "Another reason."})
    assert answer.status_code == 400
    assert "not withheld already" in answer.content.decode()
    assert "Another reason." in answer.content.decode()
    assert WithheldVersion.objects.get().reason == REASON


def test_showing_a_version_that_is_not_withheld_says_so(desk, article):
    answer = desk.post(address(article, "published_show", 1), follow=True)
    assert "no longer withheld" in answer.content.decode()


def test_a_story_that_is_not_published_has_no_versions_for_readers(desk, article):
    statuses.withdraw(article, user=None, reason="A mistake.")
    html = desk.get(address(article)).content.decode()
    assert "only while it is published" in html
    assert "Withhold version" not in html
    assert desk.post(address(article), {"number": "1", "reason": REASON}).status_code == 400


def test_a_story_with_one_version_has_none_to_withhold(desk, nothing_found):
    html = desk.get(address(builders.an_article("A quiet day"))).content.decode()
    assert "no former version" in html
