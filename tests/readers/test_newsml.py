from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from articles.readers.part import Content
from articles.readers.registry import parts, read_part
from articles.readers.story import UnreadableError
from articles.vocabulary import BlockRole

TEXT = "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement."
MORE = "Families had left the eastern quarter two days before."
XHTML = f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Army enters the town</h1><p>{TEXT}</p><h2>Afterwards</h2><p>{MORE}</p></body></html></inlineXML>'
NITF = f"""<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head>
<hedline><hl1>Army in town</hl1></hedline><byline>By <person>Ann Lee</person> and <person>Bob Day</person><byttl>Sample Agency</byttl></byline>
<dateline><location>Sample Town</location></dateline><abstract><p>After three weeks</p></abstract></body.head>
<body.content><block><p>{TEXT}</p><hl2>Afterwards</hl2><p>{MORE}</p><media media-type="image"><media-metadata name="x" value="y">z</media-metadata>
<media-reference source="https://example.org/a.jpg"/><media-caption>Soldiers at the bridge</media-caption><media-producer>Cy Doe</media-producer></media>
</block></body.content></body></nitf></inlineXML>"""
META = """<contentCreated>2026-03-02T08:00:00Z</contentCreated><contentModified>2026-03-03T08:00:00Z</contentModified>
<located><name>Sample Town</name></located><creator><name>Ann Lee</name></creator><contributor role="ctrol:descrWriter"><name>Nobody Known</name></contributor>
<contributor><name>Bob Day</name></contributor><language tag="en"/><subject><name xml:lang="de">Krieg</name><name xml:lang="en">War</name></subject>
<headline>Army enters the town</headline><description role="drol:summary">After three weeks</description>"""


def _item(content=XHTML, meta=META, kind="text", status="usable", extra=""):
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1" standard="NewsML-G2" xml:lang="en-GB"><itemMeta>
<itemClass qcode="ninat:{kind}"/><provider qcode="nprov:SAMPLE"/><versionCreated>2026-03-03T09:00:00Z</versionCreated>
<firstCreated>2026-03-02T09:15:00Z</firstCreated>{extra}<pubStatus qcode="stat:{status}"/></itemMeta>
<contentMeta>{meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"""


def _parts(text):
    return parts(Content(text if isinstance(text, bytes) else text.encode()))


def _story(text):
    return read_part(_parts(text)[0])


@pytest.mark.parametrize(
    "content",
    [XHTML, NITF, f'<inlineData contenttype="text/plain">{TEXT}\n\n{MORE}</inlineData>',
     f'<inlineData contenttype="text/html">&lt;p&gt;{TEXT}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;</inlineData>'],
    ids=["XHTML", "NITF", "plain", "escaped"],
)  # fmt: skip
def test_a_text_item_becomes_a_story_whatever_its_text_is_in(content):
    story = _story(_item(content))
    assert (story.headline, story.description, story.authors) == (
        "Army enters the town",
        "After three weeks",
        ("Ann Lee", "Bob Day"),
    )
    assert (story.dateline, story.language, story.outlet, story.section) == ("Sample Town", "en", "SAMPLE", "War")
    assert story.date_published == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    assert story.date_modified == datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert [block.text for block in story.body if block.role == BlockRole.PARAGRAPH] == [TEXT, MORE]
    assert story.field_sources["headline"].source == "newsml"


def test_the_head_of_nitf_fills_what_the_item_does_not_state():
    story = _story(_item(NITF, meta=""))
    assert (story.headline, story.authors, story.dateline) == ("Army in town", ("Ann Lee", "Bob Day"), "Sample Town")
    assert (story.image.url, story.image.caption, story.image.credit) == (
        "https://example.org/a.jpg", "Soldiers at the bridge", "Cy Doe",
    )  # fmt: skip
    assert [block.role for block in story.body] == [BlockRole.PARAGRAPH, BlockRole.HEADING, BlockRole.PARAGRAPH]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<remoteContent href="https://example.org/a.xml"/>', "example.org/a.xml"),
        ("<inlineXML><sports-content xmlns='x'><p>1:0</p></sports-content></inlineXML>", "sports-content"),
        ("<inlineXML/>", "no text"),
        ("", "no text"),
    ],
    ids=["elsewhere", "other form", "empty", "none"],
)
def test_an_item_without_a_text_to_read_says_why(content, words):
    story = _story(_item(content))
    assert (story.headline, story.body) == ("Army enters the town", ())
    assert words in story.problems[0]


@pytest.mark.parametrize(
    ("kind", "words"), [("picture", "a picture"), ("video", "a video"), ("audio", "a sound"), ("graphic", "a graphic")]
)
def test_items_of_other_kinds_say_what_they_are(kind, words):
    with pytest.raises(UnreadableError, match=f"This is {words}"):
        _story(_item(kind=kind))


@pytest.mark.parametrize(
    ("code", "words"), [("person", "of a person"), ("event", "an event"), ("abstract", "other concept")]
)
def test_a_concept_is_refused_by_what_it_describes(code, words):
    concept = f'<conceptItem xmlns="http://iptc.org/std/nar/2006-10-01/"><concept><type qcode="cpnat:{code}"/><name>Ann Lee</name></concept></conceptItem>'
    with pytest.raises(UnreadableError, match=words):
        _story(concept)


@pytest.mark.parametrize(
    ("code", "status"), [("canceled", "cancelled"), ("withheld", "withheld"), ("usable", "usable")]
)
def test_what_its_source_says_of_it_is_read(code, status):
    assert _story(_item(status=code)).source_status == status


def test_a_cancelled_item_need_hold_no_text():
    story = _story(_item("", meta="", status="canceled"))
    assert (bool(story.source_key), story.body, story.problems) == (
        True,
        (),
        ("This item is cancelled by its source.",),
    )


def test_an_embargo_is_told_and_travels_with_the_story():
    story = _story(_item(extra="<embargoed>2026-03-05T12:00:00Z</embargoed>"))
    assert "2026-03-05" in story.problems[0]
    assert story.embargo == datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_an_empty_embargo_has_no_end():
    assert _story(_item(extra="<embargoed/>")).embargo_text == "until further notice"


def test_a_message_is_unpacked_and_its_pictures_are_named():
    found = _parts(
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>{_item()}{_item(kind="picture")}</itemSet></newsMessage>'
    )
    assert [part.problem for part in found] == ["", "This is a picture, not a story."]
    assert read_part(found[0]).headline == "Army enters the town"


def test_a_package_gives_the_items_inside_and_names_those_it_only_points_to():
    package = """<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:p"><itemMeta/><groupSet><group><itemRef residref="urn:1"/>
    <itemRef residref="urn:2"><itemClass qcode="ninat:text"/><title>Bridge closed</title></itemRef>
    <itemRef residref="urn:3"><itemClass qcode="ninat:picture"/><title>Smoke</title></itemRef></group></groupSet></packageItem>"""
    alone = _parts(package)
    assert [part.name for part in alone] == ["urn:1", "Bridge closed", "Smoke"]
    assert all(part.problem for part in alone)
    message = (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{package}{_item()}</itemSet></newsMessage>'
    )
    assert [part.name for part in _parts(message) if not part.problem] == ["Army enters the town"]
    assert [part.name for part in _parts(message) if part.problem] == ["Bridge closed", "Smoke"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<?xml version="1.0"?>\n<!-- old -->\n<NewsML Version="1.2"><NewsItem/></NewsML>', "NewsML 1"),
        (f"<contentSet>{NITF}</contentSet>", "fragment"),
        (_item()[:-30], "broken or cut off"),
        ('<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "no items"),
    ],
    ids=["NewsML 1", "content", "cut off", "empty message"],
)
def test_what_is_no_whole_item_is_refused_in_words(text, words):
    with pytest.raises(UnreadableError, match=words):
        _story(text)


@pytest.mark.parametrize(
    "declaration",
    [
        "<!ENTITY b 'lollollol'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY a '&c;&c;&c;&c;&c;&c;&c;&c;'>",
        '<!ENTITY a SYSTEM "file:///etc/hostname">',
        '<!ENTITY a SYSTEM "http://127.0.0.1:9/x">',
    ],
    ids=["bomb", "file", "address"],
)
def test_entities_do_nothing(declaration):
    item = _item(meta=META.replace("Army enters the town", "Army &a; enters"))
    assert _story(f"<!DOCTYPE newsItem [{declaration}]>{item}").headline == "Army &a; enters"


def test_other_xml_is_none():
    with pytest.raises(UnreadableError, match="Accepted are"):
        _parts('<newsItem xmlns="http://example.org/other"><title>Army</title></newsItem>')


def test_the_samples_of_the_standard_end_in_a_story_or_a_sentence(corpus):
    folder = corpus / "corpus" / "interchange"
    rows = [json.loads(line) for line in (folder / "interchange.jsonl").read_text().splitlines()]
    for row in rows:
        if not row["kind"].startswith("newsml"):
            continue
        data = (folder / row["file"]).read_bytes()
        if row["reference"]["itemClass"] == "ninat:text":
            assert _story(data).headline == row["reference"]["headlines"][0]
        else:
            with pytest.raises(UnreadableError):
                _story(data)


SENTENCE = "The army entered the town on Monday after three weeks of fighting around it, the ministry said."
NITF_DOCUMENT = f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf xml:lang="en"><head><title>Army</title>
<docdata management-status="usable"><date.issue norm="20240506T093000+0300"/></docdata><pubdata name="Sample Desk" position.section="World"
ex-ref="https://desk.example/a"/></head><body><body.head><hedline><hl1>Army enters the town</hl1><hl2>Nobody knows how many left</hl2></hedline>
<byline>By <person>Ann Lee</person><byttl>Staff</byttl></byline><dateline><location>Kyiv</location></dateline></body.head><body.content><block>
<p>{SENTENCE}</p><hl2>What comes next</hl2><media media-type="image"><media-reference source="https://desk.example/a.jpg"/>
<media-caption>A bridge in the town</media-caption></media><p>The mayor <em class="promo">stays</em>.</p></block></body.content></body></nitf>"""


def test_a_whole_document_of_nitf_is_read():
    story = _story(NITF_DOCUMENT)
    assert (story.headline, story.description) == ("Army enters the town", "Nobody knows how many left")
    assert (story.authors, story.dateline, story.outlet, story.section) == (
        ("Ann Lee",),
        "Kyiv",
        "Sample Desk",
        "World",
    )
    assert str(story.date_published) == "2024-05-06 09:30:00+03:00"
    assert (story.language, story.url, story.image.caption) == ("en", "https://desk.example/a", "A bridge in the town")
    assert [block.text for block in story.body] == [SENTENCE, "What comes next", "The mayor stays."]


def test_nitf_that_its_source_took_back_is_refused():
    with pytest.raises(UnreadableError, match="killed by its source"):
        _story(NITF_DOCUMENT.replace('"usable"', '"killed"'))


def test_an_embargo_of_nitf_stays_with_the_story():
    release = '<date.release norm="20310503T120000Z"/>'
    document = NITF_DOCUMENT.replace('"usable"', '"embargoed"')
    assert str(_story(document.replace("<date.issue", f"{release}<date.issue")).embargo) == "2031-05-03 12:00:00+00:00"
    assert _story(document).embargo_text


def test_nitf_that_is_free_to_use_has_no_embargo():
    story = _story(NITF_DOCUMENT)
    assert (story.embargo, story.embargo_text) == (None, "")


def test_a_withdrawn_item_of_nitf_that_names_its_story_is_kept_with_its_status():
    document = NITF_DOCUMENT.replace('"usable"', '"killed"').replace(
        "<date.issue", '<doc-id id-string="a1"/><date.issue'
    )
    story = _story(document)
    assert (story.source_key, story.source_status) == ("a1", "cancelled")
