"""Following text through an edit: to the right position or none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.desk.tracing import Edit, is_small_change, trace, traced
from tests.thoroughness import examples


def never(_old, _new):
    return False


def small(old, new):
    return is_small_change(old, new, with_names=True)


def an_edit(before, after):
    """Of paragraphs, with a sentence to each full stop."""
    sentences = {}
    for block, text in enumerate(before):
        ends = [at + 1 for at, c in enumerate(text) if c == "."]
        starts = [0, *ends]
        sentences[block] = [
            (start + (text[start : start + 1] == " "), end)
            for start, end in zip(starts, [*ends, len(text)], strict=True)
        ]
    return Edit(dict(enumerate(before)), dict(enumerate(after)), sentences)


def followed(before, after, words, *, block=0, nth=0, is_correction=never):
    start = -1
    for _ in range(nth + 1):
        start = before[block].index(words, start + 1)
    edit = an_edit(before, after)
    found = trace(edit, (block, start, start + len(words)), is_correction)
    if found:
        at, first, last = found.span
        assert after[at][first:last] == found.text
    return found and (found.span[0], found.span[1], found.text)


ORSEY = "Orsey met Lind. Orsey left."


@pytest.mark.parametrize(
    ("after", "words", "nth", "where"),
    [
        (["Yesterday Orsey met Lind. Orsey left."], "Orsey", 0, (0, 10)),
        (["Yesterday Orsey met Lind. Orsey left."], "Orsey", 1, (0, 26)),
        (["Orsey siad little. Orsey left."], "Orsey", 0, (0, 0)),
        (["Orsey left."], "Orsey", 1, (0, 0)),
        (["Orsey met Lind.", "Orsey left."], "Orsey", 1, (1, 0)),
        (["Rain fell.", ORSEY], "Orsey", 1, (1, 16)),
        (["Lind was met by Orsey. He left."], "Lind", 0, (0, 0)),
        (["They met Lind. Then Orsey left."], "Orsey", 1, (0, 20)),
    ],
    ids=[
        "before it",
        "before both",
        "beside it",
        "sentence alone",
        "split",
        "another paragraph",
        "the only one",
        "the one of two whose sentence stands",
    ],
)
def test_text_is_followed_through_an_edit(after, words, nth, where):
    assert followed([ORSEY], after, words, nth=nth) == (*where, words)


@pytest.mark.parametrize(
    ("after", "words", "nth"),
    [
        (["They met Lind. Then Orsey left."], "Orsey", 0),
        (["Orsey met Orsey."], "Orsey", 1),
        (["Nobody came."], "Lind", 0),
        (["Lind met Lind. Orsey left."], "Lind", 0),
        (["Orsey met the Linds. Orsey left."], "Lind", 0),
        ([], "Lind", 0),
    ],
    ids=["one of two is gone", "two of two, elsewhere", "gone", "one more", "part of a word", "no text"],
)
def test_ambiguous_text_is_lost(after, words, nth):
    assert followed([ORSEY], after, words, nth=nth) is None


def test_paragraphs_that_change_places_keep_their_own_words():
    before = ["Orsey spoke first on Monday.", "Orsey spoke last on Friday."]
    assert followed(before, before[::-1], "Orsey", block=0) == (1, 0, "Orsey")
    assert followed(before, before[::-1], "Orsey", block=1) == (0, 0, "Orsey")


def test_joined_paragraphs_keep_their_words():
    before = ["Orsey spoke first on Monday.", "Orsey spoke last on Friday."]
    joined = [" ".join(before)]
    assert followed(before, joined, "Orsey", block=0) == (0, 0, "Orsey")
    assert followed(before, joined, "Orsey", block=1) == (0, 29, "Orsey")


def test_two_texts_never_end_up_at_one_position():
    edit = an_edit(["Orsey spoke.", "Orsey spoke."], ["Orsey spoke."])
    assert traced(edit, [((0, 0, 5), never), ((1, 0, 5), never)]) == [None, None]


@pytest.mark.parametrize(
    ("old", "new"),
    [("Dupre", "Dupré"), ("General Dupre at Gao", "General Dupré at Gao"), ("ŕ Gao", "à Gao"), ("recieve aid", "receive aid"), ("Deputy Gubernor", "Deputy Governor")],
)  # fmt: skip
def test_a_corrected_typing_error_is_a_small_change(old, new):
    assert is_small_change(old, new, with_names=True)


@pytest.mark.parametrize(
    ("old", "new"),
    [("40 engineers", "45 engineers"), ("Iran", "Russia"), ("will send", "will not send"), ("Tal Orsey", "Orsey"), ("a", "bcd"), ("Orsey", "Orsey")],
)  # fmt: skip
def test_another_word_or_figure_is_none(old, new):
    assert not is_small_change(old, new, with_names=True)


def test_a_name_that_changed_by_a_letter_is_none_where_names_count():
    assert not is_small_change("Iran will send tents", "Iraq will send tents", with_names=False)
    assert is_small_change("Iran wil send tents", "Iran will send tents", with_names=False)


def test_corrected_text_is_followed_and_reported_as_changed():
    before, after = ["General Dupre ŕ Gao said so."], ["General Dupré à Gao said so."]
    assert followed(before, after, "Dupre", is_correction=small) == (0, 8, "Dupré")
    assert followed(before, after, "General Dupre ŕ Gao said so.", is_correction=small) == (0, 0, after[0])


FILLERS = [f"filler{number}x" for number in range(60)]
NAMES = ("Orsey", "Lind", "Tal Orsey")


@st.composite
def stories(draw):
    """Paragraphs of words that each occur once in the story, with names that occur repeatedly."""
    fillers = iter(FILLERS)
    return [
        [draw(st.sampled_from(NAMES)) if draw(st.booleans()) else next(fillers) for _ in range(draw(st.integers(1, 8)))]
        for _ in range(draw(st.integers(1, 5)))
    ]


@st.composite
def edited(draw):
    """A story after an edit: each word with its former position, or None if it was typed."""
    before = draw(stories())
    after = [[(word, (block, at)) for at, word in enumerate(words)] for block, words in enumerate(before)]
    for number in range(draw(st.integers(0, 4))):
        if after:
            how = draw(st.sampled_from(["insert", "cut", "move", "split", "join", "remove", "add", "replace"]))
            change(after, how, draw, [(f"new{number}", None)])
        after = [words for words in after if words]
    return before, after


def change(after, how, draw, typed):
    """One random edit."""
    block = draw(st.integers(0, len(after) - 1))
    words = after[block]
    first = draw(st.integers(0, len(words)))
    last = draw(st.integers(first, min(len(words), first + 3)))
    if how in ("insert", "cut", "replace"):
        words[(first if how != "insert" else last) : last] = [] if how == "cut" else typed
    elif how == "move":
        after.insert(draw(st.integers(0, len(after) - 1)), after.pop(block))
    elif how == "join":
        after[block : block + 2] = [[word for words in after[block : block + 2] for word in words]]
    else:
        after[block : block + 1] = {"split": [words[:first], words[first:]], "add": [typed, words], "remove": []}[how]


def laid_out(words):
    """The text of these words, and the position of each."""
    text, spans = "", []
    for word in words:
        text += " " if text else ""
        spans.append((len(text), len(text) + len(word)))
        text += word
    return text, spans


def neighbours(text, start, end):
    return (text[:start].split()[-1:], text[end:].split()[:1])


@given(edited())
@settings(max_examples=examples(400), deadline=None)
def test_followed_text_keeps_its_words_and_neighbours(case):
    before, after = case
    old = [laid_out(words) for words in before]
    new = [laid_out([word for word, _ in words]) for words in after]
    images = {
        place: (block, *new[block][1][at])
        for block, words in enumerate(after)
        for at, (_, place) in enumerate(words)
        if place
    }
    edit = an_edit([text for text, _ in old], [text for text, _ in new])
    places = [(block, at) for block, words in enumerate(before) for at, _ in enumerate(words)]
    spans = [(block, *old[block][1][at]) for block, at in places]
    found = traced(edit, [(span, never) for span in spans])
    assert len({one.span for one in found if one}) == sum(one is not None for one in found)
    for place, (block, start, end), one in zip(places, spans, found, strict=True):
        if one is None:
            continue
        there, first, last = one.span
        text = old[block][0][start:end]
        assert new[there][0][first:last] == text == one.text
        ours, theirs = neighbours(old[block][0], start, end), neighbours(new[there][0], first, last)
        assert images.get(place) == one.span or ours[0] == theirs[0] or ours[1] == theirs[1]


@given(edited())
@settings(max_examples=examples(200), deadline=None)
def test_in_a_paragraph_that_did_not_change_nothing_is_lost(case):
    before, after = case
    old = [laid_out(words)[0] for words in before]
    new = [laid_out([word for word, _ in words])[0] for words in after]
    edit = an_edit(old, new)
    for block, text in enumerate(old):
        if old.count(text) == 1 and new.count(text) == 1:
            assert trace(edit, (block, 0, len(text)), never)
            assert trace(edit, (block, 0, 1), never).span == (new.index(text), 0, 1)
