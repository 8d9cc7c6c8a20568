from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from articles.readers.part import Content
from articles.readers.registry import parts, read, read_part
from articles.readers.story import UnreadableError

TEXT = "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement."
MARKUP = f"<p>{TEXT}</p><h2>Afterwards</h2><p>Families had left two days before.</p>"
PICTURE_1 = {
    "uri": "urn:picture:1", "type": "picture", "byline": "Cy Doe", "description_text": "Soldiers at the bridge",
    "renditions": {"thumb": {"href": "https://example.org/small.jpg", "width": 100}, "main": {"href": "https://example.org/large.jpg", "width": 900}},
}  # fmt: skip
ITEM_1 = {
    "uri": "urn:text:1", "type": "text", "versioncreated": "2026-03-03T08:00:00Z", "firstcreated": "2026-03-02T09:15:00Z",
    "headline": "Army enters the town", "byline": "Ann Lee and Bob Day", "language": "en", "located": "Sample Town",
    "infosource": [{"name": "Sample Agency"}], "subject": [{"name": "War", "code": "x"}], "description_text": "After three weeks",
    "body_text": TEXT, "body_xhtml": MARKUP, "associations": {"main": PICTURE_1},
}  # fmt: skip
ITEM_2 = {
    "uri": "urn:text:1", "type": "text", "versioncreated": "2026-03-03T08:00:00Z", "firstcreated": "2026-03-02T09:15:00Z",
    "headlines": [{"role": "short", "value": "Army in town"}, {"role": "main", "value": "Army enters the town"}], "by": "Ann Lee and Bob Day",
    "language": "en", "located": "Sample Town", "infosources": [{"name": "Sample Agency"}], "subjects": [{"name": "War"}],
    "descriptions": [{"role": "text", "contenttype": "text/plain", "value": "After three weeks"}],
    "bodies": [{"role": "text", "contenttype": "text/plain", "value": TEXT}, {"role": "html", "contenttype": "text/html", "value": MARKUP}],
    "associations": [{"name": "main", "uri": "urn:picture:1", "type": "picture", "by": "Cy Doe", "descriptions": [{"value": "Soldiers at the bridge"}],
                      "renditions": [{"name": "t", "href": "https://example.org/small.jpg", "width": 100}, {"name": "l", "href": "https://example.org/large.jpg", "width": 900}]}],
}  # fmt: skip


def _camel(value):
    names = {
        "versioncreated": "versionCreated",
        "firstcreated": "firstCreated",
        "infosources": "infoSources",
        "contenttype": "contentType",
    }
    if isinstance(value, dict):
        return {names.get(name, name): _camel(inner) for name, inner in value.items()}
    return [_camel(inner) for inner in value] if isinstance(value, list) else value


def _parts(value):
    return parts(Content(value if isinstance(value, bytes) else json.dumps(value).encode()))


@pytest.mark.parametrize("item", [ITEM_1, ITEM_2, _camel(ITEM_2)], ids=["1", "2", "3"])
def test_an_item_of_each_version_becomes_the_same_story(item):
    story = read_part(_parts(item)[0])
    assert (story.headline, story.description, story.authors) == (
        "Army enters the town",
        "After three weeks",
        ("Ann Lee", "Bob Day"),
    )
    assert (story.dateline, story.language, story.outlet, story.section) == (
        "Sample Town",
        "en",
        "Sample Agency",
        "War",
    )
    assert story.date_published == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    assert story.date_modified == datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert (story.image.url, story.image.caption, story.image.credit) == (
        "https://example.org/large.jpg", "Soldiers at the bridge", "Cy Doe",
    )  # fmt: skip
    assert [block.role for block in story.body] == ["paragraph", "heading", "paragraph"]
    assert story.field_sources["headline"].source == "ninjs"


def test_plain_text_is_read_where_there_is_no_markup():
    item = {name: value for name, value in ITEM_1.items() if name != "body_xhtml"}
    assert read_part(_parts(item)[0]).body[0].text == TEXT


def test_markup_of_another_kind_is_no_text():
    item = ITEM_2 | {"bodies": [{"contenttype": "application/nitf+xml", "value": "<nitf><body>x</body></nitf>"}]}
    story = read_part(_parts(item)[0])
    assert story.body == ()
    assert "no text" in story.problems[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [({"type": kind}, kind if kind != "planning" else "plan of coverage") for kind in ("picture", "video", "graphic", "event", "planning")],
)  # fmt: skip
def test_what_is_no_story_says_what_it_is(change, words):
    with pytest.raises(UnreadableError, match=words):
        read_part(_parts(ITEM_1 | change)[0])


def test_an_array_gives_its_stories_and_names_the_rest():
    found = _parts([ITEM_1, PICTURE_1 | {"versioncreated": "2026-03-02"}, ITEM_2])
    assert [part.problem for part in found] == ["", "This is a picture, not a story.", ""]
    assert [part.kind for part in found] == ["ninjs"] * 3
    assert read_part(found[2]).headline == "Army enters the town"


def test_a_text_that_goes_with_a_text_is_a_part_of_its_own():
    side = {"uri": "urn:text:2", "type": "text", "headline": "Bridge closed", "body_text": TEXT}
    found = _parts(ITEM_1 | {"associations": {"main": PICTURE_1, "side": side}})
    assert [part.name for part in found] == ["Army enters the town", "Bridge closed"]


def test_a_package_is_unpacked():
    package = {
        "uri": "urn:package:1",
        "type": "composite",
        "versioncreated": "2026-03-02",
        "headline": "Top stories",
        "associations": [ITEM_2, PICTURE_1],
    }
    assert [part.problem for part in _parts(package)] == ["", "This is a picture, not a story."]


def test_an_embargo_is_told_and_travels_with_the_story():
    story = read_part(_parts(ITEM_1 | {"embargoed": "2026-03-05T12:00:00Z"})[0])
    assert "2026-03-05" in story.problems[0]
    assert (story.embargo, story.embargo_text) == (datetime(2026, 3, 5, 12, tzinfo=UTC), "")


@pytest.mark.parametrize(
    ("stated", "words"), [(True, "until further notice"), ("true", "until further notice"), (False, "")]
)
def test_an_embargo_may_be_a_flag(stated, words):
    assert read_part(_parts(ITEM_1 | {"embargoed": stated})[0]).embargo_text == words


@pytest.mark.parametrize(("stated", "status"), [("canceled", "cancelled"), ("cancelled", "cancelled"), ("icat:withheld", "withheld"), ("usable", "usable")])  # fmt: skip
def test_what_its_source_says_of_it_is_read(stated, status):
    story = read_part(_parts(ITEM_1 | {"pubstatus": stated})[0])
    assert (story.source_status, story.source_key) == (status, ITEM_1["uri"])


def test_a_cancelled_item_need_hold_nothing_but_its_identifier():
    story = read_part(_parts({"uri": "urn:x:2", "pubstatus": "canceled", "versioncreated": "2026-03-05T12:00:00Z"})[0])
    assert (story.source_key, story.source_status, story.body) == ("urn:x:2", "cancelled", ())
    assert story.problems == ("This item is cancelled by its source.",)


def test_terms_of_use_and_the_note_to_editors_are_read():
    story = read_part(_parts(ITEM_1 | {"usageterms": "Not in Norway", "ednote": "Corrects the toll"})[0])
    assert (story.usage_terms, story.editorial_note) == ("Not in Norway", "Corrects the toll")


@pytest.mark.parametrize(
    ("change", "url"),
    [
        ({"uri": "https://example.org/a"}, "https://example.org/a"),
        ({"altids": {"web": "https://example.org/b"}}, "https://example.org/b"),
        ({"altids": [{"role": "web", "value": "https://example.org/c"}]}, "https://example.org/c"),
        ({"renditions": [{"contenttype": "text/html", "href": "https://example.org/d"}]}, "https://example.org/d"),
        ({}, ""),
    ],
)
def test_the_address_is_where_the_item_stands_on_the_web(change, url):
    assert read_part(_parts(ITEM_1 | change)[0]).url == url


@pytest.mark.parametrize(
    "value",
    [
        {"uri": "urn:1", "name": "Not a news item"},
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Army"},
        {"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": "Two days before"}]},
    ],
    ids=["other JSON", "JSON-LD", "JSON Feed"],
)
def test_other_json_is_no_news_item(value):
    try:
        kinds = {part.kind for part in _parts(value)}
    except UnreadableError:
        kinds = set()
    assert "ninjs" not in kinds


@pytest.mark.parametrize("data", [b"{", b"[]", b"<p>", b"3"])
def test_what_is_stated_to_be_ninjs_and_is_none_says_so(data):
    with pytest.raises(UnreadableError, match="no ninjs"):
        parts(Content(data), "ninjs")


def test_the_samples_of_the_standard_are_read(corpus):
    folder = corpus / "corpus" / "interchange"
    rows = [json.loads(line) for line in (folder / "interchange.jsonl").read_text().splitlines()]
    for row in rows:
        if row["kind"].startswith("ninjs"):
            part = _parts((folder / row["file"]).read_bytes())[0]
            if row["reference"]["type"] in ("picture", "event"):
                with pytest.raises(UnreadableError, match=row["reference"]["type"]):
                    read_part(part)
            else:
                assert read_part(part).headline == row["reference"]["headline"]


def test_an_item_that_names_itself_by_guid_is_read():
    item = {
        "guid": "urn:x:1", "type": "text", "versioncreated": "2024-05-06T06:30:00+0000", "firstpublished": "2024-05-06T07:00:00+0000",
        "headline": "Army enters the town", "byline": "Ann Lee, Sample Desk", "located": "KYIV", "pubstatus": "usable", "source": "SD",
        "authors": [{"name": "Ann Lee", "role": "writer"}, {"name": "Cy Doe", "role": "editor"}], "body_html": "<p>It \u201cworks\u201d.</p>",
    }  # fmt: skip
    (story,) = read(json.dumps(item).encode(), kind="html")
    assert (story.headline, story.authors, story.dateline, story.outlet) == (
        "Army enters the town",
        ("Ann Lee",),
        "KYIV",
        "SD",
    )
    assert str(story.date_published) == "2024-05-06 07:00:00+00:00"
    assert [block.text for block in story.body] == ["It \u201cworks\u201d."]
