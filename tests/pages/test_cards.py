"""Stories as cards: what a card shows, which stories have one, and what a list of them costs."""

from __future__ import annotations

import pytest

from articles.models import StoryRecord
from articles.pages.cards import StoryCard, outlet_notes, places_named, story_cards
from articles.search.result import Hit
from tests.builders import a_country, a_person, a_place, an_article, an_outlet, appear, mention

pytestmark = pytest.mark.django_db


def card_of(article) -> StoryCard:
    (card,) = story_cards([Hit(article.pk)])
    return card


def test_a_card_shows_headline_standfirst_outlet_counts_and_leads_to_the_story():
    outlet = an_outlet("Sample Desk", note="Written by us.")
    article = an_article("Talks end", description="No deal.", outlet=outlet, quotation_count=3, pledge_count=1)
    card = card_of(article)
    assert (card.headline, card.description, card.url) == ("Talks end", "No deal.", article.get_absolute_url())
    assert (card.outlet, card.outlet_note, card.quotations, card.pledges) == ("Sample Desk", "Written by us.", 3, 1)
    assert (card.snippet, card.matched) == ((), "")


def test_a_story_without_outlet_standfirst_and_date_has_a_card_that_claims_none():
    card = card_of(an_article(date=None))
    assert (card.outlet, card.outlet_note, card.description, card.places) == ("", "", "", ())
    assert (card.date.text, card.date.short, card.date.iso) == ("Date not known", "Not dated", "")


@pytest.mark.parametrize(
    ("precision", "text", "iso"),
    [("day", "21 July 2016", "2016-07-21"), ("month", "July 2016", "2016-07"), ("year", "2016", "2016")],
)
def test_the_date_of_a_card_is_as_precise_as_it_is_known(precision, text, iso):
    date = card_of(an_article(date="2016-07-21", date_precision=precision)).date
    assert (date.text, date.iso) == (text, iso)


@pytest.mark.parametrize("status", ["draft", "withdrawn", "discarded"])
@pytest.mark.parametrize("with_record", [True, False])
def test_a_story_that_is_not_public_has_no_card(index, status, with_record):
    article = an_article()
    if with_record:
        index()
    type(article).objects.filter(pk=article.pk).update(review_status=status)
    assert story_cards([Hit(article.pk)]) == ()


def test_cards_have_the_order_of_the_hits_and_unknown_ids_drop_out():
    first, second, third = (an_article(f"Story {number}") for number in range(3))
    hits = [Hit(third.pk), Hit(10**6), Hit(first.pk), Hit(second.pk)]
    assert [card.headline for card in story_cards(hits)] == ["Story 2", "Story 0", "Story 1"]


def test_the_matching_sentence_comes_from_the_search_and_not_from_the_record(index):
    article = an_article()
    index()
    snippet = (("A ", False), ("bridge", True))
    (card,) = story_cards([Hit(article.pk, snippet, "Daesh")])
    assert (card.snippet, card.matched) == (snippet, "Daesh")


def test_a_stored_card_says_the_same_as_one_from_the_tables(index):
    article = an_article("Talks end", outlet="Sample Desk", description="No deal.")
    mention(article, a_country("Iraq", code="IQ"), "Talks")
    from_tables = story_cards([Hit(article.pk)])
    index()
    assert StoryRecord.objects.filter(pk=article.pk).exists()
    assert story_cards([Hit(article.pk)]) == from_tables


def test_a_card_that_other_software_stored_is_made_again(index):
    article = an_article("Talks end")
    index()
    StoryRecord.objects.filter(pk=article.pk).update(card={"headline": "An old form of the card"})
    assert card_of(article).headline == "Talks end"


@pytest.mark.parametrize(("with_record", "queries"), [(True, 1), (False, 4)])
def test_cards_cost_the_same_for_one_story_and_for_twelve(index, with_record, queries, django_assert_num_queries):
    articles = [an_article(f"Story {number}") for number in range(12)]
    for article in articles:
        appear(article, a_person(f"Person {article.pk}"))
    if with_record:
        index()
    for some in (articles[:1], articles):
        with django_assert_num_queries(queries):
            assert len(story_cards(Hit(article.pk) for article in some)) == len(some)


def test_no_hits_cost_no_cards():
    assert story_cards([]) == ()


def test_at_most_three_places_are_shown_the_subject_first():
    article = an_article("H", "Mosul, Erbil, Tikrit and Kirkuk. Mosul, Erbil, Tikrit. Mosul, Erbil.")
    for name, times in (("Kirkuk", 1), ("Tikrit", 2), ("Erbil", 2), ("Mosul", 3)):
        place = a_place(name)
        for _ in range(times):
            mention(article, place)
    appearance = article.appearances.get(entity__name="Kirkuk")
    appearance.is_about = True
    appearance.save()
    assert card_of(article).places == ("Kirkuk", "Mosul", "Tikrit")


def test_a_country_is_among_the_places_only_if_the_story_names_it():
    named, implied = an_article("H", "Iraq and Mosul."), an_article("H", "Only Mosul.")
    mosul, iraq = a_place("Mosul"), a_country("Syria", code="SY")
    mention(named, mosul)
    mention(named, iraq, "Iraq")
    mention(implied, mosul)
    assert card_of(named).places == ("Mosul", "Syria")
    assert card_of(implied).places == ("Mosul",)


def test_people_are_not_among_the_places_of_a_story():
    article = an_article("H", "Ash Carter was in Mosul.")
    mention(article, a_person("Ash Carter"))
    mention(article, a_place("Mosul"))
    assert [row.entity.name for row in places_named([article.pk])[article.pk]] == ["Mosul"]


def test_places_of_no_stories_cost_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert places_named([])[1] == []


def test_each_note_of_an_outlet_is_given_once_in_the_order_of_the_page():
    notes = ("Written by us.", "", "From an agency.", "Written by us.")
    cards = [card_of(an_article(outlet=an_outlet(f"Desk {number}", note=note))) for number, note in enumerate(notes)]
    assert outlet_notes(cards[2:], cards) == ("From an agency.", "Written by us.")
    assert outlet_notes([], ()) == ()
