from __future__ import annotations

import pytest

from articles.readers.page.html import read_html

FIRST = "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement."
SECOND = "Nobody knows how many people have left, and the mayor of the town has not been heard of since Sunday evening."
THIRD = "The bridge over the river was open to lorries again in the afternoon, and the first convoy with flour came in."
OTHER = "A ship with wheat tied up at the quay on Friday, the first to arrive there since mines closed the channel in April."


def _texts(body, head=""):
    page = f'<html><head><meta property="og:title" content="Army enters the town">{head}</head><body><main>{body}</main></body></html>'
    return [block.text for block in read_html(page.encode()).body]


def _story(inside="", below=""):
    return f"<article><h1>Army enters the town</h1><p>{FIRST}</p>{inside}<p>{SECOND}</p><p>{THIRD}</p></article>{below}"


@pytest.mark.parametrize(
    "part",
    [
        '<div class="newsletter-signup"><p>One long story a week, and no noise at all, to your door.</p></div>',
        '<div class="related-stories"><h3>Related</h3><p>What the customs men left behind them in the hills</p></div>',
        '<div class="teaser"><a href="/x"><p>What the customs men left behind them in the hills</p></a></div>',
        '<div class="ArticleBody__shareTools"><p>Share this with everybody you know</p></div>',
        '<section class="comments-area"><p>I used to cross that bridge every morning with my sister.</p></section>',
        '<div class="x"><h3>Register now to get our newsletter</h3><p>If you have an account, log in.</p></div>',
        '<x-promo class="promo"><a href="/x"><img src="/x.jpg"></a><p>What the customs men left behind them</p></x-promo>',
        "<div>"
        + 3 * '<div><h3><a href="/x">A minefield under the vineyard</a></h3><p>In the hills.</p></div>'
        + "</div>",
    ],
    ids=["newsletter", "related", "teaser", "share", "comments", "call", "promo", "row of teasers"],
)
def test_parts_that_are_no_story_leave_the_text(part):
    assert _texts(_story(part)) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "opening",
    [
        '<div class="related">',
        '<div class="content has-sidebar has-comments">',
        '<div class="teaser story-more">',
        '<div id="newsletter">',
    ],
)
def test_the_story_stays_whatever_its_part_is_called(opening):
    assert _texts(f"{opening}{_story()}</div>") == [FIRST, SECOND, THIRD]


def test_paragraphs_that_are_all_called_clutter_are_the_story():
    lines = [f"{FIRST} Part {number}." for number in range(8)]
    body = "".join(f'<p class="paywall">{line}</p>' for line in lines)
    assert _texts(f"<article><h1>Army enters the town</h1>{body}</article>") == lines


def test_the_next_story_on_an_endless_page_is_not_this_one():
    below = (
        f"<article><h1>Grain ship reaches the port</h1><p>{OTHER}</p><p>{OTHER} Two more wait outside.</p></article>"
    )
    assert _texts(_story(below=below)) == [FIRST, SECOND, THIRD]


def test_an_article_in_several_article_elements_stays_whole():
    body = f"<h1>Army enters the town</h1><article><p>{FIRST}</p><p>{SECOND}</p></article><article><h2>Flour</h2><p>{THIRD}</p></article>"
    assert {FIRST, SECOND, THIRD} <= set(_texts(body))


def test_embedded_posts_leave_a_long_report_and_stay_in_one_made_of_them():
    post = (
        '<blockquote class="twitter-tweet"><p>We are at the gate of the town and the flour is with us.</p></blockquote>'
    )
    long = "".join(f"<p>{FIRST} {SECOND} Part {i}.</p>" for i in range(8))
    said = "We are at the gate of the town and the flour is with us."
    assert said not in _texts(_story(post + long))
    assert said in _texts(_story(post))


def test_what_a_page_tells_of_its_author_is_a_notice():
    story = read_html(
        _story(below="").replace("</article>", "<p>Ann Lee covers the war for the Sample Desk.</p></article>")
        .replace("</h1>", '</h1><p class="byline">By Ann Lee</p>').encode()
    )  # fmt: skip
    assert story.notices == ("Ann Lee covers the war for the Sample Desk.",)
    assert story.body[-1].text == THIRD


def test_a_box_of_the_story_in_which_one_line_asks_for_something_stays():
    box = f"<div><p>{OTHER}</p><p>Sign up for our newsletter</p><p>Nobody on board was hurt.</p></div>"
    assert OTHER in _texts(_story(box))


def test_the_menus_of_a_page_laid_out_as_a_table_are_left_out():
    menu = '<a href="/1">Local</a> <a href="/2">World</a> <a href="/3">Sport</a>'
    text = "".join(f"<p>{line}</p>" for line in (FIRST, SECOND, THIRD, OTHER, f"{FIRST} {SECOND} {THIRD}"))
    page = f"<table><tr><td colspan=2>Monday | {menu}</td></tr><tr><td>{menu}</td><td><b>Army enters</b>{text}</td></tr></table>"
    texts = _texts(page)
    assert {FIRST, SECOND, THIRD, OTHER} <= set(texts)
    assert not any("Sport" in line for line in texts)


def test_a_table_of_data_keeps_its_linked_cells():
    rows = "".join(f'<tr><td><a href="/{i}">Village {i}</a></td><td>{i} houses</td></tr>' for i in range(3, 9))
    assert any("Village 4" in line for line in _texts(_story(f"<table>{rows}</table>")))
