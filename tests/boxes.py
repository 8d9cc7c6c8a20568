"""A kind of file for tests of batches: a box of texts, so that these tests say nothing about any real format.

A line of the box is a part: plain text, `link <address> <words>` for the beginning of a story (headline|byline|date|text) whose page stands there, or
`refused <sentence>` for what is no story.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.imports import fetch_page, receive, robots, worker
from articles.readers import registry
from articles.readers.fetch import Fetched
from articles.readers.flat_record import pack
from articles.readers.part import Part
from articles.readers.plain import read_text
from articles.readers.story import UnreadableError
from articles.vocabulary import SourceType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pytest import MonkeyPatch  # noqa: PT013  # the name of the type is wanted, not the module

    from articles.models import ImportItem
    from articles.readers.part import Content
    from articles.readers.story import Story

URL = "https://news.example/ferry"
PAGE = b"""<!doctype html><html lang=en><head><title>Ferry sails again</title></head><body><article><h1>Ferry sails again</h1>
<p>The ferry between the two towns sails again after a winter in the dock, its captain told passengers on Monday.</p>
<p>Tickets cost what they cost before, and bicycles travel free until the end of the summer, she said.</p>
</article></body></html>"""
SUMMARY_ENTRY = (
    f"link {URL} Ferry sails again|By Mara Linfield|3 August 2016|"
    "The ferry between the two towns sails again after a winter."
)
_MARK = b"BOX\n"
_SUBJECTS = ("bridge", "harvest", "ferry", "school", "tunnel", "market", "library", "orchard", "quarry", "station")


def a_text(number: int) -> str:
    """A short story that shares few words with its siblings."""
    subject, place = _SUBJECTS[number % len(_SUBJECTS)], f"Brenwick-{number}"
    lines = (
        f"The {subject} of {place} opens",
        f"Council {number} said on Thursday that the {subject} at {place} opens in week {number} of the year.",
        f"Visitors number {number} came to {place} and looked at the {subject}, which had been closed {number} days.",
    )
    return "|".join(lines)


def a_box(*lines: str) -> bytes:
    return _MARK + "\n".join(lines).encode()


def a_box_of(count: int) -> bytes:
    return a_box(*map(a_text, range(count)))


def parts_of(content: Content) -> Sequence[Part]:
    return [_part(number, line) for number, line in enumerate(content.data.decode().splitlines()[1:], start=1)]


def _part(number: int, line: str) -> Part:
    word, _, rest = line.partition(" ")
    if word == "link":
        url, _, words = rest.partition(" ")
        fields = dict(zip(("headline", "byline", "published", "text"), words.split("|"), strict=False))
        return Part(f"Link {number}", "summary", pack(fields, source="feed"), url)
    if word == "refused":
        return Part(f"Refused {number}", "newsml", line.encode(), problem=rest)
    return Part(f"Part {number}", "text", line.encode())


def install(monkeypatch: MonkeyPatch) -> None:
    """Let the registry know boxes and their parts, beside what it knows."""
    box = registry.Kind("box", has_signature=lambda data: data.startswith(_MARK), unpack=parts_of)
    read_content = registry.read_content

    def read_ours(content: Content, kind: registry.Kind) -> Story:
        if kind.name == "text":
            return read_text(content.data.decode().replace("|", "\n\n"))
        return read_content(content, kind)

    monkeypatch.setattr(registry, "KINDS", (box, *registry.KINDS))
    monkeypatch.setattr(registry, "read_content", read_ours)


def serve(monkeypatch: MonkeyPatch) -> dict[str, Any]:
    """What addresses answer with, for tests to change; under "asked" those that were asked for."""
    asked: list[str] = []
    answers: dict[str, Any] = {URL: PAGE, "asked": asked}

    def answer(url: str, allow: object) -> Fetched:
        asked.append(url)
        if url not in answers:
            raise UnreadableError("The site did not answer.")
        return Fetched(url, answers[url], "text/html", "utf-8", {}, timezone.now())

    monkeypatch.setattr(fetch_page.fetch, "fetch", answer)
    monkeypatch.setattr(robots, "require_allowed", lambda _url: None)
    return answers


def received(content: bytes, name: str = "stories.box", **fields: Any) -> ImportItem:
    return receive.receive_source(source_type=SourceType.FILE, content=content, name=name, user=None, **fields)


def worked_off(item: ImportItem) -> tuple[ImportItem, list[ImportItem]]:
    """The item and its parts, as they are after a worker has read all of them."""
    worker.read_item(item.pk)
    for part in item.parts.order_by("position"):
        worker.read_item(part.pk)
    item.refresh_from_db()
    return item, list(item.parts.order_by("position"))


def statuses(items: Iterable[ImportItem]) -> list[str]:
    return [item.status for item in items]
