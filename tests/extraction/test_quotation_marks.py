"""What is between quotation marks, in the marks of several languages, with apostrophes beside them."""

from __future__ import annotations

import pytest

from articles.extraction.findings import Document
from articles.extraction.passages import read_passages
from articles.extraction.quotations.quotation_marks import find_quoted_spans
from articles.vocabulary import BlockRole


def spans(*paragraphs):
    document = Document(tuple((BlockRole.PARAGRAPH, paragraph) for paragraph in paragraphs))
    return find_quoted_spans(read_passages(document, parse=False))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We left,” he said.", ["We left,"]),
        ('"We left," he said.', ["We left,"]),
        ("‘We left,’ he said.", ["We left,"]),
        ("'We left,' he said.", ["We left,"]),
        ("«We left», he said.", ["We left"]),
        ("« Nous partons », he said.", ["Nous partons"]),
        ("„Wir gehen“, he said.", ["Wir gehen"]),
        ("»Wir gehen«, he said.", ["Wir gehen"]),
        ("``We left,'' he said.", ["We left,"]),
        ("''We left,'' he said.", ["We left,"]),
        ("“We left,” he said, “and ran.”", ["We left,", "and ran."]),
        ("He said “he called it ‘a fine day’ then”.", ["he called it ‘a fine day’ then"]),
        ("No marks here.", []),
    ],
)
def test_each_pair_of_marks_holds_words(text, expected):
    assert [span.text for span in spans(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the rebels' plan and the guards' post", []),
        ("it's the port's end", []),
        ("in the '90s and the ’80s", []),
        ("rock 'n' roll", []),
        ("he said 'the rebels' plan is lost' and left", ["the rebels' plan is lost"]),
        ("’tis late", []),
        ("O'Kern and D’Arcy", []),
    ],
)
def test_an_apostrophe_is_no_mark(text, expected):
    assert [span.text for span in spans(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We left and ran.", []),
        ("He is 6'2\" tall.", []),
        ('"We left', []),
        ("He said “we left.", []),
    ],
)
def test_a_mark_that_is_never_closed_holds_nothing(text, expected):
    assert [span.text for span in spans(text)] == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("“We left.", "“We ran,” he said.", [("We left.", False, True), ("We ran,", True, False)]),
        ("“We left.”", "“We ran,” he said.", [("We left.", False, False), ("We ran,", False, False)]),
        ("“We left.", "They ran.", []),
        ('"We left.', '"We ran," he said.', [("We left.", False, True), ("We ran,", True, False)]),
    ],
)
def test_open_speech_goes_on_in_the_next_paragraph(first, second, expected):
    assert [(span.text, span.continues, span.goes_on) for span in spans(first, second)] == expected


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("“We left,” he said.", 1, [(2, True)]),
        ("“We left,” he said.", 0, [(2, False)]),
        ("“We left,” he said.", 8, [(2, True)]),
        ("“We left,” he said.", 9, [(2, False)]),
        ("“We left now and then,” he said.", 12, [(5, True)]),
    ],
)
def test_words_are_counted_and_offsets_are_inside(text, offset, expected):
    assert [(span.word_count, span.holds(offset)) for span in spans(text)] == expected
