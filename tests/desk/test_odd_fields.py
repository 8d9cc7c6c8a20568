"""Odd values of a story on their way to its columns: dates, zones, fillers, and lines that are too long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from articles.admin.provenance import source_time
from articles.admin.story_form import StoryForm, read_written_date, written_date
from articles.desk.columns import cleaned, fields_of, fitted_story
from articles.desk.drafting import make_article
from articles.desk.editing import edit_fields
from articles.readers.story import FieldSource
from articles.vocabulary import DatePrecision
from tests.desk.stories import a_story

URL = "https://news.example/bridge"
NEPAL = timezone(timedelta(hours=5, minutes=45))
AT = datetime(2016, 7, 21, 14, 5, tzinfo=NEPAL)


def dated(moment, precision=DatePrecision.MINUTE, **changes):
    return replace(a_story(), url=URL, date_published=moment, date_precision=precision, **changes)


@pytest.mark.django_db
def test_the_zone_of_the_source_is_kept_beside_utc():
    article = make_article(dated(AT), {}).article
    article.refresh_from_db()
    assert (article.date_published, article.utc_offset) == (AT.astimezone(UTC), 345)
    assert source_time(article) == "2016-07-21 14:05 (UTC+05:45)"


@pytest.mark.parametrize(
    ("moment", "precision", "offset"),
    [(AT, DatePrecision.MINUTE, 345), (AT.astimezone(UTC), DatePrecision.MINUTE, 0), (datetime(2016, 7, 21, tzinfo=UTC), DatePrecision.DAY, None),
     (None, DatePrecision.UNKNOWN, None), (AT.astimezone(timezone(timedelta(hours=-3.5))), DatePrecision.MINUTE, -210)],
)  # fmt: skip
def test_only_a_time_has_a_zone(moment, precision, offset):
    assert (
        cleaned(fields_of(dated(moment, precision)) | {"outlet": None}, allowed=frozenset(fields_of(a_story())))[
            "utc_offset"
        ]
        == offset
    )


@pytest.mark.django_db
def test_a_later_version_brings_its_own_zone_and_takes_the_words_away():
    article = make_article(dated(None, DatePrecision.UNKNOWN, date_text="9999-12-31"), {}).article
    assert (article.date_published, article.date_text) == (None, "9999-12-31")
    make_article(dated(AT), {})
    article.refresh_from_db()
    assert (article.date_published, article.date_text, article.utc_offset) == (AT.astimezone(UTC), "", 345)


@pytest.mark.django_db
def test_the_same_time_in_another_zone_is_no_new_version():
    make_article(dated(AT), {})
    assert make_article(dated(AT.astimezone(UTC)), {}).changed == ()


@pytest.mark.django_db
def test_an_editors_date_has_no_zone_of_the_source(editor):
    article = make_article(dated(AT), {}).article
    changed = {"date_published": datetime(2016, 7, 20, 9, tzinfo=UTC), "date_precision": DatePrecision.MINUTE}
    edit_fields(article, user=editor, version=article.version, fields=changed)
    article.refresh_from_db()
    assert article.utc_offset is None
    assert source_time(article) == ""


@pytest.mark.parametrize("filler", ["\u3164", "\u2800", "...", "\u2014", "\u200b"])
def test_fillers_are_no_values(filler):
    found = cleaned({"headline": filler, "byline": filler, "authors": [filler, "Mara Linfield"], "notices": [filler]})
    assert (found["headline"], found["byline"], found["authors"]) == ("", "", ["Mara Linfield"])


@pytest.mark.parametrize("letter", ["a", "\u9053"])
def test_a_line_that_is_too_long_is_cut_and_the_preview_says_so(letter):
    story = fitted_story(replace(a_story(), headline=letter * 5000, section=letter * 50))
    assert (len(story.headline), len(story.section)) == (400, 50)
    assert story.headline.startswith(letter * 399)
    assert story.problems == ("The headline is longer than 400 characters, so its end was cut off.",)


def test_lines_that_fit_are_left_alone():
    story = replace(a_story(), headline="a" * 400, field_sources={"headline": FieldSource("page", 1)})
    assert fitted_story(story) is story


@pytest.mark.parametrize("year", [1, 99, 999, 1800, 2016])
def test_a_date_is_written_as_the_form_reads_it(year):
    moment = datetime(year, 7, 21, tzinfo=UTC)
    for precision in (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY, DatePrecision.MINUTE):
        found, read = read_written_date(written_date(moment, precision))
        assert (found.year, read) == (year, precision)


def form(initial=None, **values):
    return StoryForm({"headline": "Bridge opens", **values}, initial=initial or {})


@pytest.mark.parametrize("date", ["9999-12-31", "1799-12-31", "0001-01-01", "1970-01-01"])
def test_an_editor_cannot_set_a_date_that_cannot_be_right(date):
    assert "date" in form(date=date).errors
    assert (
        "date" not in form({"date": date}, date=date).errors
    )  # an older story keeps its own while other fields are edited


@pytest.mark.parametrize("headline", ["...", "\u3164", "\u2014 \u2014"])
def test_an_editor_cannot_set_a_headline_without_words(headline):
    assert "headline" in form(headline=headline).errors
    assert "headline" not in form(headline=headline + " 7").errors
