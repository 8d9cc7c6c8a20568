from __future__ import annotations

import pytest

from articles.models import Pledge, Quotation
from articles.pages.home_page import home_page, stands_alone
from tests.builders import a_country, a_person, an_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("We have to keep breaking down the barriers", True),
        ("militants operating near the demarcation line of the strip", False),
        ("They need to stand by us", False),
        ("", False),
    ],
)
def test_only_words_that_are_a_sentence_stand_alone(text, alone):
    assert stands_alone(text) is alone


def test_quotes_of_note_are_one_per_story_without_a_trailing_comma(index):
    said = "The gains that we have made must not be jeopardised,"
    article = an_article("H", f"{said} {said}")
    for start in (0, len(said) + 1):
        Quotation.objects.create(
            article=article, block=0, start=start, end=start + 9, text=said, status="accepted", speaker=a_person()
        )
    index()
    assert [quote.text for quote in home_page().quotes] == [said.rstrip(",")]


def a_pledge(headline: str, country, item: str, **fields):
    Pledge.objects.create(
        article=an_article(headline), block=0, start=0, end=9, text="Engineers", status="accepted", item=item,
        pledged_by=country, **fields,
    )  # fmt: skip


def test_one_pledge_that_two_stories_report_is_one_row(index):
    country = a_country("United Kingdom")
    a_pledge("Older", country, "trainers", quantity_low=50)
    a_pledge("Newer", country, "British trainers", quantity_low=50)
    index()
    assert [row.headline for row in home_page().pledges] == ["Newer"]


@pytest.mark.parametrize("near_miss", ["another country", "another number", "no number, another thing"])
def test_different_pledges_are_separate_rows(index, near_miss):
    country = a_country("United Kingdom")
    number = None if near_miss.startswith("no number") else 50
    a_pledge("Older", country, "trainers", quantity_low=number)
    other = a_country("Canada") if near_miss == "another country" else country
    a_pledge(
        "Newer", other, "ships" if number is None else "trainers", quantity_low=number and number + (other == country)
    )
    index()
    assert len(home_page().pledges) == 2
