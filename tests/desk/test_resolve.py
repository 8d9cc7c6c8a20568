"""Looking up names in the database."""

from __future__ import annotations

import pytest

from articles.desk.resolve import DatabaseGazetteer, entities_for, entities_named, known_entity
from articles.models import GazetteerName, GazetteerPlace, Redirect
from articles.text import fold
from articles.vocabulary import EntityKind, NameKind
from tests import builders

pytestmark = pytest.mark.django_db


def a_reference_place(name="Brenwick", *others, pk=7, **fields):
    values = {"latitude": 36, "longitude": 43, "country_code": "IQ", "population": 50_000, **fields}
    place = GazetteerPlace.objects.create(geoname_id=pk, name=name, **values)
    GazetteerName.objects.bulk_create(GazetteerName(place=place, name=one, key=fold(one)) for one in (name, *others))
    return place


def look_up(name):
    return DatabaseGazetteer().lookup([fold(name)]).get(fold(name), [])


@pytest.mark.parametrize("name", ["Islamic State", "islamic-state", "ISIL", "Da'esh"])
def test_an_entity_is_known_under_all_its_names(name):
    organization = builders.an_organization("Islamic State", "ISIL", "Daesh")
    assert [known.ref for known in look_up(name)] == [f"entity:{organization.pk}"]


def test_another_name_is_not_known():
    builders.an_organization("Islamic State", "ISIL")
    assert look_up("Islamic Relief") == []


def test_how_a_name_matches_comes_with_it():
    builders.a_country("United States", code="US")
    country = builders.a_country("Iraq", code="IQ")
    builders.other_name(country, "Iraqi", kind=NameKind.DEMONYM, is_weak=True)
    known = look_up("Iraqi")[0]
    assert (known.is_demonym, known.is_weak, known.main_name, known.country_code) == (True, True, "Iraq", "IQ")


def test_a_place_comes_with_its_country_size_and_point():
    a_reference_place("Brenwick", "Brenvik", population=7_000)
    known = look_up("Brenvik")[0]
    assert (known.ref, known.main_name, known.weight, known.is_weak) == ("geonames:7", "Brenwick", 7_000, True)
    assert (known.country_code, known.latitude, known.longitude) == ("IQ", 36, 43)


def test_a_state_body_comes_with_its_country():
    builders.an_organization("Pentagon", country=builders.a_country("United States", code="US"))
    assert look_up("Pentagon")[0].country_code == "US"


def test_a_reference_place_that_became_a_record_is_one_thing():
    builders.a_country("Iraq", code="IQ")
    a_reference_place("Brenwick", "Brenvik")
    entity = entities_for(["geonames:7"])["geonames:7"]
    entity.other_names.all().delete()
    assert {known.ref for name in ("Brenwick", "Brenvik") for known in look_up(name)} == {f"entity:{entity.pk}"}


def test_a_document_costs_four_queries_however_many_names(django_assert_num_queries):
    builders.an_organization("Islamic State", "ISIL")
    a_reference_place()
    keys = [f"name{number}" for number in range(3_000)] + [fold("ISIL"), fold("Brenwick")]
    with django_assert_num_queries(4):  # main names, other names, reference names, records of reference places
        assert len(DatabaseGazetteer().lookup(keys)) == 2


def test_a_merged_entity_is_found_under_its_old_number():
    kept = builders.a_person("Ash Carter")
    Redirect.objects.create(kind=EntityKind.PERSON, old_id=4711, entity_id=kept.pk)
    assert entities_for(["entity:4711"])["entity:4711"].pk == kept.pk


def test_one_record_of_a_name_is_the_one_and_two_are_none():
    first = builders.a_person("Ash Carter")
    assert known_entity("Ash Carter").pk == first.pk
    builders.a_person("Ash Carter")
    assert known_entity("Ash Carter") is None


@pytest.mark.parametrize(("name", "found"), [("IS", 1), ("is", 0)])
def test_a_name_that_matches_only_as_written_does(name, found):
    builders.an_organization("Islamic State", "IS")
    assert len(entities_named(name)) == found


def test_a_demonym_is_not_a_name():
    builders.other_name(builders.a_country("Iraq"), "Iraqi", kind=NameKind.DEMONYM)
    assert entities_named("Iraqi") == []


def test_a_main_name_takes_precedence_over_another_name_of_another_record():
    country = builders.a_country("Ukraine", code="UA")
    city = builders.a_place("Brenwick", country=country)
    region = builders.a_place("Brenwick Oblast", country=country)
    builders.other_name(region, "Brenwick")
    assert known_entity("Brenwick").pk == city.pk
    assert known_entity("Brenwick Oblast").pk == region.pk
