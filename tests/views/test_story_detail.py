from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Pledge, Quotation, StoryLink
from tests.builders import a_block, a_country, a_person, a_place, an_article, an_organization, an_outlet, mention

pytestmark = pytest.mark.django_db

SAID = "We will open a hospital with 40 to 60 staff"
TEXT = f"Canada met its allies. “{SAID},” Harjit Singh Sajjan said in Mosul."


@pytest.fixture(autouse=True)
def uncached(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]


@pytest.fixture
def show(client, index):
    def get(article) -> str:
        index()
        return client.get(article.get_absolute_url()).content.decode()

    return get


@pytest.fixture
def article():
    return an_article("Canada opens a hospital", "A first paragraph.", TEXT)


def spot(words: str) -> dict:
    start = TEXT.index(words)
    return {"block": 1, "start": start, "end": start + len(words), "text": words}


def a_pledge(article, **fields):
    return Pledge.objects.create(**{"article": article, **spot(SAID), "status": "accepted", "item": "staff", **fields})


def test_what_the_text_does_not_say_is_said_to_be_unknown(show):
    page = show(an_article(date=None))
    assert "Date not known" in page
    assert "Author not known" in page
    assert "<dt>Publisher</dt><dd>Not known</dd>" in page


def test_an_outlet_that_wants_something_said_has_it_said(show):
    outlet = an_outlet("Sample Desk", note="Written by us from the reports below.")
    assert "Written by us from the reports below." in show(an_article(outlet=outlet))


def test_an_old_story_says_so_and_a_story_a_day_younger_does_not(show):
    now = datetime.now(UTC)
    anniversary = now.replace(year=now.year - 1) if (now.month, now.day) != (2, 29) else now - timedelta(days=366)
    assert "This story is more than 1 year old." in show(an_article(date=anniversary))
    assert "year old" not in show(an_article(date=anniversary + timedelta(days=1)))


def test_an_old_story_without_successors_says_that_there_are_none(show):
    assert "No newer story on this site follows it up." in show(an_article(date="2014-01-01"))


def test_an_old_story_leads_to_newer_ones_with_the_names_they_share(show):
    mosul, group = a_place("Mosul"), an_organization("Islamic State")
    stories = []
    for headline, day in (("Old", "2014-01-01"), ("Newer", "2015-01-01")):
        story = an_article(headline, "Mosul and the Islamic State.", date=day)
        mention(story, mosul, is_about=True)
        mention(story, group)
        stories.append(story)
    page = show(stories[0])
    assert f'<a href="{stories[1].get_absolute_url()}">Newer</a>' in page
    assert "Mosul, Islamic State" in page


def test_a_pledge_is_in_the_ledger_with_a_link_to_its_sentence(show, article):
    canada = a_country("Canada", code="CA")
    mention(article, canada)
    a_pledge(article, pledged_by=canada, quantity_low=40, quantity_high=60, due="by 1 October", duration="for a year")
    page = show(article)
    assert "40\u201360" in page
    assert '<a class="muted" href="#s-1-2" aria-label="Read it in paragraph 2">¶2</a>' in page
    assert 'id="s-1-2" tabindex="-1"><span class="reports">Sentence that reports a pledge: </span>' in page
    assert "Due by 1 October" in page
    assert "For a year" in page


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_a_pledge_that_no_editor_accepted_is_not_shown(show, article, status):
    a_pledge(article, status=status, item="a secret tunnel")
    assert "a secret tunnel" not in show(article)


def test_amounts_are_never_added_up(show, article):
    a_pledge(article, amount_low=1_000_000, currency="USD")
    a_pledge(article, amount_low=2_000_000, currency="USD")
    page = show(article)
    assert "$1m" in page
    assert "$2m" in page
    assert "$3m" not in page


def test_a_pledge_by_nobody_named_says_so(show, article):
    a_pledge(article)
    assert "Not named" in show(article)


def test_who_speaks_is_listed_with_a_link_to_the_words(show, article):
    sajjan = a_person("Harjit Singh Sajjan")
    mention(article, sajjan)
    Quotation.objects.create(article=article, **spot(SAID), status="accepted", speaker=sajjan, role="Defense Minister")
    page = show(article)
    assert "Who speaks" in page
    assert f'<a class="name" href="{sajjan.get_absolute_url()}">' in page
    assert "Defense Minister" in page
    assert '<a class="muted" href="#s-1-2">1 quote' in page


def test_words_of_an_unknown_speaker_are_counted_as_such(show, article):
    Quotation.objects.create(article=article, **spot(SAID), status="accepted")
    assert "Speaker not named" in show(article)


def test_a_photograph_is_described_and_linked_and_never_loaded(show):
    page = show(an_article(image_url="https://example.org/a.jpg", image_caption="A minister.", image_credit="AP"))
    assert "A minister." in page
    assert "Credit: AP." in page
    assert 'href="https://example.org/a.jpg"' in page
    assert "<img" not in page


def test_the_reports_that_a_story_rests_on_are_named_with_their_addresses(show, article):
    StoryLink.objects.create(article=article, kind="source", title="A report", url="https://example.org/report")
    page = show(article)
    assert "Based on these reports" in page
    assert '<a href="https://example.org/report" rel="noreferrer noopener">A report</a>' in page


@pytest.mark.parametrize(("status", "ours"), [("published", True), ("draft", False)])
def test_a_related_story_is_ours_only_where_it_is_public(show, article, status, ours):
    target = an_article("The other story", status=status)
    StoryLink.objects.create(
        article=article, kind="related", title="Elsewhere", url="https://example.org/x", target=target
    )
    page = show(article)
    assert (target.get_absolute_url() in page) is ours
    assert ("https://example.org/x" in page) is not ours


def test_text_of_a_story_is_never_markup(show):
    page = show(an_article("<b>Bold</b>", "<script>alert(1)</script>"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_adjacent_list_items_form_one_list(show):
    page = show(an_article("H", a_block("One", "list_item"), a_block("Two", "list_item")))
    assert page.count('<li id="p') == 2
    assert page.count('<ul><li id="p1">') == 1
