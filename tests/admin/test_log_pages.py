"""The page of a log entry: fields and values in words."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from articles.admin.log_values import ValueChange, value_changes
from articles.desk import review
from articles.models import Article, LoggedAction
from articles.vocabulary import ArticleStatus
from tests import builders
from tests.admin.suggestions import decide, shown

pytestmark = pytest.mark.django_db


def changes_of(article, action):
    return value_changes(article.actions.get(action=action))


def test_choices_and_accounts_are_named_and_times_have_one_format(desk, draft, editor):
    review.reject(draft.quotations.get(), user=editor)
    entry = draft.actions.get(action="fact.reject")
    found = {change.label: (change.before, change.after) for change in value_changes(entry)}
    at = draft.quotations.get().decided_at
    assert found == {
        "Status": ("Proposed", "Rejected"),
        "Decided by": ("", "editor"),
        "Decided at": ("", f"{at.day} {at:%b %Y, %H:%M} UTC"),
    }


def test_other_rows_say_what_they_are_and_records_have_names(desk, draft):
    decide(desk, draft.mentions.get(name="Ash Carter"), "accept")
    changes = changes_of(draft, "name.accept")
    named = [(one.label, one.before, one.after) for one in changes if one.record.startswith("Mention ")]
    assert ("Entity", "", "Ash Carter") in named


def test_a_record_that_was_removed_since_is_its_number(desk, draft):
    decide(desk, draft.mentions.get(name="Ash Carter"), "accept")
    entry = draft.actions.get(action="name.accept")
    row = next(row for row in entry.related if "entity" in row["after"])
    row["after"]["entity"] = 999_999
    entry.save()
    assert "number 999999, removed since" in [one.after for one in value_changes(entry)]


def test_a_column_of_an_earlier_version_is_shown(desk, draft):
    entry = LoggedAction.objects.create(
        action="article.edit",
        article=draft,
        what="x",
        before={"old_kicker": ["a", 1]},
        after={"old_kicker": {"b": True}},
    )
    assert value_changes(entry) == [ValueChange("", "Old kicker", "a, 1", "b: true", "old_kicker")]


def test_a_text_is_shown_in_paragraphs_and_technical_columns_are_left_out(desk, draft, editor):
    body = [{"role": "paragraph", "text": "One."}, {"role": "paragraph", "text": "Two."}]
    review.edit_fields(Article.objects.get(pk=draft.pk), user=editor, version=draft.version, fields={"body": body})
    changes = [one for one in changes_of(draft, "article.edit") if not one.record]
    assert [(one.label, one.after) for one in changes] == [("Text", "One.\n\nTwo.")]


def test_the_entry_is_linked_from_the_story_and_has_no_json(desk, editor):
    article = builders.an_article(status=ArticleStatus.DRAFT)
    review.edit_fields(article, user=editor, version=article.version, fields={"authors": ["Ada Reyes", "Jon Meyer"]})
    entry = article.actions.get(action="article.edit")
    address = reverse("admin:articles_loggedaction_change", args=[entry.pk])
    assert address in shown(desk, article)
    html = desk.get(address).content.decode()
    assert "Ada Reyes, Jon Meyer" in html
    assert "[&quot;" not in html
    assert f"{entry.at:%H:%M} UTC" in html


def test_an_account_that_may_not_see_the_log_gets_no_link(client, draft, editor):
    review.reject(draft.quotations.get(), user=editor)
    reader = User.objects.create_user("reader", password="a long enough password", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    assert "articles/loggedaction/" not in shown(client, draft)
