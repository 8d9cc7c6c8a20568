from __future__ import annotations

import gzip
import io
import zlib

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from articles.readers.part import Content
from articles.readers.registry import parts, read_part
from articles.readers.story import UnreadableError
from tests.cpu import cpu_at_most

TEXT = "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement. "
PAGE = f"<!DOCTYPE html><html><head><title>Army enters the town</title></head><body><h1>Army enters the town</h1><p>{TEXT * 3}</p></body></html>".encode()
HTML = ("Content-Type", "text/html; charset=utf-8")


def _archive(*records, compressed=True):
    """Records as (kind, address, status, headers, payload)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    for kind, address, status, headers, payload in records:
        http = None
        if kind in ("response", "revisit"):
            http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        elif kind == "request":
            http = StatusAndHeaders("GET / HTTP/1.1", list(headers), is_http_request=True)
        writer.write_record(writer.create_warc_record(address, kind, payload=io.BytesIO(payload), http_headers=http))
    return out.getvalue()


def _page(payload=PAGE, *, headers=(HTML,), address="https://example.org/a", status="200 OK", kind="response"):
    return kind, address, status, headers, payload


def _parts(data):
    return parts(Content(data))


def _chunked(payload):
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (payload[:100], payload[100:])) + b"0\r\n\r\n"


@pytest.mark.parametrize("compressed", [True, False])
def test_pages_become_parts(compressed):
    found = _parts(_archive(_page(), _page(address="https://example.org/b"), compressed=compressed))
    assert [(part.kind, part.url, part.charset) for part in found] == [
        ("html", "https://example.org/a", "utf-8"),
        ("html", "https://example.org/b", "utf-8"),
    ]
    story = read_part(found[0])
    assert (story.headline, story.url) == ("Army enters the town", "https://example.org/a")


@pytest.mark.parametrize(
    ("headers", "payload"),
    [
        ([HTML, ("Transfer-Encoding", "chunked")], _chunked(PAGE)),
        ([HTML, ("Content-Encoding", "gzip")], gzip.compress(PAGE)),
        ([HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")], _chunked(gzip.compress(PAGE))),
        ([HTML, ("Content-Encoding", "deflate")], zlib.compress(PAGE)),
        ([HTML, ("Content-Encoding", "br")], brotli.compress(PAGE)),
        ([HTML, ("Content-Encoding", "gzip")], PAGE),
        ([], PAGE),
    ],
    ids=["chunked", "gzip", "gzip in chunks", "deflate", "brotli", "undone already", "no type"],
)
def test_pages_are_taken_out_of_their_encoding(headers, payload):
    assert _parts(_archive(_page(payload, headers=headers)))[0].data == PAGE


@pytest.mark.parametrize(
    "other",
    [
        _page(headers=[("Content-Type", "image/jpeg")]),
        _page(status="404 Not Found"),
        _page(status="301 Moved"),
        _page(kind="revisit"),
        _page(kind="request", payload=b""),
        _page(kind="metadata"),
        _page(payload=b"body { color: red }", headers=[]),
        _page(address="dns:example.org"),
    ],
    ids=["picture", "not found", "moved", "revisit", "request", "metadata", "no type", "no address"],
)
def test_what_is_no_page_is_passed_over(other):
    assert [part.url for part in _parts(_archive(other, _page(address="https://example.org/b")))] == [
        "https://example.org/b"
    ]
    with pytest.raises(UnreadableError, match="no page"):
        _parts(_archive(other))


@pytest.mark.parametrize("compressed", [True, False])
def test_an_archive_that_is_cut_off_gives_what_is_whole_and_says_so(compressed):
    whole = _archive(_page(), compressed=compressed)
    data = whole + _archive(_page(address="https://example.org/b"), compressed=compressed)[:-300]
    found = _parts(data)
    assert [part.problem for part in found if not part.problem] == [""]
    assert all("cut off" in part.problem for part in found[1:])
    assert len(found) > 1


def test_a_broken_page_is_told_and_the_next_is_read():
    broken = _page(gzip.compress(PAGE)[:-40], headers=[HTML, ("Content-Encoding", "gzip")])
    found = _parts(_archive(broken, _page(address="https://example.org/b")))
    assert "cut off" in found[0].problem
    assert read_part(found[1]).headline == "Army enters the town"


@pytest.mark.parametrize(
    ("code", "bomb"),
    [
        ("gzip", gzip.compress(bytes(50_000_000))),
        ("br", brotli.compress(bytes(50_000_000), quality=5)),
        ("deflate", zlib.compress(bytes(50_000_000))),
    ],
)
def test_a_page_unpacks_to_ten_megabytes_at_most(code, bomb):
    with cpu_at_most(seconds=3):
        assert (
            "larger than 10 MB" in _parts(_archive(_page(bomb, headers=[HTML, ("Content-Encoding", code)])))[0].problem
        )


def test_an_archive_unpacks_within_bounds(monkeypatch):
    monkeypatch.setattr("articles.readers.warc._MAX_UNPACKED_SIZE", 1_000_000)
    found = _parts(_archive(_page(), _page(bytes(5_000_000), headers=[("Content-Type", "video/mp4")])))
    assert not found[0].problem
    assert "unpacks to more" in found[-1].problem


def test_a_compressed_file_that_is_no_archive_is_refused():
    with pytest.raises(UnreadableError, match="compressed file"):
        _parts(gzip.compress(PAGE))


@pytest.mark.parametrize(
    "data",
    [
        b"WARC/1.0\r\n",
        b"WARC/1.0\r\nContent-Length: x\r\n\r\n",
        b"WARC/9.9 and nothing",
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP",
    ],
)
def test_a_broken_archive_ends_in_a_sentence(data):
    with pytest.raises(UnreadableError):
        [read_part(part) for part in _parts(data)]


@pytest.mark.parametrize(
    ("name", "problems"),
    [
        ("warc-example.warc", [""]),
        ("warc-example.warc.gz", [""]),
        ("warc-example-trunc.warc", ["This page is cut off in the archive and was not read."]),
    ],
)
def test_real_archives_are_read(corpus, name, problems):
    data = (corpus / "corpus" / "interchange" / "files" / name).read_bytes()
    assert [part.problem for part in _parts(data)] == problems
