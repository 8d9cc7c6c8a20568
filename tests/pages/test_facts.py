from __future__ import annotations

import pytest

from articles.models import Pledge
from articles.pages.fact_rows import pledge_row
from tests.builders import an_article

pytestmark = pytest.mark.django_db


def a_row(**fields):
    pledge = Pledge(article=an_article(), block=0, start=0, end=9, text="Engineers", **{"item": "troops", **fields})
    return pledge_row(pledge, pledge.article, ())


@pytest.mark.parametrize(
    ("qualifier", "quantity", "item", "what"),
    [
        ("an additional", 560, "troops", "more troops"),
        ("a further", 50, "trainers", "more trainers"),
        ("another", 1, "hospital", "another hospital"),
        ("more", 50, "training of more police officers", "training of more police officers"),
        ("about", 560, "troops", "troops"),
        ("", 560, "troops", "troops"),
    ],
    ids=str,
)
def test_what_is_added_is_said_with_the_thing_and_not_before_the_number(qualifier, quantity, item, what):
    row = a_row(qualifier=qualifier, quantity_low=quantity, item=item)
    assert row.what == what
    assert row.qualifier == ("about" if qualifier == "about" else "")


@pytest.mark.parametrize(
    ("qualifier", "bound", "hedge"),
    [("up to", "up to", ""), ("more than", "more than", ""), ("nearly", "", "nearly"), ("more", "", "")],
)
def test_only_a_bound_is_shown_before_a_number_at_a_glance(qualifier, bound, hedge):
    row = a_row(qualifier=qualifier, quantity_low=60)
    assert (row.bound, row.hedge) == (bound, hedge)


def test_a_party_that_is_no_name_begins_with_a_capital():
    assert a_row(pledged_by_name="several governments").who == "Several governments"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [("for a year", "a year"), ("over three years", "three years"), ("three years", "three years")],
    ids=str,
)
def test_how_long_stands_after_for(printed, shown):
    assert a_row(duration=printed).duration == shown


@pytest.mark.parametrize(
    ("item", "shown"),
    [("exports to Iraq", ""), ("an end of tariffs on Iraqi exports", "Iraq"), ("trainers", "Iraq")],
    ids=str,
)
def test_a_recipient_is_named_unless_the_thing_names_it_in_whole_words(item, shown):
    assert a_row(item=item, recipient_name="Iraq").recipient == shown
