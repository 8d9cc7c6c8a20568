"""What holds for every template: that it can be read, and what the tag that joins its lines does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from jinja2 import UndefinedError

from articles.templating.jinja_environment import count_noun, date_as, environment, intcomma

FOLDER = Path(settings.BASE_DIR) / "templates"
PUBLIC = FOLDER / "public"
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


@pytest.mark.parametrize("path", [path for path in TEMPLATES if PUBLIC in path.parents], ids=lambda path: path.name)
def test_a_public_template_compiles(path):
    assert get_template(str(path.relative_to(PUBLIC)))


def test_a_name_that_a_public_template_is_not_given_is_an_error():
    with pytest.raises(UndefinedError, match="missing"):
        environment(autoescape=True).from_string("{{ missing }}").render()


def test_an_attribute_that_a_value_does_not_have_is_an_error():
    with pytest.raises(UndefinedError, match="kindd"):
        environment(autoescape=True).from_string("{{ day.kindd }}").render(day=date(2016, 10, 3))


def test_what_is_not_known_has_nothing():
    page = environment(autoescape=True).from_string("{% if who.kind == 'person' %}x{% endif %}[{{ who.name.first }}]")
    assert page.render(who=None) == "[]"


def test_public_templates_escape_what_they_are_given():
    page = environment(autoescape=True).from_string("<p title='{{ text }}'>{{ text }}</p>")
    assert page.render(text="<b>'\"&") == "<p title='&lt;b&gt;&#39;&#34;&amp;'>&lt;b&gt;&#39;&#34;&amp;</p>"


def test_the_html_of_a_macro_is_cached_for_the_same_arguments():
    calls = []
    page = environment(autoescape=True).from_string(
        "{% macro part(word) %}{{ seen(word) }}{% endmacro %}{{ cached(part, 'a') }}{{ cached(part, 'a') }}{{ cached(part, '<') }}"
    )
    assert page.render(seen=lambda word: calls.append(word) or word) == "aa&lt;"
    assert calls == ["a", "<"]


@pytest.mark.parametrize(("number", "words"), [(0, "0 stories"), (1, "1 story"), (2304, "2,304 stories")])
def test_a_number_stands_with_its_noun(number, words):
    assert count_noun(number, "story,stories") == words


def test_numbers_have_commas_and_dates_the_pattern_that_is_asked_for():
    assert intcomma(1234567) == "1,234,567"
    assert (date_as(date(2016, 10, 3), "Y-m-d"), date_as(None, "Y-m-d")) == ("2016-10-03", "")


@pytest.mark.parametrize(
    ("written", "output"),
    [
        ("<p>\n  <b>one</b>\n  <i>two</i>\n</p>\n", "<p><b>one</b><i>two</i></p>"),
        ("<b>one</b>\n{% if yes %}\n  , two\n{% endif %}.\n", "<b>one</b>, two."),
        ("{% for number in numbers %}\n  {{ number }}{% if not loop.last %}, {% endif %}\n{% endfor %}", "1, 2"),
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
    names = {"yes": True, "numbers": [1, 2]}
    of_admin = Template("{% load lines %}{% joinlines %}\n" + written.replace("loop.last", "forloop.last"))
    assert of_admin.render(Context(names)) == output
    public = environment(autoescape=True).from_string("{% joinlines %}\n" + written)
    assert public.render(names) == output


def test_joinlines_leaves_alone_what_variables_hold():
    names = {"text": "one\n  two\n"}
    written = "{% joinlines %}\n<p>\n  {{ text }}\n</p>"
    assert Template("{% load lines %}" + written).render(Context(names)) == "<p>one\n  two\n</p>"
    assert environment(autoescape=True).from_string(written).render(names) == "<p>one\n  two\n</p>"


def test_joinlines_reaches_the_blocks_of_a_page_that_extends_another():
    page = '{% extends "base.html" %}{% joinlines %}{% block title %}\n  One\n{% endblock %}'
    public = get_template("base.html").template.environment
    assert "<title>One</title>" in public.from_string(page).render(site_name="Site")


def test_joinlines_begins_where_it_stands():
    page = environment(autoescape=True).from_string("<p>\n</p>{% joinlines %}<p>\n</p>")
    assert page.render() == "<p>\n</p><p></p>"
