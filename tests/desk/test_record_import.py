"""Tables of records: what is exported is read back, and an import changes only what its preview showed."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.auth.models import Permission, User
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.desk import records
from articles.desk.acting import acting_as
from articles.desk.identifiers import identifiers_of, save_identifiers
from articles.desk.record_columns import MODELS, NameValue, read_names, write_names
from articles.desk.record_import import continue_import, plan_table, start_import, waiting_rows
from articles.desk.record_table import MAX_BYTES, MAX_ROWS, read_table, template, write_table
from articles.desk.transitions import IllegalTransitionError
from articles.models import LoggedAction, Organization, OtherName, Person, Place, RecordImport, SearchOutbox
from articles.text import clean_name
from articles.vocabulary import NameKind, OrganizationClass
from tests import builders
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db


def export(kind):
    return "".join(write_table(kind, MODELS[kind].objects.all())).encode()


def a_table(*rows, delimiter=","):
    """A CSV file of these rows, each a mapping of heading to cell."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, headings, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def planned(kind, *rows):
    return plan_table(kind, a_table(*rows))


def imported(kind, content, user=None):
    started = start_import(kind, "table.csv", content, user=user)
    continue_import(started, user=user)
    return started


def problems(plan):
    return [f"{column}: {says}" for column, says in plan.problems]


# --- round trip ---

_WORDS = st.text(
    st.sampled_from("abcXYZ 0189=+-@'\"|\\,;:\t\n\r–éñשלוםمدينة日本\u200f\u200e\u202e\u200b.") | st.characters(codec="utf-8"),
    min_size=1, max_size=30,
)  # fmt: skip
_NAMES = _WORDS.filter(lambda text: 0 < len(clean_name(text)) <= 100)
_OTHER_NAMES = st.lists(
    st.tuples(
        _NAMES, st.sampled_from(NameKind.values), st.sampled_from(["", "ar", "pt-BR"]), st.booleans(), st.booleans()
    ),
    max_size=3,
    unique_by=lambda values: clean_name(values[0]).casefold(),
)


def _save(record, other_names, identifiers):
    records.save_entity(record, user=None, changed=[])
    rows = [
        OtherName(name=name, kind=kind, language=language, is_weak=is_weak, case_sensitive=case_sensitive)
        for name, kind, language, is_weak, case_sensitive in other_names
        if not records.is_same_name(name, record.name)
    ]
    records.save_names(record, saved=rows, deleted=[], user=None)
    save_identifiers(record, identifiers, user=None)


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_an_export_that_is_imported_again_changes_nothing(data):
    with transaction.atomic():
        country = builders.a_place("Testland", feature_code="PCLI", feature_class="A", country_code="TL")
        person = Person(
            name=data.draw(_NAMES), given_name=data.draw(_WORDS), sort_name=data.draw(st.just("") | _WORDS),
            summary=data.draw(_WORDS),
        )  # fmt: skip
        _save(person, data.draw(_OTHER_NAMES), {"wikidata": ["Q1", "Q22"], "isni": ["000000012146438X"]})
        parent = builders.an_organization("A parent")
        body = Organization(
            name=data.draw(_NAMES), parent=parent, country=country,
            classification=data.draw(st.sampled_from(OrganizationClass.values)), summary=data.draw(_WORDS),
        )  # fmt: skip
        _save(body, data.draw(_OTHER_NAMES), {"ror": ["02mhbdp94"]})
        place = Place(
            name=data.draw(_NAMES), country=country, country_code="TL", setting=data.draw(_WORDS),
            latitude=data.draw(st.floats(-90, 90)), longitude=data.draw(st.floats(-180, 180)),
            population=data.draw(st.integers(0, 2**40)),
        )  # fmt: skip
        _save(place, data.draw(_OTHER_NAMES), {"geonames": ["2988507"]})
        for kind in MODELS:
            for delimiter in (",", ";", "\t"):
                again = _with_delimiter(export(kind), delimiter)
                plans = plan_table(kind, again)
                assert [(plan.outcome, plan.problems) for plan in plans] == [("unchanged", [])] * len(plans)
                assert len(plans) == MODELS[kind].objects.count()
        transaction.set_rollback(True)


def _with_delimiter(content, delimiter):
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode()


@settings(max_examples=examples(100), deadline=None)
@given(_OTHER_NAMES)
def test_other_names_are_read_as_they_are_written(drawn):
    names = tuple(NameValue(clean_name(name), *values) for name, *values in drawn)
    assert read_names(write_names(names)) == names


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1+2", "@sum", "'=1", "''-x", "'t Hooft", "-", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula_and_each_is_read_back(name):
    person = builders.a_person(name)
    ((_, cell, *_),) = list(csv.reader(io.StringIO(export("person").decode("utf-8-sig"))))[1:]
    assert not cell.startswith(("=", "+", "-", "@"))
    (row,) = read_table("person", export("person")).rows
    assert row.cells["name"] == person.name


def test_a_negative_latitude_stays_a_number():
    builders.a_place("Southport", latitude=-33.5, longitude=-70.25, country=builders.a_country("Testland", code="TL"))
    assert ",-33.5,-70.25," in export("place").decode()


# --- matching ---


def test_a_row_is_matched_by_id_then_by_identifier_then_by_its_name():
    one, two, three = (builders.a_person(name) for name in ("Ada Orsey", "Bo Lindt", "Cy Marsh"))
    save_identifiers(two, {"wikidata": ["Q2"]}, user=None)
    plans = planned(
        "person",
        {"id": one.pk, "name": "Ada Orsey-Lind"},
        {"name": "Bo A. Lindt", "wikidata": "https://www.wikidata.org/wiki/Q2"},
        {"name": "cy marsh"},
        {"name": "Dee Novak"},
    )
    assert [plan.record.pk if plan.record else None for plan in plans] == [one.pk, two.pk, three.pk, None]
    assert [plan.outcome for plan in plans] == ["changed", "changed", "changed", "new"]


def test_a_name_that_exists_never_makes_a_second_record_unseen():
    builders.a_person("Ada Orsey")
    builders.a_person("Ada Orsey")
    other = builders.a_person("Bo Lindt", "Robert Lindt")
    plans = planned("person", {"name": "Ada Orsey"}, {"name": "Robert Lindt"}, {"name": "Robert Lindtner"})
    assert [plan.outcome for plan in plans] == ["refused", "refused", "new"]
    says = f"This name exists: Bo Lindt (id {other.pk}). Write its id, or yes in the column “new” if this is another person."
    assert problems(plans[1]) == [f"name: {says}"]
    (plan,) = planned("person", {"name": "Robert Lindt", "new": "yes"})
    assert plan.outcome == "new"


def test_two_new_rows_with_one_name_need_a_word():
    plans = planned("person", {"name": "Ada Orsey"}, {"name": "ada orsey"}, {"name": "Ada Orsey", "new": "yes"})
    assert [plan.outcome for plan in plans] == ["new", "refused", "new"]


def test_two_rows_about_one_record_are_refused_after_the_first():
    person = builders.a_person("Ada Orsey")
    plans = planned("person", {"id": person.pk, "summary": "One."}, {"id": person.pk, "summary": "Two."})
    assert [plan.outcome for plan in plans] == ["changed", "refused"]


@pytest.mark.parametrize("typed", ["999999", "x", "-1", "1.0", "9" * 30, "१"])
def test_an_id_that_no_record_has_is_refused(typed):
    (plan,) = planned("person", {"id": typed, "name": "Ada Orsey"})
    assert problems(plan) == [f"id: No person has the id “{typed}”."]


def test_an_id_of_another_kind_is_refused():
    place = builders.a_place("Brenwick")
    (plan,) = planned("person", {"id": place.pk, "name": "Brenwick"})
    assert plan.outcome == "refused"


def test_an_identifier_of_another_record_is_refused_by_its_name():
    one, two = builders.a_person("Ada Orsey"), builders.a_person("Bo Lindt")
    save_identifiers(one, {"wikidata": ["Q1"]}, user=None)
    (plan,) = planned("person", {"id": two.pk, "wikidata": "Q1"})
    assert problems(plan) == [f"wikidata: Wikidata Q1 belongs to Ada Orsey (id {one.pk})."]


# --- refusals ---


@pytest.mark.parametrize(
    ("kind", "cells", "column"),
    [
        ("person", {"name": "\u200b"}, "name"),
        ("person", {"name": "a" * 201}, "name"),
        ("person", {"wikidata": "42"}, "wikidata"),
        ("person", {"other_names": "Ada | kind: nickname"}, "other_names"),
        ("person", {"other_names": "Orsey\nOrsey"}, "other_names"),
        ("person", {"other_names": "ada orsey"}, "other_names"),
        ("person", {"new": "maybe"}, "new"),
        ("organization", {"classification": "gang"}, "classification"),
        ("organization", {"parent": "Nobody"}, "parent"),
        ("organization", {"country": "Nowhere"}, "country"),
        ("place", {"latitude": "91", "longitude": "1", "country": "TL"}, "latitude"),
        ("place", {"latitude": "nan", "longitude": "1", "country": "TL"}, "latitude"),
        ("place", {"latitude": "12", "longitude": "", "country": "TL"}, "longitude"),
        ("place", {"latitude": "12", "longitude": "12"}, "country"),
        ("place", {"population": "many"}, "population"),
        ("place", {"population": str(2**63)}, "population"),
        ("place", {"kind": "XXX"}, "kind"),
        ("place", {"kind": "PCLI", "country_code": "TL"}, "country_code"),
        ("place", {"country_code": "T1"}, "country_code"),
        ("place", {"disputed_area": "atlantis"}, "disputed_area"),
    ],
)
def test_a_cell_that_cannot_be_saved_is_refused_with_a_sentence(kind, cells, column):
    builders.a_country("Testland", code="TL")
    (plan,) = planned(kind, {"name": "Ada Orsey", "summary": "x", **cells})
    assert [name for name, _ in plan.problems] == [column]
    assert plan.problems[0][1].endswith((".", "…"))
    started = imported(kind, a_table({"name": "Ada Orsey", "summary": "x", **cells}))
    assert started.outcomes == {}


def test_columns_that_are_not_known_are_told_and_headings_may_be_written_freely():
    table = read_table("person", a_table({"Given Name": "Ada", "NAME": "Ada Orsey", "Shoe size": "38"}))
    assert (table.columns, table.unknown) == (["given_name", "name"], ["Shoe size"])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no rows"),
        (b"a,b\n1,2\n", "No column"),
        (b"name,Name\na,b\n", "twice"),
        (b"name,summary\n" + b"a,b\n" * (MAX_ROWS + 1), "rows"),
        (b"x" * (MAX_BYTES + 1), "can be read"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(content, says):
    with pytest.raises(IllegalTransitionError, match=says):
        start_import("person", "t.csv", content, user=None)
    assert not RecordImport.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_file_is_detected(encoding):
    text = "name;summary\r\nZoë Müller;Über die Brücke von Brenwick hinaus bekannt.\r\n"
    (row,) = read_table("person", text.encode(encoding)).rows
    assert row.cells["name"] == "Zoë Müller"


# --- saving ---


def test_what_is_confirmed_is_saved_with_its_entries_in_the_log(editor):
    person = builders.a_person("Ada Orsey", "A. Orsey")
    SearchOutbox.objects.all().delete()
    imported("person", a_table(
        {"id": person.pk, "name": "Ada Lind", "other_names": "A. Orsey | needs context\nالعدى | kind: native | language: ar",
         "wikidata": "q7"},
        {"id": "", "name": "Dee Novak", "other_names": "D. Novak", "wikidata": ""},
    ), user=editor)  # fmt: skip
    names = {name.name: (name.kind, name.language, name.is_weak) for name in person.other_names.all()}
    assert names == {
        "A. Orsey": ("alias", "", True), "Ada Orsey": ("alias", "", False), "العدى": ("native", "ar", False),
    }  # fmt: skip
    assert identifiers_of(person.pk) == {"wikidata": ("Q7",)}
    assert Person.objects.get(name="Dee Novak").other_names.get().name == "D. Novak"
    actions = sorted(LoggedAction.objects.filter(by=editor).values_list("action", flat=True))
    assert actions == [
        "entity.add", "entity.rename", "identifier.add", "other_name.add", "other_name.add", "other_name.change",
        "record.import",
    ]  # fmt: skip
    assert SearchOutbox.objects.filter(entity_id=person.pk).exists()


def test_the_same_file_again_changes_nothing():
    content = a_table({"name": "Ada Orsey", "family_name": "Orsey", "wikidata": "Q5"}, {"name": "Bo", "wikidata": ""})
    imported("person", content)
    assert [plan.outcome for plan in plan_table("person", content)] == ["unchanged", "unchanged"]


def test_a_record_that_changed_after_the_preview_is_not_saved():
    one, two = builders.a_person("Ada Orsey"), builders.a_person("Bo Lindt")
    content = a_table({"id": one.pk, "summary": "From the file."}, {"id": two.pk, "summary": "From the file."})
    started = start_import("person", "t.csv", content, user=None)
    records.save_names(one, saved=[OtherName(name="A. O.")], deleted=[], user=None)
    continue_import(started, user=None)
    assert "after the preview" in started.outcomes["2"]
    assert started.outcomes["3"] == two.pk
    one.refresh_from_db()
    assert one.summary == ""


def test_a_record_added_after_the_preview_is_not_added_twice():
    started = start_import("person", "t.csv", a_table({"name": "Ada Orsey", "summary": "x"}), user=None)
    builders.a_person("Ada Orsey")
    continue_import(started, user=None)
    assert "after the preview" in started.outcomes["2"]
    assert Person.objects.count() == 1


def test_an_import_is_continued_where_it_stopped():
    rows = [{"name": f"Person {number}", "new": "yes"} for number in range(120)]
    started = start_import("person", "t.csv", a_table(*rows), user=None)
    continue_import(started, user=None, seconds=0)
    assert len(waiting_rows(started)) == 70
    continue_import(RecordImport.objects.get(), user=None)
    continue_import(RecordImport.objects.get(), user=None)
    assert Person.objects.count() == 120
    assert LoggedAction.objects.filter(action="record.import").count() == 1


def test_rows_that_contradict_each_other_are_refused_when_they_are_saved():
    one, two = builders.an_organization("One"), builders.an_organization("Two")
    started = imported("organization", a_table({"id": one.pk, "parent": two.pk}, {"id": two.pk, "parent": one.pk}))
    assert started.outcomes["2"] == one.pk
    assert "part of itself" in started.outcomes["3"]
    rows = [{"name": name, "kind": "PCLI", "country_code": "XA"} for name in ("Onia", "Twonia")]
    started = imported("place", a_table(*rows))
    assert started.outcomes["3"] == "Onia has this code."


def test_what_readers_see_needs_the_right_to_publish():
    shown, hidden = builders.a_person("Ada Orsey"), builders.a_person("Bo Lindt")
    article = builders.an_article("Ada Orsey speaks")
    builders.appear(article, shown)
    account = User.objects.create_user("anna")
    account.user_permissions.set(Permission.objects.filter(codename__in=["add_person", "change_person"]))
    content = a_table({"id": shown.pk, "summary": "x"}, {"id": hidden.pk, "summary": "x"})
    with acting_as(account):
        plans = plan_table("person", content)
    assert [plan.outcome for plan in plans] == ["refused", "changed"]
    assert "articles.publish_article" in plans[0].problems[0][1]


def test_the_kind_of_a_place_brings_its_class():
    imported("place", a_table({"name": "Brenwick River", "kind": "STM"}))
    assert Place.objects.get().feature_class == "H"


def test_the_template_has_every_column_of_the_export():
    for kind in MODELS:
        headings = template(kind).lstrip("\ufeff").strip().split(",")
        exported = export(kind).decode("utf-8-sig").strip().split(",")
        assert [heading for heading in headings if heading != "new"] == exported
