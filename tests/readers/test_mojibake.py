from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import registry
from articles.readers.mojibake import mojibake_problems
from articles.readers.story import Block, Story
from articles.vocabulary import BlockRole


def story(text):
    return Story(headline="A headline", body=(Block(BlockRole.PARAGRAPH, text),))


@pytest.mark.parametrize(
    "text",
    ["It\u2019s a bridge", "\u201cThe road is open\u201d", "M\u00fcnchen f\u00fcr alle", "caf\u00e9 \u2014 d\u00e9j\u00e0 vu", "\u0634\u0627\u0631\u0639",
     "\u0414\u043e\u0440\u043e\u0433\u0430 \u043e\u0442\u043a\u0440\u044b\u0442\u0430", "\u9053\u8def\u5df2\u5f00\u653e"],
)  # fmt: skip
def test_text_that_was_decoded_wrongly_is_flagged_and_kept(text):
    damaged = text.encode().decode("cp1252", "replace") if text.isascii() else text.encode().decode("latin-1")
    found = mojibake_problems(story(damaged))
    assert len(found) == 1
    assert "wrongly decoded" in found[0]
    assert mojibake_problems(story(text)) == []


def test_pasted_mojibake_is_flagged_and_not_changed():
    text = "A bridge is opened\n\nIt\u00e2\u20ac\u2122s open again, the governor of the province said on Monday."
    read = registry.read(text.encode(), kind="text")[0]
    assert any("It\u00e2\u20ac\u2122s" in problem for problem in read.problems)
    assert "It\u00e2\u20ac\u2122s open again" in read.body[0].text


def test_replacement_characters_of_the_source_are_flagged_once():
    assert mojibake_problems(story("The caf\ufffd was closed")) == [
        "Some characters were already lost at the source, as in \u201ccaf\ufffd\u201d."
    ]
    read = registry.read(
        b"A bridge is opened\n\nThe caf\xe9 was closed, and the road is open, they said.", kind="text", charset="utf-8"
    )[0]
    assert sum("lost" in problem or "replac" in problem.lower() for problem in read.problems) <= 1


@pytest.mark.parametrize(
    "text",
    ["\u00c3 is a letter of Portuguese: N\u00c3O", "S\u00e3o Paulo, \u00c7orum, \u0141\u00f3d\u017a, \u010cesk\u00e9", "\u20ac5 million \u2013 \u00a33 million", "5 \u00b0C, 3 m\u00b2",
     "\u0130stanbul\u2019da", "Ti\u1ebfng Vi\u1ec7t", "\u00abParis\u00bb", "A\u0308rzte"],
)  # fmt: skip
def test_letters_of_real_languages_are_not_flagged(text):
    assert mojibake_problems(story(text)) == []


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=300))
def test_plain_ascii_is_never_flagged(text):
    assert mojibake_problems(story(text)) == []
