"""What cannot be read, under its true name: signatures of files, roots of XML, beginnings of texts."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from articles.readers.charsets import wide_charset
from articles.readers.zip_errors import ZIP_ERRORS

_Signature = tuple[int, bytes, str]

_GZIP = b"\x1f\x8b"
_COMPRESSED = "a compressed file"
# (offset, bytes, name): the first that fits names the file.
_SIGNATURES: tuple[_Signature, ...] = (
    (0, b"%PDF", "a PDF file"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"PK\x05\x06", "an empty ZIP archive"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"\xd0\xcf\x11\xe0", "an older office document (DOC, XLS or PPT) or Outlook message (MSG)"),
    (0, b"\x89PNG", "an image"), (0, b"\xff\xd8\xff", "an image"), (0, b"GIF8", "an image"), (8, b"WEBP", "an image"),
    (0, b"\x00\x00\x01\x00", "an image"), (0, b"BM\x00", "an image"), (0, b"II*\x00", "an image"), (0, b"MM\x00*", "an image"),
    (0, b"8BPS", "an image"), (4, b"ftypavif", "an image"), (4, b"ftyphei", "an image"), (4, b"ftypmif1", "an image"),
    (0, b"AT&TFORM", "a scanned document (DjVu)"),
    (8, b"WAVE", "a sound file"), (4, b"ftypM4A", "a sound file"), (0, b"ID3", "a sound file"), (0, b"OggS", "a sound file"),
    (0, b"fLaC", "a sound file"), (0, b"\xff\xfb", "a sound file"), (0, b"\xff\xf3", "a sound file"), (0, b"FORM", "a sound file"),
    (8, b"AVI ", "a video"), (4, b"ftyp", "a video"), (0, b"\x1aE\xdf\xa3", "a video"), (0, b"FLV\x01", "a video"), (0, b"\x00\x00\x01\xba", "a video"),
    (0, b"RIFF", "an image, sound or video file"),
    (0, _GZIP, _COMPRESSED), (0, b"BZh", _COMPRESSED), (0, b"\xfd7zXZ", _COMPRESSED), (0, b"\x28\xb5\x2f\xfd", _COMPRESSED),
    (0, b"7z\xbc\xaf", "an archive"), (0, b"Rar!", "an archive"), (0, b"MSCF", "an archive"), (257, b"ustar", "an archive (TAR)"),
    (0, b"filedesc://", "an ARC web archive, the older form of WARC"),
    (0, b"\x7fELF", "a program"), (0, b"MZ\x90", "a program"), (0, b"\xca\xfe\xba\xbe", "a program"), (0, b"\xcf\xfa\xed\xfe", "a program"),
    (0, b"\x00asm", "a program"), (0, b"SQLite format 3", "a database"), (0, b"bplist00", "a property list"),
    (0, b"wOFF", "a font"), (0, b"wOF2", "a font"), (0, b"OTTO\x00", "a font"),
)  # fmt: skip
# A member that only this kind of ZIP archive has.
_ZIP_MEMBERS = (
    ("word/document.xml", "a Word document (DOCX)"),
    ("xl/workbook.xml", "a broken Excel workbook (XLSX)"),
    ("ppt/presentation.xml", "a PowerPoint presentation (PPTX)"),
    ("META-INF/container.xml", "an electronic book (EPUB)"),
    ("META-INF/MANIFEST.MF", "a program"),
    ("AndroidManifest.xml", "a program"),
    ("doc.kml", "a map (KMZ)"),
)
_ZIP_TYPES = {
    "application/epub+zip": "an electronic book (EPUB)",
    "application/vnd.oasis.opendocument.text": "an OpenDocument text (ODT)",
    "application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument spreadsheet (ODS)",
    "application/vnd.oasis.opendocument.presentation": "an OpenDocument presentation (ODP)",
}
_XML_ROOTS = {
    "svg": "a drawing (SVG)", "kml": "a map (KML)", "gpx": "a track (GPX)", "urlset": "a sitemap", "sitemapindex": "an index of sitemaps",
    "opml": "a list of feeds (OPML)", "plist": "a property list", "math": "a formula (MathML)", "envelope": "a SOAP message",
    "fictionbook": "an electronic book (FB2)", "package": "the contents of an electronic book (OPF)", "smil": "a presentation (SMIL)",
    "tt": "subtitles (TTML)", "worddocument": "a Word document (XML)", "newsml": "NewsML 1, an older standard; NewsML-G2 is accepted",
}  # fmt: skip
# How texts begin that no person wrote for reading.
_BEGINNINGS = (
    (re.compile(r"\x16+\s*\x01"), "a wire message (ANPA 1312)"),
    (re.compile(r"\x01"), "a wire message (IPTC 7901)"),
    (re.compile(r"BEGIN:VCARD\b", re.IGNORECASE), "an address card (vCard)"),
    (re.compile(r"BEGIN:VCALENDAR\b", re.IGNORECASE), "a calendar (iCalendar)"),
    (re.compile(r"WEBVTT\b"), "subtitles (WebVTT)"),
    (re.compile(r"\d{1,5}\s*\n\d\d:\d\d:\d\d,\d{3} --> "), "subtitles (SubRip)"),
    (re.compile(r"-----BEGIN (?:PGP MESSAGE|(?:RSA |EC |OPENSSH )?PRIVATE KEY|CERTIFICATE|PKCS7)-----"), "an encrypted or signed file"),
    (re.compile(r"#!\s?/\S+|<\?php\b|<%@|#include\s*[<\"]"), "the source of a program"),
    (re.compile(r"diff --git |--- a/\S+\n\+\+\+ b/"), "a list of changes to a program (diff)"),
    (
        re.compile(
            r"(?>/\*.{0,4000}?\*/\s*+)*+(?:['\"]use strict['\"];?|[!(;]*\(?(?:async\s+)?function\s*\w{0,60}\s*\([^()\n]{0,200}\)\s*\{|(?:export\s+)?(?:const|let|var)\s+[\w${}, ]{1,80}\s=\s"
            r"|import\s+[^\n]{1,200}\sfrom\s+['\"]|import\s+['\"]|[\w$.]{1,80}\s=\s(?:function\b|[\[{\"'])|\(\(\)\s*=>|document\.\w|window\.\w|//[^\n]{0,300}\n\s*(?:var|let|const|function|import)\s)",
            re.DOTALL,
        ),
        "the source of a program (JavaScript)",
    ),
    (
        re.compile(
            r"(?>/\*.{0,4000}?\*/\s*+)*+(?:@(?:charset|import|media|font-face|keyframes|namespace|supports)\b[^\n]{0,300}[;{]|[.#*:\[]?[\w\-.#:*\[\]=\"'>+~, \n]{1,300}\{\s*[\w-]{2,40}\s*:\s*[^{}\n]{1,300}[;}])",
            re.DOTALL,
        ),
        "a style sheet (CSS)",
    ),
)  # fmt: skip
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PEEK = 512
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27}) + b"\x7f"
# Text may hold a stray NUL or two; a tenth of control characters is no text.
_MAX_CONTROL_SHARE = 0.1


def refusal_of_file(data: bytes) -> str:
    """One sentence that says why bytes are not read as text; "" where they may be text."""
    if not data.strip():
        return "There is nothing in it."
    if name := name_of_file(data):
        return f"This is {name}, which cannot be read."
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > _MAX_CONTROL_SHARE * len(data) and not data.startswith(_WIDE_MARKS) and not wide_charset(data):
        return "This is not text."
    return ""


def name_of_file(data: bytes) -> str:
    """The name of a kind of file known by its bytes; "" for what may be text."""
    if data.startswith(b"PK\x03\x04"):
        return _name_of_archive(data)
    is_binary = _CONTROL.search(data[:_PEEK]) is not None
    fitting = (
        (mark, name)
        for at, mark, name in _SIGNATURES
        if data[at : at + len(mark)] == mark and (is_binary or _tells(at, mark))
    )
    mark, name = next(fitting, (b"", ""))
    inside = name_of_file(_unzipped(data)) if mark == _GZIP else ""
    return f"{name} that holds {inside}" if inside else name


def _tells(at: int, mark: bytes) -> bool:
    """Whether a signature is no word that a text may begin with: "FORM", "RIFF"."""
    return mark == b"GIF8" or (at == 0 and not mark.isalnum() and b" " not in mark)


def name_of_root(root: str) -> str:
    """The name of a kind of XML by its root element as written, with or without a prefix."""
    unknown = f"an XML document of the kind <{root[:60]}>" if root else "an XML document"
    return _XML_ROOTS.get(root.rpartition(":")[2].lower(), unknown)


def name_of_text(beginning: str) -> str:
    """The name of what a text is that is not for reading; "" for prose and whatever else may be a story."""
    beginning = beginning.lstrip("\ufeff \t\r\n")
    return next((name for pattern, name in _BEGINNINGS if pattern.match(beginning)), "")


def _name_of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            stated = (
                archive.open("mimetype").read(_PEEK).decode("ascii", "replace").strip() if "mimetype" in members else ""
            )
    except ZIP_ERRORS:
        return "a ZIP archive or an office document"
    found = (name for member, name in _ZIP_MEMBERS if member in members)
    return _ZIP_TYPES.get(stated) or next(found, "a ZIP archive")


def _unzipped(data: bytes) -> bytes:
    """The first bytes inside a gzip file; none where it is broken."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data[: 64 * 1024], _PEEK)
    except zlib.error:
        return b""
