"""When a role was held: never without a date, never as something that goes on today."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, Membership
from articles.wording.role_dates import held_on, partial_date, period, short_period, vouched_until
from articles.wording.role_labels import headline_role, role_label
from articles.wording.role_words import has_relative_time, is_past, without_past_words

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
GOES_ON = re.compile(r"\b(?:since|present|current|currently|now|today)\b", re.IGNORECASE)

days = st.dates(datetime(1990, 1, 1, tzinfo=UTC).date(), datetime(2030, 1, 1, tzinfo=UTC).date())
partial = st.builds(lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10]))
perhaps = st.one_of(st.just(""), partial)
precisions = st.sampled_from(["minute", "day", "month", "year", "unknown"])
articles = st.builds(
    lambda day, precision: Article(
        pk=7, date_published=day and datetime(day.year, day.month, day.day, tzinfo=UTC), date_precision=precision
    ),
    st.one_of(st.none(), days), precisions,
)  # fmt: skip


@st.composite
def roles(draw):
    """Any role that the database can hold; `held_name` is what a query adds."""
    row = Membership(
        pk=draw(st.integers(1, 99)), role=draw(st.sampled_from(["President", "former President", "envoy until May"])),
        start_date=draw(perhaps), end_date=draw(perhaps), as_of=draw(perhaps),
        article=draw(st.one_of(st.none(), articles)),
    )  # fmt: skip
    row.held_name = None
    return row


@given(roles())
def test_a_role_has_a_year_and_does_not_go_on_or_it_has_no_words_at_all(row):
    for words in (period(row), short_period(row), role_label(row)):
        assert bool(words) == bool(vouched_until(row))
        assert not words or YEAR.search(words)
        assert not GOES_ON.search(words)


@given(roles())
def test_reference_data_without_an_end_always_says_as_of_when(row):
    if row.article is None and not row.end_date and row.as_of:
        assert period(row).endswith(f"as listed in {partial_date(row.as_of)}")
        assert f"as listed in {partial_date(row.as_of[:7])}" in role_label(row)


@given(roles())
def test_a_story_never_vouches_past_its_own_day(row):
    if row.article is not None and not row.end_date and vouched_until(row):
        assert "as listed" not in period(row)
        assert row.article.date_published.date().isoformat().startswith(vouched_until(row))


@given(st.lists(roles(), max_size=5), st.lists(partial, max_size=3))
def test_a_person_is_headed_by_a_dated_role_and_former_comes_last(rows, covered):
    chosen = headline_role(rows, covered)
    dated = [row for row in rows if vouched_until(row)]
    assert (chosen is None) == (not dated)
    if chosen is not None:
        assert vouched_until(chosen)
        assert not is_past(chosen) or all(map(is_past, dated))


@pytest.mark.parametrize(
    ("fields", "words", "short"),
    [
        ({"start_date": "2014", "end_date": "2019"}, "2014 to 2019", "2014 to 2019"),
        ({"start_date": "2022-05", "end_date": "2022-05"}, "May 2022", "2022"),
        ({"end_date": "2019-10"}, "until October 2019", "until 2019"),
        (
            {"start_date": "2017-05", "as_of": "2025-06"},
            "from May 2017, as listed in June 2025",
            "as listed in June 2025",
        ),
        ({"start_date": "2025-09", "as_of": "2025-09"}, "as listed in September 2025", "as listed in September 2025"),
        ({"as_of": "2022"}, "as listed in 2022", "as listed in 2022"),
        ({"start_date": "2017-05"}, "", ""),
    ],
    ids=str,
)
def test_reference_data_in_words(fields, words, short):
    assert (period(Membership(**fields)), short_period(Membership(**fields))) == (words, short)


@pytest.mark.parametrize(
    ("day", "is_held"),
    [
        ("2015-10", False),
        ("2015-11", True),
        ("2015-11-01", True),
        ("2018", True),
        ("2021-10-31", True),
        ("2021-11", False),
    ],
)
def test_a_term_holds_from_its_first_to_its_last_month(day, is_held):
    assert held_on(Membership(start_date="2015-11", end_date="2021-10"), day) is is_held


def of_story(role, text=""):
    return Membership(role=role, text=text, article=Article(pk=7))


@pytest.mark.parametrize(
    ("row", "is_over"),
    [
        (of_story("former President"), True),
        (of_story("ex-minister"), True),
        (of_story("Defence Minister", "defence minister at the time"), True),
        (of_story("then-Foreign Secretary"), True),
        (of_story("President"), False),
        (of_story("Reformer"), False),
        (of_story("Minister for Athens"), False),
        (Membership(role="Former President", as_of="2022"), False),
    ],
    ids=lambda value: getattr(value, "role", value),
)
def test_a_story_says_that_a_role_is_over(row, is_over):
    assert is_past(row) is is_over


@pytest.mark.parametrize(
    ("role", "bare"), [("former President", "President"), ("Syrian ex-minister", "Syrian minister"), ("Envoy", "Envoy")]
)
def test_former_is_taken_off_a_role(role, bare):
    assert without_past_words(role) == bare


@pytest.mark.parametrize(
    ("role", "is_relative"),
    [
        ("president's envoy to the coalition until last December", True),
        ("newly elected president", True),
        ("minister since Monday", True),
        ("Minister of Defence", False),
        ("Blasting officer", False),
        ("Secretary of the Interior in 2016", False),
    ],
)
def test_times_that_need_the_day_of_the_story_are_known(role, is_relative):
    assert has_relative_time(role) is is_relative
