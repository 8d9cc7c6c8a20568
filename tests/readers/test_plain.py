from __future__ import annotations

from datetime import UTC, datetime

import pytest

from articles.readers.plain import read_text
from articles.readers.story import Image, Link, UnreadableError
from articles.vocabulary import BlockRole, DatePrecision

FIRST = "The army entered the town on Monday after three weeks of fighting around it, the ministry said."
SECOND = "Nobody knows how many people have left, and the mayor has not been heard of since Sunday."


def _texts(story):
    return [block.text for block in story.body]


def test_headline_and_paragraphs_are_enough():
    story = read_text(f"Army enters the town\n\n{FIRST}\n\n{SECOND}")
    assert story.headline == "Army enters the town"
    assert _texts(story) == [FIRST, SECOND]
    assert story.missing == ("description", "author", "date", "outlet", "address")


def test_without_a_headline_none_is_made_up():
    story = read_text(f"{FIRST}\n\n{SECOND}")
    assert story.headline == ""
    assert "headline" in story.missing
    assert _texts(story) == [FIRST, SECOND]


def test_the_whole_head_lands_in_its_fields():
    story = read_text(
        f"Army enters the town\nA short look at what comes next for those who stayed.\nBy Ann Lee and Bob Ray in Kyiv\n18 October 2016\n"
        f"A soldier at the gate. (AP Photo/Cy Doe)\n\n{FIRST}\n\n{SECOND}"
    )
    assert story.description == "A short look at what comes next for those who stayed."
    assert story.authors == ("Ann Lee", "Bob Ray")
    assert story.byline == "Ann Lee and Bob Ray in Kyiv"
    assert story.dateline == "Kyiv"
    assert (story.date_published, story.date_precision) == (datetime(2016, 10, 18, tzinfo=UTC), DatePrecision.DAY)
    assert story.image == Image("", "A soldier at the gate.", "AP Photo/Cy Doe")
    assert _texts(story) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "line", ["18 October 2016", "Oct. 18, 2016", "2016-10-18", "Published Tuesday, October 18, 2016"]
)
def test_date_lines_below_the_headline(line):
    story = read_text(f"Army enters the town\n{line}\n\n{FIRST}\n\n{SECOND}")
    assert story.date_published == datetime(2016, 10, 18, tzinfo=UTC)
    assert _texts(story) == [FIRST, SECOND]


def test_an_impossible_date_is_no_date():
    story = read_text(f"Army enters the town\n2026-02-30\n\n{FIRST}\n\n{SECOND}")
    assert story.date_published is None
    assert story.date_precision == DatePrecision.UNKNOWN


def test_a_dateline_leaves_the_first_paragraph():
    story = read_text(f"Army enters the town\n\nBAGHDAD (AP) \u2014 {FIRST}\n\n{SECOND}")
    assert (story.dateline, story.authors) == ("BAGHDAD", ("AP",))
    assert _texts(story) == [FIRST, SECOND]


def test_a_paragraph_with_a_dateline_is_no_headline():
    story = read_text(f"KYIV \u2014 The army left\n\n{FIRST}")
    assert story.headline == ""
    assert story.dateline == "KYIV"


def test_a_name_and_a_place_below_the_headline():
    story = read_text(f"Army enters the town\nAnn Lee\nMontreal, CA\n\n{FIRST}\n\n{SECOND}")
    assert (story.authors, story.dateline) == (("Ann Lee",), "Montreal, CA")
    assert story.field_sources["authors"].confidence < 0.7


@pytest.mark.parametrize("place", ["New York", "Gaza City", "Kabul, Afghanistan"])
def test_a_place_alone_is_no_author(place):
    story = read_text(f"Army enters the town\n{place}\n\n{FIRST}\n\n{SECOND}")
    assert (story.authors, story.dateline) == ((), place)


@pytest.mark.parametrize(
    "opening", ["Nobody moved.", "It was over.", "By Friday the town had fallen.", '"We stay," he said.']
)
def test_a_short_first_paragraph_stays_in_the_text(opening):
    story = read_text(f"Army enters the town\n\n{opening}\n\n{FIRST}\n\n{SECOND}")
    assert story.authors == ()
    assert story.description == ""
    assert _texts(story) == [opening, FIRST, SECOND]


def test_a_name_in_the_middle_of_the_text_is_no_author():
    story = read_text(f"Army enters the town\n\n{FIRST}\n\nAnn Lee\n\n{SECOND}")
    assert story.authors == ()
    assert (story.body[1].role, story.body[1].text) == (BlockRole.HEADING, "Ann Lee")


def test_notices_and_related_lines_leave_the_text():
    story = read_text(
        f"This story is over 5 years old.\n\nArmy enters the town\n\n{FIRST}\n\nRelated: Army halts at the river\n\n{SECOND}\n\nFollow Ann Lee on Twitter: @ann"
    )
    assert story.headline == "Army enters the town"
    assert story.notices == ("This story is over 5 years old.", "Follow Ann Lee on Twitter: @ann")
    assert story.related == (Link("Army halts at the river"),)
    assert _texts(story) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "ending",
    [
        "Source: Sample Agency, https://example.org/a",
        "Sources:\nSample Agency, https://example.org/a",
        "Sources\n\n- Sample Agency: https://example.org/a",
    ],
    ids=["line", "list", "marked list"],
)
def test_sources_at_the_end_leave_the_text(ending):
    story = read_text(f"Army enters the town\n\n{FIRST}\n\n{SECOND}\n\n{ending}")
    assert story.sources == (Link("Sample Agency", "https://example.org/a"),)
    assert _texts(story) == [FIRST, SECOND]


def test_a_heading_named_sources_over_prose_stays():
    story = read_text(f"Army enters the town\n\n{FIRST}\n\nSources\n\n{SECOND}")
    assert story.sources == ()
    assert _texts(story) == [FIRST, "Sources", SECOND]


def test_the_pull_quote_is_kept_as_one():
    said = '"We have to hold the bridge tonight, whatever it costs.'
    story = read_text(f'Army enters the town\n\n{FIRST}\n\n{said}"\n\n{SECOND}\n\n{said[:-1]}," Lee said.')
    assert [block.role for block in story.body] == ["paragraph", "pull_quote", "paragraph", "paragraph"]


def test_headings_and_list_items_have_their_roles():
    story = read_text(f"Army enters the town\n\n{FIRST}\n\nWhat comes next\n\n- More troops\n- More money\n\n{SECOND}")
    assert [block.role for block in story.body] == ["paragraph", "heading", "list_item", "list_item", "paragraph"]
    assert story.body[2].text == "More troops"


def test_lines_without_blanks_between_them_are_paragraphs():
    assert _texts(read_text(f"Army enters the town\n{FIRST}\n{SECOND}")) == [FIRST, SECOND]


def test_hard_wrapped_lines_are_joined():
    wrapped = (
        "The army entered the town on Monday after three weeks of\nfighting around it, the ministry said, and the people who\n"
        "had stayed in their cellars came out to see what was left\nof the market."
    )
    assert _texts(read_text(f"Army enters the town\n\n{wrapped}\n\n{SECOND}")) == [wrapped.replace("\n", " "), SECOND]


def test_one_headline_without_text_says_that_the_text_is_missing():
    story = read_text("Army enters the town")
    assert story.headline == "Army enters the town"
    assert "body" in story.missing


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00", "---", "12 34"])
def test_a_text_without_words_is_refused(text):
    with pytest.raises(UnreadableError, match="no words"):
        read_text(text)


def test_controls_leave_the_text():
    story = read_text("Army \x00enters\u202e the town\n\nThe army\x07 came in the night, they said.")
    assert "\x00" not in story.headline
    assert _texts(story) == ["The army came in the night, they said."]
