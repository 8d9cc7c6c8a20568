"""Word forms in the languages of the stories."""

from __future__ import annotations

import pytest

from articles.search.stems import language_of, query_stems, stem_terms, stems


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en-GB", "en"), ("", "en"), ("FR", "fr"), ("nb", "no"), ("uk", "uk"), ("zh-Hans", ""), ("x", "")],
)
def test_a_language_tag_leads_to_its_stems(tag, language):
    assert language_of(tag) == language


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "attacks", "attacked"),
        ("fr", "attaques", "attaque"),
        ("fr", "blessé", "blessés"),
        ("de", "anschläge", "anschlag"),
        ("es", "explosión", "explosiones"),
        ("pt", "explosão", "explosões"),
        ("it", "attacchi", "attacco"),
        ("tr", "saldırılar", "saldırıları"),
        ("ru", "нападения", "нападение"),
        ("ru", "военный", "военного"),
        ("ru", "войной", "война"),
        ("uk", "обстрілів", "обстріл"),
        ("uk", "військових", "військові"),
        ("uk", "атаках", "атаку"),
        ("ar", "الهجوم", "هجوم"),
        ("ar", "والهجوم", "بالهجوم"),
        ("ar", "الهجمات", "هجمات"),
        ("ar", "للقوات", "قوات"),
        ("el", "επιθέσεις", "επίθεση"),
    ],
)
def test_forms_of_a_word_share_a_stem(language, one, other):
    assert stems(one, language) & stems(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "army", "arm"),
        ("fr", "mort", "mer"),
        ("ru", "город", "горе"),
        ("uk", "школа", "шкода"),
        ("ar", "ولد", "لد"),
        ("ar", "الف", "ف"),
    ],
)
def test_other_words_do_not(language, one, other):
    assert not stems(one, language) & stems(other, language)


def test_a_word_without_its_accents_is_the_word():
    assert query_stems("explosion", "es") & stems("explosión", "es")


@pytest.mark.parametrize(
    ("asked", "printed", "is_found"),
    [("התקפה", "ההתקפה", True), ("ההתקפה", "בהתקפה", True), ("תקפה", "שלום", False), ("שלום", "לום", False)],
    ids=["with the article", "with a preposition", "another word", "a first letter is no preposition in a question"],
)
def test_letters_before_a_hebrew_word_are_no_part_of_it(asked, printed, is_found):
    assert bool(query_stems(asked, "he") & stems(printed, "he")) == is_found


def test_a_stem_belongs_to_its_language():
    assert {"en:run", "fr:running"} <= stem_terms("running")


def test_a_word_is_asked_for_in_the_languages_of_its_script():
    assert {term.partition(":")[0] for term in stem_terms("война")} == {"ru", "uk"}
    assert not {"ru", "ar", "he", "el"} & {term.partition(":")[0] for term in stem_terms("war")}
