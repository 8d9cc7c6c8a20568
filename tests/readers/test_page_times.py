from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from articles.readers.page.printed_times import printed_times


def _times(markup, language="en"):
    return printed_times(document_fromstring(f"<html><body>{markup}<p>The army entered.</p></body></html>"), language)


@pytest.mark.parametrize(
    "markup",
    [
        '<time datetime="2024-03-05">yesterday</time>',
        '<time datetime="Mar 5">5 March 2024</time>',
        '<p class="date">5 March 2024</p>',
        "<div>Posted: 5 March 2024</div>",
        "<span>By Ann Lee | Posted: Tuesday, 5 March 2024</span>",
        "<li>5 March 2024</li>",
        "<p><i>by Ann Lee, Sample Town, 5 March 2024</i></p>",
    ],
    ids=["machine", "words", "class", "label", "beside the byline", "list", "in the byline"],
)
def test_the_day_of_publication_is_found(markup):
    published, changed = _times(markup)
    assert published.endswith(("2024-03-05", "5 March 2024"))
    assert changed == ""


@pytest.mark.parametrize(
    ("markup", "language"),
    [
        ("<p class=meta>Published 4 March 2024, updated 5 March 2024</p>", "en"),
        ("<p class=meta>Publié le 4 mars 2024 à 14h30, mis à jour le 5 mars 2024</p>", "fr"),
        ("<span class=tarih>Yayınlanma: 4 Mart 2024 Güncelleme: 5 Mart 2024</span>", "tr"),
        ('<time datetime="2024-03-04">4 March 2024</time> Updated <time datetime="2024-03-05">5 March</time>', "en"),
    ],
)
def test_a_change_is_told_from_the_publication(markup, language):
    published, changed = _times(markup, language)
    assert "4" in published
    assert "5" not in published.replace("2024", "")
    assert "5" in changed


@pytest.mark.parametrize(
    "markup",
    ["<p>In 2024 the army had entered the town on 5 March 2024 and stayed.</p>", "<time>4:11</time>", "<aside><time datetime=2024-03-05></time></aside>",
     "<footer><span>Since 1998</span></footer>"],
)  # fmt: skip
def test_dates_that_are_not_of_the_page_are_left(markup):
    assert _times(markup) == ("", "")


def test_a_page_that_only_says_when_it_was_changed_was_out_by_then():
    assert _times("<p>Updated 5 March 2024</p>") == ("Updated 5 March 2024", "Updated 5 March 2024")
