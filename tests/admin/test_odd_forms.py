"""Whatever the forms of the desk are sent, no answer is an error: every form that an administrator can reach by links, with
its fields odd, left out, or sent twice.
"""

from __future__ import annotations

import re
from itertools import cycle
from urllib.parse import quote_plus, urljoin, urlsplit

import html5lib
import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import resolve, reverse

from articles.admin.bounded import number_in, without_nul
from articles.admin.opened import OPENED, values_opened
from articles.imports import feed_subscriptions, receive, worker
from articles.models import Feed, Identifier, LoggedAction
from articles.vocabulary import ArticleStatus, SourceType
from tests import builders
from tests.admin.forms import forms_on
from tests.admin.suggestions import suggest_role
from tests.admin.test_import_item import TEXT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]
# Pages of one kind are alike: so many of each are opened.
PAGES_OF_A_KIND = 2
# Of the session, and of Django's own tables.
LEFT_OUT = re.compile("^/admin/(logout|password_change|auth/|django_tasks)")
URLENCODED = "application/x-www-form-urlencoded"
OPENED_ODDLY = (
    '{"status": "\\ud800", "name": "\\u0000", "other_names:1": "x", "known_as": "' + "9" * 30 + '"}',
    '{"status": "open", "other_names:1": "[1]", "headline": "\\udfff"}',
    "[" * 100_000,
)
ODD = (
    "a\x00b", "9" * 40, "-1", "99999999999", "\ud800", "x" * 40_000, "9" * 5000, "", " \u200b\u202e", "\u0663", "NaN", "1e999",
    "0000-00-00", "99999-12-31", "2026-02-30", "\r\nX: 1", "'\";--", "[]", "{}", "null", "../../etc/passwd", "<b>", "=1+1",
    "\U0001f600" * 300, "http://[", "http://\u0660.example/", "None", *OPENED_ODDLY,
)  # fmt: skip


@pytest.fixture
def a_desk(draft, editor):
    """Something on every page: stories in several states, records, imports, a feed."""
    suggest_role(draft, "Ash Carter", role="governor", person_name="Ash Carter", organization_name="Council")
    public = builders.an_article("Talks at Oslo", "Anna Berg spoke in Oslo. The Council met.")
    person, council = builders.a_person("Anna Berg", "A. Berg"), builders.an_organization("Council", "The Council")
    builders.mention(public, person)
    builders.mention(public, council, "Council")
    builders.a_role(person, "chair", council, start_date="2015")
    builders.an_organization("Council of Ports")
    Identifier.objects.create(entity=council, scheme="wikidata", identifier="Q1")
    builders.an_article("Old news", "Nothing.", status=ArticleStatus.WITHDRAWN)
    table = b"headline,words\nFirst,Some words of a story\nSecond,Other words\n"
    for kind, name, content in ((SourceType.TEXT, "text", TEXT.encode()), (SourceType.FILE, "a.csv", table)):
        item = receive.receive_source(source_type=kind, content=content, name=name, user=editor)
        worker.read_item(item.pk)
    feed_subscriptions.save_feed(Feed(url="https://news.example/feed.xml", name="Feed"), user=editor)


def links_of(page, address):
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter("a"):
        target = urlsplit(urljoin(address, element.get("href") or ""))
        if target.path.startswith("/admin/") and not LEFT_OUT.match(target.path):
            yield target.path + (f"?{target.query}" if target.query else "")


def pages(client):
    """(address, page) of every kind of page that links lead to from the start page."""
    waiting, kinds = ["/admin/"], {}
    for address in waiting:  # which grows
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        address = answer.redirect_chain[-1][0] if answer.redirect_chain else address  # noqa: PLW2901
        page = answer.content.decode()
        yield address, page
        for link in links_of(page, address):
            path, _, query = link.partition("?")
            kind = resolve(path).route, tuple(sorted(QueryDict(query)))
            if link not in waiting and kinds.setdefault(kind, 0) < PAGES_OF_A_KIND:
                kinds[kind] += 1
                waiting.append(link)


def forms(client):
    """(address, fields) of the forms on all kinds of pages, those of one kind once."""
    found = {}
    for address, page in pages(client):
        for action, fields in forms_on(page):
            target = urljoin(address, action)
            names = {re.sub(r"\d+", "", name) for name in fields}
            found.setdefault((resolve(urlsplit(target).path).route, frozenset(names)), (target, fields))
    return list(found.values())


def variants(fields, odd):
    """What is sent instead of the fields: lists of values by name."""
    as_shown = {name: [value] for name, value in fields.items()}
    for name in fields:
        yield {**as_shown, name: [next(odd)]}
    yield {name: [f"{value}\x00"] for name, value in fields.items()}
    yield {name: [value, next(odd)] for name, value in fields.items()}
    yield {}


def encoded(sent):
    """Lone surrogates, which no browser sends, included."""
    pairs = [(name, value.encode("utf-8", "surrogatepass")) for name, values in sent.items() for value in values]
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)


@pytest.mark.timeout(1800)  # a thousand requests, on a machine that may be busy
@pytest.mark.usefixtures("a_desk")
def test_no_value_in_a_form_of_the_desk_is_an_error(desk):
    odd, failures, found = cycle(ODD), [], forms(desk)
    assert len(found) > 25
    desk.raise_request_exception = False
    for address, fields in found:
        for sent in variants(fields, odd):
            with transaction.atomic():  # PostgreSQL does nothing more in a transaction after an error
                answer = desk.post(address, encoded(sent), content_type=URLENCODED)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                changed = {name: values for name, values in sent.items() if values != [fields[name]]}
                failures.append(f"{address} {changed!r:.300} {answer.exc_info[1]!r:.300}")
    assert failures == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5000, None), ("-1", None), ("\u0663", None),
     ("\u00b2", None), ("", None), (" 1", None), ("1\n", None), ("1_0", None)],
)  # fmt: skip
def test_a_number_of_a_form_is_one_that_a_row_can_have(text, number):
    assert number_in(text) == number


def test_values_without_nul_are_the_same_object_and_others_lose_only_it():
    plain, odd = QueryDict("a=1&a=2&b="), QueryDict("a=1%00&a=2&b=%00&c=x%00y")
    assert without_nul(plain) is plain
    assert dict(without_nul(odd).lists()) == {"a": ["1", "2"], "b": [""], "c": ["xy"]}


@pytest.mark.parametrize("opened", ["", "x", "[]", "null", '"a"', "[" * 100_000, '{"a": 1, "b": ["c"], "d": null}'])
def test_opened_values_that_no_page_made_count_as_unknown(opened):
    assert values_opened({OPENED: opened}) == {}


def test_opened_values_have_nothing_that_cannot_be_shown_or_stored():
    assert values_opened({OPENED: '{"a\\u0000": "b\\ud800c\\u0000", "d": "e"}'}) == {"a": "b?c", "d": "e"}


def test_a_reason_is_logged_without_what_turns_text_around(desk):
    person, other = builders.a_person("Anna Berg"), builders.a_person("Anna Bergh")
    address = reverse("admin:articles_person_distinct", args=[person.pk])
    desk.post(address, {"with": other.pk, "reason": "  two \u202epersons\x00\nof one name "})
    assert LoggedAction.objects.get(action="entity.mark_distinct").source == "two persons of one name"
