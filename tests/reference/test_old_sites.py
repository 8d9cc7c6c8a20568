"""Sites that loaded their reference data before it could be corrected, migrated to this version."""

from __future__ import annotations

import pytest
from django.utils import timezone

from articles.models import Identifier, Membership, Organization, OtherName, Person, ReferenceRecord
from articles.text import fold
from articles.vocabulary import FactStatus
from tests.migrating import NEWEST, migrate_to, migrated_to
from tests.reference.tables import load, no_packages, tables

pytestmark = pytest.mark.django_db(transaction=True)

GUARD = {"name": "Valley Guard", "class": "armed_group", "country": "IQ", "names": ["PMC Brenn", "Valley Men"]}
CORPS = {"name": "River Corps", "class": "armed_group", "country": "SY"}
ADA = {"name": "Ada Brenn", "roles": [["Minister", "IQ", "2015", "2017"]]}
BEFORE = "0009_draft_editing"


@pytest.fixture(autouse=True)
def few_countries():
    with no_packages():
        yield


class OldSite:
    """The tables of the previous version, until `migrate` updates them."""

    def __init__(self, apps):
        self.apps = apps

    def table(self, name):
        return self.apps.get_model("articles", name).objects

    def migrate(self):
        migrate_to(NEWEST)

    def entity(self, kind, key, name, **fields):
        """A record as the loader of that version wrote it, with the first row of its history."""
        record = self.table(kind).create(
            name=name, key=fold(name), kind=kind.lower(), is_start_knowledge=True, **fields
        )
        self.note(record, "+", None)
        scheme, _, identifier = key.partition(":")
        self.table("Identifier").create(entity_id=record.pk, scheme=scheme, identifier=identifier)
        return record

    def note(self, record, how, editor):
        history = self.table(f"Historical{type(record).__name__}")
        columns = {field.attname for field in history.model._meta.concrete_fields}
        values = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
        values = {name: value for name, value in values.items() if name in columns}
        history.create(
            **values, history_type=how, history_date=timezone.now(), history_user_id=editor.pk if editor else None
        )

    def other_name(self, record, name):
        self.table("OtherName").create(entity_id=record.pk, name=name, key=fold(name))

    def guard(self):
        return self.table("Organization").get(name="Valley Guard")

    def edit(self, record, editor, **columns):
        """A change as saved by the form of a record: with a row of the history, and a log entry."""
        before = {name: str(getattr(record, name)) for name in columns}
        for name, value in columns.items():
            setattr(record, name, value)
        record.save()
        self.note(record, "~", editor)
        self.table("LoggedAction").create(
            verb="changed", what=record.name, by_id=editor.pk, entity_id=record.pk, before=before,
            after={name: str(value) for name, value in columns.items()},
        )  # fmt: skip


@pytest.fixture
def site(db):
    """An empty site; the newest tables are there again at the end."""
    with migrated_to(BEFORE) as apps:
        yield OldSite(apps)


@pytest.fixture
def old_site(site):
    """The rows and the log entry that version 9d28a68 would have written for these files."""
    iraq = site.entity(
        "Place", "iso3166:IQ", "Iraq", feature_class="A", feature_code="PCLI", country_code="IQ", country_code3="IRQ"
    )
    guard = site.entity(
        "Organization", "start:organization/guard", "Valley Guard", classification="armed_group", country=iraq
    )
    for name in GUARD["names"]:
        site.other_name(guard, name)
    site.entity("Organization", "start:organization/corps", "River Corps", classification="armed_group")
    ada = site.entity("Person", "start:person/ada", "Ada Brenn", family_name="Brenn")
    site.table("Identifier").create(entity_id=ada.pk, scheme="wikidata", identifier="Q5")
    site.table("Membership").create(
        person=ada, organization_id=iraq.pk, role="Minister", start_date="2015", end_date="2017",
        status=FactStatus.ACCEPTED, method="start knowledge",
    )  # fmt: skip
    names = {
        "iso3166:IQ": ["Iraq"],
        "start:organization/guard": ["PMC Brenn", "Valley Guard", "Valley Men"],
        "start:organization/corps": ["River Corps"],
        "start:organization/gone": ["Gone Guard"],
        "start:person/ada": ["Ada Brenn", "role: Minister, IQ, 2015", "wikidata: Q5"],
    }
    site.table("LoggedAction").create(
        verb="loaded start knowledge", what="4 records", source="old", after={"names": names}
    )
    return site


@pytest.fixture
def editor(old_site):
    """An account of the previous version, whose log has other columns than today's."""
    return old_site.apps.get_model("auth", "User").objects.create(username="editor")


def update(site, **rows):
    """Migrate the site, and load these files with the next version."""
    site.migrate()
    files = tables(
        organizations={"guard": GUARD, "corps": CORPS, **rows.pop("organizations", {})},
        officials={"ada": ADA, **rows.pop("officials", {})},
    )
    files["wikidata"]["people"] = {"ada": "Q5"}
    return load("new", files)


def guard():
    return Organization.objects.get(pk=Identifier.objects.get(identifier="organization/guard").entity_id)


def names_of(record):
    return set(record.other_names.values_list("name", flat=True))


def test_an_alias_that_moves_is_held_by_the_new_organization_only(old_site):
    update(
        old_site,
        organizations={
            "guard": GUARD | {"names": ["Valley Men"]},
            "corps": CORPS | {"names": ["PMC Brenn"]},
        },
    )
    assert [one.entity.name for one in OtherName.objects.filter(name="PMC Brenn")] == ["River Corps"]


def test_corrected_columns_are_corrected(old_site):
    update(old_site, organizations={"guard": GUARD | {"class": "company", "country": "SY", "parent": "corps"}})
    assert (guard().classification, guard().country.name, guard().parent.name) == ("company", "Syria", "River Corps")


def test_a_corrected_date_changes_the_role(old_site):
    update(old_site, officials={"ada": ADA | {"roles": [["Minister", "IQ", "2016-02", "2017"]]}})
    role = Membership.objects.get()
    assert (role.start_date, role.method) == ("2016-02", "reference data")


def test_nothing_is_given_twice(old_site):
    assert update(old_site).left == []
    assert (Person.objects.count(), Organization.objects.count(), Membership.objects.count()) == (1, 2, 1)
    assert Identifier.objects.filter(scheme="wikidata").count() == 1


def test_what_an_editor_deleted_is_not_given_again(old_site):
    old_site.table("OtherName").filter(name="Valley Men").delete()
    old_site.table("Membership").all().delete()
    old_site.table("Identifier").filter(scheme="wikidata").delete()
    update(old_site, organizations={"gone": {"name": "Gone Guard", "class": "company"}})
    assert not Organization.objects.filter(name="Gone Guard").exists()
    assert names_of(guard()) == {"PMC Brenn"}
    assert not Membership.objects.exists()
    assert not Identifier.objects.filter(scheme="wikidata").exists()


def test_a_column_that_an_editor_set_stays_and_the_others_are_corrected(old_site, editor):
    old_site.edit(old_site.guard(), editor, classification="company")
    result = update(old_site, organizations={"guard": GUARD | {"class": "party", "country": "SY"}})
    assert (guard().classification, guard().country.name) == ("company", "Syria")
    assert result.left == ["Valley Guard: the class was not changed, because an editor changed it."]


def test_a_record_that_an_editor_renamed_keeps_its_name_and_its_old_one(old_site, editor):
    record = old_site.guard()
    old_site.edit(record, editor, name="Vale Guard")
    old_site.other_name(record, "Valley Guard")
    update(old_site, organizations={"guard": GUARD | {"name": "Valley Guards"}})
    assert guard().name == "Vale Guard"
    assert "Valley Guard" in names_of(guard())


def test_an_alias_that_an_editor_added_stays(old_site):
    old_site.other_name(old_site.guard(), "Guardsmen")
    update(old_site, organizations={"guard": GUARD | {"names": []}})
    assert names_of(guard()) == {"Guardsmen"}


def test_a_record_that_an_editor_made_first_keeps_all_it_has(old_site):
    old_site.table("Organization").filter(name="Valley Guard").update(is_start_knowledge=False)
    update(old_site, organizations={"guard": {"name": "Valley Guard", "class": "company"}})
    assert guard().classification == "armed_group"
    assert names_of(guard()) == {"PMC Brenn", "Valley Men"}


def test_a_site_without_the_log_entry_is_left_empty(site):
    site.migrate()
    assert not ReferenceRecord.objects.exists()
