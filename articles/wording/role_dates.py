"""When a role was held, as far as its source states it. No role is presented as held today.

A role stated in a story is true on the day of the story. A role of the reference data has an end, or an "as of" date:
the last date for which it is known to be true.
"""

from __future__ import annotations

from calendar import month_name, monthrange
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from articles.vocabulary import DatePrecision

if TYPE_CHECKING:
    from articles.models import Article, Membership


class DatedRole(Protocol):
    """What of a role decides for which days its source states it: a `Membership`, or what is stored of one."""

    @property
    def pk(self) -> int: ...
    @property
    def article_id(self) -> int | None: ...
    @property
    def article(self) -> Article | None: ...
    @property
    def role(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def start_date(self) -> str: ...
    @property
    def end_date(self) -> str: ...
    @property
    def as_of(self) -> str: ...


_LENGTHS = {DatePrecision.MONTH: len("2016-07"), DatePrecision.YEAR: len("2016")}
_YEAR, _MONTH = len("2016"), len("2016-07")


def partial_date(text: str) -> str:
    """For example "October 2016" for "2016-10"; other text is returned unchanged."""
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return text
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return text
    words = [parts[0]] if len(parts) == 1 else [month_name[int(parts[1])], parts[0]]
    return " ".join([*(str(int(day)) for day in parts[2:]), *words])


def known_day(moment: datetime | None, precision: str) -> str:
    """A date only as precise as it is known: "2016-07-20", "2016-07", "2016". Empty if unknown."""
    if moment is None or precision == DatePrecision.UNKNOWN:
        return ""
    day = moment.date().isoformat()
    return day[: _LENGTHS.get(DatePrecision(precision), len(day))]


def story_day(article: Article | None) -> str:
    return known_day(article.date_published, article.date_precision) if article else ""


def vouched_until(row: DatedRole) -> str:
    """The last date on which the role was held according to its source; empty if there is none."""
    return row.end_date or (story_day(row.article) if row.article_id else row.as_of)


def held_on(row: DatedRole, day: str) -> bool:
    """Whether the source of a role covers this day ("2016-07-20") or month ("2016-07")."""
    until = vouched_until(row)
    begins = row.start_date or (until if row.article_id else "")
    return bool(until) and _is_not_after(begins, day) and _is_not_after(day, until)


def _is_not_after(first: str, second: str) -> bool:
    """Compare two partial dates at the precision that both have."""
    length = min(len(first), len(second))
    return first[:length] <= second[:length]


def period(row: Membership) -> str:
    """When a role was held, in words; empty if unknown.

    "2014 to 2019", "until October 2019"; of a story "as of 20 July 2016"; of the reference data without an end
    "from May 2017, as listed in June 2025".
    """
    start, end = partial_date(row.start_date), partial_date(row.end_date)
    if end:
        return f"until {end}" if not start else end if start == end else f"{start} to {end}"
    until = partial_date(vouched_until(row))
    if not until:
        return ""
    dated = f"as of {until}" if row.article_id else f"as listed in {until}"
    return f"from {start}, {dated}" if start and start != until else dated


def short_period(row: Membership) -> str:
    """A short form of `period` for lists: years for a term, the month for a story; empty if unknown."""
    start, end = row.start_date[:_YEAR], row.end_date[:_YEAR]
    if end:
        return f"until {end}" if not start else end if start == end else f"{start} to {end}"
    until = partial_date(vouched_until(row)[:_MONTH])
    if not until:
        return ""
    return until if row.article_id else f"as listed in {until}"


def days_held(role: Membership) -> tuple[datetime, datetime]:
    """The first and last moment at which a role is known from reference data to be held."""
    last = vouched_until(role)
    begins = datetime.fromisoformat(f"{role.start_date or last}-01-01"[: len("2016-01-01")])
    ends = datetime.fromisoformat((f"{last}-12" if len(last) == len("2016") else last)[: len("2016-12")] + "-01")
    day = int(last[8:]) if len(last) == len("2016-12-31") else monthrange(ends.year, ends.month)[1]
    return begins.replace(tzinfo=UTC), ends.replace(day=day, hour=23, minute=59, second=59, tzinfo=UTC)
