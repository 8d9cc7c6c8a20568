"""Surnames alone, in other romanizations and in other scripts match what the full name matches."""

from __future__ import annotations

import pytest

from articles.search.query import search
from articles.search.result import StoryQuery
from articles.search.surnames import asked_spellings, surname, surname_keys
from tests.builders import a_person, an_article, mention


def ask(text="", **more):
    return search(StoryQuery(text, **more))


def ids(result):
    return {hit.article_id for hit in result.hits}


@pytest.fixture
def coverage(index):
    """A person in two stories under two names, a person with a nom de guerre, and two with the same surname."""
    president = a_person("Volodymyr Zelenskyy", "Volodymyr Zelensky")
    leader = a_person("Ahmed al-Sharaa", "Abu Mohammad al-Julani", family_name="al-Sharaa")
    brother, other = a_person("Bashar al-Assad"), a_person("Maher al-Assad")
    mention(an_article("Kyiv", "Volodymyr Zelenskyy spoke."), president)
    mention(an_article("The front", "The Ukrainian president spoke."), president, "The Ukrainian president")
    mention(an_article("Damascus", "Ahmed al-Sharaa arrived."), leader)
    mention(an_article("The capital", "The new leader arrived."), leader, "The new leader")
    mention(an_article("Before", "Bashar al-Assad left."), brother)
    mention(an_article("The guard", "Maher al-Assad left."), other)
    an_article("Unrelated", "The road to the coast is open.")
    index()
    return {"Zelenskyy": president, "Sharaa": leader, "Assad": brother, "Maher": other}


@pytest.mark.parametrize(
    "asked", ["zelensky", "Zelenskyy", "Zelenskiy", "Zelenskyi", "Zelenskyj", "Зеленський", "Зеленский", "زيلينسكي"]
)  # fmt: skip
def test_a_surname_in_any_spelling_finds_what_the_full_name_finds(coverage, asked):
    assert ids(ask(asked)) == ids(ask("Volodymyr Zelenskyy")) != set()


@pytest.mark.parametrize("asked", ["Julani", "al-Julani", "Jolani", "Sharaa", "al Sharaa", "الجولاني"])
def test_the_surname_of_any_name_finds_what_the_full_name_finds(coverage, asked):
    assert ids(ask(asked)) == ids(ask("Ahmed al-Sharaa")) != set()


def test_a_surname_with_several_bearers_finds_and_names_all_of_them(coverage):
    result = ask("assad")
    assert ids(result) == ids(ask("Bashar al-Assad")) | ids(ask("Maher al-Assad"))
    assert {known.label.id for known in result.recognized} == {coverage["Assad"].pk, coverage["Maher"].pk}


def test_a_full_name_finds_only_its_own_bearer(coverage):
    assert ids(ask("Bashar al-Assad")).isdisjoint(ids(ask("Maher al-Assad")))


def test_a_surname_beside_other_words_must_hold_together_with_them(coverage):
    assert len(ids(ask("zelensky spoke"))) == 2
    assert ask("zelensky arrived").total == 0


def test_another_spelling_is_not_searched_if_the_plain_surname_is_known(index):
    known, other = a_person("Boris Johnson"), a_person("Pal Jonson")
    first = mention(an_article("One", "Boris Johnson came."), known).article
    mention(an_article("Two", "Pal Jonson came."), other)
    index()
    assert ids(ask("Johnson")) == {first.pk}


@pytest.mark.parametrize("asked", ["Zelen", "Putin", "z", "Selma", "Зелений", "زيت"])
def test_a_word_that_is_nobodys_surname_is_only_a_word(coverage, asked):
    result = ask(asked)
    assert (result.total, result.recognized) == (0, ())


def test_an_everyday_word_is_a_surname_only_when_it_is_written_as_one(index):
    minister = a_person("Theresa May")
    named = mention(an_article("London", "Theresa May came."), minister).article
    index()
    assert ids(ask("May")) == {named.pk}
    assert ask("may come").recognized == ()


def test_a_given_name_alone_means_nobody(coverage):
    assert ask("Volodymyr").recognized == ()


@pytest.mark.parametrize(
    ("name", "family", "expected"),
    [
        ("Volodymyr Zelenskyy", "", "Zelenskyy"),
        ("Ursula von der Leyen", "", "von der Leyen"),
        ("Mohammed bin Salman", "", "bin Salman"),
        ("Bashar al-Assad", "al-Assad", "al Assad"),
        ("Xi Jinping", "Xi", "Xi"),
        ("Abu Mohammad al-Julani", "al-Sharaa", "al Julani"),
        ("Hemedti", "", ""),
        ("", "", ""),
    ],
)
def test_the_surname_in_a_full_name(name, family, expected):
    assert surname(name, family) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Putin", "Путин"),
        ("Vladimir Putin", "Poutine"),
        ("Alexander Lukashenko", "Лукашенка"),
        ("Recep Tayyip Erdoğan", "Erdogan"),
        ("Benjamin Netanyahu", "Netanyahou"),
        ("Ali Khamenei", "Хаменеи"),
        ("Abdel Fattah al-Burhan", "Burhane"),
        ("Kyriakos Mitsotakis", "Μητσοτάκης"),
        ("Hassan Nasrallah", "نصرالله"),
        ("Recep Tayyip Erdoğan", "أردوغان"),
    ],
)
def test_spellings_of_one_surname_share_a_key(one, other):
    assert not surname_keys(one).isdisjoint(asked_spellings(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Putin", "Patton"),
        ("Mark Rutte", "Ruto"),
        ("Joe Biden", "Baden"),
        ("Ashton Carter", "Karzai"),
        ("Ban Ki-moon", "Moo"),
        ("Li Qiang", "Li"),
    ],
)
def test_different_surnames_share_none(one, other):
    assert surname_keys(one).isdisjoint(asked_spellings(other))
