from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from articles.readers.page.figures import lead_figure
from articles.readers.page.plain_figures import mark_plain_figures

PICTURE = '<img src="/a.jpg">'
LINE = "A soldier stands at the gate. (Photo by Cy Doe)"
TEXT = "<p>The army entered the town on Monday.</p>"


def _lead(markup):
    tree = document_fromstring(f"<html><body><h1>Gate</h1>{markup}{TEXT}</body></html>")
    mark_plain_figures(tree)
    image = lead_figure(tree, "https://example.org/")
    return image.caption, image.credit


@pytest.mark.parametrize(
    "markup",
    [
        f"<table><tr><td>{PICTURE}</td></tr><tr><td><font size=1>{LINE}</font></td></tr></table>",
        f"<p>{PICTURE}<br><small>{LINE}</small></p>",
        f"<p>{PICTURE}</p><p><font color=navy>{LINE}</font></p>",
        f"<center>{PICTURE}</center><center>{LINE}</center>",
    ],
    ids=["table", "below a break", "next paragraph", "centred"],
)
def test_a_caption_that_no_tag_tells_is_found(markup):
    assert _lead(markup) == ("A soldier stands at the gate.", "Cy Doe")


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{PICTURE}</p>",
        f"<p>{PICTURE} Nobody was hurt, the ministry said.</p>",
        f"<table><tr><td>{PICTURE}</td><td>Print it</td></tr></table>",
        f"<table><tr><td>{PICTURE}</td><td>One cell of a table</td><td>and another cell</td></tr></table>",
        f'<table><tr><td>{PICTURE}</td><td><a href="/b">A story about another town</a></td></tr></table>',
    ],
    ids=["a paragraph of the story", "words beside", "too short", "a table of data", "a teaser"],
)
def test_words_near_a_picture_are_not_all_captions(markup):
    assert _lead(markup) == ("", "")
