from __future__ import annotations

import pytest
from known import GAZETTEER

from articles.extraction.names import places
from articles.vocabulary import Resolution


def choose(name, countries=(), explicit=""):
    choice = places.choose(GAZETTEER.lookup([name])[name], countries, explicit)
    return choice.resolution, [known.country_code for known in choice.known]


@pytest.mark.parametrize(
    ("name", "countries", "explicit", "resolution", "codes"),
    [
        ("mosul", (), "", Resolution.ONE, ["IQ"]),
        ("tripoli", ("LB",), "", Resolution.ONE, ["LB"]),
        ("tripoli", ("LY",), "", Resolution.ONE, ["LY"]),
        ("tripoli", ("LY",), "LB", Resolution.ONE, ["LB"]),
        ("tripoli", (), "", Resolution.ONE, ["LY"]),
        ("paris", ("US",), "", Resolution.ONE, ["FR"]),
        ("paris", ("US",), "US", Resolution.ONE, ["US"]),
        ("springfield", (), "", Resolution.SEVERAL, ["US", "CA"]),
        ("springfield", ("CA",), "", Resolution.ONE, ["CA"]),
        ("geneva", ("US",), "", Resolution.ONE, ["FR"]),
        ("geneva", ("US",), "US", Resolution.ONE, ["US"]),
        ("fallujah", (), "", Resolution.ONE, ["IQ"]),
        ("fallujah", (), "FR", Resolution.ONE, ["FR"]),
    ],
    ids=[
        "the only one known", "its country is in the story", "the other country is", "the country beside it wins", "a capital",
        "a hamlet is not meant", "unless its country stands beside it", "two of a size", "two of a size and a country",
        "a small town is not meant", "unless its country stands beside the town", "a second name gives way", "unless its country is beside",
    ],
)  # fmt: skip
def test_it_chooses(name, countries, explicit, resolution, codes):
    assert choose(name, countries, explicit) == (resolution, codes)


def test_nothing_known_is_an_answer_of_its_own():
    assert places.choose([], ()).resolution == Resolution.NONE
