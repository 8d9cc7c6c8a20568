"""Setting and cancelling the time of a publication at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.admin.review_page import still_hidden
from articles.admin.text_form import initial_text
from articles.desk import scheduling
from articles.models import Article, ScheduledPublication
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.now().year + 1


@pytest.fixture
def address(draft):
    return reverse("admin:articles_article_schedule", args=[draft.pk])


def page(desk, address):
    return desk.get(address).content.decode()


def send(desk, address, opened=None, **fields):
    return desk.post(address, {**form_on(opened or page(desk, address), ""), "step": "set", **fields})


def in_an_hour(zone_offset=0):
    return f"{timezone.now() + timedelta(hours=1 + zone_offset):%Y-%m-%dT%H:%M}"


def test_a_time_is_set_in_a_zone_and_shown_on_the_story_and_the_start_page(desk, draft, address):
    response = send(desk, address, at=in_an_hour(3), zone="Asia/Baghdad")
    assert response.status_code == 302
    row = ScheduledPublication.objects.get()
    assert timedelta(minutes=58) < row.at - timezone.now() < timedelta(minutes=61)
    for shown in (desk.get(response["Location"]), desk.get(reverse("admin:index"))):
        assert f"To be published on {row.in_words}" in shown.content.decode()
    listed = desk.get(reverse("admin:articles_article_changelist") + "?scheduled=yes").content.decode()
    assert "Bridge at Mosul reopens" in listed


def test_the_form_remembers_the_zone_and_shows_the_time_that_is_set(desk, address):
    send(
        desk, address, at=f"{NEXT_YEAR}-05-03T08:00" if timezone.now().month > 5 else in_an_hour(3), zone="Asia/Baghdad"
    )
    fields = form_on(page(desk, address), "")
    assert fields["zone"] == "Asia/Baghdad"
    assert fields["at"]
    assert send(desk, address).status_code == 302


def test_the_page_lists_what_readers_will_not_see(desk, draft, address):
    html = page(desk, address)
    assert "findings of this story are not reviewed" in html
    for suggestion in still_hidden(draft):
        assert f"#{suggestion.anchor}" in html
        assert f"<bdi>{suggestion.title}</bdi>" in html.replace("&quot;", '"')


def test_a_story_without_open_findings_has_no_such_list(desk, draft, address):
    for facts in (draft.mentions, draft.quotations, draft.pledges):
        facts.all().delete()
    assert "stays-hidden" not in page(desk, address)


def test_an_edit_of_a_scheduled_story_lists_what_is_hidden_at_that_time(desk, draft, address):
    text = reverse("admin:articles_article_text", args=[draft.pk])
    sent = {**initial_text(draft), "headline": "Bridge at Mosul opens again", "step": "check"}
    assert "stays-hidden" not in desk.post(text, sent).content.decode()
    send(desk, address, at=in_an_hour(), zone="UTC")
    html = desk.post(text, {**sent, "version": Article.objects.get(pk=draft.pk).version}).content.decode()
    row = ScheduledPublication.objects.get()
    assert f"readers will not see them on {row.in_words}" in " ".join(html.split())
    assert "Ash Carter" in html.partition("stays-hidden")[2].partition("</ul>")[0]


@pytest.mark.parametrize("at", ["", "tomorrow", "2031-13-40T08:00", "\x00", "9" * 400])
def test_what_is_no_time_is_refused_beside_the_field(desk, address, at):
    response = send(desk, address, at=at)
    assert response.status_code == 400
    assert not ScheduledPublication.objects.exists()


def test_a_refusal_keeps_what_was_typed(desk, address):
    response = send(desk, address, at="2020-05-03T08:00", zone="Europe/Kyiv")
    assert response.status_code == 409
    assert "This time is in the past" in response.content.decode()
    fields = form_on(response, "")
    assert (fields["at"], fields["zone"]) == ("2020-05-03T08:00", "Europe/Kyiv")


def test_an_unknown_zone_is_refused(desk, address):
    assert send(desk, address, at=in_an_hour(), zone="Mars/Base").status_code == 400


def test_two_editors_do_not_overwrite_each_other_unseen(desk, address):
    opened = page(desk, address)
    send(desk, address, opened, at=in_an_hour(), zone="UTC")
    response = send(desk, address, opened, at=in_an_hour(1), zone="UTC")
    assert response.status_code == 409
    assert "editor set it to" in response.content.decode()


def test_a_schedule_is_cancelled(desk, draft, address):
    send(desk, address, at=in_an_hour(), zone="UTC")
    assert send(desk, address, step="cancel").status_code == 302
    assert not ScheduledPublication.objects.exists()
    assert "To be published" not in desk.get(reverse("admin:articles_article_change", args=[draft.pk])).content.decode()


def test_a_schedule_that_is_gone_is_not_cancelled(desk, draft, address):
    send(desk, address, at=in_an_hour(), zone="UTC")
    opened = page(desk, address)
    scheduling.publish_due(timezone.now() + timedelta(hours=2))
    response = send(desk, address, opened, step="cancel")
    assert response.status_code == 409
    assert "it is not scheduled any more" in response.content.decode()


def test_a_failed_publication_says_why_on_the_story_and_the_start_page(desk, draft, address):
    send(desk, address, at=in_an_hour(), zone="UTC")
    Article.objects.filter(pk=draft.pk).update(headline="")
    scheduling.publish_due(timezone.now() + timedelta(hours=2))
    for where in (reverse("admin:articles_article_change", args=[draft.pk]), reverse("admin:index")):
        assert "A story needs a headline before it is published." in desk.get(where).content.decode()
    listed = desk.get(reverse("admin:articles_article_changelist") + "?scheduled=failed")
    assert len(listed.context["cl"].result_list) == 1


def test_the_time_of_an_embargo_is_offered(desk, draft, address):
    ends = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    Article.objects.filter(pk=draft.pk).update(embargo=ends)
    assert form_on(page(desk, address), "")["at"] == f"{ends:%Y-%m-%dT%H:%M}"
    assert "The source has embargoed this story" in page(desk, address)
    assert send(desk, address).status_code == 302
