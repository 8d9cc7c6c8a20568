from __future__ import annotations

import pytest

from articles.extraction.pledges import time_phrases


@pytest.mark.parametrize(
    ("text", "due", "duration"),
    [
        ("It will be ready by October 1, and stay for a year.", "by October 1", "for a year"),
        ("The jets arrive by the end of the year.", "by the end of the year", ""),
        ("They met on the hill and talked for hours.", "", ""),
        ("The mission runs for six months from March 2017.", "from March 2017", "for six months"),
        ("It will pay 5 million over the next three years.", "", "over the next three years"),
        ("A three-year programme starts later this year.", "later this year", "three-year"),
        ("It has paid 5 million over the past three years.", "", ""),
        ("The trucks leave within two weeks.", "within two weeks", ""),
    ],
)
def test_it_reads_times(text, due, duration):
    assert (time_phrases.read_due(text), time_phrases.read_duration(text)) == (due, duration)


@pytest.mark.parametrize("text", ["pledged in March", "approved in 2016", "announced on Monday"])
def test_a_date_that_may_be_past_is_due_only_beside_words_about_the_future(text):
    assert time_phrases.read_due(text)
    assert not time_phrases.read_due(text, is_future=False)


def test_a_deadline_is_due_whatever_the_verb():
    assert time_phrases.read_due("pledged 20 trucks by the end of May", is_future=False) == "by the end of May"
