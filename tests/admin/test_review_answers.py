"""The outcome of a button is shown next to its subject, on the page and in the response to a script."""

from __future__ import annotations

import html5lib
import pytest
from django.urls import reverse

from articles.models import Mention, Person
from articles.vocabulary import ArticleStatus, FactStatus
from tests import builders
from tests.admin.forms import form_on
from tests.admin.suggestions import (
    decide,
    decide_address,
    press,
    press_on,
    review_address,
    shown,
    suggest_mention,
    suggest_role,
)

pytestmark = pytest.mark.django_db


def inside(html, anchor):
    """The text within the element of this id."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return " ".join("".join(next(one for one in tree.iter() if one.get("id") == anchor).itertext()).split())


def followed(client, response):
    return client.get(response["Location"]).content.decode()


def test_the_outcome_of_a_decision_is_shown_at_its_suggestion(desk, draft):
    carter = draft.mentions.get(name="Ash Carter")
    response = decide(desk, carter, "accept")
    assert response["Location"] == f"{review_address(draft)}#mention-{carter.pk}"
    html = followed(desk, response)
    assert "Accepted: Ash Carter, a new person." in inside(html, f"mention-{carter.pk}")
    assert html.count("Accepted: Ash Carter") == 1


def test_an_outcome_is_shown_once(desk, draft):
    followed(desk, decide(desk, draft.mentions.get(name="Ash Carter"), "accept"))
    assert "a new person" not in shown(desk, draft)


def test_a_refusal_is_shown_at_its_suggestion(desk, draft):
    role = suggest_role(draft, "near", person_name="Somebody Else", role="Minister")
    response = decide(desk, role, "accept")
    assert response.status_code == 409
    assert "Accept Somebody Else first" in inside(response.content.decode(), f"membership-{role.pk}")


@pytest.mark.parametrize(
    ("button", "values", "said", "where"),
    [
        ("publish", {}, "Story published.", "progress"),
        ("accept_confident", {}, "Accepted 1 mention", "progress"),
        ("withdraw", {"reason": "x"}, "A story that is a draft cannot become withdrawn.", "progress"),
    ],
)
def test_the_outcome_of_a_transition_is_shown_next_to_its_buttons(button, values, said, where, desk):
    article = builders.an_article("Bridge", "Ash Carter spoke.", status=ArticleStatus.DRAFT)
    suggest_mention(article, "Ash Carter", kind="person")
    response = press(desk, article, button, **values)
    html = followed(desk, response) if response.status_code == 302 else response.content.decode()
    assert said in inside(html, where)


def test_a_name_that_became_known_says_so_and_is_accepted_with_the_first_click(desk, draft):
    other = builders.an_article("Elsewhere", "Ash Carter spoke.", status=ArticleStatus.DRAFT)
    there = suggest_mention(other, "Ash Carter", kind="person")
    before = shown(desk, draft)
    carter = draft.mentions.get(name="Ash Carter")
    assert "New person: accepting adds them" in inside(before, f"mention-{carter.pk}")
    decide(desk, there, "accept")
    row = inside(shown(desk, draft), f"mention-{carter.pk}")
    assert "Known now: Ash Carter (Person, no published story)" in row
    html = followed(desk, press_on(before, desk, carter, "accept"))
    assert "Accepted: Ash Carter (Person, no published story)." in inside(html, f"mention-{carter.pk}")
    assert Person.objects.count() == 1


def test_namesakes_are_distinguished_by_office_country_and_stories(desk, draft):
    canada = builders.a_country("Canada", code="CA")
    one, other = builders.a_person("Ali Hassan"), builders.a_person("Ali Hassan")
    builders.a_role(one, "Minister", canada)
    builders.appear(builders.an_article(), other)
    ali = suggest_mention(draft, "near", kind="person", name="Ali Hassan")
    row = inside(shown(desk, draft), f"mention-{ali.pk}")
    assert "2 people have this name" in row
    assert "Person, Minister of Canada, no published story" in row
    assert "Person, 1 story" in row
    assert "Different person with the same name" in row


def test_a_quotation_shows_the_record_that_its_speaker_has_now(desk, draft):
    quotation = draft.quotations.get()
    assert "(no record yet)" in inside(shown(desk, draft), f"quotation-{quotation.pk}")
    person = builders.a_person("Ash Carter")
    assert "(no record yet)" not in inside(shown(desk, draft), f"quotation-{quotation.pk}")
    decide(desk, quotation, "accept")
    quotation.refresh_from_db()
    assert quotation.speaker_id == person.pk


def test_the_byline_is_labelled(desk):
    article = builders.an_article("Bridge", status=ArticleStatus.DRAFT, byline="By Ash Carter")
    by = suggest_mention(article, "Ash Carter", kind="person", block=-3)
    assert "Byline By Ash Carter" in inside(shown(desk, article), f"mention-{by.pk}")


# -- with a script


def ask(client, page_holder, fact, answer, **values):
    page = page_holder if isinstance(page_holder, str) else shown(client, page_holder)
    form = form_on(page, decide_address(fact))
    typed = form if answer == "change" else {"opened": form["opened"]}
    headers = {"Accept": "application/json"}
    return client.post(decide_address(fact), {"answer": answer, **typed, **values}, headers=headers)


def test_a_script_gets_only_what_changed(desk, draft):
    carter = draft.mentions.get(name="Ash Carter")
    answer = ask(desk, draft, carter, "accept").json()
    assert (answer["ok"], answer["anchor"]) == (True, f"mention-{carter.pk}")
    assert answer["next"] == f"quotation-{draft.quotations.get().pk}"
    quotation = f"quotation-{draft.quotations.get().pk}"
    assert set(answer["parts"]) == {
        f"mention-{carter.pk}", quotation, "block-0", "progress", "warnings", "count-to-decide", "count-confident",
    }  # fmt: skip
    assert "1 of 4 reviewed" in answer["parts"]["progress"]
    assert "Accepted: Ash Carter, a new person." in answer["parts"][f"mention-{carter.pk}"]
    assert "accepted" in answer["history"]


def test_a_script_gets_a_refusal_with_the_suggestion_and_the_input(desk, draft):
    carter = draft.mentions.get(name="Ash Carter")
    response = ask(desk, draft, carter, "change", record="Nobody Known")
    answer = response.json()
    assert (response.status_code, answer["ok"], answer["next"]) == (400, False, None)
    assert 'value="Nobody Known"' in answer["parts"][answer["anchor"]]


def test_two_names_that_become_one_are_one_suggestion(desk, draft):
    other = suggest_mention(draft, "near", kind="person", name="A. Carter")
    carter = draft.mentions.get(name="Ash Carter")
    decide(desk, carter, "accept")
    answer = ask(desk, draft, other, "change", new_name="Ash Carter").json()
    assert answer["anchor"] == f"mention-{min(carter.pk, other.pk)}"
    assert answer["removed"] == [f"mention-{max(carter.pk, other.pk)}"]


def test_all_suggestions_of_a_page_can_be_decided_without_reloading(desk, draft):
    suggest_role(draft, "Ash", person_name="Ash Carter", role="Minister")
    page = shown(desk, draft)
    facts = [draft.mentions.get(name="Ash Carter"), draft.mentions.filter(name="Mosul").first()]
    facts += [draft.quotations.get(), draft.pledges.get(), draft.memberships.get()]
    for fact in facts:
        assert press_on(page, desk, fact, "accept").status_code == 302
        fact.refresh_from_db()
        assert fact.status == FactStatus.ACCEPTED


def test_an_answer_costs_much_less_than_the_page(desk, draft):
    text = " ".join(f"Name{number} spoke." for number in range(60))
    draft.body.append(builders.a_block(text))
    draft.save()
    for number in range(60):
        suggest_mention(draft, f"Name{number} ", kind="person", block=2, name=f"Name{number}")
    page = shown(desk, draft)
    answer = ask(desk, page, Mention.objects.get(name="Name7"), "reject")
    assert len(answer.content) < len(page) / 4


@pytest.mark.parametrize("wanted", ["mention", "hat"])
def test_a_deleted_suggestion_is_not_found(wanted, desk, draft):
    url = reverse("admin:articles_article_decide", args=[draft.pk, wanted, 999_999])
    assert desk.post(url, {"answer": "accept"}, headers={"Accept": "application/json"}).status_code == 404
