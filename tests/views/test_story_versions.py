"""The page of published versions: what readers may see of former texts, and what not."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from articles.desk import correction_notes, editing, statuses, withholding
from articles.desk.correction_notes import PublicNote
from articles.imports.taking_down import take_down
from articles.models import PublishedVersion
from articles.record.corrections_ledger import ledger_change, write_ledger
from articles.record.published_versions import versions_change, write_versions
from articles.record.versions_page import parse_versions
from articles.vocabulary import TakedownGround
from tests.builders import a_block, an_article, an_outlet
from tests.cpu import cpu_at_most

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_cache(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
    cache.clear()


def edited(article, note=None, **fields):
    article.refresh_from_db()
    editing.edit(article, user=None, version=article.version, fields=fields, note=note)
    stored(article)


def stored(article):
    write_versions(versions_change([article.pk]))


@pytest.fixture
def story():
    article = an_article(
        "Old bridge closed", "The bridge closed on Monday.", "Ferries run instead.", outlet=an_outlet("Valley Post")
    )
    edited(article, headline="Old bridge closes", body=[a_block("The bridge closed on Tuesday."), article.body[1]])
    edited(article, byline="By A. Writer", outlet=an_outlet("Coast Herald"))
    return article


def page(client, story, query="", status=200):
    response = client.get(f"/stories/{story.pk}/versions/{query}")
    assert response.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<span class=\"vh\"[^>]*>.*?</span>", "", response.content.decode()))


def test_the_last_version_is_compared_with_the_one_before(client, story):
    html = page(client, story)
    assert "From version 2 to version 3" in html
    assert "<del>Valley Post</del><ins>Coast Herald</ins>" in html
    assert "Byline" in html
    assert "2 paragraphs unchanged" in html


def test_any_two_versions_are_compared_in_the_order_of_time(client, story):
    for query in ("?from=1&to=2", "?from=2&to=1"):
        html = page(client, story, query)
        assert "The bridge closed on <del>Monday.</del><ins>Tuesday.</ins>" in html
        assert "1 paragraph unchanged" in html
        assert "Coast Herald</ins>" not in html
        assert "1 word of the text added" not in html  # the headline counts, too
        assert "2 words of the text added" in html


def test_marks_have_words_for_those_who_do_not_see_them(client, story):
    html = client.get(f"/stories/{story.pk}/versions/?from=1&to=2").content.decode()
    assert "[removed:]" in html
    assert "[added:]" in html


def test_the_list_says_what_changed_and_has_the_notes(client, story):
    edited(story, PublicNote("correction", "The bridge closed on Wednesday."), headline="Bridge closes")
    write_ledger(ledger_change([story.pk]), 1)
    html = page(client, story)
    assert "Readers of this site have seen 4 versions" in html
    for said in ("Changed: headline.", "Changed: byline, outlet.", "Changed: headline, text.", "First published."):
        assert said in html
    last = html[html.index('id="version-4"') : html.index('id="version-3"')]
    assert "Correction" in last
    assert "The bridge closed on Wednesday." in last
    assert "on this site now" in last


def test_a_story_that_never_changed_has_a_page_without_a_comparison(client):
    html = page(client, an_article("A quiet day"))
    assert "has not changed since it was published here" in html
    assert "What changed</h2>" not in html


def test_the_story_links_its_versions_only_if_readers_saw_more_than_one(client, story):
    link = f'href="/stories/{story.pk}/versions/"'
    assert link in client.get(story.get_absolute_url(), follow=True).content.decode()
    same = an_article("A quiet day")
    edited(same, section="Harbours")
    assert "/versions/" not in client.get(same.get_absolute_url()).content.decode()


def test_search_engines_are_sent_to_the_page_without_a_query_and_not_to_index_it(client, story):
    response = client.get(f"/stories/{story.pk}/versions/?from=1&to=2")
    assert response["X-Robots-Tag"] == "noindex"
    assert f'<link rel="canonical" href="/stories/{story.pk}/versions/">' in response.content.decode()


def test_a_withdrawn_story_says_so_at_the_address_of_its_versions_and_shows_none(client, story):
    statuses.withdraw(story, user=None, reason="It was not true.", hides_headline=True)
    for query in ("", "?from=1&to=2"):
        html = page(client, story, query, status=410)
        assert "It was not true." in html
        assert "bridge" not in html.lower()


def test_a_story_that_was_taken_down_has_no_versions(client, story):
    story.refresh_from_db()
    take_down(story, user=None, version=story.version, ground=TakedownGround.LAW, reason="A court order")
    assert "bridge" not in page(client, story, "?from=1&to=2", status=410).lower()


def test_a_draft_has_no_page_of_versions(client):
    page(client, an_article("A draft", status="draft"), status=404)


def test_a_withheld_version_shows_its_reason_and_none_of_its_words(client, story):
    withholding.withhold_version(story, 1, user=None, reason="A court ordered it.")
    stored(story)
    for query in ("", "?from=1&to=2", "?from=1&to=3", "?to=1"):
        html = page(client, story, query)
        assert "This version is withheld: A court ordered it." in html
        assert "Monday" not in html
        assert "Old bridge closed" not in html
    assert "cannot be compared" in page(client, story, "?from=1&to=2")
    assert '<option value="1"' not in page(client, story)


def test_a_version_is_withheld_before_the_record_knows(client, story):
    withholding.withhold_version(story, 1, user=None, reason="A court ordered it.")
    for query in ("", "?from=1&to=2", "?from=1&to=3"):
        assert "Monday" not in page(client, story, query)


def test_a_version_that_is_shown_again_has_no_text_until_the_record_has_it(client, story):
    withholding.withhold_version(story, 1, user=None, reason="A court ordered it.")
    stored(story)
    withholding.show_version(story, 1, user=None)
    assert "cannot be compared" in page(client, story, "?from=1&to=2")
    stored(story)
    assert "<del>Monday.</del>" in page(client, story, "?from=1&to=2")


def test_the_default_comparison_leaves_withheld_versions_out(client, story):
    withholding.withhold_version(story, 2, user=None, reason="A court ordered it.")
    stored(story)
    html = page(client, story)
    assert "From version 1 to version 3" in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from=1&to=1", "Choose two different versions."),
        ("?from=1&to=9", "has no version 9"),
        ("?from=0&to=2", "There is no earlier version"),
        ("?to=1", "There is no earlier version"),
        ("?from=a&to=2", "has a value for “from”"),
        ("?from=1&to=-2", "has a value for “to”"),
        ("?from=99999999999999999999&to=2", "has a value for “from”"),
        ("?before=1", "There are no earlier versions."),
    ],
)
def test_addresses_that_name_no_two_versions_are_answered_with_a_sentence(client, story, query, said):
    assert said in page(client, story, query)


@pytest.mark.parametrize("value", ["", "-1", "1.5", "٣", "1e3", "0x1", " 1", "\0"])
def test_a_value_that_is_no_number_is_ignored_or_empty(value):
    query = parse_versions({"from": value})
    assert (query.old, query.ignored) == (None, ("from",) if value else ())


def test_a_note_from_before_the_first_version_that_the_log_has_is_listed_with_it(client):
    story = an_article("One")
    correction_notes.add_note(story, PublicNote("update", "A second bridge opened."), user=None)
    write_ledger(ledger_change([story.pk]), 1)
    assert "A second bridge opened." in page(client, story)


def test_long_lists_and_long_texts_are_answered_quickly(client):
    """200 kB of text, and 500 versions."""
    words = "grain road harvest valley coast winter ferry mill"
    article = an_article("A long report", *(f"{number} {words} {words * 4}." for number in range(800)))
    for number in range(3):
        edited(article, body=[a_block(f"{at % (5 + number)} {words} {words * 4}.") for at in range(800)])
    last = PublishedVersion.objects.filter(article=article).order_by("number").last()
    PublishedVersion.objects.bulk_create(
        PublishedVersion(
            article_id=article.pk, number=last.number + more, action_id=last.action_id + more, periods=last.periods,
            changed=["body"], text=last.text,
        )
        for more in range(1, 497)
    )  # fmt: skip
    with cpu_at_most(seconds=4):
        html = page(client, article, "?from=1&to=2")
    assert html.count('id="version-') == 50
    assert "?before=451" in html
    with cpu_at_most(seconds=1.5):
        assert 'id="version-450"' in page(client, article, "?before=451")
