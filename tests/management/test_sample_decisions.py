"""Sample decisions other than accepting and rejecting: missed names, quotations and roles, and the country of a place."""

from __future__ import annotations

import pytest

from articles.desk.propose import propose
from articles.management import sample_decisions
from articles.models import GazetteerName, GazetteerPlace, Membership, Place
from articles.text import fold
from tests import builders
from tests.desk.stories import BODY_1, PLEDGE, all_found

pytestmark = pytest.mark.django_db
QUOTED = "The road council said that the old bridge was closed."


@pytest.fixture
def article():
    made = builders.an_article("Governor opens a bridge at Brenwick", BODY_1, PLEDGE, QUOTED, status="draft")
    propose(made, all_found())
    return made


def settle(article, editor, **what):
    sample_decisions.apply_decisions(article, what, user=editor, minimum_confidence=0.7)
    article.refresh_from_db()


def test_a_missed_name_is_added_at_every_occurrence(article, editor):
    settle(article, editor, mentions=[{"add": {"text": "road council", "kind": "organization"}}])
    added = article.mentions.get(method="editor")
    assert (added.text, added.kind, added.entity.name) == ("road council", "organization", "road council")


def test_a_longer_name_replaces_a_shorter_one(article, editor):
    settle(article, editor, mentions=[{"add": {"text": "bridge at Brenwick", "kind": "place"}}])
    standing = article.mentions.accepted().filter(block=0).values_list("text", flat=True)
    assert "bridge at Brenwick" in standing
    assert "Brenwick" not in standing


def test_an_existing_mention_is_not_added_again(article, editor):
    with pytest.raises(sample_decisions.DecisionError, match="do not occur outside another name"):
        settle(article, editor, mentions=[{"add": {"text": "Tal Orsey", "kind": "person"}}])


def test_one_way_of_printing_a_name_is_rejected_and_the_full_name_stays(article, editor):
    settle(article, editor, mentions=[{"printed": "Orsey", "reject": True}])
    assert set(article.mentions.accepted().filter(name="Tal Orsey").values_list("text", flat=True)) == {"Tal Orsey"}


def test_a_country_distinguishes_places_of_one_name(article, editor):
    for pk, code in ((901, "IT"), (902, "CH")):
        place = GazetteerPlace.objects.create(
            pk=pk, name="Tarn", country_code=code, feature_class="P", feature_code="PPL",
            latitude=46, longitude=8, population=50_000,
        )  # fmt: skip
        GazetteerName.objects.create(name="Tarn", key=fold("Tarn"), place=place)
    settle(article, editor, mentions=[{"name": "Brenwick", "set_kind": "place", "entity": "Tarn", "country": "CH"}])
    assert {one.entity.place.country_code for one in article.mentions.accepted().filter(kind="place")} == {"CH"}


def test_a_new_place_is_in_the_given_country(article, editor):
    land = Place.objects.create(name="Switzerland", feature_class="A", feature_code="PCLI", country_code="CH")
    settle(article, editor, mentions=[{"name": "Brenwick", "entity": "Upper Brenwick", "country": "CH"}])
    made = Place.objects.get(name="Upper Brenwick")
    assert (made.country_id, made.precision) == (land.pk, "area")


def test_a_missed_quotation_is_added_with_its_speaker(article, editor):
    settle(article, editor, quotations=[{"add": {"text": "old bridge was closed", "speaker": "the road council"}}])
    added = article.quotations.get(method="editor")
    assert (added.text, added.speaker_name, added.speaker_id) == ("old bridge was closed", "the road council", None)


def test_a_missed_role_is_added_corrected_and_rejected(article, editor):
    role = {"words": "Governor", "person_name": "Tal Orsey", "role": "Governor"}
    with pytest.raises(sample_decisions.DecisionError, match="no matches for the words"):
        settle(article, editor, roles=[{"add": role | {"words": "Not printed"}}])
    settle(article, editor, roles=[{"add": role | {"words": "road council said"}}])
    settle(article, editor, roles=[{"person": "Tal Orsey", "set": {"role": "Chair"}}])
    assert Membership.objects.get(article=article, method="editor").role == "Chair"
    settle(article, editor, roles=[{"person": "Tal Orsey", "role": "Chair", "reject": True}])
    assert not article.memberships.filter(status="accepted", role="Chair").exists()
