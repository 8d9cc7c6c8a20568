"""From names to mentions: which known thing each one means, and what the document calls it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.extraction.findings import MentionFinding
from articles.extraction.names import namesakes, organizations, places, titles
from articles.extraction.names.gazetteer import WORD
from articles.extraction.names.places import Choice
from articles.extraction.names.recognition import forms
from articles.extraction.names.surroundings import Surroundings
from articles.text import fold
from articles.vocabulary import EntityKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from articles.extraction.findings import KnownName
    from articles.extraction.names.recognition import Name


def mentions(names: Sequence[Name], countries: Collection[str]) -> tuple[MentionFinding, ...]:
    """One mention for each name. Names that mean the same thing get the same `name`."""
    names = namesakes.settle(names)
    around = Surroundings(names, countries)
    groups: dict[tuple[EntityKind, str, bool], list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        groups[name.kind, fold(name.full or name.text), around.is_region(number)].append(number)
    in_full = _named_in_full(names)
    made: dict[int, MentionFinding] = {}
    for (kind, _, is_region), numbers in groups.items():
        known = [known for number in numbers for known in names[number].known]
        if not known:
            choice = places.NOTHING
        elif any(names[number].shares_surname and not names[number].full for number in numbers):
            choice = _undecided(known)
        elif kind == EntityKind.PLACE:
            choice = places.choose(known, around.setting(numbers, is_region=is_region))
        else:
            choice = organizations.choose(known, (countries, around.around), in_full)
        for number in numbers:
            made[number] = _mention(names[number], choice)
    return _one_name_for_each_person([made[number] for number in range(len(names))])


def known_by_ref(names: Iterable[Name]) -> dict[str, KnownName]:
    return {known.ref: known for name in names for known in name.known}


def _named_in_full(names: Iterable[Name]) -> frozenset[str]:
    """What the document calls by a name of several words that means nothing else."""
    return frozenset(
        name.known[0].ref for name in names if not name.is_single_word and len({known.ref for known in name.known}) == 1
    )


def _undecided(known: Sequence[KnownName]) -> Choice:
    """Of a surname with several bearers: all that are known, where that leaves a choice."""
    rivals = tuple({record.ref: record for record in known}.values())
    if len(rivals) == 1:
        return Choice(Resolution.NONE, (), "not said which", 0.5)
    return Choice(Resolution.SEVERAL, rivals, "not said which", 0.5)


def _mention(name: Name, choice: Choice) -> MentionFinding:
    title = ""
    if name.kind == EntityKind.PERSON:
        role = titles.before(name.passage.text, name.start)
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


def _one_name_for_each_person(found: Sequence[MentionFinding]) -> tuple[MentionFinding, ...]:
    """As for "Vladimir V. Putin" and "Vladimir Putin": the first form that the document prints stands for both."""
    canonical: dict[str, MentionFinding] = {}
    for mention in found:
        if mention.kind == EntityKind.PERSON:
            canonical.setdefault(_person_key(mention.name), mention)
    return tuple(_renamed(mention, canonical) for mention in found)


def _renamed(mention: MentionFinding, canonical: Mapping[str, MentionFinding]) -> MentionFinding:
    if mention.kind != EntityKind.PERSON:
        return mention
    first = canonical[_person_key(mention.name)]
    if first.name == mention.name or mention.resolution != Resolution.NONE:
        return mention
    return replace(mention, name=first.name, resolution=first.resolution, candidates=first.candidates)


def _person_key(name: str) -> str:
    return fold(list(forms(name))[-1]) if WORD.search(name) else name
