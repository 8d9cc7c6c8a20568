from __future__ import annotations

import pytest

from articles.extraction import passages
from articles.extraction.findings import Document
from articles.extraction.names import name_lookup
from articles.vocabulary import BlockRole
from tests.extraction.known import GAZETTEER


def hits(text):
    read = passages.read_passages(Document(((BlockRole.PARAGRAPH, text),)), parse=False)
    known = name_lookup.look_up_names(read, [], GAZETTEER)
    return [hit.text for hit in name_lookup.find_hits(read[0], known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The city that IS has held", ["IS"]),
        ("What IS this", []),
        ("It IS true, and it is late", []),
        ("WHERE THE FRONT IS NOW MOVING", []),
        ("They told us about Us", []),
        ("The US-led coalition", ["US", "US-led coalition"]),
        ("The US-led talks", ["US"]),
        ("A coalition of Iraq", ["Iraq"]),
        (
            "The Organization for Security and Co-operation in Europe met",
            ["Organization for Security and Co-operation in Europe"],
        ),
        ("U.S. troops", ["U.S."]),
        ("The Islamic State's men", ["Islamic State"]),
        ("Islamic. State", []),
        ("IS-controlled land", ["IS"]),
    ],
    ids=[
        "the group",
        "a verb in capitals",
        "it IS",
        "a line in capitals",
        "the pronoun",
        "a small word ends the name",
        "another small word does not",
        "a small word begins no name",
        "a long name",
        "dots",
        "possessive",
        "two sentences",
        "hyphen",
    ],
)
def test_it_knows(text, expected):
    assert hits(text) == expected


def test_a_document_is_looked_up_in_one_call():
    class Counting:
        calls = 0

        def lookup(self, keys):
            self.calls += 1
            return dict.fromkeys(keys, ())

    counting = Counting()
    document = Document(tuple((BlockRole.PARAGRAPH, f"Mosul and Raqqa number {n}") for n in range(20)))
    name_lookup.look_up_names(passages.read_passages(document, parse=False), ["Ash Carter"], counting)
    assert counting.calls == 1


def test_names_in_scripts_without_capitals_are_looked_up_too():
    assert list(name_lookup.name_phrases("في الموصل"))


def test_the_sign_of_a_currency_is_not_its_country():
    assert hits("It costs US$565 million") == []


def test_of_the_small_words_after_a_name_only_a_few_may_end_it():
    text = "Iraq said that the agency met"
    assert [text[start:end] for start, end in name_lookup.name_phrases(text)] == ["Iraq", "Iraq said that the agency"]
