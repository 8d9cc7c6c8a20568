"""Consistency within a document: a surname means the person named in full, one spelling has one kind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.look_behind import search_before
from articles.extraction.names import model_names, name_kinds, person_titles
from articles.extraction.names.name_lookup import WORD
from articles.extraction.names.place_linking import is_country
from articles.extraction.names.recognition import Name
from articles.extraction.names.surname_bearers import SurnameBearers, surname_forms
from articles.extraction.passages import is_sentence_start
from articles.text import fold
from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from articles.extraction.findings import KnownName
    from articles.extraction.passages import Passage

MAX_SURNAME_WORDS = 3
MIN_LENGTH = 3
# Surnames that begin with a small letter: "al-Abadi", "bin Salman", "de Gaulle".
_LOWERCASE_PREFIXES = lexicon.ordered("name_forms", "surname_prefixes")
_JOINT = re.compile(r",\s|,?(?P<word>\s(?:and|or)\s(?:the\s)?)")
_CAPITAL_BEFORE = re.compile(r"([A-Z][\w.’'-]*) $")
_CAPITAL_AFTER = re.compile(r" [A-Z][a-z]")
_ACRONYM = re.compile(
    r"(?:['’]?s?\s\((?:the\s|or\s|known\sas\s)?[\"“]?|,\s(?:or|known\sas|called)\s(?:the\s)?)"
    r"(?P<short>(?=[^)]*[A-Z]{2})[A-Z][A-Za-z.-]{1,9})(?P<closing>[\"”]?\))?(?!\w)"
)
# "an improvised explosive device (IED)": letters that abbreviate common words.
_OF_COMMON_WORDS = re.compile(r"(?<!\w)[a-z][\w-]*\s\((?P<short>[A-Z]{2,6})s?\)")


def reconcile_names(names: Sequence[Name], passages: Sequence[Passage]) -> tuple[Name, ...]:
    """The names with short forms understood, one kind for each spelling, and every further occurrence found."""
    names = _one_kind(list(names))
    names = _with_surnames(names, passages)
    names = _with_given_names(names, passages)
    names = _with_acronyms(names, passages)
    names = _with_repeats(names, passages)
    order = {passage.block: number for number, passage in enumerate(passages)}
    return tuple(sorted(names, key=lambda name: (order[name.passage.block], name.start)))


def _one_kind(names: list[Name]) -> list[Name]:
    """One spelling, one kind: what the gazetteer knows, the words around it and the model are added up."""
    votes = _votes(names)
    knowing: dict[tuple[str, EntityKind], tuple[KnownName, ...]] = {}
    for name in names:
        if name.known:
            knowing.setdefault((fold(name.text), name.kind), name.known)
    settled = []
    for name in names:
        key = fold(name.text)
        likely = EntityKind.PLACE if name.is_single_word else EntityKind.PERSON
        kind = max(votes[key], key=lambda kind: (votes[key][kind], kind == likely))
        settled.append(name if kind == name.kind else replace(name, kind=kind, known=knowing.get((key, kind), ())))
    return settled


def _votes(names: Sequence[Name]) -> Mapping[str, Counter[EntityKind]]:
    votes: dict[str, Counter[EntityKind]] = defaultdict(Counter)
    opinions: Counter[tuple[str, EntityKind]] = Counter()
    for name in names:
        key = fold(name.text)
        if name.known:
            votes[key][name.kind] += name_kinds.GAZETTEER_VOTE
        else:
            opinions[key, name.kind] += 1
            votes[key].update(name_kinds.votes_of_name(name.text))
        votes[key].update(name_kinds.votes_of_context(name.passage.text, name.start, name.end))
    for (key, kind), number in opinions.items():
        votes[key][kind] += name_kinds.MODEL_VOTE * min(number, name_kinds.MAX_MODEL_VOTES)
    for first, second in pairwise(names):
        joint = _JOINT.fullmatch(first.passage.text, first.end, second.start)
        if joint and first.passage is second.passage:
            is_pair = bool(joint["word"])
            is_within = second.kind == EntityKind.PLACE  # "Maskanah, Syria"
            votes[fold(first.text)][second.kind] += _by_neighbour(second, is_pair=is_pair or is_within)
            votes[fold(second.text)][first.kind] += _by_neighbour(first, is_pair=is_pair)
    return votes


def _by_neighbour(name: Name, *, is_pair: bool) -> int:
    is_sure = bool(name.known) or name_kinds.kind_by_words(name.text) == name.kind
    return name_kinds.SURE_LIST_VOTE if is_sure and is_pair else name_kinds.LIST_VOTE


def _with_surnames(names: list[Name], passages: Sequence[Passage]) -> list[Name]:
    bearers: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        if name.kind == EntityKind.PERSON and not name.is_single_word:
            for short in surname_forms(name.text):
                bearers[fold(short)].append(name)
    found: list[tuple[Name | None, Passage, int, int]] = [
        (name, name.passage, name.start, name.end) for name in names if _is_short_form(name, bearers)
    ]
    result = [name for name in names if not _is_short_form(name, bearers)]
    for passage in passages:
        here = [name for name in names if name.passage.block == passage.block]
        found += [(None, passage, start, end) for start, end in _surname_places(passage, bearers, here)]
    return result + _resolve_surnames(found, bearers, passages)


def _resolve_surnames(
    found: Sequence[tuple[Name | None, Passage, int, int]],
    named: Mapping[str, Sequence[Name]],
    passages: Sequence[Passage],
) -> list[Name]:
    """The surnames at these places: of the only bearer, of the one with the printed title, or of nobody for certain."""
    order = {passage.block: number for number, passage in enumerate(passages)}
    keys = [fold(passage.text[start:end]) for _, passage, start, end in found]
    bearers = {key: SurnameBearers(named[key], key) for key in set(keys)}
    called: dict[str, list[Name]] = defaultdict(list)
    for key, (_, passage, start, _) in zip(keys, found, strict=True):
        titled = bearers[key].by_title(passage, start) if bearers[key].are_several else None
        called[key] += [titled] if titled else []
    result = []
    for key, (name, passage, start, end) in zip(keys, found, strict=True):
        people = bearers[key]
        if not people.are_several and not _is_named_before(name, named[key], order):
            full, confidence = _bearer(named[key], order, passage, start)
            result.append(Name(passage, start, end, EntityKind.PERSON, full.known, "surname", confidence, full.text))
            continue
        titled = people.by_title(passage, start)
        meant = titled or people.only(called[key])
        possible = [*people.people, *([name] if name else [])]
        result.append(_shared_surname(passage, start, end, meant, possible, is_titled=bool(titled)))
    return result


def _shared_surname(
    passage: Passage, start: int, end: int, meant: Name | None, people: Sequence[Name], *, is_titled: bool
) -> Name:
    """A surname that several people of the document bear, and the one of them who is meant, if the text says so."""
    if meant is None:
        known = tuple({record.ref: record for name in people for record in name.known}.values())
        return Name(passage, start, end, EntityKind.PERSON, known, "surname of several", 0.5, shares_surname=True)
    rule, confidence = ("surname and title", 0.7) if is_titled else ("surname that goes with a title", 0.6)
    return Name(passage, start, end, EntityKind.PERSON, meant.known, rule, confidence, meant.text, shares_surname=True)


def _is_named_before(name: Name | None, people: Sequence[Name], order: Mapping[int, int]) -> bool:
    """Whether the bare surname is a known person's and precedes every full name."""
    known = {record.ref for record in name.known if record.kind == EntityKind.PERSON} if name else set()
    if name is None or name.passage.block in (HEADLINE_BLOCK, DESCRIPTION_BLOCK) or not known:
        return False
    if known & {record.ref for full in people for record in full.known}:
        return False
    here = (order[name.passage.block], name.start)
    return all((order[full.passage.block], full.start) > here for full in people)


def _with_given_names(names: list[Name], passages: Sequence[Passage]) -> list[Name]:
    """A bare given name is short for the one person who is named in full with it: "Anais" for "Anais Garcia"."""
    bearers: dict[str, dict[str, Name]] = defaultdict(dict)
    for name in names:
        if name.kind == EntityKind.PERSON and not name.is_single_word:
            given = name.text.split()[0]
            is_plain = len(given) >= MIN_LENGTH and given.isalpha() and not person_titles.is_title(given)
            bearers[fold(given) if is_plain else ""].setdefault(fold(name.text), name)
    meant = {given: next(iter(people.values())) for given, people in bearers.items() if given and len(people) == 1}
    result = []
    for name in names:
        full = meant.get(fold(name.text)) if not name.full and not _is_known_place(name) else None
        result.append(_as_given_name(name.passage, name.start, name.end, full) if full else name)
    for passage in passages if meant else ():
        here = [name for name in result if name.passage.block == passage.block]
        for word in WORD.finditer(passage.text):
            full = meant.get(fold(word[0])) if word[0][0].isupper() else None
            if full and _can_be_given_name(passage, *word.span(), here):
                result.append(_as_given_name(passage, *word.span(), full))
    return result


def _as_given_name(passage: Passage, start: int, end: int, full: Name) -> Name:
    return Name(passage, start, end, EntityKind.PERSON, full.known, "given name", 0.7, full.full or full.text)


def _is_known_place(name: Name) -> bool:
    return name.kind == EntityKind.PLACE and any(not known.is_weak for known in name.known)


def _can_be_given_name(passage: Passage, start: int, end: int, taken: Sequence[Name]) -> bool:
    """Many given names are words too ("Will", "Grace"), so that the tagger has to take them for names."""
    tokens = passage.tokens(start, end) if passage.is_running_text else None
    is_name = tokens is not None and all(token.pos_ == "PROPN" for token in tokens)
    return is_name and _can_be_surname(passage, start, end, taken)


def _is_short_form(name: Name, bearers: Mapping[str, Sequence[Name]]) -> bool:
    """Whether this name is replaced by a person with that name: not for a country or a full name."""
    if fold(name.text) not in bearers:
        return False
    if name.kind == EntityKind.PERSON:
        return name.is_single_word or not any(fold(full.text) == fold(name.text) for full in bearers[fold(name.text)])
    return not any(is_country(known) for known in name.known)


def _surname_places(
    passage: Passage, bearers: Mapping[str, Sequence[Name]], taken: Sequence[Name]
) -> Iterator[tuple[int, int]]:
    words = list(WORD.finditer(passage.text))
    first = 0
    while first < len(words):
        can_begin = words[first][0][0].isupper() or words[first][0].startswith(_LOWERCASE_PREFIXES)
        for last in range(min(first + MAX_SURNAME_WORDS, len(words)) - 1, first - 1, -1) if can_begin else ():
            start, end = words[first].start(), words[last].end()
            if fold(passage.text[start:end]) in bearers and _can_be_surname(passage, start, end, taken):
                yield start, end
                first = last
                break
        first += 1


def _can_be_surname(passage: Passage, start: int, end: int, taken: Sequence[Name]) -> bool:
    text = passage.text
    if any(name.overlaps(start, end) for name in taken) or model_names.is_named_after(text, start, end):
        return False
    if not passage.is_running_text:
        return True
    before, after = search_before(_CAPITAL_BEFORE, text, start), _CAPITAL_AFTER.match(text, end)
    if after:
        return False
    if before is None or person_titles.title_before(text, start) or person_titles.is_title(before[1]):
        return True
    tokens = passage.tokens(before.start(1), before.end(1))
    return tokens is not None and is_sentence_start(tokens[0]) and tokens[0].pos_ != "PROPN"


def _bearer(bearers: Sequence[Name], order: Mapping[int, int], passage: Passage, start: int) -> tuple[Name, float]:
    """The full name before a surname that one person bears, as printed last; else the first one after it."""
    here = (order[passage.block], start)
    outside = passage.block in (HEADLINE_BLOCK, DESCRIPTION_BLOCK)
    earlier = [name for name in bearers if (order[name.passage.block], name.start) < here]
    if earlier:
        return earlier[-1], 0.9
    return bearers[0], 0.9 if outside else 0.8


def _with_acronyms(names: list[Name], passages: Sequence[Passage]) -> list[Name]:
    """Letters in brackets after a name abbreviate it: "Syrian Democratic Forces (SDF)"."""
    meaning: dict[str, Name] = {}
    known = {name.text: name.known for name in names if name.known}
    for name in names:
        match = _ACRONYM.match(name.passage.text, name.end) if name.kind != EntityKind.PERSON else None
        if match and not name.is_single_word and _stands_for(match, name, known):
            meaning.setdefault(match["short"], name)
    common = _common_letters(passages)
    result = [name for name in names if name.text not in meaning and (name.known or name.text not in common)]
    for passage in passages if meaning else ():
        pattern = "|".join(map(re.escape, meaning))
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", passage.text):
            full = meaning[match[0]]
            if any(n.passage.block == passage.block and n.overlaps(*match.span()) for n in result):
                continue
            result.append(Name(passage, *match.span(), full.kind, full.known, "acronym", 0.9, full.full or full.text))
    return result


def _stands_for(match: re.Match[str], name: Name, known: Mapping[str, tuple[KnownName, ...]]) -> bool:
    """Whether the letters abbreviate the name: in its order, or in brackets after a foreign organization."""
    short = match["short"]
    if _abbreviates(short, name.text):
        return True
    is_own = {one.ref for one in known.get(short, ())} <= {one.ref for one in name.known}
    is_organization = name.kind == EntityKind.ORGANIZATION and name_kinds.kind_by_words(name.text) == name.kind
    return is_organization and is_own and bool(match["closing"]) and short.isupper() and len(short) >= MIN_LENGTH


def _common_letters(passages: Sequence[Passage]) -> frozenset[str]:
    return frozenset(match["short"] for passage in passages for match in _OF_COMMON_WORDS.finditer(passage.text))


def _abbreviates(short: str, full: str) -> bool:
    """Whether the letters come in order in the name, the first one first."""
    letters = iter(fold(full))
    return fold(short)[:1] == fold(full)[:1] and all(letter in letters for letter in fold(short))


def _with_repeats(names: list[Name], passages: Sequence[Passage]) -> list[Name]:
    """Further occurrences of names that were recognised once, in headlines above all."""
    seen: dict[str, Name] = {}
    for name in names:
        if (
            name.passage.is_running_text
            and len(name.text) > MIN_LENGTH
            and not any(k.case_sensitive for k in name.known)
            and not name.shares_surname
        ):
            seen.setdefault(name.text, name)
    if not seen:
        return names
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(seen, key=len, reverse=True)))})(?!\w)")
    result = list(names)
    for passage in passages:
        here = [name for name in names if name.passage.block == passage.block]
        for match in pattern.finditer(passage.text):
            if any(name.overlaps(*match.span()) for name in here) or not _is_repeat(
                passage, *match.span(), seen[match[0]]
            ):
                continue
            first = seen[match[0]]
            result.append(replace(first, passage=passage, start=match.start(), end=match.end(), rule="named elsewhere"))
    return result


def _is_repeat(passage: Passage, start: int, end: int, first: Name) -> bool:
    if first.kind == EntityKind.PERSON and model_names.is_named_after(passage.text, start, end):
        return False
    tokens = passage.tokens(start, end)
    if tokens is None or " " in first.text or not passage.is_running_text:
        return True
    is_inside_longer = (
        tokens[-1].dep_ == "compound" and tokens[-1].head.ent_type_ != "" and tokens[-1].head.pos_ == "PROPN"
    )
    return tokens[-1].pos_ == "PROPN" and not is_inside_longer
