"""The unknown names that the review page shows folded are rejected with one button, and that is undone as one decision."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import LoggedAction, Organization
from articles.vocabulary import FactStatus
from tests import builders
from tests.admin.suggestions import decide, press, shown, suggest_mention
from tests.admin.test_review_answers import followed, inside

pytestmark = pytest.mark.django_db
TEXT = "Tal Orsey of the Harbour Board met the Border Council in Brenwick. The Harbour Board and the Road Guild agreed."


@pytest.fixture
def story():
    article = builders.an_article("Talks", TEXT, status="draft")
    suggest_mention(article, "Tal Orsey", kind="person", confidence=0.6)
    for words in ("Harbour Board", "Border Council", "Road Guild"):
        suggest_mention(article, words, kind="organization", confidence=0.5)
    suggest_mention(article, "Brenwick", kind="place", confidence=0.5)
    return article


def address(article):
    return reverse("admin:articles_article_reject_unknown", args=[article.pk])


def reject_all(client, article, ids):
    return client.post(address(article), {"mention": ids})


def unknown(article):
    return [mention.pk for mention in article.mentions.exclude(kind="person")]


def statuses(article):
    return {mention.name: mention.status for mention in article.mentions.all()}


def test_all_are_rejected_as_one_decision_that_is_undone_as_one(desk, story):
    before = statuses(story)
    response = reject_all(desk, story, unknown(story))
    assert statuses(story) == {name: "proposed" if name == "Tal Orsey" else "rejected" for name in before}
    page = followed(desk, response)
    said = inside(page, "progress")
    assert "Rejected 4 unknown names: Harbour Board, Border Council, Brenwick, Road Guild." in said
    entry = LoggedAction.objects.get(action="article.reject_all")
    assert entry.details == {"names": 4}
    press(desk, story, "undo", entry=entry.pk)
    assert statuses(story) == before


def test_the_page_sends_the_ids_of_what_it_shows(desk, story):
    page = shown(desk, story)
    assert all(f'name="mention" value="{pk}"' in page for pk in unknown(story))
    assert address(story) in page


def test_what_was_decided_meanwhile_stays_as_it_was_decided(desk, story):
    ids = unknown(story)
    decide(desk, story.mentions.get(name="Road Guild"), "accept")
    response = reject_all(desk, story, ids)
    assert statuses(story)["Road Guild"] == FactStatus.ACCEPTED
    assert "1 mention changed after you opened the page" in inside(followed(desk, response), "progress")


def test_a_name_that_has_a_record_by_now_is_not_rejected_unseen(desk, story):
    ids = unknown(story)
    Organization.objects.create(name="Border Council")
    reject_all(desk, story, ids)
    assert statuses(story)["Border Council"] == FactStatus.PROPOSED


def test_a_name_that_the_page_did_not_show_is_not_rejected(desk, story):
    ids = [story.mentions.get(name="Road Guild").pk]
    reject_all(desk, story, ids)
    assert [name for name, status in statuses(story).items() if status == FactStatus.REJECTED] == ["Road Guild"]


@pytest.mark.parametrize("ids", [[], ["x"], ["9" * 40], ["-1"]])
def test_without_names_nothing_is_changed_and_the_page_says_so(desk, story, ids):
    response = reject_all(desk, story, ids)
    assert response.status_code == 409
    assert "None of these names is left to reject." in response.content.decode()
    assert not LoggedAction.objects.filter(action="article.reject_all").exists()


def test_a_page_without_unknown_names_has_no_such_button(desk, draft):
    assert address(draft) not in shown(desk, draft)
