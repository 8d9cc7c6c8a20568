"""A query always matches what its exact words match; unsupported parts are reported."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.search.indexer import rebuild
from articles.search.query import search
from articles.search.result import StoryQuery
from tests.builders import a_country, a_person, a_place, an_article, an_organization, mention
from tests.thoroughness import examples

WORDS = [
    "Daesh", "Islamic State", "IS", "is", "US", "us", "the", "zelensky", "Zelenskiy", "Зеленський", "Assad", "Mosul",
    "mosul", "Deir ezzor", "Deir ez-Zor", "Iraq", "Ba'ath", "Baath", "O'Brien", "OBrien", "fox-it", "troops", "training",
    "trains", "May", "may", "-daesh", '-"the town"', '"the town"', "OR", "speaker:Assad", "摩苏尔", "Su-35", "don't",
    "Reshʿayna", "Reshayna", "towns", "2016", "-", "“left",
]  # fmt: skip
SENTENCES = [
    "Fighters of Daesh left the town.", "Islamic State left. The US is in Iraq.", "Deir Ezzor and Deir ez-Zor are one.",
    "Zelensky spoke.", "A party called Ba'ath met O'Brien.", "The Baath met Pat OBrien.", "A fox saw it. It was cold.",
    "The firm Fox-It said so.", "He trains troops of the Iraqi army in May.", "摩苏尔战役", "They don't fly the Su-35.",
    "Reshʿayna lies in Iraq.", "He told us so in 2016.", "Troops OR tanks may come.",
]  # fmt: skip


def ask(text="", **more):
    return search(StoryQuery(text, page_size=100, **more))


def ids(result):
    return {hit.article_id for hit in result.hits}


@pytest.fixture
def coverage(index):
    stories = [an_article(f"Story {number}", text) for number, text in enumerate(SENTENCES)]
    group, president = (
        an_organization("Islamic State", "Daesh", "IS"),
        a_person("Volodymyr Zelenskyy", "Володимир Зеленський"),
    )
    mention(stories[1], group, "Islamic State")
    mention(stories[1], a_country("United States", "US", code="US"), "US")
    mention(stories[3], president, "Zelensky")
    mention(stories[2], a_place("Deir ez-Zor", country=a_country("Syria", code="SY")), "Deir ez-Zor")
    index()
    return stories


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join))
def test_a_question_finds_all_that_its_exact_words_find(coverage, text):
    assert ids(ask(text)) >= ids(ask(text, exact=True))


@pytest.mark.parametrize("text", ["- OR -", "- AND -", "\u2013 NOT \u2013"])
def test_an_operator_that_is_the_only_word_is_searched_as_a_word(coverage, text):
    result = ask(text)
    assert ids(result) == ids(ask(text, exact=True))
    assert result.notes == ()


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("Reshayna", "Reshʿayna"),
        ("Resh'ayna", "Reshʿayna"),
        ("Baath", "Ba'ath"),
        ("Ba’ath", "Ba'ath"),
        ("obrien", "O'Brien"),
        ("O’Brien", "O'Brien"),
    ],
)
def test_apostrophes_and_letters_like_them_make_no_difference(coverage, asked, other):
    assert ids(ask(asked)) == ids(ask(other)) != set()


def test_words_on_both_sides_of_an_apostrophe_are_found_alone_too(index):
    story = an_article("Alep", "L'attaque d'Alep a commencé.")
    index()
    assert ids(ask("attaque")) == ids(ask("Alep")) == {story.pk}


def test_the_snippet_marks_a_word_with_its_apostrophe(coverage):
    pieces = [piece for hit in ask("baath").hits for piece in hit.snippet]
    assert ("Ba'ath", True) in pieces
    assert ("Baath", True) in pieces


def test_words_joined_by_a_hyphen_are_searched_together(coverage):
    [hit] = ask("fox-it").hits
    assert hit.article_id == coverage[7].pk


def test_a_hyphen_in_the_question_finds_the_word_without_it(index):
    story = an_article("A pause", "The ceasefire held.")
    index()
    assert ids(ask("cease-fire")) == {story.pk}


def test_two_numbers_with_a_hyphen_are_two_words(index):
    story = an_article("Years", "In 2014 it began. In 2019 it ended.")
    index()
    assert ids(ask("2014-2019")) == {story.pk}


@pytest.mark.parametrize("asked", ["troops -tanks", "troops \u2212tanks", 'troops -"OR tanks"'])
def test_a_minus_leaves_out_stories_with_the_words(coverage, asked):
    result = ask(asked)
    assert ids(result) == {coverage[8].pk}
    assert "are excluded" in result.notes[0]


def test_only_a_minus_shows_all_other_stories(coverage):
    assert ids(ask("-troops")) == {story.pk for story in coverage} - {coverage[8].pk, coverage[13].pk}


@pytest.mark.parametrize("asked", ["fox-cold", "fox - cold", "fox-"])
def test_a_hyphen_inside_or_after_words_leaves_nothing_out(coverage, asked):
    assert ask(asked).notes == ()


@pytest.mark.parametrize(
    ("asked", "operator"),
    [("speaker:Zelensky", "speaker:"), ("Zelensky OR nobody", "OR"), ("Zelensky AND spoke", "AND"), ("zelensk*", "*")],
)
def test_an_operator_that_does_nothing_here_is_named(coverage, asked, operator):
    assert any(f"“{operator}”" in note for note in ask(asked).notes)


def test_an_ignored_operator_is_not_searched_as_a_word(coverage):
    assert ids(ask("speaker:Zelensky")) == ids(ask("Zelensky"))


@pytest.mark.parametrize("asked", ["10:30", "and or not", "from Mosul", "note: Mosul"])
def test_words_that_only_look_like_operators_are_words(coverage, asked):
    assert ask(asked).notes == ()


def test_a_name_that_was_searched_is_not_offered_again(index):
    mention(an_article("Kyiv", "Volodymyr Zelenskyy spoke."), a_person("Volodymyr Zelenskyy"))
    rebuild()
    result = ask("zelensky nowhere")
    assert result.total == 0
    assert [label.name for label in result.suggestions] == []
