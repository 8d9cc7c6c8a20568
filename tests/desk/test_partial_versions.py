"""A page that was cut, is empty or needs a subscription never replaces the text of a story."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.desk import review, versions
from articles.desk.drafting import make_article
from articles.readers.page_kinds import page_kinds
from articles.readers.story import Block, Story
from articles.vocabulary import BlockRole

URL = "https://ledgerpost.example/s/wells"
PARAGRAPHS = (
    "Two wells north of the town are open again after nine days of work by night.",
    "Trucks with water are needed no longer.",
    "The road to the third well is closed until June.",
)
PROBLEMS = [kind.sentence for kind in page_kinds()]


def a_story(*paragraphs, **fields):
    body = tuple(Block(BlockRole.PARAGRAPH, text) for text in paragraphs)
    return Story(**{"headline": "Wells open again", "url": URL, "body": body, **fields})


def text_of(article):
    article.refresh_from_db()
    return tuple(block["text"] for block in article.body)


class AnyCutPage(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        length=st.integers(0, len("\n".join(PARAGRAPHS)) - 2), end=st.sampled_from(["", "…", " ..."]),
        problems=st.lists(st.sampled_from(PROBLEMS), max_size=1), is_public=st.booleans(),
    )  # fmt: skip
    def test_the_text_stays(self, length, end, problems, is_public):
        article = make_article(a_story(*PARAGRAPHS), {}).article
        if is_public:
            review.publish(article, user=None)
        cut = [text for text in ("\n".join(PARAGRAPHS)[:length] + end).split("\n") if text.strip(" .…")]
        make_article(a_story(*cut, problems=tuple(problems)), {})
        assert text_of(article) == PARAGRAPHS
        assert article.versions.count() <= 2


@pytest.mark.django_db
@pytest.mark.parametrize("problem", PROBLEMS)
def test_what_a_site_sends_in_place_of_a_story_is_offered_and_not_followed(problem):
    article = make_article(a_story(*PARAGRAPHS), {}).article
    made = make_article(a_story("Read the rest as a member.", headline="Members only", problems=(problem,)), {})
    assert (made.article, made.has_new_text) == (article, False)
    assert (text_of(article), article.headline) == (PARAGRAPHS, "Wells open again")
    assert [row.is_newer for row in versions.rows(article)] == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "now",
    [
        pytest.param((*PARAGRAPHS, "A fourth well is dry."), id="a paragraph was added"),
        pytest.param((PARAGRAPHS[0].replace("Two", "Three"), *PARAGRAPHS[1:]), id="a word was corrected"),
        pytest.param(PARAGRAPHS[1:], id="the first paragraph was taken out"),
    ],
)
def test_a_draft_follows_a_corrected_text(now):
    article = make_article(a_story(*PARAGRAPHS), {}).article
    assert make_article(a_story(*now), {}).has_new_text
    assert text_of(article) == now


@pytest.mark.django_db
def test_a_text_that_was_cut_at_first_is_followed_when_it_is_whole():
    article = make_article(a_story(PARAGRAPHS[0], problems=(PROBLEMS[0],)), {}).article
    assert make_article(a_story(*PARAGRAPHS, problems=(PROBLEMS[0],)), {}).has_new_text
    assert text_of(article) == PARAGRAPHS


@pytest.mark.django_db
def test_a_corrected_headline_without_a_text_is_followed():
    article = make_article(a_story(*PARAGRAPHS), {}).article
    make_article(a_story(headline="Wells are open again after nine days"), {})
    assert text_of(article) == PARAGRAPHS
    assert article.headline == "Wells are open again after nine days"


@pytest.mark.django_db
def test_what_an_editor_set_at_the_preview_of_a_cut_page_is_taken():
    article = make_article(a_story(*PARAGRAPHS), {}).article
    made = make_article(a_story(PARAGRAPHS[0]), {"headline": "Our headline"})
    assert made.has_new_text
    assert (text_of(article), article.headline) == (PARAGRAPHS, "Our headline")
