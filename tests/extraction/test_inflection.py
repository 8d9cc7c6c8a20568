"""Names without what a language writes onto them, and names that other languages use."""

from __future__ import annotations

import pytest

from articles.extraction.names import exonyms, inflection
from articles.text import fold


def forms(word, language):
    return [form.name for form in inflection.base_forms(word, language)]


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("Москве", "ru", ["Москв", "Москва", "Москво"]),
        ("Украины", "ru", ["Украина"]),
        ("Києвом", "uk", ["Київ", "Києв", "Києво"]),
        ("Londons", "de", ["London"]),
        ("l'Irak", "fr", ["Irak"]),
        ("dell'Iraq", "it", ["Iraq"]),
        ("Ankara'da", "tr", ["Ankara"]),
        ("Türkiye’nin", "tr", ["Türkiye"]),
        ("בבגדאד", "he", ["בגדאד"]),
        ("וסוריה", "he", ["סוריה"]),
        ("بغداد", "ar", ["غداد"]),
        ("وسوريا", "ar", ["سوريا"]),
        ("للعراق", "ar", ["العراق"]),
        ("لسوريا", "ar", ["سوريا"]),
        ("Berlins", "sv", ["Berlin"]),
        ("d'Espanya", "ca", ["Espanya"]),
    ],
)
def test_a_word_has_other_spellings(word, language, expected):
    assert forms(word, language) == expected


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("Mosul", "en", []),
        ("Mali", "de", []),
        ("Paris", "fr", []),
        ("Ankara", "tr", []),
        ("Mos", "ru", []),
        ("London", "zh", []),
        ("Iraq", "it", []),
        ("l", "fr", []),
        ("'da", "tr", []),
        ("Rom", "de", []),
    ],
)
def test_other_words_have_none(word, language, expected):
    assert forms(word, language) == expected


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("l'Irak", "fr", [(2, 4)]),
        ("Ankara'da", "tr", [(0, 6)]),
        ("Londons", "de", [(0, 7)]),
        ("للعراق", "ar", [(1, 5)]),
    ],
)
def test_a_form_says_where_its_name_is_printed(word, language, expected):
    assert [(form.cut, form.length) for form in inflection.base_forms(word, language)] == expected


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("ru", "ООН", ("United Nations",)),
        ("de", "Vereinten Nationen", ("United Nations",)),
        ("fr", "ONU", ("United Nations",)),
        ("zh", "联合国", ("United Nations",)),
        ("ar", "الأمم المتحدة", ("United Nations",)),
        ("es", "OTAN", ("NATO",)),
        ("fr", "Allemagne", ("Germany",)),
        ("de", "Frankreich", ("France",)),
        ("ru", "Украина", ("Ukraine",)),
        ("ko", "나토", ("NATO",)),
        ("tr", "Avrupa Birliği", ("European Union",)),
        ("de", "ONU", None),
        ("fr", "Brenwick", None),
        ("xx", "ONU", None),
        ("en", "Germany", ("Germany",)),
        ("pl", "ONZ", ("United Nations",)),
        ("he", "חמאס", ("Hamas",)),
        ("uk", "Талібан", ("Taliban",)),
        ("it", "Stato islamico", ("Islamic State",)),
        ("sv", "FN", ("United Nations",)),
    ],
)
def test_another_language_has_a_name_for_it(language, name, expected):
    assert exonyms.exonyms_in(language).get(fold(name)) == expected


@pytest.mark.parametrize(
    ("language", "kind", "word", "expected"),
    [
        ("de", "place", "nach", True),
        ("de", "article", "das", True),
        ("de", "place", "das", False),
        ("fr", "place", "à", True),
        ("fr", "article", "le", True),
        ("ru", "place", "в", True),
        ("ru", "article", "в", False),
        ("tr", "article", "bir", True),
        ("en", "place", "in", False),
        ("xx", "article", "le", False),
        ("es", "place", "desde", True),
        ("pl", "place", "w", True),
        ("nl", "article", "het", True),
    ],
)
def test_a_word_before_a_place_is_known(language, kind, word, expected):
    assert (word in exonyms.words_before_places(language, kind)) == expected
