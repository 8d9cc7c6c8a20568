"""What holds for every template: that it can be read, and what the tag that joins its lines does."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.is_file())
MAX_LINE = 120
# The longest has 4,000: a page that grows beyond this consists of parts, which are templates of their own.
MAX_BYTES = 5_000


@pytest.fixture(params=TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def template(request) -> str:
    return request.param.read_text()


def test_no_line_of_a_template_is_longer_than_those_of_the_code(template):
    assert [line for line in template.splitlines() if len(line) > MAX_LINE] == []


def test_a_template_is_short_enough_to_be_read_at_once(template):
    assert len(template.encode()) <= MAX_BYTES


@pytest.mark.parametrize(
    ("written", "output"),
    [
        ("<p>\n  <b>one</b>\n  <i>two</i>\n</p>\n", "<p><b>one</b><i>two</i></p>"),
        ("<b>one</b>\n{% if yes %}\n  , two\n{% endif %}.\n", "<b>one</b>, two."),
        ("{% for number in numbers %}\n  {{ number }}{% if not forloop.last %}, {% endif %}\n{% endfor %}", "1, 2"),
        ("<b>one</b> <i>two</i>", "<b>one</b> <i>two</i>"),
        ("<b>one</b>\n{% if yes %} <i>two</i>{% endif %}", "<b>one</b> <i>two</i>"),
        ('<b>one</b>\n{{ " " }}<i>two</i>', "<b>one</b> <i>two</i>"),
        ("<p>\n  one\n  two\n</p>", "<p>one two</p>"),
        ('<a class="x"\n   href="y">one</a>', '<a class="x" href="y">one</a>'),
        ('<a{% if yes %} class="x"{% endif %}\n   href="y">one</a>', '<a class="x" href="y">one</a>'),
    ],
    ids=[
        "elements are joined",
        "a comma after an element",
        "a list",
        "a space within a line stays",
        "a space before an element that is not always there",
        "a space at the start of a line",
        "between words a line break is a space",
        "between attributes a line break is a space",
        "between attributes that are not always there too",
    ],
)
def test_joinlines_leaves_out_what_only_breaks_lines(written, output):
    template = Template("{% load lines %}{% joinlines %}\n" + written)
    assert template.render(Context({"yes": True, "numbers": [1, 2]})) == output


def test_joinlines_leaves_alone_what_variables_hold():
    template = Template("{% load lines %}{% joinlines %}\n<p>\n  {{ text }}\n</p>")
    assert template.render(Context({"text": "one\n  two\n"})) == "<p>one\n  two\n</p>"


def test_joinlines_reaches_the_blocks_of_a_page_that_extends_another():
    page = '{% extends "base.html" %}{% load lines %}{% joinlines %}{% block title %}\n  One\n{% endblock %}'
    assert "<title>One</title>" in Template(page).render(Context())
