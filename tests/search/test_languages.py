"""Searching stories in other languages: all forms of a word, and words in sentences without spaces."""

from __future__ import annotations

import pytest

from articles.search.query import search
from articles.search.result import StoryQuery
from tests.builders import a_place, an_article, mention


def ask(text):
    return search(StoryQuery(text))


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("fr", "Les soldats marchaient.", "marcher"),
        ("de", "Die Häuser brannten.", "haus"),
        ("ar", "عاد النازحون إلى الموصل", "الموصل"),
        ("zh", "部队进入摩苏尔", "摩苏尔"),
        ("zh", "周一部队进入摩苏尔城", "进入摩苏尔"),
        ("ja", "部隊がモスルに入った", "モスル"),
        ("ko", "대표단이 서울에서 왔다", "서울"),
        ("th", "ทหารเข้าเมืองโมซูล", "โมซูล"),
        ("my", "စစ်တပ်က မြို့ကိုဝင်ခဲ့သည်", "မြို့"),
        ("uk", "Військові залишили місто", "місто"),
        ("uk", "Після обстрілів міста", "обстріл"),
        ("ru", "Нападения продолжались", "нападение"),
        ("fr", "Les attaques continuent", "attaque"),
        ("es", "Las explosiones siguen", "explosión"),
        ("es", "Las explosiones siguen", "explosion"),
        ("ar", "استمرت الهجمات والقوات", "قوات"),
        ("he", "אחרי ההתקפה בעיר", "התקפה"),
    ],
)
def test_stories_in_other_languages_are_found_in_them(index, language, text, question):
    an_article("Headline", text, in_language=language)
    index()
    assert ask(question).total == 1


@pytest.mark.parametrize(
    ("text", "question"),
    [("部队离开摩城。苏尔在城里", "摩苏尔"), ("大学生命运", "生大")],
    ids=["apart", "in another order"],
)
def test_characters_that_are_not_adjacent_are_not_a_word(index, text, question):
    an_article("Headline", text, in_language="zh")
    index()
    assert ask(question).total == 0


def test_the_word_that_matched_in_another_language_is_marked(index):
    an_article("Headline", "Трое убиты. Нападения продолжались.", in_language="ru")
    index()
    assert [text for text, is_match in ask("нападение").hits[0].snippet if is_match] == ["Нападения"]


@pytest.mark.parametrize("question", ["الرقة", "Ракка", "Rakka"])
def test_a_name_in_another_script_is_the_name(index, question):
    raqqa = a_place("Raqqa", "الرقة", "Ракка", "Rakka")
    mention(an_article("Talks in Raqqa"), raqqa)
    index()
    assert [name.label.id for name in ask(question).recognized] == [raqqa.pk]
    assert ask(question).total == 1


def test_a_word_is_not_stemmed_by_the_rules_of_another_language(index):
    an_article("Headline", "Le run est fini.", in_language="fr")
    index()
    assert ask("run").total == 1
    assert ask("running").total == 0
