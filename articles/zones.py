"""Times that people state in a time zone of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


@cache
def zone_names() -> tuple[str, ...]:
    """The IANA time zones that a form offers: UTC, then those named after a place, without old names and offsets."""
    named = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/")))
    return ("UTC", *sorted(named))


def moment_of(local: datetime, zone: str) -> datetime:
    """The moment of a time without an offset, as read from a clock in an IANA zone.

    Raises ValueError, with a sentence, for an unknown zone, and for a time that does not exist there or occurs twice, as in
    the nights in which clocks are changed.
    """
    if zone not in zone_names():
        raise ValueError("Choose a time zone from the list.")
    here = ZoneInfo(zone)
    first, second = (local.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(here).replace(tzinfo=None) != local:
        raise ValueError(f"{local:%H:%M} does not exist on that day in {zone}: clocks go forward.")
    if first != second:
        raise ValueError(f"{local:%H:%M} occurs twice on that day in {zone}: clocks go back.")
    return first


def in_zone(moment: datetime, zone: str) -> str:
    """For example "3 March 2026, 08:00 in Asia/Baghdad (05:00 UTC)"; the day in UTC is named where it is another."""
    there, utc = moment.astimezone(ZoneInfo(zone)), moment.astimezone(UTC)
    said = f"{there.day} {there:%B %Y, %H:%M}"
    if zone == "UTC":
        return f"{said} UTC"
    also = f"{utc:%H:%M} UTC" if utc.date() == there.date() else f"{utc.day} {utc:%B %Y, %H:%M} UTC"
    return f"{said} in {zone} ({also})"
