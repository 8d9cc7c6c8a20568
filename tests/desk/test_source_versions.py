"""Corrections by a source: each changed field creates a version that names it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import review, versions
from articles.desk.drafting import make_article
from articles.desk.duplicates import find_known
from articles.desk.incoming import incoming_story
from articles.desk.statements import LABELS
from articles.imports import batch_reading, drafts, receive, worker
from articles.models import Article, ArticleVersion, ImportItem
from articles.readers.story import Block, FieldSource, Image, Story
from articles.vocabulary import BlockRole, DatePrecision, Genre, ImportStatus, SourceType
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db
URL = "https://ledgerpost.example/s/wells"
TEXT = "The mayor said on Monday that two wells north of the town were open again after nine days of work by night."
DAY = datetime(2024, 5, 6, 6, 30, tzinfo=UTC)


def a_block(text):
    return Block(BlockRole.PARAGRAPH, text)


FIRST = Story(
    headline="Wells opn again", description="Trucks are no longer needed", byline="By Ilias Marandi",
    authors=("Ilias Marandi",), dateline="Qasr al-Wadi", date_published=DAY, date_precision=DatePrecision.MINUTE,
    date_modified=DAY, language="en", outlet="Ledger Post", url=URL, section="World", genre=Genre.REPORTAGE,
    image=Image("https://ledgerpost.example/wells.jpg", "A well on Monday", "Cy Doe"), body=(a_block(TEXT),),
    embargo=DAY, usage_terms="Not in Norway", editorial_note="First version",
)  # fmt: skip
# Column -> the story with only that field corrected.
CORRECTIONS = {
    "headline": lambda story: replace(story, headline="Wells open again after nine days"),
    "description": lambda story: replace(story, description="Trucks are needed no longer"),
    "byline": lambda story: replace(story, byline="By Ilias Marandi and Ana Lind"),
    "authors": lambda story: replace(story, authors=("Ilias Marandi", "Ana Lind")),
    "dateline": lambda story: replace(story, dateline="Wadi"),
    "outlet": lambda story: replace(story, outlet="Ledger Post International"),
    "date_published": lambda story: replace(story, date_published=DAY - timedelta(days=1)),
    "date_modified": lambda story: replace(story, date_modified=DAY + timedelta(hours=3)),
    "in_language": lambda story: replace(story, language="fr"),
    "section": lambda story: replace(story, section="Water"),
    "genre": lambda story: replace(story, genre=Genre.ANALYSIS),
    "image_url": lambda story: replace(story, image=replace(story.image, url="https://ledgerpost.example/other.jpg")),
    "image_caption": lambda story: replace(story, image=replace(story.image, caption="A well on Tuesday")),
    "image_credit": lambda story: replace(story, image=replace(story.image, credit="Dee Roe")),
    "embargo": lambda story: replace(story, embargo=DAY + timedelta(days=1)),
    "usage_terms": lambda story: replace(story, usage_terms="Free"),
    "editorial_note": lambda story: replace(story, editorial_note="Corrects the headline"),
    "body": lambda story: replace(story, body=(a_block(TEXT.replace("two", "three")),)),
}


def kept(story, fields=None):
    return make_article(story, fields or {})


@pytest.mark.parametrize("name", CORRECTIONS)
def test_each_field_that_is_corrected_makes_a_version_that_names_it(name):
    article = kept(FIRST).article
    made = kept(CORRECTIONS[name](FIRST))
    assert (made.article, made.is_new, made.changed) == (article, False, (name,))
    assert [version.changed for version in article.versions.all()] == [[], [name]]


def test_every_field_that_is_compared_is_tried_here():
    assert set(LABELS) - set(CORRECTIONS) == {"url", "source_status"}


@given(st.sets(st.sampled_from(sorted(CORRECTIONS)), max_size=6), st.booleans())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_corrections_make_one_version_and_the_same_again_none(db, names, is_public):
    Article.objects.all().delete()
    article = kept(FIRST).article
    if is_public:
        article = review.publish(article, user=None)
    before = {name: getattr(article, name) for name in ("headline", "byline", "body")}
    second = FIRST
    for name in names:
        second = CORRECTIONS[name](second)
    first_time, again = kept(second), kept(second)
    assert set(first_time.changed) == names
    assert again.changed == ()
    assert article.versions.count() == 1 + bool(names)
    article.refresh_from_db()
    if is_public:
        assert {name: getattr(article, name) for name in before} == before
        offered = [one.name for one in versions.field_changes(article, article.versions.last())]
        assert set(offered) == names - {"embargo", "usage_terms", "editorial_note"}
    else:
        assert versions.field_changes(article, article.versions.last()) == []


@pytest.mark.parametrize(
    "same",
    [
        replace(FIRST, body=(a_block(TEXT), Block(BlockRole.PULL_QUOTE, "open again"))),
        replace(FIRST, description="", byline="", authors=(), section="", image=Image()),
        replace(FIRST, date_published=DAY.replace(hour=0, minute=0), date_precision=DatePrecision.DAY),
        replace(FIRST, outlet="LEDGER POST", language="en-GB"),
        replace(FIRST, url=URL + "?utm_source=feed"),
        replace(FIRST, notices=("This story is over 5 years old.",)),
        replace(FIRST, outlet="ledgerpost", field_sources={"outlet": FieldSource("host", 0.3)}),
    ],
    ids=["pull quote", "less is stated", "less exact date", "spelling", "tracking", "age line", "guess"],
)
def test_a_statement_without_changes_creates_no_version(same):
    article = kept(FIRST).article
    assert kept(same).changed == ()
    assert article.versions.count() == 1


def test_what_a_source_leaves_out_is_still_known_of_the_next_version():
    article = kept(FIRST).article
    kept(replace(FIRST, headline="Wells open", byline="", authors=()))
    assert kept(replace(FIRST, headline="Wells open")).changed == ()
    assert article.versions.last().fields["byline"] == "By Ilias Marandi"


def test_an_accent_that_is_corrected_in_the_text_is_a_new_version():
    first = replace(
        FIRST, body=(a_block("General Dupre came to Gao with forty men, and left the town again at night."),)
    )
    kept(first)
    second = replace(first, body=(a_block(first.body[0].text.replace("Dupre", "Dupré")),))
    assert kept(second).changed == ("body",)


def test_an_earlier_version_that_comes_in_late_is_known_by_its_date():
    later = replace(FIRST, headline="Wells open", date_modified=DAY + timedelta(hours=1))
    article = kept(FIRST).article
    kept(later)
    assert find_known(incoming_story(FIRST)).changed == ()
    assert article.versions.count() == 2


def test_an_item_is_known_by_its_identifier_when_its_address_changes():
    article = kept(replace(FIRST, source_key="urn:x:2")).article
    moved = replace(FIRST, source_key="urn:x:2", url=URL + "-open", headline="Wells open again", body=(a_block(TEXT + " More came."),))  # fmt: skip
    made = kept(moved)
    assert (made.article, made.changed) == (article, ("headline", "url", "body"))
    article.refresh_from_db()
    assert article.url == URL


def test_an_identifier_that_a_feed_gives_to_all_its_entries_makes_them_no_versions():
    kept(replace(FIRST, source_key="ledgerpost.example 0"))
    other = replace(FIRST, source_key="ledgerpost.example 0", url=URL + "2", headline="Mill burns", body=(a_block("Flames rose over Aldersey."),))  # fmt: skip
    assert kept(other).is_new


def test_edited_fields_are_overwritten_only_if_chosen(editor):
    article = kept(FIRST).article
    article = review.edit_fields(article, user=editor, version=1, fields={"headline": "Our headline"})
    kept(replace(CORRECTIONS["headline"](FIRST), section="Water"))
    article.refresh_from_db()
    assert (article.headline, article.section) == ("Our headline", "Water")
    [offered] = versions.field_changes(article, article.versions.last())
    assert (offered.name, offered.before, offered.is_set_by_editor) == ("headline", "Our headline", True)
    taken = versions.apply_version(
        article, article.versions.last(), user=editor, at=article.version, fields=["headline"]
    )
    assert (taken.headline, "headline" in taken.touched_fields) == ("Wells open again after nine days", False)


def test_only_the_chosen_fields_of_a_version_are_applied(editor):
    article = review.publish(kept(FIRST).article, user=editor)
    kept(CORRECTIONS["byline"](CORRECTIONS["headline"](FIRST)))
    article.refresh_from_db()
    taken = versions.apply_version(article, article.versions.last(), user=editor, at=article.version, fields=["byline"])
    assert (taken.headline, taken.byline) == ("Wells opn again", "By Ilias Marandi and Ana Lind")
    assert not any(row.is_newer for row in versions.rows(taken))


def test_the_address_of_another_story_is_not_applied(editor):
    article = kept(replace(FIRST, source_key="urn:x:2")).article
    kept(replace(FIRST, source_key="urn:x:2", url=URL + "-open"))
    kept(replace(FIRST, source_key="urn:x:3", url=URL + "-taken", headline="Mill", body=(a_block("Flames rose over Aldersey."),)))  # fmt: skip
    last = article.versions.last()
    ArticleVersion.objects.filter(pk=last.pk).update(fields={**last.fields, "url": URL + "-taken"})
    article.refresh_from_db()
    with pytest.raises(review.IllegalTransitionError, match="has this address already"):
        versions.apply_version(article, article.versions.last(), user=editor, at=article.version, fields=["url"])


FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Ledger Post</title><link>https://ledgerpost.example/</link><item><title>{headline}</title><link>https://ledgerpost.example/s/dw1</link>
<guid isPermaLink="false">https://ledgerpost.example/s/dw1?t={guid}</guid><pubDate>Mon, 06 May 2024 09:30:00 +0300</pubDate>
<content:encoded>&lt;p&gt;{text}&lt;/p&gt;&lt;p&gt;{more}&lt;/p&gt;</content:encoded></item></channel></rss>"""
MORE = (
    "Engineers from the water board had worked at night because the road was shelled by day, according to three people "
    "who saw them, and the governor promised a second pump before the winter, without a date and without money for it."
)


def a_feed(headline, guid, text=TEXT):
    return FEED.format(headline=headline, guid=guid, text=text, more=MORE).encode()


def imported(content, name="feed.xml"):
    """The part of a feed, as a worker and the batch leave it."""
    item = worker.read_item(
        receive.receive_source(source_type=SourceType.FILE, content=content, name=name, user=None).pk
    )
    part = worker.read_item(item.parts.get().pk)
    if part.status == ImportStatus.READ:
        drafts.make_draft(part, user=None, fields={})
    return ImportItem.objects.get(pk=part.pk)


def test_a_feed_with_a_corrected_headline_gives_a_version(nothing_found):
    first = imported(a_feed("Wells opn again", "wells-opn"))
    second = imported(a_feed("Wells open again after nine days", "wells-open"))
    assert (first.status, second.status, second.article) == (ImportStatus.DRAFTED, ImportStatus.VERSION, first.article)
    assert second.preview == {"changed": ["Headline"]}
    article = Article.objects.get()
    assert [version.headline for version in article.versions.all()] == [
        "Wells opn again",
        "Wells open again after nine days",
    ]
    assert article.headline == "Wells open again after nine days"


def test_the_same_feed_again_changes_nothing_and_a_feed_that_goes_back_does(nothing_found):
    one, two = a_feed("Wells opn again", "a"), a_feed("Wells open again", "b")
    assert [imported(content).status for content in (one, two, two, one, one)] == [
        ImportStatus.DRAFTED, ImportStatus.VERSION, ImportStatus.DUPLICATE, ImportStatus.VERSION, ImportStatus.DUPLICATE,
    ]  # fmt: skip


def test_a_version_of_a_public_story_waits_for_an_editor(nothing_found, editor):
    article = review.publish(imported(a_feed("Wells opn again", "a")).article, user=editor)
    imported(a_feed("Wells open again", "b"))
    article.refresh_from_db()
    assert article.headline == "Wells opn again"
    [newer] = [row for row in versions.rows(article) if row.is_newer]
    assert newer.changed == ["Headline"]


def test_a_batch_keeps_versions_too(nothing_found, editor):
    for content in (a_feed("Wells opn again", "a"), a_feed("Wells open again", "b")):
        batch = receive.receive_batch(
            [{"source_type": SourceType.FILE, "content": content, "name": "feed.xml"}], user=editor
        )
        list(batch_reading.read_batch(batch, columns={}))
        list(batch_reading.draft_batch(batch))
    assert Article.objects.get().versions.count() == 2
