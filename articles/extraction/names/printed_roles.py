"""Roles printed beside people: before the name as a title, or after it between commas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction.findings import RoleFinding
from articles.extraction.names import person_titles
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from articles.extraction.findings import MentionFinding
    from articles.extraction.names.recognition import Demonym
    from articles.extraction.passages import Passage

_ARTICLES = ("the ", "a ", "an ", "his ", "her ", "its ", "their ")


def find_roles(
    passages: Iterable[Passage], mentions: Sequence[MentionFinding], demonyms: Sequence[Demonym]
) -> tuple[RoleFinding, ...]:
    texts = {passage.block: passage.text for passage in passages}
    return tuple(role for mention in mentions for role in _roles_of(mention, texts, mentions, demonyms))


def _roles_of(
    person: MentionFinding, texts: Mapping[int, str], mentions: Sequence[MentionFinding], demonyms: Sequence[Demonym]
) -> Iterator[RoleFinding]:
    if person.kind != EntityKind.PERSON:
        return
    text = texts[person.block]
    found = (
        ("before the name", person_titles.title_before(text, person.start), 0.9),
        ("after the name", person_titles.title_after(text, person.end), 0.7),
    )
    for rule, span, confidence in found:
        if span is None:
            continue
        start, end = span
        start += next((len(article) for article in _ARTICLES if text[start:end].casefold().startswith(article)), 0)
        office = person_titles.office_of(text[start:end])
        if not office:
            continue
        end = start + len(office)
        yield RoleFinding(
            block=person.block,
            start=start,
            end=end,
            text=office,
            person=person.name,
            role=office,
            organization=_organization(person.block, start, end, mentions, demonyms),
            rule=rule,
            confidence=confidence,
        )


def _organization(
    block: int, start: int, end: int, mentions: Sequence[MentionFinding], demonyms: Sequence[Demonym]
) -> str:
    """Whose role it is: the organization named within it, else the country."""
    inside = [
        m for m in mentions if m.block == block and start <= m.start and m.end <= end and m.kind != EntityKind.PERSON
    ]
    inside.sort(key=lambda mention: (mention.kind != EntityKind.ORGANIZATION, mention.start))
    if inside:
        return inside[0].name
    return next((d.country.main_name for d in demonyms if d.block == block and start <= d.start and d.end <= end), "")
