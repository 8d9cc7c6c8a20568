"""The undo button and the other keys of the review page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Person
from articles.vocabulary import ArticleStatus, FactStatus
from tests import builders
from tests.admin.forms import form_on
from tests.admin.suggestions import decide, press, review_address, shown
from tests.admin.test_review_answers import followed, inside

pytestmark = pytest.mark.django_db


def undo_address(article):
    return reverse("admin:articles_article_undo", args=[article.pk])


def press_undo(desk, article):
    return desk.post(undo_address(article), form_on(shown(desk, article), undo_address(article)))


def test_the_button_names_the_last_decision_and_the_outcome_is_at_its_suggestion(desk, draft):
    assert undo_address(draft) not in shown(desk, draft)
    carter = draft.mentions.get(name="Ash Carter")
    decide(desk, carter, "accept")
    assert "Undo: accepted the name “Ash Carter”" in inside(shown(desk, draft), "progress")
    response = press_undo(desk, draft)
    assert response["Location"] == f"{review_address(draft)}#mention-{carter.pk}"
    html = followed(desk, response)
    assert "Undone: accepted the name “Ash Carter”." in inside(html, f"mention-{carter.pk}")
    assert "The record was removed: Ash Carter." in inside(html, f"mention-{carter.pk}")
    assert not Person.objects.exists()
    assert undo_address(draft) not in html


def test_a_batch_of_decisions_is_undone_by_one_press(desk, draft):
    press(desk, draft, "accept_confident")
    assert draft.mentions.accepted().exists()
    html = followed(desk, press_undo(desk, draft))
    assert "Undone: accepted all high-confidence suggestions" in inside(html, "progress")
    assert not draft.mentions.accepted().exists()


def test_a_script_gets_the_button_with_the_decision(desk, draft):
    response = desk.post(
        reverse("admin:articles_article_decide", args=[draft.pk, "quotation", draft.quotations.get().pk]),
        {"answer": "reject", **opened(desk, draft)},
        headers={"Accept": "application/json"},
    )
    assert "Undo" in response.json()["parts"]["progress"]


def opened(desk, draft):
    address = reverse("admin:articles_article_decide", args=[draft.pk, "quotation", draft.quotations.get().pk])
    return {"opened": form_on(shown(desk, draft), address)["opened"]}


def test_an_undone_decision_is_refused_a_second_time(desk, draft):
    decide(desk, draft.quotations.get(), "reject")
    values = form_on(shown(desk, draft), undo_address(draft))
    desk.post(undo_address(draft), values)
    response = desk.post(undo_address(draft), values)
    assert response.status_code == 409
    assert "already undone" in inside(response.content.decode(), "progress")
    assert draft.quotations.get().status == FactStatus.PROPOSED


@pytest.mark.parametrize("entry", ["", "x", "-1", "9" * 40, "²"])
def test_what_is_no_decision_is_refused(entry, desk, draft):
    assert desk.post(undo_address(draft), {"entry": entry}).status_code == 400


def test_the_next_draft_is_the_next_older_one_and_then_the_newest(desk):
    oldest, middle, newest = (builders.an_article(status=ArticleStatus.DRAFT) for _ in range(3))
    builders.an_article()
    for here, there in ((newest, middle), (middle, oldest), (oldest, newest)):
        response = desk.get(reverse("admin:articles_article_next", args=[here.pk]))
        assert response["Location"] == review_address(there)


def test_without_another_draft_the_list_says_so(desk, draft):
    response = desk.get(reverse("admin:articles_article_next", args=[draft.pk]), follow=True)
    assert "There is no other draft to review." in response.content.decode()
