"""Stories and findings as stored JSON: what was stored is read again, also by later versions of the site."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from articles.desk.serialization import FORMAT, NewerFormatError, findings_from, story_from, to_json
from articles.extraction.findings import Findings, MentionFinding, PledgeFinding
from articles.readers.story import Block, FieldSource, Image, Link, Story
from articles.vocabulary import BlockRole, DatePrecision, EntityKind, Genre, PledgeStatus, Resolution

STORY = Story(
    headline="Bridge open",
    authors=("Ada Reyes", "Jon Meyer"),
    date_published=datetime(2016, 10, 18, 14, 5, tzinfo=UTC),
    date_precision=DatePrecision.MINUTE,
    genre=Genre.ANALYSIS,
    image=Image(url="https://example.org/bridge.jpg", caption="The bridge"),
    body=(Block(BlockRole.HEADING, "By road"), Block(BlockRole.PARAGRAPH, "It is open.")),
    related=(Link("A ferry sinks"),),
    field_sources={"headline": FieldSource("og", 0.8)},
)
FINDINGS = Findings(
    mentions=(
        MentionFinding(
            0, 0, 5, "Reyes", EntityKind.PERSON, "Ada Reyes", Resolution.SEVERAL, ("entity:1", "entity:2"), "surname", 0.5
        ),
    ),
    pledges=(
        PledgeFinding(
            1, 0, 11, "It is open.", "Norway", "", "Ruritania", "lorries", PledgeStatus.OFFERED, "verb", 0.7,
            quantity_low=Decimal(40), amount_low=Decimal(2000000000), amount_high=Decimal("2500000000.50"), currency="NOK",
        ),
    ),
    about=("Ada Reyes",),
    sentences=(((0, 7),), ((0, 11), (12, 20))),
)  # fmt: skip
# As the site stored them before values had a format, with a field that it had then.
STORED_STORY = {
    "headline": "Bridge open",
    "kicker": "Report",
    "authors": ["Ada Reyes"],
    "date_published": "2016-10-18T16:05:00+02:00",
    "date_precision": "minute",
    "date_modified": None,
    "genre": "analysis",
    "image": {"url": "", "caption": "The bridge", "credit": ""},
    "body": [{"role": "paragraph", "text": "It is open."}],
    "field_sources": {"headline": {"source": "og", "confidence": 0.8}},
}
STORED_FINDINGS = {
    "mentions": [
        {
            "block": 0, "start": 0, "end": 5, "text": "Reyes", "kind": "person", "name": "Ada Reyes", "resolution": "one",
            "candidates": ["entity:1"], "rule": "surname", "confidence": 0.5, "title": "",
        }
    ],
    "pledges": [],
    "sentences": [[[0, 7]], [[0, 11], [12, 20]]],
}  # fmt: skip


def stored(value):
    return json.loads(json.dumps(to_json(value)))


def test_a_stored_story_is_read_as_it_was():
    assert story_from(stored(STORY)) == STORY


def test_stored_findings_are_read_as_they_were():
    assert findings_from(stored(FINDINGS)) == FINDINGS


def test_a_story_stored_before_there_was_a_format_is_read():
    story = story_from(STORED_STORY)
    assert story.date_published == datetime(2016, 10, 18, 14, 5, tzinfo=UTC)
    assert (story.genre, story.image.caption) == (Genre.ANALYSIS, "The bridge")
    assert (story.body, story.field_sources) == (
        (Block(BlockRole.PARAGRAPH, "It is open."),),
        {"headline": FieldSource("og", 0.8)},
    )


def test_a_field_that_was_not_stored_has_its_default():
    assert story_from(STORED_STORY).usage_terms == ""
    assert findings_from(STORED_FINDINGS).mentions[0].shares_surname is False


def test_findings_stored_before_there_was_a_format_are_read():
    findings = findings_from(STORED_FINDINGS)
    assert findings.mentions[0].kind is EntityKind.PERSON
    assert findings.sentences == (((0, 7),), ((0, 11), (12, 20)))


@pytest.mark.parametrize("read", [story_from, findings_from])
def test_what_a_newer_version_stored_is_refused(read):
    with pytest.raises(NewerFormatError, match="newer version of the site"):
        read({"format": FORMAT + 1})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"parts": (1, 2)}, {"parts": [1, 2]}),
        (Decimal("1.20"), "1.20"),
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2, 3, 4, tzinfo=UTC), "2020-01-02T03:04:00+00:00"),
        (BlockRole.HEADING, "heading"),
        (Block(BlockRole.HEADING, "By road"), {"role": "heading", "text": "By road"}),
        (None, None),
    ],
    ids=str,
)
def test_a_value_is_written_as_plain_json(value, expected):
    assert json.loads(json.dumps(to_json(value))) == expected
