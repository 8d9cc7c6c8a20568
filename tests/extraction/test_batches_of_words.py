"""A long text is annotated in batches, and the result does not depend on them."""

from __future__ import annotations

import pytest

from articles.extraction import language_model

SENTENCES = [
    f"Minister Anna Berg visited Mosul on Monday and met {number} engineers of Canada." for number in range(12)
]


def docs():
    return [language_model.language_model().make_doc(text) for text in SENTENCES]


@pytest.mark.model
@pytest.mark.parametrize("most", [1, 20, 33])
def test_what_is_annotated_does_not_depend_on_the_batches(monkeypatch, most):
    def told(annotated):
        return [[(token.text, token.pos_, token.dep_, token.ent_type_) for token in doc] for doc in annotated]

    whole = told(language_model.annotate(docs()))
    monkeypatch.setattr(language_model, "MAX_BATCH_WORDS", most)
    assert told(language_model.annotate(docs())) == whole
    assert len(whole) == len(SENTENCES)


@pytest.mark.parametrize(
    ("lengths", "most", "expected"),
    [
        ([], 5, []),
        ([0, 0], 5, [[0, 0]]),
        ([2, 3, 1], 5, [[2, 3], [1]]),
        ([9, 1, 9], 5, [[9], [1], [9]]),
        ([5, 5], 5, [[5], [5]]),
    ],
)
def test_a_batch_of_several_texts_is_never_longer_than_the_limit(monkeypatch, lengths, most, expected):
    monkeypatch.setattr(language_model, "MAX_BATCH_WORDS", most)
    found = list(language_model._batches_of_words([range(length) for length in lengths]))
    assert [[len(doc) for doc in batch] for batch in found] == expected
