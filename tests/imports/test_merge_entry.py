"""What the page of a summary entry does not state comes from the feed."""

from __future__ import annotations

import pytest

from articles.imports.summary_entry import merge_entry
from articles.readers.story import FieldSource, Story

ENTRY = Story(outlet="The Brenwick Mail", field_sources={"outlet": FieldSource("feed", 0.8)})


def page(outlet: str, confidence: float) -> Story:
    return Story(outlet=outlet, field_sources={"outlet": FieldSource("page", confidence)} if outlet else {})


@pytest.mark.parametrize(
    ("read", "outlet", "source"),
    [
        pytest.param(page("", 0), "The Brenwick Mail", "feed", id="not stated"),
        pytest.param(page("mail.example", 0.4), "The Brenwick Mail", "feed", id="guessed from the host"),
        pytest.param(page("Brenwick Evening Mail", 0.9), "Brenwick Evening Mail", "page", id="stated"),
    ],
)
def test_the_feed_gives_what_the_page_leaves_out_or_only_guesses(read, outlet, source):
    story = merge_entry(read, ENTRY)
    assert (story.outlet, story.field_sources["outlet"].source) == (outlet, source)
