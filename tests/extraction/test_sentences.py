from __future__ import annotations

import pytest

from articles.extraction.sentences import sentence_containing, split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        (
            "Gen. Smith met the U.N. Security Council. He left.",
            ["Gen. Smith met the U.N. Security Council.", "He left."],
        ),
        ("He lives in the U.S. The rest moved.", ["He lives in the U.S.", "The rest moved."]),
        ("J. K. Rowling won.", ["J. K. Rowling won."]),
        ("The choice was Mr. Putin's. Others waited.", ["The choice was Mr. Putin's.", "Others waited."]),
        ("The book by 'J. Smith' sold.", ["The book by 'J. Smith' sold."]),
        ("It rose 3.5 percent. No one knew.", ["It rose 3.5 percent.", "No one knew."]),
        ("“Go now!” Carter said. “We will.”", ["“Go now!” Carter said.", "“We will.”"]),
        ("قال الوزير. وصل الجنود.", ["قال الوزير.", "وصل الجنود."]),
        ("No stop at all", ["No stop at all"]),
        ("", []),
    ],
    ids=[
        "plain",
        "abbreviations",
        "initials that end one",
        "initials in a name",
        "a possessive that ends one",
        "an initial in quotation marks",
        "decimals",
        "speech",
        "Arabic",
        "headline",
        "empty",
    ],
)
def test_it_splits(text, expected):
    assert [text[start:end] for start, end in split_sentences(text)] == expected


def test_the_sentence_at_an_offset_is_the_one_that_holds_it():
    text = "One here. Two there."
    assert sentence_containing(split_sentences(text), text.index("there")) == (10, 20)
