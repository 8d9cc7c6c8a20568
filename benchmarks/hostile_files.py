"""Files made to keep a reader busy, to fill its memory or to crash it. Each is as large as an editor may upload."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PARAGRAPH = (
    "The council of Brenwick said on Tuesday that it would send forty engineers to repair the bridge at Harrow. "
)
_PAGE = "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
HONEST = "honest.html"


def page(title: str, body: str) -> bytes:
    return _PAGE.format(title=title, body=body).encode()


def honest_page(number: int = 0) -> bytes:
    """An ordinary story of about 400 words, different for each number."""
    paragraphs = "".join(f"<p>{_PARAGRAPH * 5}It is report {number} of part {part}.</p>" for part in range(5))
    return page(f"Engineers repair bridge {number} at Harrow", paragraphs)


def _comments() -> bytes:
    return b"<!--a-->" * 100_000 + honest_page(1)


def _one_sentence() -> bytes:
    return page("One sentence", f"<p>{'Canada will send 40 engineers and ' * 1500}</p>")


def _long_text() -> bytes:
    return ("A long report\n\n" + f"{_PARAGRAPH * 12}\n\n" * 15_000).encode()[: 20 * 1024 * 1024]


def _breaks() -> bytes:
    return page("A million line breaks", f"<p>{'<br>' * 1_000_000}{_PARAGRAPH}</p>")


def _brackets() -> bytes:
    return page("Brackets", f"<p>{'(' * 100_000}{_PARAGRAPH}{')' * 100_000}</p>")


def _brackets_with_words() -> bytes:
    return page("Brackets with words", f"<p>{'(said (the [minister ' * 10_000}</p>")


def _nested_tags() -> bytes:
    return page("Nested", f"{'<div>' * 300_000}<p>{_PARAGRAPH}</p>{'</div>' * 300_000}")


def _nested_inline() -> bytes:
    return page("Nested inline", f"<p>{'<b><i><span>' * 60_000}{_PARAGRAPH}</p>")


def _capitals() -> bytes:
    names = " ".join(f"Brenwick Harrow Number{number}" for number in range(60_000))
    return page("Capitals", f"<p>{names}</p>")


def _quotation_marks() -> bytes:
    return page("Quotation marks", f"<p>{'“he said ' * 40_000}{'“' * 40_000}</p>")


def _long_words() -> bytes:
    return page("Long words", f"<p>{'a' * 5_000_000} {'Bc' * 2_000_000}</p>")


def _deep_json() -> bytes:
    return b"[" * 5_000_000 + b"]" * 5_000_000


def _wide_json() -> bytes:
    keys = {f"headline{number}": number for number in range(500_000)}
    return json.dumps([keys, {"headline": "A story", "text": _PARAGRAPH}]).encode()


def _wide_table() -> bytes:
    return ("headline,text," + ",".join(f"c{number}" for number in range(1_000_000)) + "\n" + "a," * 1_000_000).encode()


def _zip_of_spaces() -> bytes:
    """A workbook whose sheet unpacks to a gigabyte."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(1024):
                sheet.write(b" " * 1024 * 1024)
    return file.getvalue()


def _gzip_of_spaces() -> bytes:
    """A web archive whose one record unpacks to half a gigabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    size = 512 * 1024 * 1024
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/a\r\n"
        f"Content-Type: application/http;msgtype=response\r\nContent-Length: {size + 44}\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    )
    packed = packer.compress(head.encode())
    for _ in range(512):
        packed += packer.compress(b" " * 1024 * 1024)
    return packed + packer.flush()


def _entities() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY a0 "{"lol" * 100}">{entities}]>'
    return (
        f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>&a11;</title>'
        f"<item><title>A story</title><description>&a11;</description></item></channel></rss>"
    ).encode()


def _many_entries() -> bytes:
    items = "<item><title>A</title><link>not an address</link></item>" * 100_000
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Many</title>{items}</channel></rss>'.encode()


def _nested_mail() -> bytes:
    head = "From: a@news.example\r\nSubject: A\r\nMIME-Version: 1.0\r\n"
    levels = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(20_000))
    return (head + levels + "\r\n" + _PARAGRAPH).encode()


def _many_links() -> bytes:
    links = "".join(f'<a href="https://news.example/{n}">Link {n} of the page</a> ' for n in range(60_000))
    return page("Links", f"<p>{links}</p>")


def _long_attributes() -> bytes:
    return page("Attributes", f'<p class="{"a " * 2_000_000}" style="{"display:" * 500_000}">{_PARAGRAPH}</p>')


# File name -> its content, in the order in which they are uploaded.
FILES: dict[str, Callable[[], bytes]] = {
    "comments.html": _comments,
    "one-sentence.html": _one_sentence,
    "long-text.txt": _long_text,
    "breaks.html": _breaks,
    "brackets.html": _brackets,
    "brackets-with-words.html": _brackets_with_words,
    "nested-tags.html": _nested_tags,
    "nested-inline.html": _nested_inline,
    "capitals.html": _capitals,
    "quotation-marks.html": _quotation_marks,
    "long-words.html": _long_words,
    "deep.json": _deep_json,
    "wide.json": _wide_json,
    "wide.csv": _wide_table,
    "sheet.xlsx": _zip_of_spaces,
    "spaces.warc.gz": _gzip_of_spaces,
    "entities.rss": _entities,
    "entries.rss": _many_entries,
    "nested.eml": _nested_mail,
    "links.html": _many_links,
    "attributes.html": _long_attributes,
}
