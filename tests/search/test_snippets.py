from __future__ import annotations

import pytest

from articles.search.query import search
from articles.search.result import StoryQuery
from tests.builders import a_person, an_article, an_organization, mention


def first_hit(text, **more):
    return search(StoryQuery(text, **more)).hits[0]


def shown(hit):
    return "".join(text for text, _ in hit.snippet)


def marked(hit):
    return [text for text, is_match in hit.snippet if is_match]


def test_the_sentence_with_most_of_the_question_is_shown(index):
    an_article("Help", "A hospital opened. Nearby a field hospital closed. Then the field was sown.")
    index()
    assert shown(first_hit("field hospital")) == "Nearby a field hospital closed."


def test_other_forms_of_a_word_are_marked(index):
    an_article("Help", "Nobody came. Officers were training recruits.")
    index()
    assert marked(first_hit("trained")) == ["training"]


@pytest.mark.parametrize(("question", "name"), [("Islamic State", "Daesh"), ("Daesh", "Daesh")])
def test_the_matching_name_is_shown(index, question, name):
    group = an_organization("Islamic State", "Daesh")
    mention(an_article("Gone", "It rained. Fighters of Daesh left."), group, "Daesh")
    index()
    hit = first_hit(question)
    assert (hit.matched, marked(hit)) == (name, [name])


def test_a_surname_that_the_story_uses_is_marked_for_the_full_name(index):
    person = a_person("Ash Carter")
    mention(an_article("A visit", "Carter came."), person, "Carter")
    index()
    assert marked(first_hit("Ash Carter")) == ["Carter"]


def test_a_line_without_words_is_passed_over(index):
    an_article("Odd", "* * *", "The bridge closed.")
    index()
    assert shown(first_hit("bridges")) == "The bridge closed."


def test_markup_in_a_story_stays_text(index):
    an_article("Odd", "The sign read <b>bridge</b> closed.")
    index()
    assert shown(first_hit("bridge")) == "The sign read <b>bridge</b> closed."


def test_a_long_sentence_is_cut_at_words_around_the_match(index):
    an_article("Long", "word " * 200 + "ceasefire " + "word " * 200)
    index()
    hit = first_hit("ceasefire")
    assert marked(hit) == ["ceasefire"]
    assert shown(hit).startswith("…word ")
    assert shown(hit).endswith("word…")
    assert len(shown(hit)) < 340


def test_words_of_the_headline_alone_leave_the_snippet_empty(index):
    an_article("Ceasefire holds", "Nothing moved.")
    index()
    assert first_hit("ceasefire").snippet == ()


def test_a_question_without_words_has_no_snippets(index):
    an_article("Help", "They came.")
    index()
    assert first_hit("").snippet == ()
