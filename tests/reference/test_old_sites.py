"""Sites that loaded their reference data before it could be corrected: what the log entries say becomes ReferenceRecord."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from articles.models import (
    Identifier,
    LoggedAction,
    Membership,
    Organization,
    OtherName,
    Person,
    Place,
    ReferenceRecord,
)  # fmt: skip
from articles.text import fold
from articles.vocabulary import FactStatus
from tests.reference.tables import load, no_packages, tables

pytestmark = pytest.mark.django_db
migration = import_module("articles.migrations.0010_reference_record")

GUARD = {"name": "Valley Guard", "class": "armed_group", "country": "IQ", "names": ["PMC Brenn", "Valley Men"]}
CORPS = {"name": "River Corps", "class": "armed_group", "country": "SY"}
ADA = {"name": "Ada Brenn", "roles": [["Minister", "IQ", "2015", "2017"]]}


@pytest.fixture(autouse=True)
def few_countries():
    with no_packages():
        yield


def entity(model, key, name, **fields):
    made = model.objects.create(name=name, is_start_knowledge=True, **fields)
    scheme, _, identifier = key.partition(":")
    Identifier.objects.create(entity=made, scheme=scheme, identifier=identifier)
    return made


@pytest.fixture
def old_site():
    """The rows and the log entry that version 9d28a68 would have left for these files."""
    iraq = entity(
        Place, "iso3166:IQ", "Iraq", feature_class="A", feature_code="PCLI", country_code="IQ", country_code3="IRQ"
    )
    guard = entity(Organization, "start:organization/guard", "Valley Guard", classification="armed_group", country=iraq)
    for name in GUARD["names"]:
        OtherName.objects.create(entity=guard, name=name, key=fold(name))
    entity(Organization, "start:organization/corps", "River Corps", classification="armed_group")
    ada = entity(Person, "start:person/ada", "Ada Brenn", family_name="Brenn")
    Identifier.objects.create(entity=ada, scheme="wikidata", identifier="Q5")
    Membership.objects.create(
        person=ada, organization=iraq, role="Minister", start_date="2015", end_date="2017",
        status=FactStatus.ACCEPTED, method="start knowledge",
    )  # fmt: skip
    names = {
        "iso3166:IQ": ["Iraq"],
        "start:organization/guard": ["PMC Brenn", "Valley Guard", "Valley Men"],
        "start:organization/corps": ["River Corps"],
        "start:organization/gone": ["Gone Guard"],
        "start:person/ada": ["Ada Brenn", "role: Minister, IQ, 2015", "wikidata: Q5"],
    }
    LoggedAction.objects.create(verb="loaded start knowledge", what="4 records", source="old", after={"names": names})


def update(**rows):
    """Migrate the site, and load these files with the next version."""
    migration.fill(apps, None)
    files = tables(
        organizations={"guard": GUARD, "corps": CORPS, **rows.pop("organizations", {})},
        officials={"ada": ADA, **rows.pop("officials", {})},
    )
    files["wikidata"]["people"] = {"ada": "Q5"}
    return load("new", files)


def guard():
    return Organization.objects.get(pk=Identifier.objects.get(identifier="organization/guard").entity_id)


def edit(record, editor, **columns):
    """As the form of a record saves it: with a history row of the editor, and an entry in the log."""
    before = {name: str(getattr(record, name)) for name in columns}
    for name, value in columns.items():
        setattr(record, name, value)
    record._history_user = editor
    record.save()
    LoggedAction.objects.create(
        verb="changed", what=record.name, by=editor, entity_id=record.pk, before=before,
        after={name: str(value) for name, value in columns.items()},
    )  # fmt: skip


def names_of(record):
    return set(record.other_names.values_list("name", flat=True))


def test_an_alias_that_moves_is_held_by_the_new_organization_only(old_site):
    update(
        organizations={
            "guard": GUARD | {"names": ["Valley Men"]},
            "corps": CORPS | {"names": ["PMC Brenn"]},
        }
    )
    assert [one.entity.name for one in OtherName.objects.filter(name="PMC Brenn")] == ["River Corps"]


def test_corrected_columns_are_corrected(old_site):
    update(organizations={"guard": GUARD | {"class": "company", "country": "SY", "parent": "corps"}})
    assert (guard().classification, guard().country.name, guard().parent.name) == ("company", "Syria", "River Corps")


def test_a_corrected_date_changes_the_role(old_site):
    update(officials={"ada": ADA | {"roles": [["Minister", "IQ", "2016-02", "2017"]]}})
    role = Membership.objects.get()
    assert (role.start_date, role.method) == ("2016-02", "reference data")


def test_nothing_is_given_twice(old_site):
    assert update().left == []
    assert (Person.objects.count(), Organization.objects.count(), Membership.objects.count()) == (1, 2, 1)
    assert Identifier.objects.filter(scheme="wikidata").count() == 1


def test_what_an_editor_deleted_is_not_given_again(old_site):
    OtherName.objects.filter(name="Valley Men").delete()
    Membership.objects.all().delete()
    Identifier.objects.filter(scheme="wikidata").delete()
    update(organizations={"gone": {"name": "Gone Guard", "class": "company"}})
    assert not Organization.objects.filter(name="Gone Guard").exists()
    assert names_of(guard()) == {"PMC Brenn"}
    assert not Membership.objects.exists()
    assert not Identifier.objects.filter(scheme="wikidata").exists()


def test_a_column_that_an_editor_set_stays_and_the_others_are_corrected(old_site, editor):
    edit(guard(), editor, classification="company")
    result = update(organizations={"guard": GUARD | {"class": "party", "country": "SY"}})
    assert (guard().classification, guard().country.name) == ("company", "Syria")
    assert result.left == ["Valley Guard: the class is left as it is, because an editor changed it."]


def test_a_record_that_an_editor_renamed_keeps_its_name_and_its_old_one(old_site, editor):
    edit(guard(), editor, name="Vale Guard")
    OtherName.objects.create(entity=guard(), name="Valley Guard", key=fold("Valley Guard"))
    update(organizations={"guard": GUARD | {"name": "Valley Guards"}})
    assert guard().name == "Vale Guard"
    assert "Valley Guard" in names_of(guard())


def test_an_alias_that_an_editor_added_stays(old_site):
    OtherName.objects.create(entity=guard(), name="Guardsmen", key="guardsmen")
    update(organizations={"guard": GUARD | {"names": []}})
    assert names_of(guard()) == {"Guardsmen"}


def test_a_record_that_an_editor_made_first_keeps_all_it_has(old_site):
    Organization.objects.filter(name="Valley Guard").update(is_start_knowledge=False)
    update(organizations={"guard": {"name": "Valley Guard", "class": "company"}})
    assert guard().classification == "armed_group"
    assert names_of(guard()) == {"PMC Brenn", "Valley Men"}


def test_a_site_without_the_log_entry_is_left_empty():
    migration.fill(apps, None)
    assert not ReferenceRecord.objects.exists()
