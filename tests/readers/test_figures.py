from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from articles.readers.page.figures import lead_figure

PICTURE = '<img src="/a.jpg" alt="gate">'


def _lead(markup):
    image = lead_figure(document_fromstring(f"<html><body>{markup}</body></html>"), "https://example.org/")
    return image.caption, image.credit


@pytest.mark.parametrize(
    "markup",
    [
        f'<figure>{PICTURE}<figcaption>A soldier at the gate. <span class="credit">Photo: Cy Doe/Reuters</span></figcaption></figure>',
        f"<figure>{PICTURE}<figcaption>A soldier at the gate. (Cy Doe/Reuters)</figcaption></figure>",
        f"<figure>{PICTURE}<figcaption><span>A soldier at the gate.</span> Photograph: Cy Doe/Reuters</figcaption></figure>",
        f"<figure>{PICTURE}<span>Image source, </span>Cy Doe/Reuters<figcaption><span>Image caption, </span>A soldier at the gate.</figcaption></figure>",
        f'<div class="wp-caption">{PICTURE}<p class="wp-caption-text">A soldier at the gate. Photo by Cy Doe/Reuters</p></div>',
        f'<div class="media">{PICTURE}<div class="field-image-caption">A soldier at the gate.</div><div class="field-image-credit">Credit: Cy Doe/Reuters</div></div>',
        f"<figure>{PICTURE}<figcaption><span>A soldier at the gate.</span><span>Credit...</span><span>Cy Doe/Reuters</span></figcaption></figure>",
        f'<figure>{PICTURE}<figcaption>A soldier at the gate. Cy Doe/Reuters <a href="/r">Purchase Licensing Rights, opens new tab</a></figcaption></figure>',
        f"<figure>{PICTURE}<figcaption>A soldier at the gate. (<cite>Cy Doe/Reuters</cite>)</figcaption></figure>",
        f'<figure>{PICTURE}<figcaption class="attribution"><span class="attribution__caption">A soldier at the gate.</span> <span class="attribution__credit">Credit: Cy Doe/Reuters</span></figcaption></figure>',
        f'<a href="/a.jpg?w=900">{PICTURE}<p class="wp-caption-text">A soldier at the gate. (Cy Doe/Reuters)</p></a>',
        '<img class="caption" src="/a.jpg" title="A soldier at the gate. (Cy Doe/Reuters)">',
    ],
    ids=[
        "own element",
        "brackets",
        "label behind",
        "labels for listeners",
        "wordpress",
        "fields",
        "bare label",
        "licence link",
        "cite",
        "attribution",
        "linked to itself",
        "title",
    ],
)
def test_caption_and_credit_are_told_apart(markup):
    assert _lead(f"<article><h1>Gate</h1>{markup}<p>The army entered.</p></article>") == (
        "A soldier at the gate.",
        "Cy Doe/Reuters",
    )


@pytest.mark.parametrize(
    "markup",
    [
        f"<figure>{PICTURE}</figure>",
        '<figure><video src="/v.mp4"></video><figcaption>Raw video of the gate</figcaption></figure>',
        f'<div class="video-player">{PICTURE}<p class="caption">The gate, seen from above</p></div>',
        f'<a href="/b"><figure>{PICTURE}<figcaption>Another story</figcaption></figure></a>',
        f"<aside><figure>{PICTURE}<figcaption>Another story</figcaption></figure></aside>",
        '<form><fieldset><legend class="legend">Log in</legend></fieldset></form>',
        '<p class="credit">By Ann Lee</p>',
        '<div class="copyright">© 2026 Sample Desk</div>',
    ],
    ids=["no words", "video", "player", "linked", "beside", "form", "byline", "site"],
)
def test_what_is_no_caption_of_the_story_gives_none(markup):
    assert _lead(f"<article><h1>Gate</h1>{markup}<p>The army entered.</p></article>") == ("", "")


def test_a_picture_of_another_story_above_the_heading_is_not_the_lead():
    markup = (
        f"<div><figure>{PICTURE}<figcaption>Elsewhere</figcaption></figure></div>"
        f"<article><h1>Gate</h1><figure>{PICTURE}<figcaption>A soldier at the gate.</figcaption></figure></article>"
    )
    assert _lead(markup) == ("A soldier at the gate.", "")


def test_a_credit_alone_leaves_the_caption_open():
    assert _lead(f"<article><h1>Gate</h1><figure>{PICTURE}<span>Getty Images</span></figure></article>") == (
        "",
        "Getty Images",
    )


def test_a_credit_with_a_slash_leaves_the_caption_beside_it():
    markup = f'<figure>{PICTURE}<div class="caption"><div>A gate</div><div class="caption-credit">Photo: Cy Doe / Reuters</div></div></figure>'
    assert _lead(f"<article><h1>Gate</h1>{markup}</article>") == ("A gate", "Cy Doe / Reuters")
