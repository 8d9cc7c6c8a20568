"""Given names tell people from companies, and whom a pronoun can mean."""

from __future__ import annotations

import pytest

from articles.extraction.names import given_names


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Irina", True),
        ("Jean-Yves", True),
        ("Ivan", True),
        ("Kwame", True),
        ("Xi", True),
        ("Nguyen", True),
        ("Olga", True),
        ("Ahmed", True),
        ("Brenwick", False),
        ("Park", False),
        ("Sun", False),
        ("Zarnik", False),
        ("Borovia", False),
        ("Industries", False),
        ("François", True),
        ("Moon", False),
        ("The", False),
    ],
)
def test_a_given_name_is_known(word, expected):
    assert given_names.is_given_name(word) == expected


@pytest.mark.parametrize(
    ("name", "title", "pronoun", "expected"),
    [
        ("Olga Zarnik", "", "she", True),
        ("Olga Zarnik", "", "he", False),
        ("Ivan Zarnik", "", "he", True),
        ("Ivan Zarnik", "", "she", False),
        ("Xzrq Zarnik", "", "he", True),
        ("Xzrq Zarnik", "", "she", True),
        ("Xzrq Zarnik", "spokeswoman", "he", False),
        ("Xzrq Zarnik", "spokeswoman", "she", True),
        ("Xzrq Zarnik", "chairman", "he", True),
        ("Xzrq Zarnik", "chairman", "she", False),
        ("Zarnik", "Queen", "he", False),
        ("Zarnik", "King", "he", True),
        ("Zarnik", "Mr", "she", False),
        ("Zarnik", "minister", "she", True),
        ("Jean-Yves Zarnik", "", "he", True),
    ],
)
def test_a_pronoun_fits_a_name(name, title, pronoun, expected):
    assert given_names.fits_pronoun(name, title, pronoun) == expected
