"""Data of the page of published versions: the list, and the comparison of two of them. Read from the record by key."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from articles.desk.differences import Difference, Row, difference, labelled_row, wording
from articles.models import Article, CorrectionEntry, Outlet, PublishedVersion, WithheldVersion
from articles.pages.note_rows import moment_words, note_label
from articles.record.published_versions import text_of
from articles.vocabulary import Genre
from articles.wording.formats import date_words, direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from articles.pages.published_texts import ShownText

PAGE_SIZE = 50
# The parts of a version in page order, as they are called.
_PARTS = {
    "headline": "headline",
    "standfirst": "standfirst",
    "byline": "byline",
    "dateline": "dateline",
    "outlet": "outlet",
    "genre": "genre",
    "date": "date",
    "caption": "caption of the photograph",
    "credit": "credit of the photograph",
    "body": "text",
}
# Those that are not in the comparison of the texts.
_FIELDS = [name for name in _PARTS if name not in ("headline", "standfirst", "body")]
_MAX_DIGITS = 9


@dataclass(frozen=True, slots=True)
class VersionQuery:
    """`before` is the number of the oldest version on the previous page. `ignored` names parameters that could not be used."""

    old: int | None = None
    new: int | None = None
    before: int | None = None
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownSpan:
    """`until` is empty while readers see the version."""

    since: str
    since_iso: str
    until: str
    until_iso: str


@dataclass(frozen=True, slots=True)
class VersionNote:
    label: str
    text: str
    iso: str
    moment: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """`changed` are the names of the parts that differ from the version before. `withheld` is the reason, if it is withheld.

    `compare` is the address of the comparison with the version before, if readers may see both.
    """

    number: int
    spans: tuple[ShownSpan, ...]
    changed: tuple[str, ...]
    withheld: str
    is_current: bool
    notes: tuple[VersionNote, ...]
    compare: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`fields` are the changes outside the text. `is_none` if readers saw the same in both."""

    old: int
    new: int
    fields: tuple[Row, ...]
    text: Difference

    @property
    def is_none(self) -> bool:
        return not self.fields and self.text.is_none


@dataclass(frozen=True, slots=True)
class Choice:
    number: int
    label: str


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """`problem` says why there is no comparison, if two versions were asked for. `choices` are those that can be compared.
    `older_before` is the number of the last version of the page if there are older ones, or 0.
    """

    headline: str
    story_url: str
    url: str
    language: str
    direction: str
    versions: tuple[VersionRow, ...]
    total: int
    choices: tuple[Choice, ...]
    comparison: Comparison | None
    problem: str
    older_before: int
    ignored: tuple[str, ...]


def parse_versions(params: Mapping[str, str]) -> VersionQuery:
    """Never raises."""
    given = {name: params.get(name, "") for name in ("from", "to", "before")}
    used = {name: int(value) for name, value in given.items() if _is_number(value)}
    ignored = tuple(name for name, value in given.items() if value and name not in used)
    return VersionQuery(used.get("from"), used.get("to"), used.get("before"), ignored)


def versions_page(article_id: int, query: VersionQuery) -> VersionsPage | None:
    """The page of a published story; None if it is not public. Five queries by key, and two for a comparison."""
    columns = ("headline", "slug", "in_language", "review_status", "first_published_here", "created")
    article = Article.objects.only(*columns).filter(pk=article_id).first()
    if article is None or not article.is_published:
        return None
    stored = _stored(article_id) or [_only_version(article)]
    url = reverse("articles:story-versions", args=[article_id])
    shown = [row for row in stored if query.before is None or row.number < query.before][:PAGE_SIZE]
    pair, problem = _pair(stored, query)
    comparison = _comparison(article_id, *pair) if pair else None
    return VersionsPage(
        headline=article.headline,
        story_url=article.get_absolute_url(),
        url=url,
        language=article.in_language,
        direction=direction(article.in_language),
        versions=tuple(_rows(shown, stored, _notes(article_id, stored), url)),
        total=len(stored),
        choices=tuple(Choice(row.number, _label(row)) for row in stored if not row.withheld),
        comparison=comparison,
        problem=problem or ("These versions were changed meanwhile." if pair and comparison is None else ""),
        older_before=shown[-1].number if shown and shown[-1].number > 1 else 0,
        ignored=query.ignored,
    )


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= _MAX_DIGITS


def _stored(article_id: int) -> list[PublishedVersion]:
    """The versions without their texts, the newest first. One that was withheld a moment ago is withheld at once."""
    reasons = dict(WithheldVersion.objects.filter(article=article_id).values_list("action_id", "reason"))
    rows = sorted(PublishedVersion.objects.defer("text").filter(article=article_id), key=lambda row: -row.number)
    for row in rows:
        row.withheld = reasons.get(row.action_id, row.withheld)
    return rows


def _only_version(article: Article) -> PublishedVersion:
    """Of a story whose text has not changed since it was published, nothing is stored."""
    since = article.first_published_here or article.created
    return PublishedVersion(article_id=article.pk, number=1, action_id=0, periods=[[since.isoformat(), None]])


def _pair(stored: Sequence[PublishedVersion], query: VersionQuery) -> tuple[tuple[int, int] | None, str]:
    """The numbers of the versions to compare, and why there are none. By default, the last one and the one before it
    that readers may see.
    """
    visible = {row.number for row in stored if not row.withheld}
    new = query.new if query.new is not None else max(visible, default=0)
    old = query.old if query.old is not None else max((number for number in visible if number < new), default=0)
    if query.new is None and query.old is None and not (new and old):
        return None, ""
    reasons = {row.number: row.withheld for row in stored}
    for number in (old, new):
        if number not in reasons:
            return None, f"This story has no version {number}." if number else "There is no earlier version to compare."
        if reasons[number]:
            return None, f"Version {number} is withheld, so that it cannot be compared: {reasons[number]}"
    if old == new:
        return None, "Choose two different versions."
    return (min(old, new), max(old, new)), ""


def _rows(
    shown: Sequence[PublishedVersion],
    stored: Sequence[PublishedVersion],
    notes: Mapping[int, Sequence[VersionNote]],
    url: str,
) -> Iterator[VersionRow]:
    visible = {row.number for row in stored if not row.withheld}
    for row in shown:
        can_compare = {row.number - 1, row.number} <= visible
        yield VersionRow(
            number=row.number,
            spans=tuple(_span(since, until) for since, until in row.periods),
            changed=tuple(_PARTS[name] for name in _PARTS if name in row.changed),
            withheld=row.withheld,
            is_current=row.number == stored[0].number,
            notes=tuple(notes.get(row.number, ())),
            compare=f"{url}?from={row.number - 1}&to={row.number}" if can_compare else "",
        )


def _notes(article_id: int, stored: Sequence[PublishedVersion]) -> Mapping[int, list[VersionNote]]:
    """The public notes on the story, by the version that readers saw when each was published. One query."""
    found: defaultdict[int, list[VersionNote]] = defaultdict(list)
    begins = [(datetime.fromisoformat(row.periods[0][0]), row.number) for row in stored]
    entries = CorrectionEntry.objects.filter(article=article_id).values_list("kind", "at", "row")
    for kind, at, row in sorted(entries, key=lambda entry: entry[1]):
        if kind != CorrectionEntry.WITHDRAWAL:
            number = next((number for since, number in begins if since <= at), stored[-1].number)
            found[number].append(VersionNote(note_label(kind), row["text"], at.isoformat(), moment_words(at)))
    return found


def _comparison(article_id: int, old: int, new: int) -> Comparison | None:
    """None if a version was withheld, or the story withdrawn, since its versions were listed."""
    found = PublishedVersion.objects.filter(article=article_id, number__in=[old, new])
    texts = {row.number: text_of(row) for row in found if not row.withheld}
    if len(texts) < len({old, new}):
        return None
    before, after = texts[old], texts[new]
    outlets = {text["outlet"] for text in (before, after)} - {None} if before["outlet"] != after["outlet"] else set()
    names = dict(Outlet.objects.filter(pk__in=outlets).values_list("pk", "name")) if outlets else {}
    fields = [
        row
        for name in _FIELDS
        if (was := _words(name, before[name], names)) != (became := _words(name, after[name], names))
        for row in labelled_row(_PARTS[name].capitalize(), was, became)
    ]
    return Comparison(old, new, tuple(fields), difference(_wording(before), _wording(after)))


def _wording(text: ShownText) -> Any:
    return wording(text["headline"], text["standfirst"], [{"text": block} for _, block in text["body"]])


def _words(name: str, value: Any, outlets: Mapping[int, str]) -> str:
    """A part outside the text as readers see it."""
    if name == "outlet":
        return outlets.get(value, "")
    if name == "date":
        moment, precision = value
        return date_words(datetime.fromisoformat(moment), precision).text if moment else ""
    return str(Genre(value).label) if name == "genre" and value in Genre.values else str(value or "")


def _span(since: str, until: str | None) -> ShownSpan:
    return ShownSpan(_moment(since), since, _moment(until) if until else "", until or "")


def _label(row: PublishedVersion) -> str:
    return f"Version {row.number}, {_moment(row.periods[0][0])}"


def _moment(iso: str) -> str:
    return moment_words(datetime.fromisoformat(iso))
