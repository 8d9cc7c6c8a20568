"""Texts that no news story has are cut before the rules read them; findings stand where they stood, and it is said."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction import pipeline, segments, sentences
from articles.extraction.findings import Document, KnownName
from articles.vocabulary import BlockRole, EntityKind
from benchmarks.memory_gazetteer import MemoryGazetteer
from tests.thoroughness import examples

P = BlockRole.PARAGRAPH
SENTENCE = "The minister said on Monday that the talks in Geneva would go on for a week. "
GENEVA = MemoryGazetteer(
    [KnownName("entity:1", EntityKind.PLACE, "Geneva", "Geneva", country_code="CH", weight=200_000)]
)


def document(*texts, **fields):
    return Document(tuple((P, text) for text in texts), **fields)


def test_an_ordinary_story_is_not_cut():
    story = document(SENTENCE * 20, "A short one.", headline="Talks go on")
    found = segments.cut_document(story)
    assert found.document is story
    assert found.problems == ()


def test_a_long_paragraph_is_cut_between_sentences():
    found = segments.cut_document(document("First.", SENTENCE * 400, "Last."))
    pieces = [text for _, text in found.document.blocks]
    assert max(map(len, pieces)) <= segments.MAX_BLOCK
    assert all(piece.endswith((".", "week.")) for piece in pieces)
    assert [block for block, _ in found.origins] == [0, *[1] * (len(pieces) - 2), 2]
    assert found.problems == ()


pieces = st.sampled_from(
    ["word ", "Ünï ", "“", "(", "a, ", "x" * 400, " ", ". ", SENTENCE, "e\u0301", "\U0001f600", "\n", "-" * 60]
)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(pieces, st.integers(1, 400)), max_size=8))
def test_every_piece_stands_in_its_block_where_it_is_said_to(parts):
    text = "".join(part * count for part, count in parts)
    found = segments.cut_document(document(text, "End."))
    for (_, piece), (block, start) in zip(found.document.blocks, found.origins or (), strict=bool(found.origins)):
        assert [text, "End."][block][start : start + len(piece)] == piece
        assert len(piece) <= segments.MAX_BLOCK


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(pieces, st.integers(1, 400)), max_size=8))
def test_sentences_are_in_order_and_none_is_endless(parts):
    text = "".join(part * count for part, count in parts)
    spans = sentences.split_sentences(text)
    assert all(0 < end - start <= sentences.MAX_SENTENCE for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_more_words_than_can_be_looked_through_are_kept_and_said():
    paragraph = "Ten short words stand in this line, and no more. " * 100
    found = segments.cut_document(document(*[paragraph] * 84))
    assert sum(len(text.split()) for _, text in found.document.blocks) == segments.MAX_WORDS
    (problem,) = found.problems
    assert problem.startswith(
        "The text has 84,000 words. Names, quotations and pledges were extracted from the first 50,000;"
    )


def test_an_endless_sentence_is_said():
    found = segments.cut_document(document("Canada will send 40 engineers and " * 100))
    assert "were looked through in parts" in found.problems[0]


@pytest.mark.parametrize("repeated", ["“", "(", "…", "a, ", "“a” ", "J. ", "-", " ", "x"])
def test_what_is_no_text_is_not_looked_through_and_that_is_said(repeated):
    found = segments.cut_document(document(SENTENCE + repeated * 1000 + " " + SENTENCE))
    assert sum(len(text) for _, text in found.document.blocks) < 2 * len(SENTENCE) + 320
    said = () if repeated == " " else ("Passages of repeated signs or endless words were not looked through.",)
    assert found.problems == said


@pytest.mark.parametrize("text", ["He waited …… and left." * 3, "A, B, C, D and E", "-" * 40, "It is so. " * 300])
def test_near_misses_are_looked_through(text):
    assert segments.cut_document(document(text)).document.blocks == ((P, text),)


@pytest.mark.model
def test_findings_in_a_cut_story_stand_where_they_stood():
    long = SENTENCE * 300
    story = document("Talks began in Geneva.", "(" * 500 + " They go on in Geneva.", long)
    found = pipeline.find(story, GENEVA)
    places = [one for one in found.mentions if one.name == "Geneva"]
    assert len(places) == 302
    assert all(story.text_of(one.block)[one.start : one.end] == one.text == "Geneva" for one in places)
    assert len(found.sentences) == len(story.blocks)


HOSTILE = {
    "one sentence": "Canada will send 40 engineers and ",
    "speech": "“We go,” said John Smith and ",
    "a surname": "Smith said it. ",
    "short paragraphs": "Smith said so.\n\n",
    "acronyms": "United Nations (UN) ",
    "capitals": "THE ARMY ENTERED THE TOWN ",
    "capitalised words": "Sarvolun Dartepe Kalumin ",
    "marks": "“",
}


@pytest.mark.model
@pytest.mark.parametrize("repeated", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_cost_of_finding_grows_with_the_length_of_a_text(repeated):
    """Four times the text may cost ten times the processor time: sixteen would be a square.

    A busy machine can slow one of the two readings, so the best of three comparisons counts.
    """

    def cost(length):
        text = repeated * (length // len(repeated))
        start = time.process_time()
        pipeline.find(document(*text.split("\n\n")), GENEVA)
        return time.process_time() - start

    def growth():
        return cost(20_000) / max(cost(5_000), 0.05)

    cost(1_000)
    assert any(growth() <= 10 for _ in range(3))
