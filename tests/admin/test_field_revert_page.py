"""The page that reverts one field, reached from the entry in the log."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.desk import records, review
from articles.desk.groups import create_groups
from articles.models import Article, LoggedAction
from tests import builders
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db


def last():
    return LoggedAction.objects.exclude(action__startswith="user.").order_by("-pk").first()


def address(entry, field):
    return reverse("admin:articles_loggedaction_revert", args=[entry.pk, field])


def edited(editor, **fields):
    article = builders.an_article("News from Brenwick", "Brenwick is small.", status="draft")
    review.edit_fields(article, user=editor, version=1, fields=fields)
    return Article.objects.get(pk=article.pk), last()


def posted(desk, entry, field):
    page = desk.get(address(entry, field)).content.decode()
    return desk.post(address(entry, field), form_on(page, ""), follow=True)


def test_the_log_entry_leads_to_the_page_that_reverts_a_field(desk, editor):
    article, entry = edited(editor, headline="News", section="Towns")
    details = desk.get(reverse("admin:articles_loggedaction_change", args=[entry.pk])).content.decode()
    assert address(entry, "headline") in details
    assert address(entry, "version") not in details
    page = desk.get(address(entry, "headline")).content.decode()
    assert "News from Brenwick" in page
    response = posted(desk, entry, "headline")
    assert "Reverted: headline." in response.content.decode()
    article.refresh_from_db()
    assert (article.headline, article.section) == ("News from Brenwick", "Towns")
    review_page = desk.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert "reverted headline of this story" in review_page


def test_the_page_lists_the_findings_that_a_text_would_lose(desk, editor):
    article, entry = edited(editor, body=[{"role": "paragraph", "text": "Aldersey is smaller."}])
    builders.mention(article, builders.a_place("Aldersey"))
    page = desk.get(address(entry, "body")).content.decode()
    assert "Findings no longer in the text" in page
    assert "Reverted: text." in posted(desk, entry, "body").content.decode()
    assert desk.post(address(entry, "body"), {}).status_code == 409


def test_without_having_seen_them_no_finding_is_lost(desk, editor):
    article, entry = edited(editor, body=[{"role": "paragraph", "text": "Aldersey is smaller."}])
    form = form_on(desk.get(address(entry, "body")).content.decode(), "")
    builders.mention(article, builders.a_place("Aldersey"))
    response = desk.post(address(entry, "body"), form)
    assert response.status_code == 409
    assert Article.objects.get(pk=article.pk).body[0]["text"] == "Aldersey is smaller."


def test_what_somebody_changed_meanwhile_is_refused_with_a_sentence(desk, editor):
    article, entry = edited(editor, section="Towns")
    form = form_on(desk.get(address(entry, "section")).content.decode(), "")
    review.edit_fields(article, user=editor, version=article.version, fields={"section": "Villages"})
    response = desk.post(address(entry, "section"), form)
    assert response.status_code == 409
    assert "editor has changed this since" in response.content.decode()


def test_the_rules_of_the_form_of_a_record_are_those_of_today(desk, editor):
    country = builders.a_country("Iraq", code="IQ")
    place = builders.a_place("Brenwick", country=country)
    place.country, place.latitude, place.longitude = None, None, None
    records.save_entity(place, user=editor, changed=["country", "latitude", "longitude"])
    response = posted(desk, last(), "latitude")
    assert response.status_code == 409
    assert "Enter both latitude and longitude" in response.content.decode()
    place.refresh_from_db()
    assert place.latitude is None


@pytest.mark.parametrize("was", [True, False])
def test_a_checkbox_is_reverted(desk, editor, was):
    outlet = builders.an_outlet("Valley Post", is_trusted=was)
    outlet.is_trusted = not was
    records.save_outlet(outlet, user=editor, changed=["is_trusted"])
    posted(desk, last(), "is_trusted")
    outlet.refresh_from_db()
    assert outlet.is_trusted is was


def test_what_readers_see_is_reverted_by_publishers_only(client, editor):
    create_groups()
    article, entry = edited(editor, section="Towns")
    review.publish(article, user=editor)
    for group, status in (("Editor", 403), ("Publisher", 200)):
        user = User.objects.create_user(f"of {group}", password="x", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        assert client.get(address(entry, "section")).status_code == status
    assert Article.objects.get(pk=article.pk).section == "Towns"


@pytest.mark.parametrize("field", ["version", "nothing"])
def test_other_columns_have_no_such_page(desk, editor, field):
    _, entry = edited(editor, section="Towns")
    assert desk.get(address(entry, field)).status_code == 409
