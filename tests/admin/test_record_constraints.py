"""Whatever the tables of records refuse, their forms refuse first, with a sentence of their own."""

from __future__ import annotations

import pytest
from django.db import models
from django.urls import reverse

from articles.desk.identifiers import identifiers_of, save_identifiers
from articles.models import Entity, Identifier, LoggedAction, Organization, OtherName, Person, Place
from tests import builders
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db
INVISIBLE = "\u200b"
# U+0958 is stored as two characters.
GROWING = "\u0958"
MODELS = (Entity, Person, Organization, Place, OtherName, Identifier)
TYPED_NAME = {
    "other_names-TOTAL_FORMS": "1", "other_names-INITIAL_FORMS": "0", "other_names-0-name": "A. Orsey",
    "other_names-0-kind": "alias",
}  # fmt: skip
# Constraint -> kind of record, what is typed, and the sentence that refuses it.
CASES = {
    "entity_has_a_name": ("person", {"name": INVISIBLE}, "Enter a name: a record without one cannot be found."),
    "located_place_has_a_country": (
        "place", {"latitude": "1", "longitude": "1", "country": ""}, "Choose the country, or remove latitude",
    ),
    "place_is_on_earth": ("place", {"latitude": "91", "longitude": "1"}, "A latitude is between -90 and 90 degrees."),
    "one_country_per_iso_code": ("place", {"feature_code": "PCLI", "country_code": "TL"}, "Testland has this code."),
    "a_name_once_per_entity": (
        "person",
        {**TYPED_NAME, "other_names-TOTAL_FORMS": "2", "other_names-1-name": f"A.{INVISIBLE} Orsey",
         "other_names-1-kind": "alias"},
        "is listed twice.",
    ),
    "other_name_kind_is_known": ("person", {**TYPED_NAME, "other_names-0-kind": "nickname"}, "Select a valid choice."),
    "an_identifier_names_one_entity": ("person", {"identifier_wikidata": "q1"}, "Wikidata Q1 belongs to Bo Lindt (id "),
}  # fmt: skip
UNREACHABLE = {"entity_kind_is_known": "no form has the kind: it is that of the page"}


def a_record(kind):
    builders.a_country("Testland", code="TL")
    other = builders.a_person("Bo Lindt")
    save_identifiers(other, {"wikidata": ["Q1"]}, user=None)
    if kind == "place":
        return builders.a_place("Brenwick")
    return builders.a_person("Ada Orsey") if kind == "person" else builders.an_organization("Brenwick Port")


def save(client, record, **values):
    address = reverse(f"admin:articles_{record._meta.model_name}_change", args=[record.pk])
    shown = {name: value for name, value in form_on(client.get(address), "").items() if "__prefix__" not in name}
    return client.post(address, {**shown, **values})


def test_every_constraint_of_a_record_has_a_case():
    constraints = {one.name for model in MODELS for one in model._meta.constraints}
    assert constraints == CASES.keys() | UNREACHABLE.keys()


@pytest.mark.parametrize("constraint", sorted(CASES))
def test_a_constraint_is_a_sentence_of_the_form(desk, constraint):
    kind, typed, says = CASES[constraint]
    response = save(desk, a_record(kind), **typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert says in page
    assert "Constraint" not in page
    assert constraint not in page
    assert not LoggedAction.objects.filter(entity__name__in=["Ada Orsey", "Brenwick"]).exists()


@pytest.mark.parametrize("model", [Person, Organization, Place])
def test_a_text_that_is_too_long_once_it_is_cleaned_is_refused(desk, model):
    record = a_record(model.entity_kind)
    shown = set(form_on(desk.get(reverse(f"admin:articles_{model.entity_kind}_change", args=[record.pk])), ""))
    columns = [
        field for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and not field.choices and field.name in shown
        and field.name not in ("country_code", "disputed_area", "feature_code")
    ]  # fmt: skip
    assert columns
    for field in columns:
        page = save(desk, record, **{field.name: GROWING * field.max_length}).content.decode()
        assert f"at most {field.max_length} can be saved" in page, field.name


def test_an_organization_that_would_be_part_of_itself_is_refused(desk):
    above = builders.an_organization("Above")
    below = builders.an_organization("Below", parent=above)
    page = save(desk, above, parent=str(below.pk)).content.decode()
    assert "An organization cannot be part of itself, or of one that is part of it." in page


def test_two_other_names_can_be_exchanged(desk):
    person = builders.a_person("Ada Orsey", "Alpha", "Beta")
    save(desk, person, **{"other_names-0-name": "Beta", "other_names-1-name": "Alpha", "other_names-1-kind": "former"})
    assert {name.name: name.kind for name in person.other_names.all()} == {"Alpha": "former", "Beta": "alias"}


def test_the_former_name_may_be_typed_among_the_other_names_of_a_renamed_record(desk):
    person = builders.a_person("Ada Orsey")
    typed = {**TYPED_NAME, "other_names-0-name": "Ada Orsey", "other_names-0-kind": "former"}
    save(desk, person, name="Ada Lind", **typed)
    assert [(name.name, name.kind) for name in person.other_names.all()] == [("Ada Orsey", "former")]


def test_identifiers_are_saved_from_the_form_and_logged(desk):
    person = builders.a_person("Ada Orsey")
    save(desk, person, identifier_wikidata="https://www.wikidata.org/wiki/Q7, q8", identifier_viaf="113230702")
    assert identifiers_of(person.pk) == {"wikidata": ("Q7", "Q8"), "viaf": ("113230702",)}
    save(desk, person, identifier_viaf="")
    assert identifiers_of(person.pk) == {"wikidata": ("Q7", "Q8")}
    actions = list(LoggedAction.objects.filter(entity=person).order_by("pk").values_list("action", flat=True))
    assert actions == ["identifier.add"] * 3 + ["identifier.remove"]


@pytest.mark.parametrize("typed", ["42", "Q0", "P31", "Q1x", "https://www.wikidata.org/wiki/Property:P31"])
def test_what_is_no_identifier_is_refused(desk, typed):
    person = builders.a_person("Ada Orsey")
    assert "is no identifier of Wikidata" in save(desk, person, identifier_wikidata=typed).content.decode()
    assert not Identifier.objects.exists()


def test_a_conflict_of_two_editors_on_an_identifier_is_shown(desk):
    person = builders.a_person("Ada Orsey")
    address = reverse("admin:articles_person_change", args=[person.pk])
    opened = form_on(desk.get(address), "")
    save_identifiers(person, {"wikidata": ["Q5"]}, user=None)
    assert desk.post(address, {**opened, "identifier_wikidata": "Q6"}).status_code == 409
    assert identifiers_of(person.pk) == {"wikidata": ("Q5",)}
