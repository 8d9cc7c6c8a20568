"""How often a name is linked to the right known thing: `python -m benchmarks.measures.links CORPUS [--errors N]`.

Needs a prepared database (DATA_DIR). Counted are printed names, not pronouns, descriptions or words for a people.
Precision: of our links on names that the annotators linked. Recall: of names whose gold entity is in
the reference data, by its Wikidata number or by its name.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from django.apps import apps

from benchmarks.measures.database import prepare
from benchmarks.measures.figure import Figure

if not apps.ready:
    prepare()  # before the models are imported, which is when the measure runs alone

from articles.desk.resolve import DatabaseGazetteer, entities_named
from articles.extraction import pipeline
from articles.extraction.findings import Document
from articles.models import (
    Entity,
    GazetteerName,
    GazetteerPlace,
    Identifier,
    OtherName,
    Place,
)
from articles.text import fold
from articles.vocabulary import BlockRole, EntityKind, NameKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.extraction.findings import MentionFinding

WIKIDATA = "wikidata"
# Kinds of the annotators: Wikidata classes of the ELEVANT files, words of GUM.
_KINDS = {
    "Q215627": EntityKind.PERSON, "Q43229": EntityKind.ORGANIZATION, "Q27096213": EntityKind.PLACE,
    "person": EntityKind.PERSON, "organization": EntityKind.ORGANIZATION, "place": EntityKind.PLACE,
}  # fmt: skip
_SAME_SPAN = 0.5
_MIN_WORD_LENGTH = 3
_UNKNOWN = "<NIL>"
_DETERMINER = re.compile(r"(?:the|a|an)\s", re.IGNORECASE)
_QUALIFIER = re.compile(r"\s\((?P<inner>[^)]*)\)$")
_MAX_PORTAL_ROWS = 600


@dataclass(frozen=True, slots=True)
class Gold:
    """A name as annotators linked it. `name` is the Wikidata label or the Wikipedia title, "" where it is unknown."""

    start: int
    end: int
    text: str
    name: str
    number: str = ""
    kinds: frozenset[EntityKind] = frozenset()


@dataclass(slots=True)
class Tally:
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.counts.update(other.counts)
        self.errors += other.errors


def measure(corpus: Path) -> list[Figure]:
    total = Tally()
    for _, documents in corpora(corpus):
        total.add(tally(documents))
    on = f"{total.counts['linked']} links, {total.counts['wanted']} known names in {total.counts['documents']} texts"
    return [Figure("links precision", precision(total), on), Figure("links recall", recall(total), on)]


def precision(found: Tally) -> float:
    return found.counts["right"] / max(1, found.counts["linked"])


def recall(found: Tally) -> float:
    return found.counts["reached"] / max(1, found.counts["wanted"])


def corpora(corpus: Path) -> Iterator[tuple[str, Iterator[tuple[str, list[Gold]]]]]:
    annotations = corpus / "annotations"
    yield "newswire", _elevant(_rows(annotations / "el_aida.jsonl"))
    yield "news pages", _elevant(_rows(annotations / "el_newsfair_v2.jsonl"))
    yield "wikinews", _gum(_rows(annotations / "gum_wikinews.jsonl"))
    yield "portal", _portal(_rows(corpus / "stories" / "current_events_2025_2026.jsonl"))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _elevant(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, list[Gold]]]:
    for row in rows:
        first, last = row.get("evaluation_span") or (0, len(row["text"]))
        labels = [label for label in row["labels"] if not label.get("coref") and first <= label["span"][0] < last]
        yield row["text"], [_elevant_gold(row["text"], label) for label in labels if not label.get("optional")]


def _elevant_gold(text: str, label: dict[str, Any]) -> Gold:
    start, end = label["span"]
    kinds = frozenset(_KINDS[part] for part in label["type"].split("|") if part in _KINDS)
    is_known = label["entity_id"].startswith("Q") and label["entity_id"] != "QUANTITY"
    name, number = (label["name"], label["entity_id"]) if is_known else ("", "")
    return Gold(start, end, text[start:end], name, number, kinds)


def _gum(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, list[Gold]]]:
    for row in rows:
        gold = []
        for entity in row["entities"]:
            text = row["text"][entity["start"] : entity["end"]]
            article = _DETERMINER.match(text)
            start = entity["start"] + (article.end() if article else 0)
            title = unquote(entity.get("wikipedia") or "").replace("_", " ")
            if title:
                kinds = frozenset({_KINDS[entity["type"]]}) if entity["type"] in _KINDS else frozenset()
                gold.append(Gold(start, entity["end"], row["text"][start : entity["end"]], title, "", kinds))
        yield row["text"], gold


def _portal(rows: list[dict[str, Any]]) -> Iterator[tuple[str, list[Gold]]]:
    step = max(1, len(rows) // _MAX_PORTAL_ROWS)
    for row in rows[::step]:
        yield row["text"], [Gold(one["start"], one["end"], one["surface"], one["title"]) for one in row["links"]]


def tally(documents: Iterable[tuple[str, list[Gold]]]) -> Tally:
    found, gazetteer = Tally(), DatabaseGazetteer()
    for text, gold in documents:
        found.counts["documents"] += 1
        pieces = [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", text)]
        document = Document(tuple((BlockRole.PARAGRAPH, piece) for _, piece in pieces))
        mentions = [(pieces[m.block][0] + m.start, m) for m in pipeline.find(document, gazetteer).mentions]
        for one in gold:
            if one.text[:1].isupper() or one.text[:1].isdigit():
                _compare(one, mentions, found)
    return found


def _compare(gold: Gold, mentions: list[tuple[int, MentionFinding]], found: Tally) -> None:
    ours = _at(gold, mentions)
    wanted = _wanted(gold)
    is_wanted = bool(wanted) and _is_name(gold, wanted)
    link = _entity(ours) if ours is not None and ours.resolution == Resolution.ONE else None
    is_right = link is not None and link in wanted
    if link is not None and (is_wanted or not _is_metonym(gold)):
        found.counts.update(linked=1, right=int(is_right))
    if is_wanted:
        found.counts.update(wanted=1, reached=int(is_right))
    if not is_right and (is_wanted or (link is not None and not _is_metonym(gold))):
        what = f"{ours.name} [{ours.resolution}] {ours.rule}" if ours else "not found"
        found.errors.append(
            f"{'wrong' if link else 'missed'}: {gold.text!r} gold {gold.name!r} {gold.number} ours {what}"
        )


def _at(gold: Gold, mentions: list[tuple[int, MentionFinding]]) -> MentionFinding | None:
    """Our mention of these words, give or take a title or an article."""
    best, shared = None, _SAME_SPAN
    for start, mention in mentions:
        end = start + len(mention.text)
        common = min(end, gold.end) - max(start, gold.start)
        share = common / (max(end, gold.end) - min(start, gold.start))
        if share > shared:
            best, shared = mention, share
    return best


def _entity(mention: MentionFinding) -> str:
    """The thing linked to, as "entity:<id>" where a reference place is a record too."""
    ref = mention.candidates[0]
    scheme, _, number = ref.partition(":")
    if scheme == "geonames":
        row = Identifier.objects.filter(scheme=scheme, identifier=number).first()
        return f"entity:{row.entity_id}" if row else ref
    return ref


def _wanted(gold: Gold) -> frozenset[str]:
    """What we know that the gold entity may be: by its number alone where we hold it, else all of its name."""
    row = Identifier.objects.filter(scheme=WIKIDATA, identifier=gold.number).first() if gold.number else None
    if row is not None:
        return frozenset({f"entity:{row.entity_id}"})
    if not gold.name:
        return frozenset()
    qualifier = _QUALIFIER.search(gold.name)
    name = gold.name[: qualifier.start()] if qualifier else gold.name
    base, _, region = name.partition(", ")
    found = {f"entity:{entity.pk}" for entity in _records(name, gold) if _fits(entity, qualifier)}
    found |= _reference_places(name, "", gold)
    if region and not found:
        found |= {f"entity:{entity.pk}" for entity in _records(base, gold) if _is_within(entity, region)}
        found |= _reference_places(base, region, gold)
    return frozenset(found)


def _is_within(entity: Entity, region: str) -> bool:
    """Whether a place is in the country, or in the country of the region, that follows its name in a title."""
    codes = Place.objects.filter(pk__in=[one.pk for one in entities_named(region)]).values("country_code")
    return Place.objects.filter(pk=entity.pk, country_code__in=codes).exists()


def _records(name: str, gold: Gold) -> list[Entity]:
    numbered = Identifier.objects.filter(scheme=WIKIDATA).values("entity") if gold.number else ()
    kinds = gold.kinds or frozenset(EntityKind)
    found = [entity for entity in entities_named(name) if entity.kind in kinds]
    # A record whose number is known and is another one is not the gold entity.
    return [entity for entity in found if not gold.number or {"entity": entity.pk} not in numbered]


def _fits(entity: Entity, qualifier: re.Match[str] | None) -> bool:
    """Whether "(country)" or "(U.S. state)" after a title fits the record."""
    if qualifier is None or entity.kind != EntityKind.PLACE:
        return True
    is_country = Place.objects.countries().filter(pk=entity.pk).exists()
    return is_country == (qualifier["inner"] == "country")


def _reference_places(name: str, region: str, gold: Gold) -> set[str]:
    if gold.kinds and EntityKind.PLACE not in gold.kinds:
        return set()
    places = GazetteerPlace.objects.filter(pk__in=GazetteerName.objects.filter(key=fold(name)).values("place"))
    within = Place.objects.filter(pk__in=[entity.pk for entity in entities_named(region)]) if region else None
    if within is not None:
        places = places.filter(country_code__in=[place.country_code for place in within])
    numbers = [str(pk) for pk in places.values_list("pk", flat=True)]
    ours = Identifier.objects.filter(scheme="geonames", identifier__in=numbers).values_list("identifier", "entity_id")
    records = dict(ours)
    return {f"entity:{records[number]}" if number in records else f"geonames:{number}" for number in numbers}


def _is_name(gold: Gold, wanted: frozenset[str]) -> bool:
    """Whether the words are a name of it: not "the group", not "Kurdish" for Kurdistan, not "Iraqi" for Iraq."""
    key = fold(gold.text)
    if OtherName.objects.filter(key=key, kind=NameKind.DEMONYM).exists():
        return False
    ids = [int(ref.partition(":")[2]) for ref in wanted if ref.startswith("entity:")]
    names = {gold.name, *OtherName.objects.filter(entity__in=ids).values_list("name", flat=True)}
    names.update(Entity.objects.filter(pk__in=ids).values_list("name", flat=True))
    keys = {fold(name) for name in names}
    return key in keys or bool(_words(key) & {word for one in keys for word in _words(one)})


def _is_metonym(gold: Gold) -> bool:
    """Whether annotators linked "Kyiv" to an army or a people, or to nothing that they knew: neither right nor wrong."""
    if not gold.name:
        return True
    return not _words(fold(gold.text)) & _words(fold(gold.name)) and gold.text not in gold.name


def _words(key: str) -> set[str]:
    return {word for word in re.findall(r"\w+", key) if len(word) >= _MIN_WORD_LENGTH}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    for name, documents in corpora(options.corpus):
        every = list(documents)
        for half, some in (("odd", every[::2]), ("even", every[1::2])):
            found = tally(some)
            print(f"{name:10} {half:4} P {precision(found):.3f} R {recall(found):.3f} {dict(found.counts)}")
            if half == "odd":
                print("\n".join(found.errors[: options.errors]))


if __name__ == "__main__":
    main()
