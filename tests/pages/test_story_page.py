from __future__ import annotations

import pytest

from articles.pages.story_page import entities_named, story_page, weights_of_names
from tests.builders import a_person, a_place, an_article, an_organization, mention

pytestmark = pytest.mark.django_db


def in_order(article) -> list[str]:
    mentions = list(article.mentions.in_text_order().select_related("entity"))
    return [entity.name for entity in entities_named(mentions, weights_of_names(mentions))]


def test_a_place_of_the_headline_comes_before_one_that_the_standfirst_names_first():
    article = an_article("The battle of Mosul", "Talks in Maryland.", description="In Maryland they speak of Mosul")
    mosul, maryland = a_place("Mosul"), a_place("Maryland")
    for place in (maryland, maryland, mosul, mosul):
        mention(article, place, is_about=True)
    assert in_order(article) == ["Mosul", "Maryland"]
    assert [crumb.name for crumb in story_page(article.pk).crumbs][-1] == "Mosul"


def test_what_the_story_is_about_comes_before_what_it_names_more_often():
    article = an_article("A headline", "Carter met Kerry. Kerry spoke. Kerry left.")
    carter, kerry = a_person("Ash Carter"), a_person("John Kerry")
    mention(article, carter, text="Carter", is_about=True)
    for _ in range(3):
        mention(article, kerry, text="Kerry")
    assert in_order(article) == ["Ash Carter", "John Kerry"]


def test_names_of_equal_weight_keep_the_order_of_the_text():
    article = an_article(
        "A headline", "Kerry, Carter and the Islamic State. Again Carter and the Islamic State, and Kerry."
    )
    names = {"Kerry": a_person("John Kerry"), "Carter": a_person("Ash Carter"), "Islamic State": an_organization()}
    for words in ("Carter", "Kerry", "Islamic State") * 2:
        mention(article, names[words], text=words)
    assert in_order(article) == ["John Kerry", "Ash Carter", "Islamic State"]
