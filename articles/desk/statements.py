"""What a source states of a story, as JSON by column, and in which columns two statements differ.

Only what a source states counts: what it leaves out takes nothing away, and what a reader guessed states nothing.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any

from articles.readers.addresses import address_key
from articles.text import fold
from articles.vocabulary import BlockRole, DatePrecision, SourceStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from articles.models import ArticleVersion

# Column -> what an editor calls it, in the order of the page. A date and an embargo have further columns.
LABELS = {
    "headline": "Headline",
    "description": "Standfirst",
    "byline": "Byline",
    "authors": "Authors",
    "dateline": "Dateline",
    "outlet": "Outlet",
    "date_published": "Date",
    "date_modified": "Last changed",
    "in_language": "Language",
    "section": "Section",
    "genre": "Genre",
    "url": "Address",
    "image_url": "Picture",
    "image_caption": "Caption",
    "image_credit": "Credit",
    "embargo": "Embargo",
    "source_status": "Status at the source",
    "usage_terms": "Terms of use",
    "editorial_note": "Note to editors",
    "body": "Text",
}
PARTNERS = {"date_published": ("date_precision", "date_text", "utc_offset"), "embargo": ("embargo_text",)}
WORDING = ("headline", "description", "body")
_COLUMNS = frozenset(LABELS).union(*PARTNERS.values())
# Marks that publishing systems write in one form or another, and that change no word.
_MARKS = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2026": "..."}
)
_DATE_FORMATS = {DatePrecision.DAY: "%Y-%m-%d", DatePrecision.MONTH: "%Y-%m", DatePrecision.YEAR: "%Y"}


def stated_by(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the source states, of the fields of its story without those that were guessed: no column without a value."""
    values: dict[str, Any] = {}
    for name in LABELS:
        has_words_alone = name == "embargo" and fields.get("embargo_text")
        if name not in fields or not (fields[name] or has_words_alone):
            continue
        values[name] = fields[name]
        values |= {partner: fields[partner] for partner in PARTNERS.get(name, ())}
    return values


def all_known(stated: Mapping[str, Any]) -> dict[str, Any]:
    """The `fields` of a first version: of every column it is known what the source stated, if only nothing."""
    return dict.fromkeys(_COLUMNS.difference(WORDING), "") | without_wording(stated)


def without_wording(stated: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in stated.items() if name not in WORDING}


def statement_of(version: ArticleVersion) -> dict[str, Any]:
    """All that was stated up to a version, by column."""
    return {**version.fields, "headline": version.headline, "description": version.description, "body": version.body}


def differing(known: Mapping[str, Any], stated: Mapping[str, Any], *, with_address: bool = True) -> list[str]:
    """The columns in which a statement differs from what was known, in the order of LABELS; partners count with theirs.

    A story that is known by its text alone may stand at a second address of its site: then `with_address` is false.
    """
    names = [name for name in LABELS if name in stated and name in known]
    if not with_address and known.get("url"):
        names = [name for name in names if name != "url"]
    return [name for name in names if _differs(name, known, stated)]


def new_columns(
    versions: Sequence[ArticleVersion], stated: Mapping[str, Any], *, with_address: bool = True
) -> list[str]:
    """The columns in which a statement differs from the last version of a story, the oldest of which comes first.

    None if it is an earlier version imported again, as its source dates it; without a date the source has gone back to it.
    """
    changed = differing(statement_of(versions[-1]), stated, with_address=with_address)
    latest, this = versions[-1].fields.get("date_modified"), stated.get("date_modified")
    if not changed or not latest or not this or datetime.fromisoformat(this) >= datetime.fromisoformat(latest):
        return changed
    is_known = any(not differing(statement_of(version), stated) for version in versions[:-1])
    return [] if is_known else changed


def labels_of(names: Iterable[str]) -> list[str]:
    return [LABELS[name] for name in names]


def columns_of(statement: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The values of these columns, with their partners, as `columns.cleaned` takes them."""
    wanted = [*names]
    wanted += [partner for name in wanted for partner in PARTNERS.get(name, ())]
    return {name: _from_json(name, statement[name]) for name in wanted if name in statement}


def _from_json(name: str, value: Any) -> Any:
    if name in ("date_published", "date_modified", "embargo"):
        return _moment(value)
    if name == "authors":
        return value or []
    return value


def _differs(name: str, known: Mapping[str, Any], stated: Mapping[str, Any]) -> bool:
    if name == "date_published":
        return not _agrees(known, stated)
    same = _comparable(name, known[name]) == _comparable(name, stated[name])
    if name == "embargo":
        return not same or known.get("embargo_text", "") != stated.get("embargo_text", "")
    return not same


def _agrees(known: Mapping[str, Any], stated: Mapping[str, Any]) -> bool:
    """A date that says less exactly what was said before says nothing else."""
    before, now = (_from_json("date_published", each["date_published"]) for each in (known, stated))
    earlier, precision = known.get("date_precision") or DatePrecision.UNKNOWN, stated["date_precision"]
    if before is None or precision == earlier:
        return bool(before == now)
    written, exactness = _DATE_FORMATS.get(precision), list(DatePrecision)
    is_coarser = exactness.index(precision) > exactness.index(earlier)
    return is_coarser and written is not None and before.strftime(written) == now.strftime(written)


def _comparable(name: str, value: Any) -> Any:
    """The value without what differs between one reading and another and says nothing."""
    comparable = _COMPARABLE.get(name)
    if comparable is not None:
        return comparable(value)
    return value.translate(_MARKS) if isinstance(value, str) else value or []


def _letters(body: list[dict[str, Any]] | None) -> str:
    """The text without its spaces, and without pull quotes, which repeat it."""
    text = "".join(block["text"] for block in body or () if block["role"] != BlockRole.PULL_QUOTE)
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text).translate(_MARKS))


def _address(url: str) -> str:
    return address_key(url) or url


def _moment(value: str) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


_COMPARABLE: Mapping[str, Callable[[Any], Any]] = {
    "body": _letters,
    "outlet": fold,
    "url": _address,
    "image_url": _address,
    "in_language": lambda tag: tag.partition("-")[0].lower(),
    "source_status": lambda status: status or SourceStatus.USABLE.value,
    "date_modified": _moment,
    "embargo": _moment,
}
