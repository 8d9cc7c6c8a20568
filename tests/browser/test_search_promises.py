from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser


def stories(site, question):
    """The ids of all results of a query, page by page, and the text of the first page."""
    found, first, page = [], "", 1
    while True:
        status, text = site.get(f"/search/?{question}&page={page}")
        assert status == 200
        main = text[text.index("<main") :]
        ids = list(dict.fromkeys(re.findall(r'<h[23][^>]*>\s*<a[^>]+href="/stories/(\d+)-', main)))
        first = first or text
        found += ids
        if len(ids) < 20:
            return found, first
        page += 1


def test_one_group_is_found_under_all_its_names(site):
    answers = {
        name: stories(site, f"q={name.replace(' ', '+')}")[0]
        for name in ("Islamic State", "Daesh", "daesh", "ISIL", "ISIS", "IS")
    }
    assert len(answers["Daesh"]) > 10
    assert all(set(answer) == set(answers["Daesh"]) for answer in answers.values())


def test_the_page_says_which_names_it_searched_and_offers_the_exact_words(site):
    _, text = stories(site, "q=Daesh")
    assert "ISIL" in text
    exact = re.search(r'href="([^"]*exact=1[^"]*)"', text)
    assert exact
    assert (
        0 < len(stories(site, exact[1].partition("?")[2].replace("&amp;", "&"))[0]) < len(stories(site, "q=Daesh")[0])
    )


def test_is_in_capitals_is_not_the_verb_and_small_is_finds_no_group(site):
    group = set(stories(site, "q=Islamic+State")[0])
    assert set(stories(site, "q=IS")[0]) == group
    assert "Searched under all known names" in site.get("/search/?q=IS")[1]
    assert "Searched under all known names" not in site.get("/search/?q=is")[1]


def test_us_in_capitals_is_the_country_and_small_us_is_not(site):
    country = set(stories(site, "q=United+States")[0])
    assert set(stories(site, "q=US")[0]) == country
    assert set(stories(site, "q=us")[0]) != country


def test_a_country_finds_stories_that_name_only_a_town_in_it(site):
    # By its link: other tests publish stories that have the word in their text and no place.
    mosul = re.search(r'/places/(\d+)-mosul/"', site.get("/search/suggest/?q=Mosul")[1])
    assert mosul
    in_mosul = set(stories(site, f"place={mosul[1]}")[0])
    assert len(in_mosul) > 5
    assert in_mosul <= set(stories(site, "q=iraq")[0])


def test_an_unknown_word_offers_the_nearest_names(site):
    found, text = stories(site, "q=Bagdhad")
    assert found == []
    assert re.search(r'href="/places/\d+-baghdad', text)


@pytest.mark.parametrize(
    "question",
    ["q=%00", "q=" + "x" * 10_000, "q=%22((", "q=%FF%FE", "q=...", "q=the+of", "q=a&page=99999999999", "from=2016-99-99", "person=abc&year=-1&outlet=%00"],
    ids=["NUL", "10,000 characters", "marks", "not UTF-8", "dots", "stop words", "far page", "no such date", "no numbers"],
)  # fmt: skip
def test_invalid_input_gets_a_response(site, question):
    status, text = site.get(f"/search/?{question}")
    assert status == 200
    assert "<h1" in text


def test_a_facet_says_what_the_click_gives(site):
    _, text = stories(site, "q=Mosul")
    choices = re.findall(
        r'name="(person|organization|country|year)" value="(\d+)"[^>]*>.*?class="n">\s*(\d+)', text, re.DOTALL
    )
    assert len(choices) > 8
    for name, value, count in choices[::4]:
        assert len(stories(site, f"q=Mosul&{name}={value}")[0]) == int(count), (name, value)
