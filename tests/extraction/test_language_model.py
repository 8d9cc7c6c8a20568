"""The language model as extraction runs it."""

from __future__ import annotations

import pytest

from articles.extraction import language_model as models

pytestmark = pytest.mark.model
TEXTS = (
    "NATO Secretary General Jens Stoltenberg met Angela Merkel in Berlin on Tuesday.",
    'The ministry had been sending doses to Goma; "We\'re giving more," it said.',
    "",
)


def test_names_are_those_of_the_component_itself(language_model):
    annotated = models.annotate([language_model.make_doc(text) for text in TEXTS])

    assert [names(doc) for doc in annotated] == [names(doc) for doc in language_model.pipe(TEXTS)]


def test_a_batch_without_words_has_no_names(language_model):
    (doc,) = models.annotate([language_model.make_doc("")])

    assert names(doc) == []


def test_lemmas_are_those_of_the_component_itself(language_model):
    annotated = models.annotate([language_model.make_doc(text) for text in TEXTS])
    whole = language_model.pipe(TEXTS)

    assert [[models.lemma(token) for token in doc] for doc in annotated] == [
        [token.lemma_.lower() for token in doc] for doc in whole
    ]


def names(doc):
    return [(name.start, name.end, name.label_) for name in doc.ents]


def test_the_vocabulary_does_not_grow_with_the_words_of_texts(language_model, find):
    find("The ministry sent doses to Goma on Tuesday.")
    before = len(language_model.vocab.strings)
    for number in range(20):
        find(
            f"Governor Zanolafort{number} opened the qorvix{number} bridge at Brenwick{number}, the vemdal{number} said."
        )
    assert len(language_model.vocab.strings) == before
