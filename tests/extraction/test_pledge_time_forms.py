"""Dates by which and lengths of time for which something is given."""

from __future__ import annotations

import pytest

from articles.extraction.pledges import adjuncts, time_phrases


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by Friday", "by Friday"),
        ("by the end of the year", "by the end of the year"),
        ("before March 2027", "before March 2027"),
        ("within ten days", "within ten days"),
        ("in the coming weeks", "in the coming weeks"),
        ("next spring", "next spring"),
        ("later this month", "later this month"),
        ("from 1 May", "from 1 May"),
        ("in the near future", "in the near future"),
        ("by early June", "by early June"),
        ("as early as next week", "as early as next week"),
        ("in the next few days", "in the next few days"),
        ("starting Monday", "starting Monday"),
        ("no later than 15 August", "no later than 15 August"),
        ("through 2028", "through 2028"),
        ("by the end of May", "by the end of May"),
        ("early next year", "early next year"),
        ("until December", "until December"),
        ("by mid-October", "by mid-October"),
        ("within a month", "within a month"),
        ("next Tuesday", "next Tuesday"),
        ("by the first half of 2030", "by the first half of 2030"),
        ("beginning in April", "beginning in April"),
    ],
)
def test_a_deadline_is_read(text, expected):
    assert time_phrases.read_due(text, is_future=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2016", ("in 2016", "")),
        ("on Tuesday", ("on Tuesday", "")),
        ("this week", ("this week", "")),
        ("in March", ("in March", "")),
        ("during 2030", ("during 2030", "")),
        ("on 4 May", ("on 4 May", "")),
        ("this year", ("this year", "")),
        ("in late June", ("in late June", "")),
    ],
)
def test_what_may_be_past_is_due_beside_a_future_verb(text, expected):
    assert (time_phrases.read_due(text), time_phrases.read_due(text, is_future=False)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("last week", ""),
        ("by train", ""),
        ("within reach", ""),
        ("until further notice", ""),
        ("by the river", ""),
        ("before the court", ""),
        ("from Norland", ""),
        ("two days ago", ""),
        ("the 2016 law", ""),
        ("yesterday", ""),
        ("within the alliance", ""),
        ("by 40 percent", ""),
        ("through the pass", ""),
    ],
)
def test_other_phrases_are_no_deadlines(text, expected):
    assert time_phrases.read_due(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for a year", "for a year"),
        ("for ten days", "for ten days"),
        ("over the next five years", "over the next five years"),
        ("a three-year plan", "three-year"),
        ("per month", "per month"),
        ("annually", "annually"),
        ("indefinitely", "indefinitely"),
        ("for the coming six months", "for the coming six months"),
        ("for up to two years", "for up to two years"),
        ("for an initial period of six months", "for an initial period of six months"),
        ("every year", "every year"),
        ("each month", "each month"),
        ("for another two weeks", "for another two weeks"),
        ("five-day truce", "five-day"),
        ("during the next decade", "during the next decade"),
        ("for at least eight weeks", "for at least eight weeks"),
        ("over 30 years", "over 30 years"),
        ("a 10-month mission", "10-month"),
        ("for about three months", "for about three months"),
        ("for two more years", "for two more years"),
    ],
)
def test_a_length_of_time_is_read(text, expected):
    assert time_phrases.read_duration(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("during the past year", ""),
        ("over the last decade", ""),
        ("for months", ""),
        ("for the refugees", ""),
        ("over the hill", ""),
        ("for ten tanks", ""),
        ("in a year", ""),
        ("for the previous two years", ""),
        ("by ten days", ""),
        ("the year-old camp", ""),
    ],
)
def test_other_phrases_are_no_lengths_of_time(text, expected):
    assert time_phrases.read_duration(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("send troops over the attack", "send troops"),
        ("send aid after the flood", "send aid"),
        ("send aid to Borovia if asked", "send aid to Borovia"),
        ("help because it can", "help"),
        ("give tanks as part of a plan", "give tanks"),
        ("give tanks to Borovia", "give tanks to Borovia"),
        ("aid amid unrest", "aid"),
        ("train troops following the vote", "train troops"),
        ("send aid and imposed fines", "send aid"),
        ("open a school when ready", "open a school"),
        ("send boats despite the storm", "send boats"),
        ("send boats, while others wait", "send boats"),
        ("give rice in response to a plea", "give rice"),
        ("give rice in return", "give rice in return"),
        ("send guards unless the talks fail", "send guards"),
        ("send overcoats", "send overcoats"),
        ("hold the afterword", "hold the afterword"),
    ],
)
def test_what_is_given_ends_where_the_occasion_begins(text, expected):
    assert text[: adjuncts.core_end(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("send aid, calling it “a gift from all the people of the coast”", "send aid, calling it "),
        ("send “aid”", "send “aid”"),
        ('send "all the aid that we have in store"', "send "),
        ("send the “blue helmets” there", "send the “blue helmets” there"),
    ],
)
def test_speech_ends_it_but_not_a_few_quoted_words(text, expected):
    assert text[: adjuncts.core_end(text, 0, len(text))] == expected
