"""Which names may be of one record, with the near misses that are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.desk.name_matching import is_one_edit, likeness, matched_name, search_keys
from tests.thoroughness import examples


def alike(one, other, kind="person"):
    return likeness(matched_name(one, kind), matched_name(other, kind), kind)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Jane Doe", "JANE  Doe", "same"),
        ("Tal Orsey", "Orsey, Tal", "order"),
        ("Yusuf Kasim", "Youssouf Qasim", "spelling"),
        ("Bashir al-Orsi", "Basheer Orsi", "spelling"),
        ("Dr. Jane Doe", "Jane Doe", "order"),
        ("Tal Ahmen", "Tal Ahmen Orsey", "part"),
        ("Matam Tal Orsey", "Tal Orsey", "part"),
        ("Jane Doe", "Jane Beth Doe", "part"),
        ("J. Doe", "Jane Doe", "initials"),
        ("Jane B. Doe", "Jane Beth Doe", "initials"),
        ("J. B. Doe", "Jane Doe", "initials"),
        ("Jane Doe", "Jane B. Doe", "part"),
        ("Tal Orsenko", "Tal Orsento", "letter"),
        ("Tal Orsenko", "Tal Oresnko", "letter"),
    ],
)
def test_names_that_may_be_of_one_person(one, other, expected):
    assert alike(one, other) == alike(other, one) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane A. Doe", "Jane B. Doe"),
        ("J. Doe", "Kate Doe"),
        ("J. A. Doe", "Jane Beth Doe"),
        ("Jane Doe", "Jane Doe Jr."),
        ("Jane Doe II", "Jane Doe III"),
        ("Maria Doelter", "Mario Doelter"),
        ("Karim Orsen", "Harim Orsen"),
        ("Jane Doe", "Jane Roe"),
        ("Doe", "Jane Doe"),
        ("Jane Doelter", "John Doelter"),
        ("", "Jane"),
        ("...", "--"),
    ],
)
def test_names_of_two_people(one, other):
    assert alike(one, other) is None
    assert alike(other, one) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ministry of Defence", "Ministry of Defense", "letter"),
        ("The Harbour Union", "Harbour Union", "order"),
        ("Council of the Coast", "Coast Council", "order"),
        ("7th Harbour Brigade", "8th Harbour Brigade", None),
        ("Resolution 2139", "Resolution 2140", None),
        ("Harbour Union", "Harbour Union East", None),
    ],
)
def test_names_of_organizations(one, other, expected):
    assert alike(one, other, "organization") == expected


def test_a_name_in_a_script_without_vowels_is_compared_by_its_consonants():
    assert alike("يوسف قاسم", "Yusuf Qasim") == "spelling"
    assert alike("يوسف قاسم", "Yusuf Karim") is None


def test_a_family_name_that_comes_first_is_no_initial_of_another():
    one, other = matched_name("Li Orsan", "person", "Li"), matched_name("Li Orsen", "person", "Li")
    assert one.words[-1] == "li"
    assert likeness(one, other, "person") != "initials"


WORDS = st.sampled_from(
    ["Jane", "J.", "B.", "Beth", "Yusuf", "Youssouf", "Doe", "Qasim", "Kasim", "Orsenko", "Orsento", "al-Orsi", "Jr."]
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=examples(300), deadline=None)
@given(NAMES, NAMES, st.sampled_from(["person", "organization", "place"]))
def test_names_that_are_alike_share_a_key_in_either_order(one, other, kind):
    first, second = matched_name(one, kind), matched_name(other, kind)
    found = likeness(first, second, kind)
    assert found == likeness(second, first, kind)
    if found:
        assert search_keys(first, kind) & search_keys(second, kind)


@settings(max_examples=examples(300), deadline=None)
@given(st.text("abcde", min_size=4, max_size=12), st.integers(0, 11), st.sampled_from("abcde"), st.sampled_from("+-=~"))
def test_one_edit_is_recognized_and_its_word_shares_a_key(word, at, letter, edit):
    at %= len(word)
    edited = {
        "+": word[:at] + letter + word[at:],
        "-": word[:at] + word[at + 1 :],
        "=": word[:at] + letter + word[at + 1 :],
        "~": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[edit]
    assert is_one_edit(word, edited) == (word != edited)
    names = [matched_name(text, "place") for text in (word, edited)]
    if likeness(*names, "place"):
        assert search_keys(names[0], "place") & search_keys(names[1], "place")
