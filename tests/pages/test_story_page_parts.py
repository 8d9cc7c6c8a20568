"""What surrounds the text of a story: pledges at a glance, speakers, names, links, duplicates, and how facts were found."""

from __future__ import annotations

import pytest

from articles.models import DuplicateCluster, Pledge, Quotation, StoryLink
from articles.pages.fact_rows import pledge_row
from articles.pages.maps import country_names
from articles.pages.story_page import MAX_AT_A_GLANCE, accepted_facts, at_a_glance, story_map, story_page, story_pages
from tests.builders import a_country, a_person, a_place, an_article, an_organization, mention

pytestmark = pytest.mark.django_db
TEXT = "Ash Carter said in Mosul that the Islamic State would lose. John Kerry agreed."


@pytest.fixture
def article():
    return an_article("Talks end", TEXT, outlet="Sample Desk")


def a_quotation(article, start=0, **fields):
    fields = {"status": "accepted", **fields}
    return Quotation.objects.create(
        article=article, block=0, start=start, end=start + 4, text=TEXT[start : start + 4], **fields
    )


def a_pledge(article, start=0, **fields):
    fields = {"status": "accepted", "item": "trainers", **fields}
    return Pledge.objects.create(
        article=article, block=0, start=start, end=start + 4, text=TEXT[start : start + 4], **fields
    )


def rows(article, *pledges):
    """Rows of (party, number of things), in text order."""
    return [
        pledge_row(
            Pledge(article=article, block=0, start=0, end=4, pledged_by_name=who, quantity_low=number), article, ()
        )
        for who, number in pledges
    ]


@pytest.mark.parametrize("status", ["draft", "withdrawn", "discarded"])
def test_a_story_that_is_not_public_has_no_page(status):
    assert story_page(an_article(status=status).pk) is None


def test_a_story_that_does_not_exist_has_no_page():
    assert story_page(10**6) is None


def test_a_story_without_facts_has_no_empty_parts(article):
    page = story_page(article.pk)
    assert (page.glance, page.speakers, page.unnamed_speakers, page.pledges, page.names) == ((), (), 0, (), ())
    assert (page.related, page.sources, page.duplicates, page.address, page.map) == ((), (), (), None, None)
    assert page.found_by == "None accepted by an editor"
    assert [(crumb.name, crumb.url) for crumb in page.crumbs] == [("Home", "/"), ("Stories", "/stories/")]


@pytest.mark.parametrize(
    ("pledges", "shown"),
    [
        ([("A", 5), ("B", None), ("C", 7)], ["A", "C"]),
        ([("A", 1), ("B", 2)], ["B"]),
        ([("A", 2), ("A", 3), ("B", 4), ("C", 5), ("D", 6)], ["A", "B", "C", "D"]),
        ([("A", 2), ("A", 3), ("B", 4)], ["A", "A", "B"]),
        ([("E", 9), ("A", 2), ("B", 3), ("C", 4), ("D", 5)], ["E", "A", "B", "C"]),
        ([], []),
    ],
    ids=str,
)
def test_numbers_at_a_glance_are_of_as_many_parties_as_fit_in_the_order_of_the_text(article, pledges, shown):
    found = at_a_glance(rows(article, *pledges))
    assert [row.who for row in found] == shown
    assert len(found) <= MAX_AT_A_GLANCE


def test_a_speaker_is_listed_once_with_the_role_and_all_quotations(article):
    carter = a_person()
    for start, role in ((0, ""), (5, "Secretary of Defense"), (10, "Secretary")):
        a_quotation(article, start, speaker=carter, role=role)
    (speaker,) = story_page(article.pk).speakers
    assert (speaker.name, speaker.role, speaker.initials) == ("Ash Carter", "Secretary of Defense", "AC")
    assert len(speaker.quotes) == 3
    assert set(speaker.quotes) == {"#s-0-1"}


def test_quotations_without_a_speaker_are_counted_and_not_attributed(article):
    a_quotation(article, 0)
    a_quotation(article, 5, speaker_name="a spokesperson")
    page = story_page(article.pk)
    assert [speaker.name for speaker in page.speakers] == ["a spokesperson"]
    assert page.unnamed_speakers == 1


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_facts_that_no_editor_accepted_are_not_on_the_page(article, status):
    a_quotation(article, status=status, speaker=a_person())
    a_pledge(article, status=status)
    mention(article, a_place("Mosul"), status=status)
    page = story_page(article.pk)
    assert (page.speakers, page.pledges, page.names) == ((), (), ())
    assert [sentence.reports for group in page.text for sentence in group.blocks[0].sentences] == ["", ""]


def test_names_are_grouped_by_kind_without_the_speakers(article):
    carter, kerry = a_person(), a_person("John Kerry")
    for entity in (carter, kerry, a_place("Mosul"), an_organization("Islamic State")):
        mention(article, entity)
    a_quotation(article, speaker=carter)
    names = {title: [link.name for link in links] for title, links in story_page(article.pk).names}
    assert names == {"People": ["John Kerry"], "Organizations": ["Islamic State"], "Places": ["Mosul"]}


def test_a_sentence_says_which_facts_it_reports_each_kind_once(article):
    a_quotation(article, 0)
    a_quotation(article, 5)
    a_pledge(article, 0)
    a_pledge(article, TEXT.index("John"))
    sentences = story_page(article.pk).text[0].blocks[0].sentences
    assert [sentence.reports for sentence in sentences] == [
        "Sentence that reports a quotation and a pledge: ", "Sentence that reports a pledge: ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("target_status", "url", "site"),
    [
        ("published", None, ""),
        ("withdrawn", "https://example.org/report", "example.org"),
        ("draft", "https://example.org/report", "example.org"),
    ],
)
def test_a_link_leads_to_the_story_on_this_site_only_while_it_is_public(article, target_status, url, site):
    target = an_article("The other story", status=target_status)
    for kind in ("related", "source"):
        StoryLink.objects.create(
            article=article, kind=kind, title="As linked", url="https://example.org/report", target=target
        )
    page = story_page(article.pk)
    for (link,) in (page.related, page.sources):
        assert (link.url, link.site) == (url or target.get_absolute_url(), site)
        assert link.title == ("As linked" if url else "The other story")


def test_a_report_without_an_address_is_named_without_a_link(article):
    StoryLink.objects.create(article=article, kind="source", title="A report on paper")
    (link,) = story_page(article.pk).sources
    assert (link.title, link.url, link.site) == ("A report on paper", "", "")


def test_duplicates_are_the_public_stories_of_the_cluster_oldest_first():
    cluster = DuplicateCluster.objects.create()
    own = an_article("Own", cluster=cluster, date="2016-07-21")
    an_article("Later", cluster=cluster, date="2016-07-23", outlet="Other Desk")
    an_article("Earlier", cluster=cluster, date="2016-07-22")
    an_article("Hidden", cluster=cluster, status="withdrawn")
    an_article("Another cluster", cluster=DuplicateCluster.objects.create())
    found = [(report.title, report.site) for report in story_page(own.pk).duplicates]
    assert found == [("Earlier", ""), ("Later", "Other Desk")]


def test_the_address_of_a_story_names_its_site():
    page = story_page(an_article("Talks end", url="https://news.example.org/talks").pk)
    assert (page.address.title, page.address.site) == ("Talks end", "news.example.org")


@pytest.mark.parametrize(
    ("methods", "words"),
    [
        (["editor"], "Found and checked by an editor"),
        (["model"], "Found by software, checked by an editor"),
        (["model", "editor"], "Found by software and an editor; all checked by an editor"),
    ],
    ids=str,
)
def test_the_page_says_who_found_its_facts(article, methods, words):
    for start, method in enumerate(methods):
        a_quotation(article, start * 5, method=method)
    assert story_page(article.pk).found_by == words


@pytest.mark.parametrize(("genre", "shown"), [("reportage", ""), ("opinion", "Opinion"), ("analysis", "Analysis")])
def test_only_genres_other_than_reports_are_named(genre, shown):
    assert story_page(an_article(genre=genre).pk).genre == shown


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("", "ltr")])
def test_the_text_runs_in_the_direction_of_its_language(language, direction):
    assert story_page(an_article(in_language=language).pk).direction == direction


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (1150, 5)])
def test_reading_takes_at_least_a_minute(words, minutes):
    assert story_page(an_article(word_count=words).pk).minutes == minutes


def test_pages_of_several_stories_cost_as_much_as_one(index, django_assert_num_queries):
    cluster = DuplicateCluster.objects.create()
    articles = [an_article(f"Story {number}", TEXT, cluster=cluster) for number in range(5)]
    for article in articles:
        mention(article, a_place("Mosul"))
        a_quotation(article)
        a_pledge(article)
    index()
    country_names()  # read once for each index
    for some in (articles[:1], articles):
        with django_assert_num_queries(8):
            assert len(story_pages([article.pk for article in some])) == len(some)


def test_each_story_has_its_own_facts_in_the_order_of_its_text(article):
    other = an_article("Other", TEXT)
    late, early = a_quotation(article, 10), a_quotation(article, 0)
    a_quotation(other, 5)
    assert accepted_facts([article.pk])[article.pk] == ([], [early, late], [])
    assert accepted_facts([]) == {}


def test_a_map_highlights_countries_of_its_places_and_none_for_disputed_ones(monkeypatch):
    drawn = []
    monkeypatch.setattr("articles.pages.story_page.locator_map", lambda places, **given: drawn.append((places, given)))
    ukraine, iraq = a_country("Ukraine", code="UA"), a_country("Iraq", code="IQ")
    town = a_place("Sevastopol", country=ukraine, at=(44.6, 33.5), disputed_area="crimea")
    mosul = a_place("Mosul", country=iraq)
    story_map([(mosul, 9), (town, 2), (ukraine, 1)])
    ((places, given),) = drawn
    assert [(place.name, place.weight) for place in places] == [("Mosul", 9), ("Sevastopol", 2), ("Ukraine", 1)]
    assert given["highlight_countries"] == {"IQ": iraq.get_absolute_url(), "UA": ukraine.get_absolute_url()}
    assert given["label"] == "Map of places in this story, including Mosul and Sevastopol"
    drawn.clear()
    story_map([(town, 1)])
    assert drawn[0][1]["highlight_countries"] == {}


def test_a_story_without_places_has_no_map():
    assert story_map([]) is None
