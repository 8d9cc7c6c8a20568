"""Tags with thousands of attributes are refused before a parser sees them; nothing else is."""

from __future__ import annotations

import pytest

from articles.readers import registry
from articles.readers.attributes import refuse_many_attributes
from articles.readers.story import UnreadableError
from tests.cpu import cpu_at_most

TEXT = "The ferry between the two towns sails again after a winter in the dock. " * 5
MANY = 5001


def named(count, form):
    return " ".join(form.format(number) for number in range(count))


@pytest.mark.parametrize(
    "form", ["a{}", "a{}=x", 'a{}="x y"', "a{}='>'", 'a{}="<b>"'], ids=["bare", "unquoted", "quoted", "end", "tag"]
)
def test_a_tag_with_thousands_of_attributes_is_refused(form):
    with pytest.raises(UnreadableError, match="A tag in it has 5,001 attributes"):
        refuse_many_attributes(f"<p {named(MANY, form)}>{TEXT}</p>")


@pytest.mark.parametrize(
    "markup",
    [
        f"<p {named(400, 'data-{}=x')}>{TEXT}</p>" * 50,
        f'<p style="{"a: b; " * 20_000}">{TEXT}</p>',
        f"<p data='{named(20_000, 'x{}')}'>{TEXT}</p>",
        f"<script>if (a <b) {{ {'x = y + z; ' * 20_000} }}</script>{TEXT}",
        f"<style>a <b {'x ' * 20_000}</style>{TEXT}",
        f"<!-- <p {'x ' * 20_000} -->{TEXT}",
        f"{'1 < 2 and x <y, or so ' * 2_000}",
        "a < b " + "word " * 20_000,
    ],
    ids=["many tags", "long style", "long value", "script", "style", "comment", "signs", "prose"],
)
def test_long_tags_and_what_only_looks_like_one_are_read(markup):
    assert refuse_many_attributes(markup) is None


@pytest.mark.parametrize(
    "data",
    [
        f"<html><body><h1>A ferry</h1><p {named(200_000, 'a{}=x')}>{TEXT}</p></body></html>",
        f"<rss version='2.0'><channel><item><title {named(200_000, 'a{}=&quot;x&quot;')}>A ferry</title></item></channel></rss>",
    ],
    ids=["page", "feed"],
)
def test_pages_and_feeds_of_attributes_are_refused_at_once(data):
    with cpu_at_most(5), pytest.raises(UnreadableError, match="attributes"):
        registry.read(data.encode())


@pytest.mark.parametrize("piece", ["<a ", '<a "', '<a "" \'', "<script ", "<!--", "<a '\"'"], ids=ascii)
def test_looking_for_tags_costs_no_more_than_the_length_of_a_text(piece):
    with cpu_at_most(5):
        assert refuse_many_attributes(piece * 500_000) is None
