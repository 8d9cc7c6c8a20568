"""An entry of the log shows every column that changed, before and after, and the other rows that changed with it."""

from __future__ import annotations

import html5lib
import pytest
from django.urls import reverse

from articles.admin.log_values import _MAX_SHOWN
from articles.models import LoggedAction
from tests import builders

pytestmark = pytest.mark.django_db


def shown(desk, **fields):
    """The cells of each row of the tables on the page of an entry, and the whole page."""
    entry = LoggedAction.objects.create(**{"action": "story.edit_fields", "what": "Bridge", **fields})
    page = desk.get(reverse("admin:articles_loggedaction_change", args=[entry.pk])).content.decode()
    rows = html5lib.parse(page, namespaceHTMLElements=False).iter("tr")
    return [tuple("".join(cell.itertext()) for cell in row) for row in rows], page


HEAD = ("Field", "Before", "After")


def test_a_changed_column_has_both_values(desk):
    rows, _ = shown(
        desk, before={"date_published": "2016-07-21", "section": ""}, after={"date_published": None, "section": "World"}
    )
    # PostgreSQL keeps the columns in an order of its own.
    assert rows[0] == HEAD
    assert set(rows[1:]) == {("Date", "2016-07-21", ""), ("Section", "", "World")}


def test_a_column_that_one_side_does_not_have_is_empty_there(desk):
    rows, _ = shown(desk, before={"old": "a"}, after={"new": "b"})
    assert rows == [HEAD, ("Old", "a", ""), ("New", "", "b")]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (False, "No"),
        (["Ann Lee", "Bo"], "Ann Lee, Bo"),
        ({"é": 1}, "é: 1"),
        ([{"role": "paragraph", "text": "One."}, {"role": "heading", "text": "Two"}], "One.\n\nTwo"),
        ([{"name": "Ann"}], "name: Ann"),
    ],
    ids=["zero", "false", "list", "object", "text of a story", "list of other objects"],
)
def test_values_of_every_type_are_shown(desk, value, words):
    rows, _ = shown(desk, after={"column": value})
    assert rows[1] == ("Column", "", words)


@pytest.mark.parametrize(("length", "ending"), [(_MAX_SHOWN, "x"), (_MAX_SHOWN + 1, "…")])
def test_a_long_value_is_cut(desk, length, ending):
    (_, (_, _, after)), _ = shown(desk, after={"note": "x" * length})
    assert len(after.rstrip("…")) == _MAX_SHOWN
    assert after.endswith(ending)


def test_other_rows_are_named_and_new_and_deleted_ones_have_one_side(desk):
    related = [
        {"kind": "quotation", "id": 5, "before": {"status": "proposed"}, "after": {"status": "accepted"}},
        {"kind": "mention", "id": 6, "before": None, "after": {"name": "Bo"}},
        {"kind": "mention", "id": 7, "before": {"name": "Al"}, "after": None},
    ]
    rows, _ = shown(desk, related=related)
    assert rows == [
        HEAD,
        ("Quotation 5: Status", "Proposed", "Accepted"),
        ("Mention Bo (added): Name", "", "Bo"),
        ("Mention Al (removed): Name", "Al", ""),
    ]


def test_what_was_typed_is_shown_and_never_markup(desk):
    rows, page = shown(
        desk, before={"headline": "<b onmouseover=x>"}, after={"headline": "A & B"}, what="<i>Bridge</i>"
    )
    assert rows[1] == ("Headline", "<b onmouseover=x>", "A & B")
    assert "<b onmouseover" not in page
    assert "<i>Bridge" not in page


def test_an_entry_without_changes_has_no_table(desk):
    rows, page = shown(desk, article=builders.an_article("Bridge"), details={"reason": "A typing error"})
    assert rows == []
    assert "Reason: A typing error" in page
