from __future__ import annotations

import pytest

from articles.search.tokens import needs_case, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź naïve Übung", ["lodz", "naive", "ubung"]),
        ("U.S.-led", ["us", "led"]),
        ("the U.N. said", ["the", "un", "said"]),
        ("It ended. I left", ["it", "ended", "i", "left"]),
        ("Carter's", ["carter"]),
        ("Carter\u2019s", ["carter"]),
        ("it's is", ["it", "is"]),
        ("e\u0301te\u0301", ["ete"]),
        ("snake_case", ["snake", "case"]),
        ("هَٰذَا العراق", ["هذا", "العراق"]),
        ("摩苏尔", ["摩", "苏", "尔"]),
        ("\ud800 x", ["x"]),
        ("?! —", []),
        ("\u0301", []),
    ],
)
def test_text_becomes_folded_words(text, folded):
    assert [token.folded for token in tokens(text)] == folded


def test_words_keep_their_case_beside():
    assert [token.cased for token in tokens("U.S. Éire us")] == ["US", "Eire", "us"]


def test_offsets_lead_back_to_the_text():
    text = "He saw Carter\u2019s U.S. visit"
    assert [text[token.start : token.end] for token in tokens(text)] == ["He", "saw", "Carter", "U.S", "visit"]


def test_a_character_says_whether_it_goes_on_with_the_one_before():
    assert [token.is_joined for token in tokens("摩苏尔 战役 in 巴士拉")] == [False, True, True, False, True, False, False, True, True]  # fmt: skip


def test_marks_belong_to_their_letter():
    text = "น้ำมัน"
    found = tokens(text)
    assert [text[token.start : token.end] for token in found] == ["น้", "ำ", "มั", "น"]
    assert [token.is_joined for token in found] == [False, True, True, True]


@pytest.mark.parametrize(("name", "expected"), [("IS", True), ("US", True), ("U.S.", True), ("ISIL", False)])
def test_names_that_are_everyday_words_need_their_case(name, expected):
    assert needs_case(name) is expected
