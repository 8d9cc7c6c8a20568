"""Short forms of names within one document: given names, surnames of several, letters."""

from __future__ import annotations

import pytest

from articles.extraction.findings import Document
from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, BlockRole, EntityKind

pytestmark = pytest.mark.model


def meant(find, *paragraphs, kind=EntityKind.PERSON):
    return [(mention.text, mention.name) for mention in find(*paragraphs).mentions if mention.kind == kind]


def test_a_given_name_is_short_for_the_one_person_who_has_it(find):
    found = meant(find, "Anais Garcia and Ivan Zarnik met in Paris. Anais spoke first.")
    assert ("Anais", "Anais Garcia") in found


def test_a_given_name_of_two_people_is_short_for_neither(find):
    found = meant(find, "Anais Garcia and Anais Zarnik met in Paris. Anais spoke first.")
    assert not {("Anais", "Anais Garcia"), ("Anais", "Anais Zarnik")} & set(found)


def test_a_word_that_is_also_a_given_name_stays_a_word(find):
    found = meant(find, "Will Zarnik and Ivan Kern met in Paris. They will return. Will they stay?")
    assert [name for text, name in found if text.casefold() == "will"] == []


def test_a_surname_of_several_is_never_certain(find):
    findings = find("Olga Zarnik and Ivan Zarnik, her brother, spoke. Zarnik left in the evening.")
    surnames = [mention for mention in findings.mentions if mention.text == "Zarnik"]
    assert [mention.shares_surname for mention in surnames] == [True]
    assert all(mention.confidence < 0.85 for mention in surnames)


def test_a_surname_before_the_full_name_means_the_same_person(find):
    found = meant(find, "Carter spoke of the town. Ash Carter left in the evening.")
    assert found == [("Carter", "Ash Carter"), ("Ash Carter", "Ash Carter")]


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Brenwick Relief Fund", "BRF"), ("Organization for Security and Co-operation in Europe", "OSCE")],
)
def test_letters_in_brackets_stand_for_the_name_before_them(find, name, letters):
    found = meant(find, f"The {name} ({letters}) met on Monday. The {letters} left.", kind=EntityKind.ORGANIZATION)
    assert [full for text, full in found if text == letters] == [name, name]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("The U.N. General Assembly met on Monday.", EntityKind.ORGANIZATION, "U.N. General Assembly"),
        ("The Bank of England waited on Monday.", EntityKind.ORGANIZATION, "Bank of England"),
        ("They visited Nineveh Governorate on Monday.", EntityKind.PLACE, "Nineveh Governorate"),
        ("They visited Mosul Hospital on Monday.", EntityKind.ORGANIZATION, "Mosul Hospital"),
    ],
)
def test_a_name_is_as_long_as_what_it_names(find, text, kind, expected):
    assert [name for name, _ in meant(find, text, kind=kind)] == [expected]


@pytest.mark.parametrize(
    ("block", "text"), [(HEADLINE_BLOCK, "A headline"), (DESCRIPTION_BLOCK, "A standfirst"), (0, "One."), (1, "Two.")]
)
def test_a_document_gives_the_text_of_every_block(block, text):
    document = Document(((BlockRole.PARAGRAPH, "One."), (BlockRole.PARAGRAPH, "Two.")), "A headline", "A standfirst")
    assert document.text_of(block) == text
