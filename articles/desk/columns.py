"""The columns of an article from what a story states: cleaned, and cut to the length of each column."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from articles.desk.acting import acting_user
from articles.desk.audit import log, snapshot
from articles.desk.rights import require_to_add
from articles.extraction import sentences
from articles.models import Article, Outlet
from articles.readers.addresses import canonical_address
from articles.readers.story import Block
from articles.text import clean, clean_line, clean_name, cut, fold, has_words
from articles.vocabulary import BlockRole, DatePrecision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from articles.readers.story import Story

_LINES = frozenset(
    {
        "headline",
        "byline",
        "dateline",
        "section",
        "image_caption",
        "image_credit",
        "in_language",
        "embargo_text",
        "date_text",
    }
)
_TEXTS = frozenset({"description", "usage_terms", "editorial_note"})
_MAX_ADDRESS_LENGTH = 1000
_MAX_OUTLET_LENGTH = 200
_LENGTHS = {
    field.name: field.max_length
    for field in Article._meta.fields  # noqa: SLF001 (Django's public way to a model's fields)
}
_SOURCE_NAMES = {"in_language": "language", "image_url": "image", "image_caption": "image", "image_credit": "image"}
# What a reader is less sure of than this, it guessed: an outlet from the name of a host, say.
_MIN_CONFIDENCE = 0.5
# What an editor may set, at the preview and later.
EDITABLE = frozenset(
    {
        "headline", "description", "byline", "authors", "dateline", "outlet", "url", "date_published", "date_precision",
        "date_text", "utc_offset", "date_modified", "in_language", "section", "genre", "image_url", "image_caption", "image_credit", "body",
        "notices",
    }
)  # fmt: skip
# The restrictions of the source on publication: they always follow the source, and no editor sets them.
RESTRICTIONS = frozenset({"embargo", "embargo_text", "source_status", "usage_terms", "editorial_note"})


def body_of(blocks: Iterable[Block | Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The body as it is stored; blocks without words are dropped."""
    body = []
    for block in blocks:
        role, text = (block.role, block.text) if isinstance(block, Block) else (block["role"], block["text"])
        text = clean_line(text)
        if text:
            spans = [list(span) for span in sentences.split_sentences(text)]
            body.append({"role": BlockRole(role).value, "text": text, "sentences": spans})
    return body


def fields_of(story: Story) -> dict[str, Any]:
    """The columns of an article that the story states."""
    moment = _moment(story.date_published)
    genre = {"genre": story.genre} if story.genre else {}
    return genre | {
        "embargo": _moment(story.embargo),
        "embargo_text": story.embargo_text,
        "source_status": story.source_status.value if story.source_status else "",
        "usage_terms": story.usage_terms,
        "editorial_note": story.editorial_note,
        "headline": story.headline,
        "description": story.description,
        "byline": story.byline,
        "authors": list(story.authors),
        "dateline": story.dateline,
        "outlet": story.outlet,
        "url": story.url,
        "date_published": moment,
        "date_precision": story.date_precision if moment else DatePrecision.UNKNOWN,
        "date_text": story.date_text,
        "utc_offset": _utc_offset(story),
        "date_modified": _moment(story.date_modified),
        "in_language": story.language,
        "section": story.section,
        "image_url": story.image.url,
        "image_caption": story.image.caption,
        "image_credit": story.image.credit,
        "notices": list(story.notices),
        "body": [{"role": block.role, "text": block.text} for block in story.body],
    }


def stated_fields(story: Story) -> dict[str, Any]:
    """The same as JSON, without what the reader guessed: cleaned, and cut to the length of each column.

    The outlet stays its name.
    """
    return {name: _as_json(name, value) for name, value in fields_of(story).items() if not _is_guessed(story, name)}


def cleaned(fields: Mapping[str, Any], *, allowed: frozenset[str] = EDITABLE) -> dict[str, Any]:
    """Fields as values of the columns: cleaned, cut to the length of the column, the outlet as a record.

    Raises ValueError for a field that is not allowed: an error of the caller.
    """
    unknown = set(fields) - allowed
    if unknown:
        raise ValueError(f"Not fields that may be set here: {', '.join(sorted(unknown))}")
    return _with_agreeing_date({name: _cleaned(name, value) for name, value in fields.items()})


def _cleaned(name: str, value: Any) -> Any:
    if name in _LINES:
        line = clean_line(value or "")
        return _fitted(name, line) if has_words(line) else ""
    if name in _TEXTS:
        return clean(value or "")
    cleaner = _CLEANERS.get(name)
    return cleaner(value) if cleaner else value


def _is_guessed(story: Story, name: str) -> bool:
    source = story.field_sources.get(_SOURCE_NAMES.get(name, name))
    return source is not None and source.confidence < _MIN_CONFIDENCE


def _as_json(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if name == "body":
        return [{"role": str(block["role"]), "text": clean_line(block["text"])} for block in value]
    value = clean_name(value or "")[:_MAX_OUTLET_LENGTH] if name == "outlet" else _cleaned(name, value)
    return value if isinstance(value, list | int) else value or ""


def fitted_story(story: Story) -> Story:
    """The story with lines no longer than their columns, and a problem for each that was cut."""
    changes: dict[str, Any] = {}
    problems = list(story.problems)
    for name in ("headline", "byline", "dateline", "section", "outlet"):
        value, longest = getattr(story, name), _MAX_OUTLET_LENGTH if name == "outlet" else _LENGTHS[name]
        if longest is not None and len(value) > longest:
            changes[name] = cut(value, longest)
            problems.append(f"The {name} is longer than {longest} characters, so its end was cut off.")
    return replace(story, **changes, problems=tuple(problems)) if changes else story


def outlet_named(name: str) -> Outlet | None:
    name = clean_name(name)[:_MAX_OUTLET_LENGTH]
    key = fold(name)
    if not key:
        return None
    known = Outlet.objects.filter(key=key[:200]).first()
    if known is not None:
        return known
    require_to_add(Outlet)
    outlet, is_new = Outlet.objects.get_or_create(key=key[:200], defaults={"name": name})
    if is_new:
        log("outlet.add", outlet.name, user=acting_user(), outlet=outlet, after=snapshot(outlet))
    return outlet


def word_count(body: Iterable[Mapping[str, Any]]) -> int:
    return sum(len(block["text"].split()) for block in body)


def address_of(url: str | None) -> str:
    address = canonical_address(url or "")
    return address if len(address) <= _MAX_ADDRESS_LENGTH else ""


def _outlet(value: Outlet | str | None) -> Outlet | None:
    return outlet_named(value) if isinstance(value, str) else value


def _names(values: Iterable[str]) -> list[str]:
    return [name for name in map(clean_name, values) if has_words(name)]


def _lines(values: Iterable[str]) -> list[str]:
    return [line for line in map(clean_line, values) if line]


def _moment(value: datetime | None) -> datetime | None:
    """Days, months and years have no time zone: they are stored as their first minute, UTC."""
    return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def _with_agreeing_date(fields: dict[str, Any]) -> dict[str, Any]:
    if "date_published" not in fields:
        return fields
    value, fields = fields["date_published"], {"utc_offset": None, **fields}
    if value is None:
        return fields | {"date_precision": DatePrecision.UNKNOWN, "utc_offset": None}
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    precision = fields.get("date_precision") or DatePrecision.DAY
    precision = DatePrecision.DAY if precision == DatePrecision.UNKNOWN else precision
    return fields | {"date_published": _moment(value), "date_precision": precision}


def _fitted(column: str, value: str) -> str:
    """The value, cut to the length of its column."""
    longest = _LENGTHS[column]
    return value if longest is None else cut(value, longest)


def _utc_offset(story: Story) -> int | None:
    """The minutes by which the clock of the source is ahead of UTC; None for a date without a time."""
    offset = story.date_published.utcoffset() if story.date_published else None
    return (
        None if offset is None or story.date_precision != DatePrecision.MINUTE else round(offset.total_seconds() / 60)
    )


_CLEANERS: Mapping[str, Callable[[Any], Any]] = {
    "body": body_of,
    "outlet": _outlet,
    "url": lambda value: address_of(value) or None,
    "image_url": address_of,
    "authors": _names,
    "utc_offset": lambda value: value if isinstance(value, int) else None,
    "notices": _lines,
}
