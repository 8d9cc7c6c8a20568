"""Findings become proposals; a new run replaces earlier proposals but nothing that an editor decided."""

from __future__ import annotations

import pytest

from articles.desk import review
from articles.desk.propose import propose
from articles.extraction.findings import Findings
from articles.models import GazetteerPlace, Identifier, Place
from articles.vocabulary import BYLINE_BLOCK, EntityKind, FactStatus, Resolution
from tests import builders
from tests.desk.stories import BODY_1, PLEDGE, a_mention, a_pledge, a_quotation, a_role, all_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return builders.an_article("Governor opens a bridge at Brenwick", BODY_1, PLEDGE, status="draft")


def everything(article):
    rows = (article.mentions, article.quotations, article.pledges, article.memberships)
    return [(type(fact).__name__, fact.text, fact.status) for group in rows for fact in group.all()]


def test_all_findings_are_proposed(article):
    propose(article, all_found())
    assert [name for name, _, status in everything(article) if status == FactStatus.PROPOSED] == [
        "Mention", "Mention", "Mention", "Quotation", "Pledge", "Membership",
    ]  # fmt: skip


def test_a_finding_whose_text_is_not_at_its_offsets_is_skipped(article):
    propose(article, all_found(mentions=(a_mention("Brenwick", text="x" + BODY_1),)))
    assert article.mentions.count() == 0


def test_the_names_a_story_is_about_are_marked(article):
    propose(article, all_found())
    assert {mention.name for mention in article.mentions.filter(is_about=True)} == {"Tal Orsey"}


@pytest.mark.parametrize(
    ("known", "resolution", "candidates"),
    [(0, Resolution.NONE, 0), (1, Resolution.ONE, 0), (2, Resolution.SEVERAL, 2)],
    ids=["none", "one", "several"],
)
def test_no_record_one_record_and_several_are_distinguished(known, resolution, candidates, article):
    refs = [f"entity:{builders.a_person('Tal Orsey').pk}" for _ in range(known)]
    propose(article, Findings(mentions=(a_mention("Tal Orsey", refs=refs),)))
    mention = article.mentions.get()
    assert (mention.resolution, mention.candidates.count()) == (resolution, candidates)
    assert bool(mention.entity) == (resolution == Resolution.ONE)


def test_a_record_deleted_since_extraction_resolves_to_none(article):
    propose(article, Findings(mentions=(a_mention("Tal Orsey", refs=["entity:999999"]),)))
    assert article.mentions.get().resolution == Resolution.NONE


def test_a_reference_place_becomes_a_record_with_country_and_point(article):
    iraq = builders.a_country("Iraq", code="IQ")
    row = GazetteerPlace.objects.create(geoname_id=7, name="Brenwick", latitude=36, longitude=43, country_code="IQ")
    row.names.create(name="برنويك", key="برنويك")
    for _ in range(2):
        propose(article, Findings(mentions=(a_mention("Brenwick", kind=EntityKind.PLACE, refs=["geonames:7"]),)))
    place = Place.objects.get(name="Brenwick")
    assert (place.country, place.latitude, place.longitude) == (iraq, 36, 43)
    assert Identifier.objects.get(scheme="geonames", identifier="7").entity_id == place.pk
    assert [name.name for name in place.other_names.all()] == ["برنويك"]


def test_a_reference_place_of_an_unknown_country_has_no_point(article):
    GazetteerPlace.objects.create(geoname_id=7, name="Brenwick", latitude=36, longitude=43, country_code="QQ")
    propose(article, Findings(mentions=(a_mention("Brenwick", kind=EntityKind.PLACE, refs=["geonames:7"]),)))
    assert Place.objects.get(name="Brenwick").latitude is None


def test_a_second_run_replaces_its_own_proposals(article):
    propose(article, all_found())
    propose(article, all_found(quotations=(), pledges=(a_pledge("painters"),)))
    assert article.mentions.count() == 3
    assert article.quotations.count() == 0
    assert [pledge.item for pledge in article.pledges.all()] == ["painters"]


def test_a_second_run_keeps_the_decisions_of_editors(article, editor):
    propose(article, all_found())
    review.accept_name(article, EntityKind.PERSON, "Tal Orsey", user=editor)
    review.reject(article.quotations.get(), user=editor)
    review.accept(article.pledges.get(), user=editor, item="forty engineers")
    review.accept(article.memberships.get(), user=editor)
    decided = everything(article)
    propose(article, all_found(mentions=(a_mention("Governor Tal Orsey"),)))
    assert everything(article) == [row for row in decided if row[1] != "Brenwick"]
    assert article.pledges.get().item == "forty engineers"


def test_the_other_pledges_of_a_decided_sentence_stay(article, editor):
    propose(article, Findings(pledges=(a_pledge("engineers"), a_pledge("paint"))))
    review.accept(article.pledges.get(item="paint"), user=editor)
    propose(article, Findings(pledges=(a_pledge("engineers"), a_pledge("paint"))))
    assert sorted((pledge.item, pledge.status) for pledge in article.pledges.all()) == [
        ("engineers", FactStatus.PROPOSED), ("paint", FactStatus.ACCEPTED),
    ]  # fmt: skip


def test_quotations_and_pledges_link_the_records_of_their_names(article):
    person = builders.a_person("Tal Orsey")
    found = (a_mention("Tal Orsey", refs=[f"entity:{person.pk}"]),)
    propose(article, Findings(mentions=found, quotations=(a_quotation(),), pledges=(a_pledge(),), roles=(a_role(),)))
    assert article.quotations.get().speaker_id == person.pk
    assert article.pledges.get().announced_by_id == person.pk
    assert article.memberships.get().person_id == person.pk


def test_an_amount_without_a_currency_is_not_stored(article):
    propose(article, Findings(pledges=(a_pledge(amount_low=5, amount_high=6),)))
    assert article.pledges.get().amount_low is None


@pytest.mark.parametrize(
    ("byline", "authors", "named"),
    [("By Mara Linfield", ["Mara Linfield"], ["Mara Linfield"]), ("By Sample Desk", ["Sample Desk"], [])],
    ids=["a person", "a desk"],
)
def test_a_person_in_the_byline_is_proposed(byline, authors, named):
    article = builders.an_article("Bridge", BODY_1, status="draft", byline=byline, authors=authors)
    propose(article, Findings())
    assert [mention.name for mention in article.mentions.filter(block=BYLINE_BLOCK)] == named


def test_an_author_we_know_resolves_to_the_record():
    person = builders.a_person("Mara Linfield")
    article = builders.an_article("Bridge", BODY_1, byline="Mara Linfield", authors=["Mara Linfield"])
    propose(article, Findings())
    assert article.mentions.get().entity_id == person.pk
