"""Corrections in the files reach sites that loaded an earlier version, and editors' changes are kept."""

from __future__ import annotations

import pytest

from articles.desk.merging import merge
from articles.models import (
    Identifier,
    LoggedAction,
    Membership,
    Organization,
    OtherName,
    Person,
    Place,
    ReferenceRecord,
    SearchOutbox,
)  # fmt: skip
from tests import builders
from tests.reference.tables import load, no_packages, tables

pytestmark = pytest.mark.django_db

GUARD = {"name": "Valley Guard", "class": "armed_group", "country": "IQ"}
CORPS = {"name": "River Corps", "class": "armed_group", "country": "SY"}
MINISTER = {"name": "Ada Brenn", "roles": [["Minister", "IQ", "2015", "2017"]]}


@pytest.fixture(autouse=True)
def few_countries():
    with no_packages():
        yield


def organizations(**rows):
    return tables(organizations={key.replace("_", "-"): row for key, row in rows.items()})


def people(**rows):
    return tables(officials=rows, organizations={"guard": GUARD})


def holders(name):
    return set(OtherName.objects.filter(name=name).values_list("entity__name", flat=True))


def guard():
    return Organization.objects.get(name="Valley Guard")


def roles():
    return list(Membership.objects.order_by("start_date").values_list("role", "start_date", "end_date"))


def test_an_alias_that_moves_is_held_by_the_new_organization_only():
    load("1", organizations(guard=GUARD | {"names": ["PMC Brenn"]}, corps=CORPS))
    load("2", organizations(guard=GUARD, corps=CORPS | {"names": ["PMC Brenn"]}))
    assert holders("PMC Brenn") == {"River Corps"}


def test_an_alias_that_leaves_the_files_goes():
    load("1", organizations(guard=GUARD | {"names": ["Valley Men"]}))
    load("2", organizations(guard=GUARD))
    assert holders("Valley Men") == set()


def test_an_alias_that_becomes_weak_is_weak():
    load("1", organizations(guard=GUARD | {"names": ["Valley Men"]}))
    load("2", organizations(guard=GUARD | {"names": ["Valley Men"], "weak": ["Valley Men"]}))
    assert OtherName.objects.get(name="Valley Men").is_weak


def test_an_alias_that_an_editor_added_stays():
    load("1", organizations(guard=GUARD))
    builders.other_name(guard(), "Valley Men")
    load("2", organizations(guard=GUARD | {"names": ["Valley Men"]}))
    load("3", organizations(guard=GUARD))
    assert holders("Valley Men") == {"Valley Guard"}


def test_an_alias_that_an_editor_changed_stays_and_is_reported():
    load("1", organizations(guard=GUARD | {"names": ["Valley Men"]}))
    OtherName.objects.filter(name="Valley Men").update(is_weak=True)
    result = load("2", organizations(guard=GUARD))
    assert holders("Valley Men") == {"Valley Guard"}
    assert result.left == ["Valley Guard: the name “Valley Men” was not changed, because an editor changed it."]


def test_an_alias_that_an_editor_deleted_is_not_given_again():
    files = organizations(guard=GUARD | {"names": ["Valley Men"]})
    load("1", files)
    OtherName.objects.filter(name="Valley Men").delete()
    load("2", files)
    load("3", organizations(guard=GUARD))
    load("4", files)
    assert holders("Valley Men") == set()


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (GUARD | {"class": "company"}, "classification", "company"),
        (GUARD | {"country": "SY"}, "country__name", "Syria"),
        ({"name": "Valley Guard", "class": "armed_group"}, "country__name", None),
        (GUARD | {"parent": "corps"}, "parent__name", "River Corps"),
        (GUARD | {"name": "Vale Guard"}, "slug", "vale-guard"),
        (GUARD | {"sort": "Guard, Valley"}, "sort_name", "Guard, Valley"),
    ],
    ids=["class", "country", "no country", "parent", "name", "sort name"],
)
def test_a_corrected_column_is_corrected(row, column, expected):
    load("1", organizations(guard=GUARD, corps=CORPS))
    pk = guard().pk
    load("2", organizations(guard=row, corps=CORPS))
    assert Organization.objects.filter(pk=pk).values_list(column, flat=True).get() == expected


def test_a_column_that_an_editor_changed_stays_and_is_reported_once():
    load("1", organizations(guard=GUARD))
    Organization.objects.update(classification="company")
    files = organizations(guard=GUARD | {"class": "party", "country": "SY"})
    assert load("2", files).left == ["Valley Guard: the class was not changed, because an editor changed it."]
    assert (guard().classification, guard().country.name) == ("company", "Syria")
    assert load("3", files).left == []


def test_what_is_left_is_in_the_log():
    load("1", organizations(guard=GUARD))
    Organization.objects.update(classification="company")
    result = load("2", organizations(guard=GUARD | {"class": "party"}))
    assert result.left in [action.details["left"] for action in LoggedAction.objects.filter(action="reference.load")]


def test_a_parent_may_follow_its_children():
    load("1", organizations(guard=GUARD | {"parent": "corps"}, corps=CORPS))
    assert guard().parent.name == "River Corps"


def test_two_organizations_can_swap_their_numbers():
    one = organizations(guard=GUARD, corps=CORPS)
    one["wikidata"]["organizations"] = {"guard": "Q1", "corps": "Q2"}
    two = organizations(guard=GUARD, corps=CORPS)
    two["wikidata"]["organizations"] = {"guard": "Q2", "corps": "Q1"}
    load("1", one)
    load("2", two)
    assert Identifier.objects.get(scheme="wikidata", identifier="Q2").entity.name == "Valley Guard"
    assert Identifier.objects.filter(scheme="wikidata").count() == 2


def test_a_corrected_date_changes_the_role():
    load("1", people(ada=MINISTER))
    pk = Membership.objects.get().pk
    load("2", people(ada=MINISTER | {"roles": [["Minister", "IQ", "2016-01", "2017"]]}))
    assert roles() == [("Minister", "2016-01", "2017")]
    assert Membership.objects.get().pk == pk


def test_a_role_that_an_editor_deleted_does_not_come_back_with_another_date():
    load("1", people(ada=MINISTER))
    Membership.objects.all().delete()
    load("2", people(ada=MINISTER | {"roles": [["Minister", "IQ", "2016-01", "2017"]]}))
    assert roles() == []


def test_a_second_term_is_a_separate_role():
    load("1", people(ada=MINISTER))
    load("2", people(ada=MINISTER | {"roles": [["Minister", "IQ", "2020", "2021"], *MINISTER["roles"]]}))
    assert roles() == [("Minister", "2015", "2017"), ("Minister", "2020", "2021")]


def test_a_role_moves_to_another_organization():
    load("1", people(ada=MINISTER))
    load("2", people(ada=MINISTER | {"roles": [["Minister", "guard", "2015", "2017"]]}))
    assert Membership.objects.get().organization.name == "Valley Guard"


def test_a_role_that_an_editor_changed_stays():
    load("1", people(ada=MINISTER))
    Membership.objects.update(end_date="2018")
    result = load("2", people(ada=MINISTER | {"roles": []}))
    assert roles() == [("Minister", "2015", "2018")]
    assert len(result.left) == 1


def test_an_organization_that_nothing_uses_goes_with_its_parts():
    load("1", organizations(guard=GUARD | {"names": ["Valley Men"]}, corps=CORPS | {"parent": "guard"}))
    load("2", organizations())
    assert not Organization.objects.exists()
    assert not ReferenceRecord.objects.filter(key__startswith="start:organization/").exists()


def test_an_organization_that_a_story_names_stays_with_its_names_and_is_reported():
    load("1", organizations(guard=GUARD | {"names": ["Valley Men"]}))
    builders.mention(builders.an_article("H", "Valley Guard fought."), guard().entity_ptr)
    result = load("2", organizations())
    assert holders("Valley Men") == {"Valley Guard"}
    assert "removed from the files" in result.left[0]


def test_an_organization_that_stays_loses_a_name_that_another_has_now():
    load("1", organizations(guard=GUARD | {"names": ["Valley Men"]}))
    builders.mention(builders.an_article("H", "Valley Guard fought."), guard().entity_ptr)
    load("2", organizations(corps=CORPS | {"names": ["Valley Men"]}))
    assert holders("Valley Men") == {"River Corps"}


def test_an_organization_that_an_editor_named_is_kept():
    load("1", organizations(guard=GUARD))
    builders.other_name(guard(), "Valley Men")
    load("2", organizations())
    assert guard()


def test_an_organization_that_an_editor_deleted_is_not_given_again():
    load("1", organizations(guard=GUARD))
    guard().delete()
    load("2", organizations(guard=GUARD | {"class": "party"}))
    assert not Organization.objects.exists()


def test_a_record_whose_key_was_corrected_keeps_its_address():
    load("1", organizations(gaurd=GUARD))
    pk = guard().pk
    load("2", organizations(guard=GUARD))
    assert guard().pk == pk
    assert Identifier.objects.get(entity=pk).identifier == "organization/guard"


def test_an_older_version_can_be_loaded_again():
    load("1", organizations(guard=GUARD))
    load("2", organizations(guard=GUARD | {"class": "party"}))
    load("1", organizations(guard=GUARD))
    assert guard().classification == "armed_group"


def test_merged_officials_keep_their_redirect_and_get_corrections():
    load("1", people(ada=MINISTER, adah={"name": "Adah Brenn", "roles": []}))
    kept, gone = Person.objects.get(name="Ada Brenn"), Person.objects.get(name="Adah Brenn")
    old_id = gone.pk
    merged = MINISTER | {"was": ["adah"]}
    load("2", people(ada=merged))
    load("3", people(ada=merged | {"family": "Brennan"}))
    kept.refresh_from_db()
    assert kept.family_name == "Brennan"
    assert list(kept.redirects.values_list("old_id", flat=True)) == [old_id]


def test_a_record_that_an_editor_merged_stays_merged():
    load("1", organizations(guard=GUARD, corps=CORPS))
    merge(guard(), Organization.objects.get(name="River Corps"))
    load("2", organizations(guard=GUARD | {"class": "party"}, corps=CORPS))
    assert [one.name for one in Organization.objects.all()] == ["Valley Guard"]


def test_changes_to_records_in_stories_are_reindexed():
    load("1", organizations(guard=GUARD, corps=CORPS))
    builders.mention(builders.an_article("H", "Valley Guard fought."), guard().entity_ptr)
    SearchOutbox.objects.all().delete()
    load("2", organizations(guard=GUARD | {"names": ["Valley Men"]}, corps=CORPS | {"names": ["River Men"]}))
    assert list(SearchOutbox.objects.values_list("entity_id", flat=True)) == [guard().pk]


def test_a_place_moves_with_its_country():
    place = ["Brenwick", "IQ", "P", "PPL", 36.0, 43.0, []]
    load("1", tables(places={"places": {"brenwick": place}}))
    load("2", tables(places={"places": {"brenwick": ["Brenwick", "SY", "P", "PPL", 35.0, 40.0, []]}}))
    moved = Place.objects.get(name="Brenwick")
    assert (moved.country.name, moved.country_code, moved.latitude) == ("Syria", "SY", 35.0)
