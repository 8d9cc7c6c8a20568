"""How many pledges are found, and how right: `python -m benchmarks.measures.pledges CORPUS [--file FILE] [--errors N]`.

Each line of the file is one sentence of a text, `sentence_start` to `sentence_end`, with the `pledges` in it; an empty
list says that it holds none. A sentence counts as found when any pledge is found in it. Within a sentence that is
rightly found, every pledge of the gold is laid beside the found one that agrees with it most, and each field that the gold
fills in is right or wrong. Names of one thing ("UK", "United Kingdom") are the same; numbers must be equal; items must
share the word for the thing itself.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from articles.extraction import pipeline
from articles.extraction.findings import Document, PledgeFinding
from articles.text import fold
from articles.vocabulary import BlockRole, EntityKind
from benchmarks.measures.figure import Figure
from benchmarks.measures.public_names import gazetteer

GOLD = Path(__file__).resolve().parent.parent / "gold" / "pledges.jsonl"
_NAMES = ("pledged_by", "announced_by", "recipient")
_NUMBERS = ("quantity_low", "quantity_high", "amount_low", "amount_high")
_CODES = ("currency", "status")
_WORDS = ("item", "unit", "due", "duration")
FIELDS = (*_NAMES, "item", *_NUMBERS[:2], "unit", *_NUMBERS[2:], "currency", "due", "duration", "status")
# Where the words for a thing end and what only describes it begins: "aid | for", "package | worth".
_AFTER_HEAD = re.compile(r"\s(?:of|for|to|in|with|from|on|at|and|or|worth|including|that|which|by)\s|[,(]")
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "to",
        "in",
        "by",
        "from",
        "over",
        "during",
        "and",
        "on",
        "at",
        "up",
        "its",
        "their",
        "his",
        "her",
        "this",
        "these",
        "those",
        "next",
        "last",
        "more",
    ]
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the gold: what it pledges, and what was found in it."""

    text: str
    gold: list[dict]
    found: list[PledgeFinding]

    def pairs(self) -> list[tuple[dict, PledgeFinding]]:
        """Each pledge of the gold with its own found one, the best agreeing first; what has no partner is left out."""
        if not self.gold:
            return []
        ranked = sorted(
            (
                (_agreement(gold, pledge), -g, -p)
                for g, gold in enumerate(self.gold)
                for p, pledge in enumerate(self.found)
            ),
            reverse=True,
        )
        taken: list[tuple[int, int]] = []
        for _, g, p in ranked:
            if all(-g != other_g and -p != other_p for other_g, other_p in taken):
                taken.append((-g, -p))
        return [(self.gold[g], self.found[p]) for g, p in sorted(taken)]


def read(file: Path) -> list[Sentence]:
    return [_sentence(json.loads(line)) for line in file.read_text().splitlines() if line.strip()]


def _sentence(row: dict) -> Sentence:
    text, start, end = row["text"], row["sentence_start"], row["sentence_end"]
    pieces = [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", text)]
    found = pipeline.find(Document(tuple((BlockRole.PARAGRAPH, piece) for _, piece in pieces)), gazetteer()).pledges
    inside = [p for p in found if _shared(p, pieces[p.block][0], start, end) > (p.end - p.start) / 2]
    return Sentence(text[start:end], row["pledges"], inside)


def _shared(pledge: PledgeFinding, offset: int, start: int, end: int) -> int:
    return min(offset + pledge.end, end) - max(offset + pledge.start, start)


def _agreement(gold: dict, pledge: PledgeFinding) -> int:
    return sum(agrees(field, gold[field], getattr(pledge, field)) for field in FIELDS if is_given(gold.get(field)))


def is_given(value: object) -> bool:
    return value is not None and value != ""


def agrees(field: str, wanted: object, found: object) -> bool:
    """Whether a found field says the same as the gold."""
    if not is_given(found):
        return False
    if field in _NUMBERS:
        return Decimal(str(wanted)) == Decimal(str(found))
    if field in _NAMES:
        return _is_same_name(str(wanted), str(found))
    if field == "item":
        return bool(_heads(str(wanted)) & _stems(str(found)) or _heads(str(found)) & _stems(str(wanted)))
    if field in _WORDS:
        return bool(_stems(str(wanted)) & _stems(str(found)))
    return str(wanted).casefold() == str(found).casefold()


def _is_same_name(wanted: str, found: str) -> bool:
    """Joined names ("Norway; Japan") are the same in any order."""
    one, other = (sorted(map(_known_as, re.split(r";\s*", name))) for name in (wanted, found))
    words, others = _stems(wanted), _stems(found)
    return one == other or bool(words and others and (words <= others or others <= words))


def _known_as(name: str) -> str:
    """The main name of a country or a large organization, any other name as it is."""
    key = fold(re.sub(r"^the\s", "", name, flags=re.IGNORECASE))
    known = [k for k in gazetteer().lookup([key]).get(key, ()) if k.kind != EntityKind.PERSON]
    return fold(known[0].main_name) if len({k.ref for k in known}) == 1 else key


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _words(text)} - _SMALL_WORDS


def _words(text: str) -> list[str]:
    return [fold(word) for word in re.findall(r"[^\W_]+", re.sub(r"['\u2019]s\b", "", text))]


def _stem(word: str) -> str:
    return re.sub(r"(?:ies|y|es|e|s)$", "", word) if len(word) > 3 else word


def _heads(text: str) -> set[str]:
    words = _words(_AFTER_HEAD.split(text.strip(), maxsplit=1)[0])
    return {_stem(words[-1])} if words else set()


def figures(sentences: list[Sentence]) -> list[Figure]:
    right = sum(bool(s.gold and s.found) for s in sentences)
    found, wanted = sum(bool(s.found) for s in sentences), sum(bool(s.gold) for s in sentences)
    fields = field_counts(sentences)
    agreeing, given = sum(fields[f, "right"] for f in FIELDS), sum(fields[f, "given"] for f in FIELDS)
    on = f"{wanted} of {len(sentences)} sentences"
    return [
        Figure("pledges precision", right / max(1, found), on),
        Figure("pledges recall", right / max(1, wanted), on),
        Figure("pledge fields right", agreeing / max(1, given), f"{given} fields of pledges in sentences found"),
    ]


def field_counts(sentences: list[Sentence]) -> Counter[tuple[str, str]]:
    """(field, "given" | "right" | "made up"): how often the gold has it, we have it right, we have one where gold has none."""
    counts: Counter[tuple[str, str]] = Counter()
    for gold, pledge in (pair for sentence in sentences for pair in sentence.pairs()):
        for field in FIELDS:
            wanted, found = gold.get(field), getattr(pledge, field)
            if is_given(wanted):
                counts[field, "given"] += 1
                counts[field, "right"] += agrees(field, wanted, found)
            elif is_given(found):
                counts[field, "made up"] += 1
    return counts


def measure(corpus: Path) -> list[Figure]:
    """The figures over our own gold, which lies in this repository and not in the corpus of others."""
    del corpus
    return figures(read(GOLD))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--file", type=Path, default=GOLD)
    parser.add_argument("--errors", type=int, default=0, help="show this many wrong sentences and wrong fields")
    options = parser.parse_args()
    sentences = read(options.file)
    for figure in figures(sentences):
        print(f"{figure.name}: {figure.value:.3f} ({figure.on})")
    counts = field_counts(sentences)
    for field in FIELDS:
        print(f"  {field}: {counts[field, 'right']} of {counts[field, 'given']}, made up {counts[field, 'made up']}")
    gold, pairs = sum(len(s.gold) for s in sentences), sum(len(s.pairs()) for s in sentences)
    print(f"  pledges: gold {gold}, paired {pairs}, found {sum(len(s.found) for s in sentences)}")
    for line in _errors(sentences)[: options.errors]:
        print(line)


def _errors(sentences: list[Sentence]) -> list[str]:
    lines = [f"missed: {s.text}" for s in sentences if s.gold and not s.found]
    lines += [f"spurious: {s.text}\n    {s.found}" for s in sentences if s.found and not s.gold]
    for sentence in sentences:
        for gold, pledge in sentence.pairs():
            wrong = [
                f"{field}: {gold[field]!r}, ours {getattr(pledge, field)!r}"
                for field in FIELDS
                if is_given(gold.get(field)) and not agrees(field, gold[field], getattr(pledge, field))
            ]
            lines += [f"fields: {sentence.text}\n    " + "; ".join(wrong)] if wrong else []
        if sentence.found and 0 < len(sentence.found) < len(sentence.gold):
            lines.append(f"fewer: {sentence.text} ({len(sentence.found)} of {len(sentence.gold)})")
    return lines


if __name__ == "__main__":
    main()
