"""The sentences of a story as the index stores them: their words are those of the sentence alone."""

from __future__ import annotations

import json

import pytest

from articles.search.index_documents import story_documents
from articles.search.tokens import tokens
from tests.builders import an_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Iraq's army left. The U.S. stayed.", 17),
        ("The Ba'ath party 'left' it. 'Baath' is another spelling.", 27),
        ("He spoke to the U.S.U.N. envoys came later.", 20),  # no space between the sentences
        ("三星公司。中国人民", 5),
    ],
)
def test_the_words_of_a_stored_sentence_are_those_that_it_has_by_itself(text, end):
    spans = [[0, end], [end, len(text)]]
    body = [{"role": "paragraph", "text": text, "sentences": spans}]
    story = an_article("A headline")
    type(story).objects.filter(pk=story.pk).update(body=body, description="")
    [(_, _, documents)] = story_documents([story.pk])
    stored = json.loads(bytes(documents[0].to_dict()["stored"][0]))["sentences"]
    expected = [[word.folded for word in tokens(text[first:last])] for first, last in spans]
    assert [words.split()[: len(alone)] for (_, words, _), alone in zip(stored, expected, strict=True)] == expected
