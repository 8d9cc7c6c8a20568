from __future__ import annotations

import pytest

from articles.pages.fact_rows import QuoteCard, paragraph_number, sentence_id
from articles.pages.story_text import recurring, story_text
from articles.vocabulary import BlockRole
from articles.wording.formats import DateWords
from tests.builders import a_block, a_person, an_article, an_organization, mention

pytestmark = pytest.mark.django_db

TEXT = "Carter spoke on Monday. The Islamic State did not. Carter left."


def a_quote(text: str) -> QuoteCard:
    return QuoteCard(text, "John Kerry", "/people/1-john-kerry/", "person", "", False, "#s-0-1", DateWords("", ""))


def texts(groups):
    return [
        "".join(piece.text for s in block.sentences for piece in s.pieces) for group in groups for block in group.blocks
    ]


def test_the_first_mention_of_a_name_is_a_link_and_the_next_is_not():
    article = an_article("Headline", TEXT)
    carter = a_person("Ash Carter")
    mention(article, carter, text="Carter")
    mention(article, carter, text="Carter")
    (group,) = story_text(article, list(article.mentions.order_by("start")), {}, [])
    linked = [piece for sentence in group.blocks[0].sentences for piece in sentence.pieces if piece.url]
    assert [(piece.text, piece.url) for piece in linked] == [("Carter", carter.get_absolute_url())]


def test_a_name_that_headline_and_standfirst_hold_is_linked_at_its_first_mention_in_the_body():
    article = an_article("Carter speaks", TEXT, description="Carter spoke")
    carter = a_person("Ash Carter")
    for _ in range(4):
        mention(article, carter, text="Carter")
    (group,) = story_text(article, list(article.mentions.in_text_order()), {}, [])
    pieces = [piece for sentence in group.blocks[0].sentences for piece in sentence.pieces]
    assert [(piece.text, bool(piece.url)) for piece in pieces][:2] == [("Carter", True), (" spoke on Monday. ", False)]
    assert sum(bool(piece.url) for piece in pieces) == 1


def test_no_word_of_the_text_is_lost_around_links_and_sentences():
    article = an_article("Headline", TEXT, "Another paragraph")
    mention(article, an_organization(), text="Islamic State")
    assert texts(story_text(article, list(article.mentions.all()), {}, [])) == [TEXT, "Another paragraph"]


def test_text_between_sentences_is_kept_when_they_leave_gaps():
    block = {"role": BlockRole.PARAGRAPH, "text": "One. (Two.) Three.", "sentences": [[0, 4], [12, 18]]}
    assert texts(story_text(an_article("H", block), [], {}, [])) == ["One. (Two.) Three."]


def test_a_block_without_sentences_is_one_sentence():
    block = {"role": BlockRole.PARAGRAPH, "text": "One. Two."}
    (group,) = story_text(an_article("H", block), [], {}, [])
    assert [sentence.id for sentence in group.blocks[0].sentences] == ["s-0-1"]


def test_a_name_in_a_heading_is_not_the_first_mention():
    article = an_article("Headline", a_block("Carter speaks", BlockRole.HEADING), "Carter spoke.")
    carter = a_person("Ash Carter")
    mention(article, carter, text="Carter")
    mention(article, carter, text="Carter")
    heading, paragraph = story_text(article, list(article.mentions.order_by("block")), {}, [])
    assert not any(piece.url for piece in heading.blocks[0].sentences[0].pieces)
    assert paragraph.blocks[0].sentences[0].pieces[0].url


def test_paragraphs_and_list_items_are_numbered_and_headings_are_not():
    article = an_article(
        "H",
        "One.",
        a_block("Part", BlockRole.HEADING),
        a_block("A", BlockRole.LIST_ITEM),
        a_block("B", BlockRole.LIST_ITEM),
    )
    groups = story_text(article, [], {}, [])
    assert [[block.number for block in group.blocks] for group in groups] == [[1], [0], [2, 3]]
    assert paragraph_number(article, 3) == 3


def test_a_fact_links_to_the_sentence_that_says_it():
    article = an_article("H", TEXT)
    assert sentence_id(article, 0, TEXT.index("Islamic")) == "s-0-2"
    assert sentence_id(article, 0, 0) == "s-0-1"
    assert sentence_id(article, -1, 0) == "headline"


@pytest.mark.parametrize(
    ("pull_quote", "found"),
    [
        ("\u201cWe have to keep breaking down barriers.\u201d", True),
        ("We have to keep breaking down barriers", True),
        ("Nobody said this", False),
        ("\u201c\u201d", False),
    ],
)
def test_a_pull_quote_has_the_speaker_of_the_quotation_it_repeats(pull_quote, found):
    quote = a_quote("We have to keep breaking down barriers in order to share")
    assert (recurring(pull_quote, [quote]) is quote) is found


def test_an_attributed_pull_quote_keeps_its_own_words():
    article = an_article("H", a_block("\u201cWe have to keep on.\u201d", BlockRole.PULL_QUOTE))
    (group,) = story_text(article, [], {}, [a_quote("We have to keep on. For long.")])
    assert group.blocks[0].quote.text == "We have to keep on."
    assert group.blocks[0].quote.speaker == "John Kerry"
