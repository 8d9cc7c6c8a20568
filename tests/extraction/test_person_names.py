"""The forms of one person's name in a document become one name; the names of two people stay two."""

from __future__ import annotations

import pytest

from articles.extraction.findings import MentionFinding
from articles.extraction.names.mention_linking import _merge_person_names
from articles.vocabulary import EntityKind, Resolution


def mention(name, kind=EntityKind.PERSON, *refs):
    resolution = Resolution.ONE if refs else Resolution.NONE
    return MentionFinding(
        block=0, start=0, end=len(name), text=name, kind=kind, name=name, resolution=resolution, candidates=refs,
        rule="test", confidence=0.9,
    )  # fmt: skip


def merged(*names):
    return [found.name for found in _merge_person_names([mention(name) for name in names])]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Tal B. Orsey", "Tal Orsey"), ["Tal B. Orsey"] * 2),
        (("Tal Orsey", "Tal B. Orsey", "Tal B Orsey"), ["Tal Orsey"] * 3),
        (("Tal Orsey", "TAL ORSEY"), ["Tal Orsey"] * 2),
        (("Tal B. Orsey", "Tal B. Orsey"), ["Tal B. Orsey"] * 2),
        (("Tal B. C. Orsey", "Tal Orsey"), ["Tal B. C. Orsey"] * 2),
    ],
)
def test_the_first_form_that_is_printed_names_the_person(names, expected):
    assert merged(*names) == expected


@pytest.mark.parametrize(
    "names",
    [
        ("Tal B. Orsey", "Tal C. Orsey"),
        ("Tal B. Orsey", "Tal C. Orsey", "Tal Orsey"),
        ("Tal B. C. Orsey", "Tal C. Orsey"),
        ("Tal Orsey", "Tal Orsey-Lind"),
        ("Tal Orsey", "Mara Orsey"),
        ("T. Orsey", "M. Orsey"),
        ("Tal Bem Orsey", "Tal Orsey"),
    ],
    ids=" and ".join,
)
def test_names_of_different_people_stay_apart(names):
    assert merged(*names) == list(names)


def test_only_names_of_people_are_compared():
    found = _merge_person_names([mention("Tal B. Orsey"), mention("Tal Orsey", EntityKind.ORGANIZATION)])
    assert [one.name for one in found] == ["Tal B. Orsey", "Tal Orsey"]


def test_another_form_of_a_known_person_is_that_person_and_a_known_person_stays_himself():
    known, other = mention("Tal Orsey", EntityKind.PERSON, "entity:1"), mention("Tal B. Orsey")
    assert [(one.name, one.resolution, one.candidates) for one in _merge_person_names([known, other])] == [
        ("Tal Orsey", Resolution.ONE, ("entity:1",))
    ] * 2
    assert _merge_person_names([other, known])[1] == known
