"""From names to mentions: which known entity each one refers to, and what the document calls it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.extraction.findings import MentionFinding
from articles.extraction.names import entity_linking, namesakes, person_titles, place_linking
from articles.extraction.names.document_context import DocumentContext
from articles.extraction.names.name_lookup import WORD
from articles.extraction.names.place_linking import Choice
from articles.extraction.names.recognition import person_name_forms
from articles.text import fold
from articles.vocabulary import EntityKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from articles.extraction.findings import KnownName
    from articles.extraction.names.recognition import Name


def link_mentions(names: Sequence[Name], countries: Collection[str]) -> tuple[MentionFinding, ...]:
    """One mention for each name. Names that mean the same thing get the same `name`."""
    names = namesakes.resolve_country_surnames(names)
    context = DocumentContext(names, countries)
    groups: dict[tuple[EntityKind, str, bool], list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        groups[name.kind, fold(name.full or name.text), context.is_region(number)].append(number)
    in_full = _named_in_full(names)
    made: dict[int, MentionFinding] = {}
    for (kind, _, is_region), numbers in groups.items():
        known = [known for number in numbers for known in names[number].known]
        if not known:
            choice = place_linking.UNKNOWN
        elif any(names[number].shares_surname and not names[number].full for number in numbers):
            choice = _ambiguous_surname(known)
        elif kind == EntityKind.PLACE:
            choice = place_linking.choose_place(known, context.place_context(numbers, is_region=is_region))
        else:
            choice = entity_linking.choose_entity(known, (countries, context.nearby), in_full)
        for number in numbers:
            made[number] = _mention(names[number], choice)
    return _merge_person_names([made[number] for number in range(len(names))])


def _named_in_full(names: Iterable[Name]) -> frozenset[str]:
    """What the document calls by a name of several words that means nothing else."""
    return frozenset(
        name.known[0].ref for name in names if not name.is_single_word and len({known.ref for known in name.known}) == 1
    )


def _ambiguous_surname(known: Sequence[KnownName]) -> Choice:
    """Of a surname with several bearers: all that are known, where that leaves a choice."""
    rivals = tuple({record.ref: record for record in known}.values())
    if len(rivals) == 1:
        return Choice(Resolution.NONE, (), "not said which", 0.5)
    return Choice(Resolution.SEVERAL, rivals, "not said which", 0.5)


def _mention(name: Name, choice: Choice) -> MentionFinding:
    title = ""
    if name.kind == EntityKind.PERSON:
        role = person_titles.title_before(name.passage.text, name.start)
        title = name.passage.text[slice(*role)] if role else ""
    is_one = choice.resolution == Resolution.ONE
    return MentionFinding(
        block=name.passage.block,
        start=name.start,
        end=name.end,
        text=name.text,
        kind=name.kind,
        name=choice.known[0].main_name if is_one else name.full or name.text,
        resolution=choice.resolution,
        candidates=choice.refs,
        rule=f"{name.rule}; {choice.rule}",
        confidence=round(min(name.confidence, choice.confidence) if choice.known else name.confidence, 2),
        title=title,
        shares_surname=name.shares_surname,
    )


def _merge_person_names(found: Sequence[MentionFinding]) -> tuple[MentionFinding, ...]:
    """As for "Ann B. Lee" and "Ann Lee": the first printed form is used for both, unless there is an "Ann C. Lee", too."""
    canonical: dict[str, MentionFinding] = {}
    people = [mention for mention in found if mention.kind == EntityKind.PERSON]
    several = _with_several_initials(people)
    for mention in people:
        if _person_key(mention.name) not in several:
            canonical.setdefault(_person_key(mention.name), mention)
    return tuple(_renamed(mention, canonical) for mention in found)


def _with_several_initials(people: Iterable[MentionFinding]) -> frozenset[str]:
    """The keys of names that are printed with one set of initials and with another."""
    initials: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for mention in people:
        words = [word.strip(".").casefold() for word in mention.name.split()]
        if middle := tuple(word for word in words[1:] if len(word) == 1):
            initials[_person_key(mention.name)].add(middle)
    return frozenset(key for key, found in initials.items() if len(found) > 1)


def _renamed(mention: MentionFinding, canonical: Mapping[str, MentionFinding]) -> MentionFinding:
    if mention.kind != EntityKind.PERSON:
        return mention
    first = canonical.get(_person_key(mention.name), mention)
    if first.name == mention.name or mention.resolution != Resolution.NONE:
        return mention
    return replace(mention, name=first.name, resolution=first.resolution, candidates=first.candidates)


def _person_key(name: str) -> str:
    return fold(list(person_name_forms(name))[-1]) if WORD.search(name) else name
