"""The front page: newest stories, quotations that are understandable alone, pledges; and what it leaves out."""

from __future__ import annotations

import pytest

from articles.models import Article, Pledge, Quotation
from articles.pages import front_page_maps
from articles.pages.home_page import NEWEST, PLEDGES, QUOTES, home_page
from tests.builders import a_country, a_person, a_place, an_article, an_outlet, appear, mention

pytestmark = pytest.mark.django_db
SAID = "We will stay here for as long as the government asks us to stay."


def a_quotation(article, text=SAID, start=0, **fields):
    fields = {"status": "accepted", **fields}
    return Quotation.objects.create(article=article, block=0, start=start, end=start + 4, text=text, **fields)


def a_pledge(article, **fields):
    fields = {"status": "accepted", "item": "trainers", "quantity_low": 50, **fields}
    return Pledge.objects.create(article=article, block=0, start=0, end=4, text="Engi", **fields)


@pytest.mark.parametrize("with_index", [True, False])
def test_a_site_without_stories_has_an_empty_front_page(index, with_index):
    an_article(status="draft")
    if with_index:
        index()
    page = home_page()
    assert (page.lead, page.lead_map, page.newest, page.total) == (None, None, (), 0)
    assert (page.quotes, page.pledges, page.notes, page.chart) == ((), (), (), None)
    assert page.countries == 0


def test_the_newest_story_leads_and_four_more_follow(index):
    for day in range(1, NEWEST + 3):
        an_article(f"Day {day}", date=f"2016-07-0{day}")
    an_article("Undated", date=None)
    an_article("Tomorrow", date="2016-07-30", status="draft")
    index()
    page = home_page()
    assert page.lead.headline == "Day 7"
    assert [card.headline for card in page.newest] == ["Day 6", "Day 5", "Day 4", "Day 3"]
    assert page.total == NEWEST + 3


def test_one_story_leads_and_nothing_follows(index):
    an_article("Alone", date=None)
    index()
    page = home_page()
    assert (page.lead.headline, page.newest, page.total, page.chart) == ("Alone", (), 1, None)


def test_a_story_withdrawn_after_the_index_was_built_is_not_on_the_front_page(index):
    kept, gone = an_article("Kept"), an_article("Gone", date="2016-08-01")
    for article in (kept, gone):
        a_quotation(article, speaker=a_person(f"Speaker {article.pk}"))
        a_pledge(article, item=f"trainers {article.pk}", quantity_low=article.pk)
    index()
    Article.objects.filter(pk=gone.pk).update(review_status="withdrawn")
    page = home_page()
    assert page.lead.headline == "Kept"
    assert [row.headline for row in (*page.quotes, *page.pledges)] == ["Kept", "Kept"]


@pytest.mark.parametrize(
    ("story", "fact", "shown"),
    [
        ({}, {}, 1),
        ({"date": None}, {}, 0),
        ({"status": "draft"}, {}, 0),
        ({}, {"status": "proposed"}, 0),
        ({}, {"status": "rejected"}, 0),
    ],
    ids=str,
)
def test_only_accepted_facts_of_dated_published_stories_are_on_the_front_page(index, story, fact, shown):
    article = an_article(**story)
    a_quotation(article, speaker=a_person(), **fact)
    a_pledge(article, **fact)
    index()
    page = home_page()
    assert (len(page.quotes), len(page.pledges)) == (shown, shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (SAID, 1),
        ("We will never ever go away.", 0),
        ("Incomprehensibly uncharacteristic counterproposals.", 0),
        (SAID.replace("We", "we"), 0),
        (f"{SAID} " * 4, 1),
        (f"{SAID} " * 5, 0),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_quotation_on_the_front_page_is_a_sentence_of_a_readable_length(index, text, shown):
    a_quotation(an_article(), text.strip(), speaker=a_person())
    index()
    assert len(home_page().quotes) == shown


def test_a_quotation_without_a_known_speaker_is_not_on_the_front_page(index):
    a_quotation(an_article(), speaker_name="a spokesperson")
    index()
    assert home_page().quotes == ()


def test_four_quotations_of_the_newest_stories_are_shown(index):
    for day in range(1, QUOTES + 3):
        a_quotation(an_article(f"Day {day}", date=f"2016-07-0{day}"), speaker=a_person(f"Speaker {day}"))
    index()
    assert [quote.headline for quote in home_page().quotes] == ["Day 6", "Day 5", "Day 4", "Day 3"]


def test_six_pledges_of_the_newest_stories_are_shown(index):
    for day in range(1, PLEDGES + 3):
        a_pledge(an_article(f"Day {day}", date=f"2016-07-0{day}"), quantity_low=day)
    index()
    assert [row.headline for row in home_page().pledges] == [f"Day {day}" for day in range(8, 2, -1)]


def test_notes_of_outlets_are_those_of_everything_shown(index):
    first, second = an_outlet("First Desk", note="First note."), an_outlet("Second Desk", note="Second note.")
    for day in range(1, NEWEST + 1):
        an_article(date=f"2016-08-0{day}", outlet=first)
    a_pledge(an_article(date="2016-07-01", outlet=second))
    index()
    assert home_page().notes == ("First note.", "Second note.")


def test_the_map_of_the_lead_has_its_places_the_subject_first(index, monkeypatch):
    drawn = []
    monkeypatch.setattr(front_page_maps, "story_map", lambda places, size: drawn.append((places, size)))
    mosul, erbil = a_place("Mosul"), a_place("Erbil")
    article = an_article("H", "Mosul and Erbil. Erbil again. Erbil once more.")
    for place in (erbil, erbil, erbil, mosul):
        mention(article, place)
    article.appearances.filter(entity=mosul).update(is_about=True)
    an_article("Older", date="2015-01-01")
    index()
    home_page()
    assert drawn[-1] == ([(mosul, 9), (erbil, 3)], front_page_maps.LEAD_MAP_SIZE)


def test_the_world_map_counts_the_stories_of_every_country_on_all_pages_of_the_list(index, monkeypatch):
    drawn = []
    monkeypatch.setattr(front_page_maps, "world_map", lambda counts, urls, *_: drawn.append((counts, urls)))
    countries = [
        a_country(f"Country {number:02d}", code=f"{'ABC'[number // 10]}{'KLMNOPQRST'[number % 10]}")
        for number in range(24)
    ]
    appear(an_article(), *countries)
    appear(an_article(), countries[0])
    appear(an_article(status="draft"), a_country("Chad", code="TD"))
    index()
    home_page()
    counts, urls = drawn[-1]
    assert counts == {country.country_code: 1 for country in countries} | {countries[0].country_code: 2}
    assert urls == {country.country_code: country.get_absolute_url() for country in countries}


def test_a_month_of_the_chart_leads_to_its_stories(index):
    for day in ("2016-07-21", "2016-07-22", "2016-09-01"):
        an_article(date=day)
    index()
    chart = home_page().chart
    assert "/stories/?from=2016-07-01&to=2016-07-31" in [bar.url for bar in chart.bars]


@pytest.mark.parametrize("stories", [1, 12])
def test_the_front_page_costs_eleven_queries_however_many_stories(index, stories, django_assert_num_queries):
    for number in range(stories):
        article = appear(an_article(f"Story {number}"), a_place("Mosul"))
        a_quotation(article, speaker=a_person(f"Speaker {number}"))
        a_pledge(article, quantity_low=number + 2)
    index()
    home_page()
    with django_assert_num_queries(11):
        home_page()
