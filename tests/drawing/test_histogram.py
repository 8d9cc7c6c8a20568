from __future__ import annotations

import itertools

import pytest

from articles.drawing.histogram import HEIGHT, WIDTH, histogram


def link(first, last):
    return f"?from={first}&to={last}"


def month_list(first_year, last_year, count=1):
    return [(f"{year}-{month:02}", count) for year in range(first_year, last_year + 1) for month in range(1, 13)]


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param([], id="no stories"),
        pytest.param([("2016-07", 3)], id="one month"),
        pytest.param([("2016-07", 3), ("2016-08", 0)], id="one month with stories"),
    ],
)
def test_nothing_to_compare_draws_no_chart(counts):
    assert histogram(counts, link) is None


def test_each_bar_is_a_link_named_in_words():
    chart = histogram([("2016-07", 3), ("2018-09", 1)], link)
    linked = [(bar.title, bar.url) for bar in chart.bars if bar.url]
    assert linked == [
        ("July 2016: 3 stories", "?from=2016-07&to=2016-07"),
        ("September 2018: 1 story", "?from=2018-09&to=2018-09"),
    ]


def test_months_without_stories_are_gaps_without_links():
    chart = histogram([("2016-07", 3), ("2018-07", 1)], link)
    assert len(chart.bars) == 25
    assert chart.bars[1].title == "August 2016: 0 stories"
    assert chart.bars[1].url == ""


def test_less_than_a_year_is_drawn_as_its_whole_year():
    chart = histogram([("2016-07", 3), ("2016-09", 1)], link)
    assert (chart.bars[0].name, chart.bars[-1].name) == ("January 2016", "December 2016")


def test_the_same_month_twice_is_added_up():
    chart = histogram([("2016-07", 3), ("2016-07", 2), ("2016-08", 1)], link)
    assert max(bar.stories for bar in chart.bars) == 5


@pytest.mark.parametrize(
    ("years", "unit", "bars", "first"),
    [
        pytest.param((2014, 2019), "month", 72, "January 2014: 1 story", id="72 months stay months"),
        pytest.param((2014, 2020), "quarter", 28, "January to March 2014: 3 stories", id="84 months are quarters"),
        pytest.param((2000, 2020), "year", 21, "2000: 12 stories", id="84 quarters are years"),
    ],
)
def test_thin_bars_are_drawn_as_longer_spans(years, unit, bars, first):
    chart = histogram(month_list(*years), link)
    assert (chart.unit, len(chart.bars), chart.bars[0].title) == (unit, bars, first)


def test_a_quarter_links_to_its_first_and_last_month():
    chart = histogram(month_list(2014, 2020), link)
    assert chart.bars[1].url == "?from=2014-04&to=2014-06"


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        pytest.param(1, ["0", "1"], id="one"),
        pytest.param(4, ["0", "1", "2", "3", "4"], id="four"),
        pytest.param(19, ["0", "5", "10", "15", "20"], id="nineteen"),
        pytest.param(1400, ["0", "500", "1,000", "1,500"], id="thousands"),
    ],
)
def test_ticks_are_round_and_reach_the_highest_bar(most, ticks):
    chart = histogram([("2016-07", most), ("2016-08", 1)], link)
    assert [tick.text for tick in chart.counts] == ticks


def test_bars_stand_on_the_base_and_inside_the_picture():
    chart = histogram([*month_list(2014, 2016), ("2016-05", 40)], link)
    assert all(bar.y + bar.height == pytest.approx(chart.base, abs=0.11) for bar in chart.bars)
    assert all(chart.left <= bar.x and bar.x + bar.width <= WIDTH and 0 <= bar.y <= HEIGHT for bar in chart.bars)


def test_years_stand_under_their_first_bar_with_room_between():
    chart = histogram(month_list(1980, 2020), link)
    places = [tick.at for tick in chart.years]
    assert all(after - before >= 44 for before, after in itertools.pairwise(places))


def test_a_first_year_cut_short_makes_way_for_the_next():
    chart = histogram([("2014-12", 1), ("2017-12", 1)], link)
    assert [tick.text for tick in chart.years] == ["2015", "2016", "2017"]


def test_the_label_says_what_is_counted():
    chart = histogram([("2014-12", 1), ("2017-12", 1)], link, "stories about Iraq")
    assert chart.label.startswith("Bar chart: stories about Iraq per month, 2014 to 2017.")


def test_a_bar_of_a_short_span_stays_slim_in_the_middle_of_its_column():
    chart = histogram([("2016-07", 3), ("2016-09", 1)], link)
    bar = chart.bars[6]
    assert bar.width < bar.hit_width / 1.5
    assert bar.x + bar.width / 2 == pytest.approx(bar.hit_x + bar.hit_width / 2, abs=0.1)


def test_a_bar_of_a_long_span_fills_its_column():
    bar = histogram(month_list(2014, 2017), link).bars[0]
    assert bar.width == pytest.approx(bar.hit_width, abs=2.1)
