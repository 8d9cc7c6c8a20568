from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Article, LoggedAction, Person
from articles.vocabulary import ArticleStatus, FactStatus
from tests import builders
from tests.admin.forms import form_on
from tests.admin.suggestions import (
    decide,
    decide_address,
    press,
    review_address,
    suggest_mention,
    suggest_role,
)

pytestmark = pytest.mark.django_db


def test_all_mentions_of_a_name_are_one_suggestion(desk, draft):
    page = desk.get(review_address(draft)).context["page"]
    names = [row for row in page.suggestions if row.noun == "mention"]
    assert [(row.fact.name, row.times) for row in names] == [("Ash Carter", 1), ("Mosul", 2)]
    assert (page.reviewed, page.total) == (0, 4)


def following(client, response):
    """The redirect after a decision, and the next suggestion."""
    page = client.get(response["Location"]).context["page"]
    row = next(row for row in page.suggestions if row.answer)
    return response["Location"].partition("#")[2], row.anchor, row.following and row.following.anchor


def test_accepting_a_name_accepts_all_its_mentions_and_leads_to_the_next_suggestion(desk, draft):
    mosul = draft.mentions.filter(name="Mosul")
    response = decide(desk, mosul.last(), "accept")
    assert set(mosul.values_list("status", flat=True)) == {FactStatus.ACCEPTED}
    here = f"mention-{mosul.first().pk}"
    assert following(desk, response) == (here, here, f"pledge-{draft.pledges.get().pk}")


def test_after_the_last_suggestion_the_first_that_is_still_open_comes(desk, draft):
    response = decide(desk, draft.pledges.get(), "accept")
    assert following(desk, response)[2] == f"mention-{draft.mentions.get(name='Ash Carter').pk}"


def test_when_all_is_decided_there_is_no_next_suggestion(desk, draft):
    for fact in (
        draft.mentions.get(name="Ash Carter"),
        draft.mentions.filter(name="Mosul").first(),
        draft.pledges.get(),
    ):
        decide(desk, fact, "reject")
    assert following(desk, decide(desk, draft.quotations.get(), "reject"))[2] is None


def test_accepting_a_new_name_makes_its_record(desk, draft):
    decide(desk, draft.mentions.get(name="Ash Carter"), "accept")
    assert Person.objects.get().name == "Ash Carter"


def test_a_corrected_name_makes_the_record_of_that_name(desk, draft):
    carter = draft.mentions.get(name="Ash Carter")
    decide(desk, carter, "change", new_kind="person", new_name="Ashton Carter")
    carter.refresh_from_db()
    assert (carter.entity.name, carter.name, carter.status) == ("Ashton Carter", "Ashton Carter", FactStatus.ACCEPTED)


@pytest.mark.parametrize("typed", ["Ashton Carter", "Ashton B. Carter #{pk}"], ids=["by name", "by number"])
def test_a_name_can_be_said_to_mean_a_record_that_is_here(desk, draft, typed):
    known = builders.a_person("Ashton Carter")
    carter = draft.mentions.get(name="Ash Carter")
    decide(desk, carter, "change", record=typed.format(pk=known.pk), new_kind="person", new_name="Ash Carter")
    carter.refresh_from_db()
    assert carter.entity_id == known.pk


def test_a_record_that_is_not_here_is_refused_in_words_and_what_was_typed_is_kept(desk, draft):
    carter = draft.mentions.get(name="Ash Carter")
    response = decide(desk, carter, "change", record="Nobody Known")
    html = response.content.decode()
    assert response.status_code == 400
    assert "No record has the name Nobody Known." in html
    assert form_on(html, decide_address(carter))["record"] == "Nobody Known"


def test_of_several_records_the_editor_chooses_one(desk, draft):
    one, other = builders.a_person("Ali Hassan"), builders.a_person("Ali Hassan")
    ali = suggest_mention(draft, "near", kind="person", candidates=[one, other])
    assert desk.get(review_address(draft)).content.decode().count('name="entity"') == 2
    decide(desk, ali, "change", entity=str(other.pk), new_kind="person", new_name="near")
    ali.refresh_from_db()
    assert ali.entity_id == other.pk


def test_a_rejected_name_can_be_accepted_after_all(desk, draft):
    mosul = draft.mentions.filter(name="Mosul").first()
    decide(desk, mosul, "reject")
    assert set(draft.mentions.filter(name="Mosul").values_list("status", flat=True)) == {FactStatus.REJECTED}
    decide(desk, mosul, "accept")
    assert set(draft.mentions.filter(name="Mosul").values_list("status", flat=True)) == {FactStatus.ACCEPTED}


def test_a_quotation_is_accepted_with_another_speaker(desk, draft):
    kerry = builders.a_person("John Kerry")
    quotation = draft.quotations.get()
    decide(desk, quotation, "change", speaker_name=f"John Kerry #{kerry.pk}", role="")
    quotation.refresh_from_db()
    assert (quotation.status, quotation.speaker_id) == (FactStatus.ACCEPTED, kerry.pk)


def test_a_pledge_is_accepted_with_its_figures_corrected(desk, draft):
    pledge = draft.pledges.get()
    decide(desk, pledge, "change", item="engineers", pledge_status="planned", quantity_low="40", quantity_high="60")
    pledge.refresh_from_db()
    assert (pledge.status, pledge.quantity_low, pledge.quantity_high) == (FactStatus.ACCEPTED, 40, 60)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"quantity_low": "60", "quantity_high": "40"}, "The first value must not be larger than the second."),
        ({"amount_low": "5"}, "An amount needs a currency."),
        ({"item": ""}, "Item: "),
    ],
    ids=["downward range", "sum without currency", "nothing pledged"],
)
def test_what_a_pledge_cannot_be_is_said_in_words(desk, draft, values, said):
    pledge = draft.pledges.get()
    values = {"item": "engineers", "pledge_status": "planned", **values}
    assert said in decide(desk, pledge, "change", **values).content.decode()
    pledge.refresh_from_db()
    assert pledge.status == FactStatus.PROPOSED


def test_a_role_without_its_person_is_refused_with_the_reason(desk, draft):
    role = suggest_role(draft, "near", person_name="Somebody Else", role="Minister")
    assert "Accept Somebody Else first" in decide(desk, role, "accept").content.decode()


def test_the_confident_findings_are_counted_before_they_are_accepted_together(desk, draft):
    assert "Accept 3 confident findings" in desk.get(review_address(draft)).content.decode()
    press(desk, draft, "accept_confident")
    page = desk.get(review_address(draft)).context["page"]
    assert [row.fact.name for row in page.groups[0].rows if row.is_open] == ["Ash Carter"]
    assert (page.reviewed, page.total) == (3, 4)


def test_a_fact_of_another_story_cannot_be_decided_here(desk, draft):
    other = builders.an_article("Elsewhere")
    url = reverse("admin:articles_article_decide", args=[other.pk, "mention", draft.mentions.first().pk])
    assert desk.post(url, {"answer": "accept"}).status_code == 404


@pytest.mark.parametrize("noun", ["mention", "hat"])
def test_a_fact_that_is_not_there_is_not_found(desk, draft, noun):
    url = reverse("admin:articles_article_decide", args=[draft.pk, noun, 999_999])
    assert desk.post(url, {"answer": "accept"}).status_code == 404


def test_an_answer_that_is_none_changes_nothing(desk, draft):
    decide(desk, draft.quotations.get(), "perhaps")
    assert draft.quotations.get().status == FactStatus.PROPOSED


def as_shown(client, article):
    return form_on(client.get(review_address(article)), reverse("admin:articles_article_fields", args=[article.pk]))


def test_story_fields_are_saved_and_logged(desk, draft):
    press(desk, draft, "fields", **{**as_shown(desk, draft), "date": "2016-07-21", "outlet": "Brenwick Post"})
    draft.refresh_from_db()
    assert (draft.date_published.day, draft.outlet.name, draft.version) == (21, "Brenwick Post", 2)
    assert LoggedAction.objects.get(action="article.edit").article == draft


def test_a_story_cannot_lose_its_headline(desk, draft):
    response = press(desk, draft, "fields", **{**as_shown(desk, draft), "headline": ""})
    assert "This field is required." in response.content.decode()


def test_publishing_makes_a_story_public_and_withdrawing_hides_it(desk, draft):
    assert draft not in Article.objects.published()
    press(desk, draft, "publish")
    assert draft in Article.objects.published()
    assert "View on site" in desk.get(review_address(draft)).content.decode()
    press(desk, draft, "withdraw", reason="A mistake in the figures")
    assert draft not in Article.objects.published()
    html = desk.get(review_address(draft)).content.decode()
    assert "(A mistake in the figures)" in html
    assert "View on site" not in html


def test_a_withdrawal_needs_its_reason(desk):
    article = builders.an_article()
    assert "Give a reason for withdrawing the story." in press(desk, article, "withdraw", reason=" ").content.decode()
    assert article in Article.objects.published()


def test_before_publishing_the_page_says_what_stays_unknown(desk, draft):
    html = desk.get(review_address(draft)).content.decode()
    assert "4 findings are still pending and will not be shown to readers." in html
    assert "No date: readers see" in html
    assert "No outlet: readers see" in html


@pytest.mark.parametrize(
    ("status", "offered", "withheld"),
    [
        (ArticleStatus.DRAFT, ["publish"], ["withdraw", "redraft"]),
        (ArticleStatus.PUBLISHED, ["withdraw"], ["publish", "redraft"]),
        (ArticleStatus.WITHDRAWN, ["publish", "redraft"], ["withdraw"]),
    ],
)
def test_only_legal_transitions_have_a_button(desk, status, offered, withheld):
    article = builders.an_article(status=status)
    html = desk.get(review_address(article)).content.decode()
    assert all(reverse(f"admin:articles_article_{name}", args=[article.pk]) in html for name in offered)
    assert not any(reverse(f"admin:articles_article_{name}", args=[article.pk]) in html for name in withheld)


def test_the_record_field_offers_names_that_begin_like_what_is_typed(desk):
    carter = builders.a_person("Ash Carter")
    builders.a_person("John Kerry")
    answer = desk.get(reverse("admin:articles_article_records"), {"q": "ash c"}).json()
    assert answer == {"items": [{"value": f"Ash Carter #{carter.pk}", "says": "Person, no published story"}]}
    assert desk.get(reverse("admin:articles_article_records"), {"q": "%"}).json() == {"items": []}


def test_two_hundred_findings_take_no_more_queries_than_four(desk, draft, django_assert_max_num_queries):
    people = [builders.a_person(f"Person {number}") for number in range(3)]
    text = " ".join(f"Name{number} spoke." for number in range(200))
    draft.body.append(builders.a_block(text))
    draft.save()
    for number in range(200):
        suggest_mention(
            draft,
            f"Name{number} ",
            kind="person",
            block=2,
            name=f"Name{number}",
            candidates=people if number % 9 else (),
        )
    with django_assert_max_num_queries(27):  # as many as with four findings
        desk.get(review_address(draft))
