"""The languages of names in words."""

from __future__ import annotations

import pytest
from babel import Locale

from articles.reference.countries import _native_names
from articles.wording.languages import language_in_words, languages


def in_cldr(tag):
    locale = Locale.parse(tag, sep="-")
    if "-" in tag:
        return locale.get_display_name("en"), locale.get_display_name()
    return Locale("en").languages[tag], locale.get_language_name()


@pytest.mark.parametrize("tag", languages())
def test_names_of_languages_are_those_of_the_unicode_consortium(tag):
    english, autonym = in_cldr(tag)
    assert languages()[tag] == (english, autonym[:1].upper() + autonym[1:])


def test_languages_are_in_the_order_of_their_english_names():
    names = [language.english for language in languages().values()]
    assert names == sorted(names)


@pytest.mark.parametrize("country", ["IQ", "CN", "UA", "CH", "RS", "AF", "TR", "IN", "MY", "UZ", "PK"])
def test_the_languages_of_names_in_the_reference_data_are_shown_in_words(country):
    tags = [tag for tag, _ in _native_names(country)]
    assert tags
    assert [tag for tag in tags if language_in_words(tag) == tag] == []


@pytest.mark.parametrize(
    ("tag", "words"),
    [("uk", "Ukrainian (Українська)"), ("sr_Latn", "Serbian (Latin) (Srpski (latinica))"), ("xx-q", "xx-q"), ("", "")],
)
def test_a_tag_is_said_in_words_and_an_unknown_one_stays(tag, words):
    assert language_in_words(tag) == words
