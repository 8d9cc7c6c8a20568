"""What a source demands of publication: read from fields, and from the line above a text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from articles.readers.registry import read
from articles.readers.restrictions import is_embargo_line, read_embargo, status_of

MAY = datetime(2031, 5, 3, tzinfo=UTC)
TEXT = "The mayor of Brenwick said on Monday that the two wells north of the town were open again after nine days."


@pytest.mark.parametrize(
    ("stated", "moment", "words"),
    [
        ("2031-05-03T12:00:00+02:00", MAY.replace(hour=10), ""),
        ("2031-05-03T12:00:00Z", MAY.replace(hour=12), ""),
        ("20310503T120000Z", MAY.replace(hour=12), ""),
        ("3 May 2031, 12:00 UTC", MAY.replace(hour=12), ""),
        ("2031-05-03", MAY, "2031-05-03"),
        ("2031-05-03T09:00:00", MAY.replace(hour=23, minute=59), "2031-05-03T09:00:00"),
        ("EMBARGOED UNTIL 00:01 GMT, 3 May 2031", MAY.replace(minute=1), "EMBARGOED UNTIL 00:01 GMT, 3 May 2031"),
        ("until the minister has spoken", None, "until the minister has spoken"),
        ("true", None, "until further notice"),
        ("false", None, ""),
        ("", None, ""),
        ("Embargo lifted", None, ""),
        ("2031-02-30", None, "2031-02-30"),
    ],
)
def test_the_end_of_an_embargo_is_read_or_kept_in_its_words(stated, moment, words):
    assert read_embargo(stated) == (moment, words)


@pytest.mark.parametrize(
    ("code", "status"),
    [("stat:canceled", "cancelled"), ("http://cv.iptc.org/newscodes/pubstatus/withheld", "withheld"), ("USABLE", "usable"), ("draft", None), ("", None)],
)  # fmt: skip
def test_the_status_of_an_item_is_known_by_its_code(code, status):
    assert status_of(code) == status


@pytest.mark.parametrize(
    "line",
    [
        "EMBARGOED UNTIL 00:01 GMT, 3 May 2031",
        "Embargo: not before 12:00 UTC on 3 May 2031",
        "*** STRICTLY EMBARGOED: 3 May 2031 ***",
        "Not for publication before 3 May 2031",
        "Hold for release until Tuesday, 3 May",
        "Embargoed until the verdict is read",
    ],
)
def test_a_line_that_states_an_embargo_is_known(line):
    assert is_embargo_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Embargo on arms to the north is extended",
        "Embargoed goods were found at the port on Monday.",
        "Embargo of 1990 ended on Monday",
        "Not to be released until the trial ends, the judge said.",
        "The text is under embargo.",
    ],
)
def test_a_sentence_about_an_embargo_is_none(line):
    assert not is_embargo_line(line)


def test_the_embargo_above_a_pasted_text_travels_with_the_story():
    [story] = read(f"EMBARGOED UNTIL 00:01 GMT, 3 May 2031\n\nWells open in Brenwick\n\n{TEXT}\n\n{TEXT}".encode())
    assert story.embargo == MAY.replace(minute=1)
    assert story.headline == "Wells open in Brenwick"
    assert not any("EMBARGO" in block.text for block in story.body)
    assert any("EMBARGO" in notice for notice in story.notices)


def test_the_embargo_in_a_page_travels_with_the_story():
    page = f"<html><body><article><h1>Wells open</h1><p>Embargoed until 3 May 2031, 12:00 UTC</p><p>{TEXT}</p><p>{TEXT} More came.</p></article></body></html>"
    [story] = read(page.encode(), kind="html")
    assert story.embargo == MAY.replace(hour=12)
    assert "Embargoed until 3 May 2031, 12:00 UTC" in story.notices
