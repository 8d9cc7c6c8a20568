from __future__ import annotations

from decimal import Decimal

import pytest

from articles.extraction.pledges import amounts


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "qualifier"),
    [
        ("nearly $268 million", 268_000_000, 268_000_000, "USD", "nearly"),
        ("£1.4 million", 1_400_000, 1_400_000, "GBP", ""),
        ("some 1.4 million pounds worth of ammunition", 1_400_000, 1_400_000, "GBP", "some"),
        ("$2 billion", 2_000_000_000, 2_000_000_000, "USD", ""),
        ("between $5 million and $10 million", 5_000_000, 10_000_000, "USD", ""),
        ("$5-10 million", 5_000_000, 10_000_000, "USD", ""),
        ("€50,000", 50_000, 50_000, "EUR", ""),
        ("30 million Canadian dollars", 30_000_000, 30_000_000, "CAD", ""),
        ("US$1bn", 1_000_000_000, 1_000_000_000, "USD", ""),
    ],
)
def test_it_reads_sums(text, low, high, currency, qualifier):
    money = next(amounts.read_sums(text, 0, len(text)))
    assert (money.low, money.high, money.currency, money.qualifier) == (
        Decimal(low),
        Decimal(high),
        currency,
        qualifier,
    )


@pytest.mark.parametrize("text", ["40 to 60 personnel", "500 pounds of flour", "on 12 May 2016", "5 million people"])
def test_other_numbers_are_no_sums(text):
    assert not list(amounts.read_sums(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("40 to 60 medical personnel", 40, 60),
        ("an additional 560 troops", 560, 560),
        ("a dozen tanks", 12, 12),
        ("1,500 rifles", 1500, 1500),
    ],
)
def test_it_reads_counts(text, low, high):
    count = next(amounts.read_counts(text, 0, len(text)))
    assert (count.low, count.high) == (low, high)
