"""An account without the right to publish has a form open while its story is published: nothing typed is lost, and the
page says what happened.
"""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from articles.admin.text_form import initial_text
from articles.desk import review
from articles.desk.groups import create_groups
from articles.models import Article
from tests import builders
from tests.admin.forms import form_on
from tests.admin.suggestions import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(db):
    """An account of the group that edits drafts and publishes nothing."""
    create_groups()
    account = User.objects.create_user("writer", password="a long enough password", is_staff=True)
    account.groups.add(Group.objects.get(name="Editor"))
    client = Client()
    client.force_login(account)
    return client


def publish(draft):
    anna = User.objects.create_superuser("anna")
    return review.publish(Article.objects.get(pk=draft.pk), user=anna)


def test_the_typed_text_is_kept_and_the_page_says_who_published_the_story(writer, draft):
    address = reverse("admin:articles_article_text", args=[draft.pk])
    opened = form_on(writer.get(address), address)
    publish(draft)
    response = writer.post(address, {**opened, "text": "A paragraph that took an hour.", "step": "check"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "A paragraph that took an hour.</textarea>" in html
    assert "This story is published (anna at" in html
    assert reverse("admin:articles_article_change", args=[draft.pk]) in html
    assert Article.objects.get(pk=draft.pk).body == draft.body


def test_the_typed_fields_of_the_story_are_kept(writer, draft):
    address = reverse("admin:articles_article_fields", args=[draft.pk])
    opened = form_on(shown(writer, draft), address)
    publish(draft)
    html = writer.post(address, {**opened, "section": "Middle East"}).content.decode()
    assert "Middle East</textarea>" in html
    assert "This story is published (anna at" in html


def test_the_typed_fields_of_a_record_that_readers_see_by_now_are_kept(writer):
    person = builders.a_person("Tal Orsey")
    address = reverse("admin:articles_person_change", args=[person.pk])
    opened = form_on(writer.get(address), "")
    story = builders.an_article("Talks", "Tal Orsey spoke.")
    builders.appear(story, person)
    response = writer.post(address, {**opened, "summary": "A summary that took an hour."})
    html = response.content.decode()
    assert response.status_code == 403
    assert "A summary that took an hour.</textarea>" in html
    assert "Readers see this record" in html
    assert address in html


def test_a_refusal_on_a_draft_does_not_say_that_it_is_published(writer, draft):
    response = writer.post(reverse("admin:articles_article_publish", args=[draft.pk]), {"version": draft.version})
    assert response.status_code == 403
    assert "This story is published" not in response.content.decode()


def test_the_text_page_still_opens_for_a_draft(writer, draft):
    assert initial_text(draft)["text"] in writer.get(
        reverse("admin:articles_article_text", args=[draft.pk])
    ).content.decode().replace("&quot;", '"')
