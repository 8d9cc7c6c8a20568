"""Generated paragraphs of a page: sentences with inline elements of every kind, called whatever pages call them."""

from __future__ import annotations

from hypothesis import strategies as st

_TAGS = (
    "a", "abbr", "acronym", "b", "bdi", "big", "button", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "nobr", "output", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "x-term",
)  # fmt: skip
_CLASSES = (
    "link", "share", "social-share", "tag", "tags", "promo", "promo-link", "ad", "advert", "caption", "credit", "related", "related-link",
    "newsletter", "byline", "author", "time", "date", "hidden", "sr-only", "comment", "comments", "footer", "nav", "sidebar", "teaser",
    "read-more", "more", "subscribe", "cta", "paywall", "bio", "dateline", "icon", "tooltip", "glossary", "print-only", "widget", "popup",
    "meta", "inline-quote", "pullquote", "highlight", "dropcap", "ArticleBody__link", "social", "breadcrumb", "outbrain", "signup",
)  # fmt: skip
# None ends a sentence: an empty line between sentences parts paragraphs.
_TEXTS = (
    "the mayor", " of the town", "ing", "said ", ", and thanked ", "2024", "\u201cWe stay\u201d", "\u5e02\u9577\u306f", "\u0627\u0644\u0645\u062f\u064a\u0646\u0629", "\U0001f600",
    "\n  ", " ", "\t", "&amp;", "&nbsp;", "&shy;", "&#8217;s", "&#x200b;", " \u2014 ", "Read more", "Advertisement", "(opens in a new tab)",
    "Share", "\u00e9", "e\u0301", "'", "12 May", "3.5", ",", " (?x) ", "\u00ab\u00a0oui\u00a0\u00bb", "x",
)  # fmt: skip
_UNSEEN = (
    "<!-- a comment -->", "<wbr>", "<span hidden>unseen</span>", '<span style="display:none">unseen</span>', "<script>unseen()</script>",
    '<i style="color: red; visibility: hidden">unseen</i>', "<template>unseen</template>", "<style>p { color: red }</style>", '<img src="a" alt="unseen">',
    "<ruby>\u6f22<rp>(</rp><rt>unseen</rt><rp>)</rp></ruby>",
)  # fmt: skip


def _elements(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, name, key, text: f'<{tag} class="{name}" {key}>{text}</{tag}>',
        st.sampled_from(_TAGS),
        st.lists(st.sampled_from(_CLASSES), min_size=1, max_size=2).map(" ".join),
        st.sampled_from(("", 'id="related"', 'role="note"', 'aria-hidden="true"', 'data-testid="share"', 'href="https://example.org/a"')),
        inside,
    )  # fmt: skip


_PIECE = st.one_of(st.sampled_from(_TEXTS), st.sampled_from(_TEXTS), st.sampled_from(_UNSEEN), st.just("<br>"))
INLINE = st.recursive(_PIECE, lambda inside: _elements(st.lists(inside, max_size=4).map("".join)), max_leaves=12)
# Words and white space, and places where a word may break. Line ends stand beside those only within one text: what becomes
# of them over the edge of an element is laid down nowhere.
_BROKEN_WORDS = st.sampled_from((
    "town", "ing", " ", "\t", "\n", "&shy;", "&nbsp;", "<!-- a -->", "<br>", "town<wbr>ing", "town<wbr> town", "town<wbr>\ntown",
    "town<wbr> \n\t town", "town&#x200b;town", "town&#x200b; town", "town&#x200b;\n  town", "town\n&#x200b;town",
    "town \n\n &#x200b;\n town", "<b>town<wbr>\ntown</b>", "town<wbr><wbr>\ntown",
))  # fmt: skip
BROKEN_WORDS = st.sampled_from((
    "town", "ing", " ", "\t", "<wbr>", "&#x200b;", "&shy;", "&nbsp;", "<!-- a -->", "<br>", "<wbr>\ntown", "<wbr> \n\t town",
    "&#x200b;\n  town", "town\n&#x200b;town", "town \n\n &#x200b;\n town", "<b>town<wbr>\ntown</b>", "<wbr><wbr>\ntown",
))  # fmt: skip
BROKEN_WORDS = st.lists(st.lists(_BROKEN_WORDS, max_size=8).map("".join), min_size=4, max_size=8)


def _without_line_ends_beside_breaks(paragraph: str) -> str:
    return paragraph.replace("\n", " ") if "<wbr>" in paragraph or "&#x200b;" in paragraph else paragraph


PARAGRAPHS = st.lists(
    st.lists(INLINE, max_size=6).map("".join).map(_without_line_ends_beside_breaks), min_size=4, max_size=8
)


def page_of(paragraphs: list[str]) -> str:
    """A page whose story consists of these paragraphs, each led by words enough to be taken for one."""
    lines = "".join(
        f"<p>Engineer number {number} of the water board had worked at night, said {paragraph} who saw it all from the road</p>\n"
        for number, paragraph in enumerate(paragraphs)
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Wells open again</title></head><body><nav><a href="/">Home</a></nav>'
        f"<main><article><h1>Wells open again</h1>\n{lines}</article></main><footer>About us</footer></body></html>"
    )
