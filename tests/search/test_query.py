from __future__ import annotations

import pytest
from django.http import QueryDict

from articles.search.parameters import parse_query
from articles.search.query import BEING_BUILT, search
from articles.search.result import StoryQuery
from articles.vocabulary import ArticleStatus, BlockRole
from tests.builders import (
    a_block,
    a_country,
    a_person,
    a_place,
    an_article,
    an_organization,
    appear,
    mention,
    other_name,
)


def ask(text="", **more):
    return search(StoryQuery(text, **more))


def ids(result):
    return [hit.article_id for hit in result.hits]


@pytest.fixture
def group(index):
    """An armed group with five names, a story for each, and stories that contain the same letters as plain words."""
    group = an_organization("Islamic State", "Daesh", "ISIL", "ISIS", "IS")
    for name in ("Islamic State", "Daesh", "ISIL", "ISIS", "IS"):
        mention(an_article("A town changed hands", f"Fighters of {name} left. The town was quiet."), group, name)
    an_article("A verb", "The bridge is open. He told us so.")
    index()
    return group


@pytest.mark.parametrize("name", ["Daesh", "ISIL", "ISIS", "IS", "Islamic State", "daesh", "isil", "ISLAMIC  state"])
def test_every_name_of_a_group_finds_the_same_stories(group, name):
    result = ask(name)
    assert result.total == 5
    assert [known.label.id for known in result.recognized] == [group.pk]


def test_the_result_lists_the_searched_names(group):
    [known] = ask("news of daesh").recognized
    assert known.words == "daesh"
    assert set(known.names) == {"Islamic State", "Daesh", "ISIL", "ISIS", "IS"}


def test_the_exact_words_find_only_themselves(group):
    result = ask("Daesh", exact=True)
    assert (result.total, result.recognized) == (1, ())


def test_an_exact_acronym_is_never_the_verb(group):
    assert ask("IS", exact=True).total == 1


def test_the_verb_is_not_read_as_a_name(group):
    assert ask("is").recognized == ()


def test_capitals_of_a_name_we_do_not_know_are_not_the_everyday_word(index):
    an_article("A pronoun", "He told us so.")
    known = an_article("A country", "The US sent help.")
    dotted = an_article("The country again", "U.S.-led forces left.")
    index()
    assert set(ids(ask("US"))) == set(ids(ask("US", exact=True))) == {known.pk, dotted.pk}


def test_a_block_all_in_capitals_names_nobody(index):
    an_article("Plain", "TOLD BY ONE OF US WHO STAYED BEHIND", "Nothing else is said.")
    index()
    assert ask("US").total == 0
    assert ask("stayed behind").total == 1


def test_a_country_finds_stories_that_name_only_a_town_of_it(index):
    story = an_article("A road", "The road to Mosul reopened.")
    mention(story, a_place("Mosul"))
    index()
    [hit] = ask("iraq").hits
    assert hit.matched == "Mosul"
    assert ("Mosul", True) in hit.snippet


def test_the_longest_name_in_a_question_wins(index):
    guard, country = an_organization("Iraq Border Guard"), a_country("Iraq", code="IQ")
    both = mention(an_article("Training", "The Iraq Border Guard trained."), guard).article
    mention(an_article("Elections", "Iraq voted."), country)
    index()
    result = ask("Iraq Border Guard")
    assert ids(result) == [both.pk]
    assert [known.label.id for known in result.recognized] == [guard.pk]


def test_a_name_that_several_bear_finds_all_of_them(index):
    first, second = a_person("John Smith"), a_person("John Smith")
    stories = [mention(an_article("One", "John Smith came."), person).article for person in (first, second)]
    index()
    result = ask("john smith")
    assert set(ids(result)) == {story.pk for story in stories}
    assert {known.label.id for known in result.recognized} == {first.pk, second.pk}


def test_a_given_name_is_searched_as_a_word(index):
    mention(an_article("A visit", "Ash Carter came."), a_person("Ash Carter"))
    an_article("Another", "Ash fell on the town.")
    index()
    result = ask("Ash")
    assert (result.total, result.recognized) == (2, ())


def test_a_weak_name_is_only_words(index):
    carter = a_person("Ash Carter")
    other_name(carter, "the secretary", is_weak=True)
    mention(an_article("A visit", "Ash Carter came."), carter)
    index()
    assert ask("the secretary").recognized == ()
    assert ask("the secretary").total == 0


def test_a_story_in_which_nobody_marked_the_name_is_found_by_it_too(index):
    group = an_organization("Islamic State", "Daesh")
    mention(an_article("Marked", "Islamic State left."), group)
    unmarked = an_article("Unmarked", "Daesh left.")
    index()
    assert unmarked.pk in ids(ask("Islamic State"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("train", True),
        ("TRAINING police", True),
        ("the training of police", True),
        ("trainer's", True),
        ("zoe", True),
        ("Zoë", True),
        ('"field hospital"', True),
        ('"hospital field"', False),
        ('"field hospital', True),
        ('"train police"', False),
        ("police submarine", False),
    ],
    ids=str,
)
def test_words_are_read_as_a_reader_means_them(index, text, found):
    an_article("Help", "Zoë trained the police near a field hospital. The trainers left.")
    index()
    assert bool(ask(text).total) is found


@pytest.mark.parametrize("text", ["the of", "is", "us", "who will"])
def test_everyday_words_alone_find_what_holds_them_and_say_that_they_are_too_common(index, text):
    an_article("The state of the talks", "Who will tell us what is true?")
    index()
    answer = ask(text)
    assert answer.total == ask(text, exact=True).total
    assert "nearly every story" in answer.problem


def test_everyday_words_are_found_when_asked_for_exactly(index):
    article = an_article("The state of the talks")
    index()
    assert ids(ask("of the", exact=True)) == [article.pk]


def test_exact_words_are_not_stemmed(index):
    an_article("Help", "They trained the police.")
    index()
    assert ask("training").total == 1
    assert ask("training", exact=True).total == 0


def test_a_phrase_does_not_run_from_one_paragraph_into_the_next(index):
    an_article("Help", "They came by sea", "Eagle was the ship.")
    index()
    assert ask('"sea eagle"').total == 0


def test_a_pull_quote_is_not_searched(index):
    an_article("Help", "They came.", a_block("Remarkable words", BlockRole.PULL_QUOTE))
    index()
    assert ask("remarkable").total == 0


@pytest.mark.parametrize("status", [ArticleStatus.DRAFT, ArticleStatus.WITHDRAWN])
def test_only_published_stories_are_found(index, status):
    mention(an_article("Hidden", "Ash Carter came.", status=status), a_person("Ash Carter"))
    index()
    result = ask("Carter")
    assert (result.total, result.suggestions) == (0, ())


def test_a_misspelt_name_is_answered_with_the_nearest(group):
    result = ask("Islmaic Stat")
    assert result.total == 0
    assert [label.name for label in result.suggestions] == ["Islamic State"]


JUNK = {
    "nul": "%00\x00",
    "open_quote": '"((',
    "surrogate": "\ud800 war",
    "long": "x" * 10_000,
    "many_words": "war " * 5_000,
    "syntax": "a:b AND [1 TO *] ^5 ~ \\ /re/ (((",
    "punctuation": "?!… —",
    "space": "   ",
    "stop_words": "the of is",
    "emoji": "🙂🙂",
    "marks": "\u0301\u0301",
    "quotes": '"" "a" “”',
    "direction": "\u202eabc",
    "wide": "𝔘𝔖 ＩＳ ﬁ",
}


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("text", JUNK.values(), ids=JUNK.keys())
def test_any_question_gets_an_answer(group, text, exact):
    assert ask(text, exact=exact).total >= 0
    asked = QueryDict(mutable=True)
    asked["q"] = text
    assert search(parse_query(asked)).total >= 0


def test_a_question_without_words_says_so(group):
    result = ask('"((')
    assert (result.total, bool(result.problem)) == (0, True)


def test_an_overlong_question_says_how_much_was_searched(group):
    assert "first 300 characters" in ask("word " * 100).problem


def test_without_an_index_it_says_that_it_is_being_built(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    result = ask("anything")
    assert (result.hits, result.total, result.problem) == ((), 0, BEING_BUILT)


@pytest.fixture
def dated(index):
    """Story numbers by their headline: two of one day, one undated pair."""
    made = {
        name: an_article(name, "Troops moved.", date=date)
        for name, date in (
            ("early", "2015-03-01"),
            ("same day, first", "2016-07-21"),
            ("same day, second", "2016-07-21"),
            ("late", "2017-01-02"),
            ("undated, first", None),
            ("undated, second", None),
        )
    }
    index()
    return {article.pk: name for name, article in made.items()}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (
            "newest",
            ["late", "same day, second", "same day, first", "early", "undated, second", "undated, first"],
        ),
        (
            "oldest",
            ["early", "same day, first", "same day, second", "late", "undated, first", "undated, second"],
        ),
    ],
)
def test_undated_stories_come_last_and_ties_go_by_id(dated, sort, expected):
    assert [dated[pk] for pk in ids(ask(sort=sort))] == expected


def test_equally_relevant_stories_go_by_id(index):
    made = [an_article("The same", "Troops moved.").pk for _ in range(9)]
    index()
    pages = [ids(ask("troops", sort="relevance", page=page, page_size=4)) for page in (1, 2, 3)]
    assert [pk for page in pages for pk in page] == made[::-1]


def test_the_more_a_story_says_of_it_the_more_relevant_it_is(index):
    an_article("Other things", "Many things happened. One was a ceasefire. " + "Rain fell on the hills. " * 20)
    about = an_article("A ceasefire", "The ceasefire held.", date="2001-01-01")
    index()
    assert ids(ask("ceasefire", sort="relevance"))[0] == about.pk


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
def test_pages_divide_the_stories_without_gap_or_repeat(dated, sort):
    pages = [ids(ask("troops", sort=sort, page=page, page_size=2)) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 2, 0]
    assert {pk for page in pages for pk in page} == set(dated)


def test_a_page_far_past_the_end_is_empty(dated):
    assert ids(ask(page=10**9)) == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2016-07-21", "2016-07-21", {"same day, first", "same day, second"}),
        ("2016-07-22", "", {"late"}),
        ("", "2016-07-20", {"early"}),
    ],
    ids=["both_days_are_inside", "open_end", "open_start"],
)
def test_days_bound_the_stories(dated, first, last, expected):
    query = parse_query(QueryDict(f"from={first}&to={last}"))
    assert {dated[pk] for pk in ids(search(query))} == expected


def test_no_database_query_is_made(group, django_assert_num_queries):
    with django_assert_num_queries(0):
        ask("Daesh town", sort="relevance")
        ask("Dash")


def test_an_entity_of_the_page_narrows_and_is_not_offered(index):
    person, place = a_person("Ash Carter"), a_place("Mosul")
    both = appear(an_article("Both"), person, place)
    appear(an_article("One"), place)
    index()
    result = ask(entities=(person.pk,))
    assert ids(result) == [both.pk]
    assert result.facets["person"] == ()
    assert [value.name for value in result.facets["place"]] == ["Mosul"]
