"""The other names of a record in its form: languages in words, and where each name is from."""

from __future__ import annotations

import html5lib
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.desk import records
from articles.models import LoggedAction, OtherName
from articles.wording.languages import languages
from tests import builders
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db


def address_of(record):
    return reverse(f"admin:articles_{record.entity_kind}_change", args=[record.pk])


def text_of(response):
    return " ".join(response.content.decode().split())


def options_on(desk, record, number=0):
    tree = html5lib.parse(desk.get(address_of(record)).content, namespaceHTMLElements=False)
    select = next(node for node in tree.iter("select") if node.get("name") == f"other_names-{number}-language")
    return {node.get("value"): "".join(node.itertext()) for node in select.iter("option")}


def origins_on(desk, record):
    tree = html5lib.parse(desk.get(address_of(record)).content, namespaceHTMLElements=False)
    rows = [node for node in tree.iter("div") if "field-origin" in (node.get("class") or "").split()]
    found = [" ".join("".join(node.itertext()).split()).removeprefix("Origin: ") for node in rows]
    return [one for one in found if one != "Not saved yet."]


def test_languages_are_chosen_by_name(desk):
    person = builders.a_person("Ash Carter", "A. Carter")
    options = options_on(desk, person)
    assert options["uk"] == "Ukrainian (Українська)"
    assert options[""] == "A name used in English"
    assert len(options) == len(languages()) + 1
    form = form_on(desk.get(address_of(person)), "")
    desk.post(address_of(person), form | {"other_names-0-language": "uk"})
    assert OtherName.objects.get().language == "uk"


@pytest.mark.parametrize("tag", ["xx-unknown", "sr_Latn"])
def test_a_language_that_the_list_does_not_have_can_be_kept(desk, tag):
    person = builders.a_person("Ash Carter")
    builders.other_name(person, "A. Carter", language=tag)
    assert tag in options_on(desk, person)
    desk.post(address_of(person), form_on(desk.get(address_of(person)), "") | {"summary": "A person."})
    person.refresh_from_db()
    assert (person.summary, OtherName.objects.get().language) == ("A person.", tag)


def test_an_unknown_language_is_refused_with_a_sentence(desk):
    person = builders.a_person("Ash Carter", "A. Carter")
    form = form_on(desk.get(address_of(person)), "")
    response = desk.post(address_of(person), form | {"other_names-0-language": "klingon"})
    assert "No language has the tag “klingon”. Choose one from the list." in text_of(response)
    assert OtherName.objects.get().language == ""


def test_a_conflict_says_languages_in_words(desk, editor):
    person = builders.a_person("Ash Carter", "A. Carter")
    form = form_on(desk.get(address_of(person)), "")
    name = OtherName.objects.get()
    name.language = "ar"
    records.save_names(person, saved=[name], deleted=[], user=User.objects.create_user("colleague"))
    response = desk.post(address_of(person), form | {"other_names-0-language": "uk"})
    assert response.status_code == 409
    assert "also known as, Arabic (العربية)" in text_of(response)
    assert "also known as, Ukrainian (Українська)" in text_of(response)


def test_each_name_says_who_added_it_and_from_which_story(desk, editor):
    person, story = builders.a_person("Ash Carter"), builders.an_article("Bridge open")
    records.save_names(person, saved=[OtherName(name="Ashton")], deleted=[], user=editor)
    records.save_names(person, saved=[OtherName(name="Carter", article=story)], deleted=[], user=editor)
    builders.other_name(person, "Unlogged")
    at = LoggedAction.objects.filter(action="other_name.add").first().at
    added = f"Added by editor on {at.day} {at:%b %Y, %H:%M}"
    assert origins_on(desk, person) == [added, f"{added}, from Bridge open", "Unknown."]


def test_the_former_name_of_a_renamed_record_is_from_who_renamed_it(desk, editor):
    person = builders.a_person("Ash Carter")
    person.name = "Ashton Carter"
    records.save_entity(person, user=editor, changed=["name"])
    [origin] = origins_on(desk, person)
    assert origin.startswith("Added by editor on ")


def test_names_cost_no_query_each(desk, editor):
    counts = []
    for number in (1, 6):
        person = builders.a_person(f"Person {number}")
        names = [OtherName(name=f"Name {number} {one}") for one in range(number)]
        records.save_names(person, saved=names, deleted=[], user=editor)
        desk.get(address_of(person))
        with CaptureQueriesContext(connection) as queries:
            desk.get(address_of(person))
        counts.append(len(queries))
    assert counts[0] == counts[1]
