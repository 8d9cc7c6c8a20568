"""The story that the product began with, read from outside this repository."""

from __future__ import annotations

from decimal import Decimal

import pytest

from articles.extraction import pipeline
from articles.extraction.findings import Document
from articles.vocabulary import BlockRole, EntityKind, PledgeStatus
from tests.extraction.known import GAZETTEER

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def story(corpus, language_model):
    text = next((corpus / "seed").glob("*.txt")).read_text()
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    body = [part for part in parts[3:] if not part.startswith(("Related", "Follow"))]
    document = Document(tuple((BlockRole.PARAGRAPH, part) for part in body), parts[1], parts[2].split("\n")[0])
    return pipeline.find(document, GAZETTEER)


def test_the_people_are_proposed(story):
    people = {m.name for m in story.mentions if m.kind == EntityKind.PERSON}
    assert people == {"Ash Carter", "Harjit Singh Sajjan", "Francois Hollande", "John Kerry"}


def test_bare_surnames_are_understood(story):
    assert {m.name for m in story.mentions if m.text in ("Carter", "Sajjan", "Kerry")} == {
        "Ash Carter",
        "Harjit Singh Sajjan",
        "John Kerry",
    }


def test_the_names_of_the_group_are_one(story):
    assert {m.name for m in story.mentions if m.text in ("Islamic State", "IS", "ISIL", "Daesh")} == {"Islamic State"}
    assert {m.text for m in story.mentions if m.name == "Islamic State"} == {"Islamic State", "IS", "ISIL", "Daesh"}


def test_the_cities_are_the_right_ones(story):
    assert {m.candidates for m in story.mentions if m.text in ("Mosul", "Raqqa")} == {
        ("geonames:99072",),
        ("geonames:172955",),
    }


def test_the_four_quotations_have_their_speakers(story):
    assert [(q.speaker, q.inferred) for q in story.quotations] == [
        ("Ash Carter", False),
        ("Harjit Singh Sajjan", True),
        ("Francois Hollande", False),
        ("John Kerry", False),
    ]


def test_the_nine_pledges_are_found(story):
    assert [(p.pledged_by, p.quantity_low, p.amount_low, p.status) for p in story.pledges] == [
        ("United States", Decimal(560), None, PledgeStatus.ANNOUNCED),
        ("Canada", Decimal(40), None, PledgeStatus.ANNOUNCED),
        ("United Kingdom", Decimal(50), None, PledgeStatus.PLANNED),
        ("United Kingdom", None, Decimal(1_400_000), PledgeStatus.DELIVERED),
        ("France", None, None, PledgeStatus.ANNOUNCED),
        ("Australia", None, None, PledgeStatus.ANNOUNCED),
        ("NATO", None, None, PledgeStatus.PLANNED),
        ("Canada", None, Decimal(268_000_000), PledgeStatus.ANNOUNCED),
        ("", None, Decimal(2_000_000_000), PledgeStatus.OFFERED),
    ]
