"""Numbers in figures and words, with near misses that are no sums and no counts."""

from __future__ import annotations

import pytest

from articles.extraction.pledges import amounts


def sums(text):
    return [(int(m.low), int(m.high), m.currency, m.qualifier) for m in amounts.read_sums(text, 0, len(text))]


def counts(text):
    return [(int(c.low), int(c.high), c.qualifier) for c in amounts.read_counts(text + " ", 0, len(text) + 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$1,250", [(1250, 1250, "USD", "")]),
        ("$3.5m", [(3500000, 3500000, "USD", "")]),
        ("€2.4bn", [(2400000000, 2400000000, "EUR", "")]),
        ("2.4 billion euros", [(2400000000, 2400000000, "EUR", "")]),
        ("300 million Swedish kronor", [(300000000, 300000000, "SEK", "")]),
        ("£900k", [(900000, 900000, "GBP", "")]),
        ("USD 40 million", [(40000000, 40000000, "USD", "")]),
        ("CAD 5 million", [(5000000, 5000000, "CAD", "")]),
        ("40 million yen", [(40000000, 40000000, "JPY", "")]),
        ("US $5 million", [(5000000, 5000000, "USD", "")]),
        ("C$12 million", [(12000000, 12000000, "CAD", "")]),
        ("¥500 billion", [(500000000000, 500000000000, "JPY", "")]),
        ("1,000 francs", [(1000, 1000, "CHF", "")]),
        ("R$30 million", [(30000000, 30000000, "BRL", "")]),
        ("₴90 million", [(90000000, 90000000, "UAH", "")]),
        ("7 k euros", [(7000, 7000, "EUR", "")]),
        ("5 million rupees", [(5000000, 5000000, "INR", "")]),
        ("A$8 million", [(8000000, 8000000, "AUD", "")]),
        ("NZ$3 million", [(3000000, 3000000, "NZD", "")]),
        ("90 million Norwegian kroner", [(90000000, 90000000, "NOK", "")]),
        ("25 million Danish crowns", [(25000000, 25000000, "DKK", "")]),
        ("4 million Swiss francs", [(4000000, 4000000, "CHF", "")]),
        ("20 million hryvnias", [(20000000, 20000000, "UAH", "")]),
        ("₪5 million", [(5000000, 5000000, "ILS", "")]),
        ("NT$60 million", [(60000000, 60000000, "TWD", "")]),
        ("EUR 12 million", [(12000000, 12000000, "EUR", "")]),
        ("12 trillion won", [(12000000000000, 12000000000000, "KRW", "")]),
    ],
)
def test_a_sum_has_a_sign_a_code_or_a_unit(text, expected):
    assert sums(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 million to 10 million dollars", [(5000000, 10000000, "USD", "")]),
        ("$400 to $500 million", [(400000000, 500000000, "USD", "")]),
        ("€3-4 million", [(3000000, 4000000, "EUR", "")]),
        ("£2bn to £3bn", [(2000000000, 3000000000, "GBP", "")]),
        ("$7 and $9 million", [(7000000, 9000000, "USD", "")]),
    ],
)
def test_a_range_has_two_ends(text, expected):
    assert sums(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a million dollars", [(1000000, 1000000, "USD", "")]),
        ("half a billion euros", [(500000000, 500000000, "EUR", "")]),
        ("two million pounds", [(2000000, 2000000, "GBP", "")]),
        ("ten billion kronor", [(10000000000, 10000000000, "SEK", "")]),
        ("half a million dollars", [(500000, 500000, "USD", "")]),
    ],
)
def test_a_sum_may_be_spelled_out(text, expected):
    assert sums(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about $40", [(40, 40, "USD", "about")]),
        ("up to 3 million euros", [(3000000, 3000000, "EUR", "up to")]),
        ("nearly £2 million", [(2000000, 2000000, "GBP", "nearly")]),
        ("at least $90 million", [(90000000, 90000000, "USD", "at least")]),
        ("more than €1 billion", [(1000000000, 1000000000, "EUR", "more than")]),
        ("an additional $6 million", [(6000000, 6000000, "USD", "an additional")]),
        ("a total of $70 million", [(70000000, 70000000, "USD", "a total of")]),
        ("roughly 8 million euros", [(8000000, 8000000, "EUR", "roughly")]),
    ],
)
def test_what_qualifies_a_sum_is_kept(text, expected):
    assert sums(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("usd 40 million", []),
        ("three hundred", []),
        ("100 pounds", []),
        ("10 percent", []),
        ("$", []),
        ("a dollar a day", []),
        ("twelve euros", []),
        ("5 million people", []),
        ("room 40", []),
        ("euros", []),
        ("page 7 of 12", []),
        ("1998", []),
        ("40 tonnes", []),
        ("the pound fell", []),
        ("won 40 seats", []),
        ("10 cad drawings", []),
    ],
)
def test_other_numbers_are_no_sums(text, expected):
    assert sums(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100 pounds worth of rice", [(100, 100, "GBP", "")]),
        ("100 pounds of rice", []),
        ("3 million pounds", [(3000000, 3000000, "GBP", "")]),
        ("£100", [(100, 100, "GBP", "")]),
        ("12 pounds", []),
    ],
)
def test_pounds_are_money_beside_a_scale_a_sign_or_worth(text, expected):
    assert sums(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("forty tanks", [(40, 40, "")]),
        ("twenty-five trucks", [(25, 25, "")]),
        ("a 500-strong force", [(500, 500, "")]),
        ("three further tanks", [(3, 3, "")]),
        ("a hundred rifles", [(100, 100, "")]),
        ("half a dozen jets", [(6, 6, "")]),
        ("2,000 more troops", [(2000, 2000, "")]),
        ("5 million people", [(5000000, 5000000, "")]),
        ("1.5 million doses", [(1500000, 1500000, "")]),
        ("12-bed clinic", [(12, 12, "")]),
        ("thirty-one buses", [(31, 31, "")]),
        ("two dozen vans", [(24, 24, "")]),
        ("a dozen tents", [(12, 12, "")]),
        ("seven other ships", [(7, 7, "")]),
        ("a 40-member crew", [(40, 40, "")]),
        ("nineteen such boats", [(19, 19, "")]),
        ("a thousand beds", [(1000, 1000, "")]),
        ("90-truck convoy", [(90, 90, "")]),
    ],
)
def test_a_count_is_in_figures_or_words(text, expected):
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two to three ships", [(2, 3, "")]),
        ("10 or 12 guns", [(10, 12, "")]),
        ("40-60 engineers", [(40, 60, "")]),
        ("forty to fifty medics", [(40, 50, "")]),
        ("2 to 3 million doses", [(2000000, 3000000, "")]),
        ("100 and 200 soldiers", [(100, 200, "")]),
    ],
)
def test_a_range_of_counts_has_two_ends(text, expected):
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nearly 90 medics", [(90, 90, "nearly")]),
        ("some 200 soldiers", [(200, 200, "some")]),
        ("at least two frigates", [(2, 2, "at least")]),
        ("up to forty tents", [(40, 40, "up to")]),
        ("an additional 560 troops", [(560, 560, "an additional")]),
        ("fewer than 30 guards", [(30, 30, "fewer than")]),
        ("as many as 700 beds", [(700, 700, "as many as")]),
    ],
)
def test_what_qualifies_a_count_is_kept(text, expected):
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twenty-foot wall", []),
        ("$40 million", []),
        ("no tanks", []),
        ("4th brigade", []),
        ("the tanks", []),
        ("several ships", []),
        ("thirsty-six", []),
        ("F-16", []),
        ("€40", []),
    ],
)
def test_other_words_are_no_counts(text, expected):
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("kroner", True),
        ("€", True),
        ("million", True),
        ("USD", True),
        ("dollar", True),
        ("bn", True),
        ("k", True),
        ("tank", False),
        ("goat", False),
        ("ten", False),
        ("Pound", True),
        ("hryvnia", True),
    ],
)
def test_a_word_for_money_is_known(word, expected):
    assert amounts.is_money_word(word) == expected
