from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import clean, clean_line, clean_name, cut, fold, has_words, slug


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("plain  words ", "plain words"),
        ("a\x00b\x07c", "abc"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("cafe\u0301", "café"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("lone \ud800 surrogate", "lone ? surrogate"),
        ("مرحبا\u200f", "مرحبا\u200f"),
        ("one\x0bline\x0cpage\x85next\x1ffield", "one line page next field"),
        ("bridge\U000e0041\U000e0062\U000e007f opens\ufff9\u206a", "bridge opens"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",) * 2,
    ],
    ids=[
        "spaces",
        "NUL and bell",
        "line ends",
        "composed",
        "invisible",
        "surrogate",
        "a mark of right-to-left prose stays",
        "controls that separate words",
        "hidden characters",
        "the flag of Scotland stays",
    ],
)
def test_text_from_outside_is_made_safe(given_text, cleaned):
    assert clean(given_text) == cleaned


def test_an_override_cannot_turn_a_headline_around():
    assert clean_line("Report \u202egnp.exe\u202c\u2066x\u2069") == "Report gnp.exex"


def test_a_line_holds_no_line_break():
    assert clean_line("one\n\n two") == "one two"


def test_a_name_with_a_direction_mark_is_the_name_without():
    assert clean_name("\u200eAsh\u200f Carter") == "Ash Carter"


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)
    assert unicodedata.is_normalized("NFC", clean(text))
    assert "\x00" not in clean(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Deir ez-Zor", "Deir Ezzor"), ("al-Abadi", "Al Abadi"), ("Erdoğan", "Erdogan"), ("Đà Nẵng", "Da Nang"), ("أربيل", "اربيل"), ("Straße", "STRASSE")],
)  # fmt: skip
def test_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Mali", "Malik"), ("Iran", "Iraq"), ("الرقة", "الرق")])
def test_different_names_fold_differently(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("name", ["", "…", "الرقة"])
def test_a_name_without_latin_letters_still_has_an_address(name):
    assert slug(name) == "-"


@pytest.mark.parametrize("letter", ["ʿ", "ʾ", "ʼ", "ʻ", "ˈ", "ـ", "'", "’", "`"])
def test_a_key_has_no_apostrophes_even_where_unicode_calls_them_letters(letter):
    assert fold(f"Resh{letter}ayna") == fold("Reshayna")


@given(st.text(st.characters(codec="ascii")))
def test_a_key_of_plain_letters_is_the_beginning_of_the_key_with_an_accent_behind_them(text):
    assert fold(f"{text}É") == fold(text) + "e"


@given(st.text(st.characters(codec="ascii")))
def test_a_line_of_plain_characters_is_cleaned_like_one_with_an_accent_in_front_of_it(text):
    assert clean_line(f"É{text}") == f"É{clean_line(f'x{text}')[1:]}"


@pytest.mark.parametrize(
    "text", ["", "...", "\u2026", "\u3164", "\u2800", "\u200b\u200d", "\uffa0\u115f", "!?", "\u2014", "\u2764\ufe0f"]
)
def test_marks_and_fillers_are_no_words(text):
    assert not has_words(text)


@pytest.mark.parametrize("text", ["a", "7", "\u9053", "\u0639", "\u0939\u093f", "...no", "\u0663"])
def test_a_letter_or_a_digit_is_a_word(text):
    assert has_words(text)


@pytest.mark.parametrize("filler", ["\u3164", "\u2800", "\u115f", "\u1160", "\uffa0", "\u180e", "\u034f"])
def test_fillers_leave_no_trace(filler):
    assert clean_line(filler) == ""
    assert clean_line(f"A{filler} B") == "A B"


def test_a_long_text_is_cut_after_a_word():
    assert cut("one two three", 13) == "one two three"
    assert cut("one two three four", 13) == "one two\u2026"


@pytest.mark.parametrize("letter", ["a", "\u9053", "\u0639"])
def test_a_text_without_spaces_is_cut_within_and_not_lost(letter):
    assert cut(letter * 1000, 400) == letter * 399 + "\u2026"
    assert cut("A " + letter * 1000, 400) == "A " + letter * 397 + "\u2026"


def test_a_letter_is_not_cut_from_its_marks():
    assert cut("e\u0301" * 10, 6) == "e\u0301e\u0301\u2026"


@given(st.text(min_size=1), st.integers(min_value=2, max_value=40))
def test_what_is_cut_fits_and_begins_as_before(text, longest):
    short = cut(text, longest)
    assert len(short) <= longest
    assert short == text or text.startswith(short[:-1])


def test_an_override_cannot_turn_a_paragraph_around_and_its_direction_stays():
    assert clean("He said \u202eno\u202c.\n\u2067مرحبا\u2069") == "He said no\u202c.\n\u2067مرحبا\u2069"
