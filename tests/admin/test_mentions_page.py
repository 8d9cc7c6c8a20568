"""The page of the mentions of a name: each with its sentence, decided one by one or several together."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.desk import review
from articles.models import LoggedAction, Mention, Organization
from articles.vocabulary import FactStatus
from tests import builders
from tests.admin.forms import form_on
from tests.admin.suggestions import decide, review_address, shown, suggest_mention, suggest_quotation

pytestmark = pytest.mark.django_db
NAME = "Defense Ministry"
TEXT = (
    "The Defense Ministry in Aldersey closed the road.",
    'In Brenwick the Defense Ministry said: "We object."',
    "A day later the Defense Ministry in Aldersey opened it.",
)


@pytest.fixture
def story():
    made = builders.an_article("Road", *TEXT, status="draft")
    for block in range(3):
        suggest_mention(made, NAME, kind="organization", block=block, confidence=0.6)
    suggest_quotation(made, "We object.", block=1, speaker_name=NAME)
    return made


@pytest.fixture
def ministries():
    return [builders.an_organization(f"Ministry of {town}") for town in ("Aldersey", "Brenwick")]


def address(article, block=0):
    return reverse("admin:articles_article_mentions", args=[article.pk, mentions(article)[block].pk])


def mentions(article):
    return list(article.mentions.in_text_order())


def press(client, article, answer, *blocks, page="", **values):
    """Select the mentions of these blocks and press a button, on this page or on the current one."""
    form = form_on(page or client.get(address(article)).content.decode(), address(article))
    chosen = [mentions(article)[block].pk for block in blocks]
    return client.post(address(article), {**form, "mention": chosen, "answer": answer, **values})


def names(article):
    return [mention.entity and mention.entity.name for mention in mentions(article)]


def test_the_row_of_a_name_leads_to_its_mentions_with_sentence_and_place(desk, story):
    assert address(story) in shown(desk, story)
    page = desk.get(address(story))
    assert [(row.place, row.context.before) for row in page.context["page"].rows][:2] == [
        ("¶1", "The "), ("¶2", "In Brenwick the "),
    ]  # fmt: skip
    assert "3 of 3 left to decide" in page.content.decode()


def test_a_name_with_one_mention_has_no_such_page_to_go_to(desk, draft):
    mention = draft.mentions.get(name="Ash Carter")
    assert reverse("admin:articles_article_mentions", args=[draft.pk, mention.pk]) not in shown(desk, draft)


def test_two_ministries_of_one_name_are_settled_in_two_steps(desk, story, ministries):
    response = press(desk, story, "change", 1, entity=ministries[1].pk)
    assert response["Location"].startswith(address(story))
    html = desk.get(response["Location"]).content.decode()
    assert "Changed and accepted: Defense Ministry, known as Ministry of Brenwick" in html
    assert "(1 mention)" in html
    response = press(desk, story, "change", 0, 2, record=f"#{ministries[0].pk}")
    assert response["Location"].startswith(review_address(story))
    assert names(story) == ["Ministry of Aldersey", "Ministry of Brenwick", "Ministry of Aldersey"]
    assert story.quotations.get().speaker_id == ministries[1].pk


def test_the_review_page_shows_a_row_for_each_record(desk, story, ministries):
    press(desk, story, "change", 1, entity=ministries[1].pk)
    rows = [row for row in desk.get(review_address(story)).context["page"].suggestions if row.noun == "mention"]
    assert [(row.status, row.times, row.all_times) for row in rows] == [("proposed", 2, 3), ("accepted", 1, 3)]
    assert "named 2× of 3" in shown(desk, story)


def test_deciding_the_row_of_the_rest_leaves_the_mention_decided_on_its_own(desk, story, ministries):
    press(desk, story, "change", 1, entity=ministries[1].pk)
    decide(desk, mentions(story)[0], "change", record=f"#{ministries[0].pk}")
    assert names(story) == ["Ministry of Aldersey", "Ministry of Brenwick", "Ministry of Aldersey"]


def test_rejecting_the_row_of_the_rest_leaves_the_mention_decided_on_its_own(desk, story, ministries):
    press(desk, story, "change", 1, entity=ministries[1].pk)
    decide(desk, mentions(story)[0], "reject")
    assert [one.status for one in mentions(story)] == ["rejected", "accepted", "rejected"]


def test_one_mention_is_decided_by_its_own_button(desk, story):
    press(desk, story, f"reject-{mentions(story)[2].pk}")
    press(desk, story, f"accept-{mentions(story)[0].pk}")
    assert [one.status for one in mentions(story)] == ["accepted", "proposed", "rejected"]
    assert Organization.objects.get().name == NAME


def test_a_new_record_is_made_for_the_selected_mentions_only(desk, story):
    press(desk, story, "change", 1, new_name="Defense Ministry of Brenwick")
    assert Organization.objects.get().name == "Defense Ministry of Brenwick"
    assert names(story) == [None, "Defense Ministry of Brenwick", None]


def test_accepting_leaves_selected_mentions_that_are_accepted(desk, story, ministries):
    press(desk, story, "change", 1, entity=ministries[1].pk)
    press(desk, story, "change", 0, entity=ministries[0].pk)
    assert press(desk, story, "accept", 1).status_code == 409
    assert names(story) == ["Ministry of Aldersey", "Ministry of Brenwick", None]


@pytest.mark.parametrize(
    ("decision", "status", "says"),
    [
        (("accept", [], {}), 400, "Select the mentions"),
        (("hat", [0], {}), 400, "Choose accept"),
        (("change", [0], {"record": "Nobody Known"}), 400, "No record has the name Nobody Known"),
        (("change", [0], {"record": "#999999"}), 400, "No record has this number"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_selection_kept(desk, story, decision, status, says):
    answer, blocks, values = decision
    response = press(desk, story, answer, *blocks, **values)
    assert response.status_code == status
    html = response.content.decode()
    assert says in html
    assert [row.is_selected for row in response.context["page"].rows] == [0 in blocks, False, False]
    assert values.get("record", "") in html
    assert not LoggedAction.objects.filter(action__startswith="name.").exists()


def test_a_mention_that_another_editor_decided_meanwhile_is_not_overwritten(desk, story, ministries, editor):
    page = desk.get(address(story)).content.decode()
    review.accept_name(
        story, "organization", NAME, user=editor, only={mentions(story)[1].pk},
        entity=builders.an_organization("Harbour Board").entity_ptr,
    )  # fmt: skip
    response = press(desk, story, "reject", 1, 2, page=page)
    assert response.status_code == 409
    assert "1 selected mention was changed by editor" in response.content.decode()
    assert [row.is_selected for row in response.context["page"].rows] == [False, True, True]
    assert [one.status for one in mentions(story)] == ["proposed", "accepted", "proposed"]
    # The others are as they were on the page.
    assert press(desk, story, "reject", 2, page=page).status_code == 302


def test_a_mention_of_another_name_or_story_is_refused(desk, story):
    other = suggest_mention(story, "Brenwick", kind="place", block=1)
    form = form_on(desk.get(address(story)).content.decode(), address(story))
    for pk in (other.pk, 999_999, "9" * 30):
        response = desk.post(address(story), {**form, "mention": [pk], "answer": "reject"})
        assert response.status_code in (400, 409)
    assert Mention.objects.filter(status=FactStatus.PROPOSED).count() == 4
    elsewhere = reverse("admin:articles_article_mentions", args=[builders.an_article("Other").pk, other.pk])
    assert desk.get(elsewhere).status_code == 404


def test_the_last_decision_is_undone_from_this_page(desk, story, ministries):
    press(desk, story, "change", 1, entity=ministries[1].pk)
    html = desk.get(address(story)).content.decode()
    undo = reverse("admin:articles_article_undo", args=[story.pk])
    assert "accepted 1 of 3 mentions" in html
    desk.post(undo, form_on(html, undo))
    assert names(story) == [None, None, None]
    assert story.quotations.get().speaker is None


def test_a_discarded_story_shows_its_mentions_without_buttons(desk, story, editor):
    review.discard(story, user=editor)
    html = desk.get(address(story)).content.decode()
    assert "In Brenwick the" in html
    assert "Reject selected" not in html
