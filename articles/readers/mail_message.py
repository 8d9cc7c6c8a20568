"""Mail as it is sent (RFC 5322, MIME), one message or a mailbox of them: the subject, the sender, the day and the fullest text."""

from __future__ import annotations

import re
from contextlib import suppress
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr
from typing import TYPE_CHECKING

from articles.readers.bylines import looks_like_person
from articles.readers.charsets import REPLACED, decode
from articles.readers.flat_record import story_of
from articles.readers.fragment import plain_text
from articles.readers.mail_head import PASSED_ON
from articles.readers.part import Part
from articles.readers.story import UnreadableError
from articles.text import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from articles.readers.part import Content
    from articles.readers.story import Story

_TEXTS = {"text/plain": "text", "text/html": "html"}
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
_BETWEEN_MESSAGES = re.compile(rb"(?:\A|(?<=\n)\r?\n)From \S+ [^\n]*\d{4}[^\n]*\n(?=[A-Za-z-]+:)")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_SIGNATURE = re.compile(r"\n-- \n.*\Z", re.DOTALL)
_FLOWED = re.compile(r"(?<=\S) \n(?=\S)")
_MAX_MESSAGES = 20_000
_MAX_NAME_LENGTH = 200
# Markup is taken rather than plain text unless it says this much less: it keeps paragraphs, headings and lists.
_AS_FULL = 0.9


def unpack_mail(content: Content) -> list[Part]:
    """The messages of a mailbox; none where the content is one message by itself."""
    starts = list(_BETWEEN_MESSAGES.finditer(content.data))
    if not starts or content.data[: starts[0].start()].strip(b"\xef\xbb\xbf \r\n"):
        return []
    if len(starts) > _MAX_MESSAGES:
        raise UnreadableError(f"This mailbox holds more than {_MAX_MESSAGES:,} messages.")
    ends = [*(match.start() for match in starts[1:]), len(content.data)]
    messages = (content.data[match.end() : end] for match, end in zip(starts, ends, strict=True))
    return [_part(number, _QUOTED_FROM.sub(rb"\1", data)) for number, data in enumerate(messages, start=1)]


def read_mail(content: Content) -> Story:
    """The story that a message carries. Raises UnreadableError if it has no text."""
    message = _parsed(content.data)
    if not any(map(message.get, ("From", "Subject", "Date"))):
        raise UnreadableError("This is no mail: it begins with neither a sender nor a subject nor a date.")
    if message.get_content_type() in _ENCRYPTED:
        raise UnreadableError("This mail is encrypted and cannot be read.")
    texts = [_text_of(part) for part in _shown_parts(message) if part.get_content_type() in _TEXTS]
    stated = {kind: value for kind, value, _ in reversed(texts) if value.strip()}
    if not stated:
        raise UnreadableError("This mail holds no text that could be read.")
    problems = [REPLACED] if any(is_replaced for _, _, is_replaced in texts) else []
    if attached := [name for part in message.walk() if (name := _attachment(part))]:
        problems.append(f"What is attached to this mail was not read: {', '.join(attached)[:300]}.")
    return story_of(_fields(message) | _fullest(stated), "mail", base=content.url, problems=problems)


def _parsed(data: bytes) -> Message:
    # The older policy leaves headers as they are; the newer ones raise on some that are broken.
    return message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=policy.compat32)


def _part(number: int, data: bytes) -> Part:
    return Part(_fields(_parsed(data))["headline"][:_MAX_NAME_LENGTH] or f"message {number}", "mail", data)


def _fields(message: Message) -> dict[str, str]:
    name, _ = parseaddr(_header(message, "From") or _header(message, "Sender"))
    is_person = looks_like_person(name)
    return {
        "headline": PASSED_ON.sub("", _header(message, "Subject")),
        "published": _header(message, "Date"),
        "authors": name if is_person else "",
        "outlet": "" if is_person else name,
        "language": _header(message, "Content-Language").partition(",")[0],
    }


def _header(message: Message, wanted: str) -> str:
    """A header on one line: encoded words read, and bytes that nobody encoded too."""
    value = next((str(value) for name, value in message.raw_items() if name.lower() == wanted.lower()), "")
    text = decode(value.encode("utf-8", "surrogateescape")).text
    with suppress(HeaderParseError, UnicodeError, LookupError, ValueError):  # invalid headers stay as printed
        text = str(make_header(decode_header(text)))
    return clean_line(text)


def _shown_parts(message: Message) -> Iterator[Message]:
    """The parts of a message that are shown, without what is attached to it."""
    if _attachment(message):
        return
    if message.is_multipart():
        for part in message.get_payload():
            yield from _shown_parts(part)  # type: ignore[arg-type]  # the parts of a multipart message are messages
    else:
        yield message


def _attachment(part: Message) -> str:
    """The name of an attached file, or its kind; "" for what is shown."""
    try:
        name = clean_line(part.get_filename() or "")
        is_attached = part.get_content_disposition() == "attachment" or part.get_content_type() == "message/rfc822"
    except (MessageError, UnicodeError, LookupError, ValueError, TypeError):
        return ""
    is_shown = part.is_multipart() or part.get_content_type() in _TEXTS
    return name or part.get_content_type() if is_attached or not is_shown else ""


def _text_of(part: Message) -> tuple[str, str, bool]:
    """(field of a record, text, whether characters had to be replaced) of a part."""
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset("")
    decoded = decode(payload if isinstance(payload, bytes) else b"", charset)
    text = decoded.text.replace("\r\n", "\n")
    kind = _TEXTS[part.get_content_type()]
    if kind == "text":
        text = _SIGNATURE.sub("", text)
        if str(part.get_param("format", "")).lower() == "flowed":
            text = _FLOWED.sub(" ", text)
    return kind, text, decoded.replaced


def _fullest(stated: dict[str, str]) -> dict[str, str]:
    """The one of the forms of a text that says most."""
    words = {kind: len(clean(plain_text(value) if kind == "html" else value).split()) for kind, value in stated.items()}
    is_marked_up = words.get("html", 0) > 0 and words.get("html", 0) >= _AS_FULL * words.get("text", 0)
    chosen = "html" if is_marked_up or "text" not in stated else "text"
    return {chosen: stated[chosen]}
