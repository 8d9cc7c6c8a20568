"""Two editors have the same record open: no saved value is overwritten unseen, and no input is lost."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Person
from tests import builders
from tests.admin.forms import form_on
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db):
    client = Client()
    client.force_login(User.objects.create_superuser("anna"))
    return client


@pytest.fixture
def ben(db):
    client = Client()
    client.force_login(User.objects.create_superuser("ben"))
    return client


def address(record):
    return f"/admin/articles/{record._meta.model_name}/{record.pk}/change/"


def opened(client, record):
    return form_on(client.get(address(record)), "")


def save(client, record, form, **typed):
    return client.post(address(record), {**form, **typed})


@pytest.mark.parametrize(
    ("make", "first", "second"),
    [
        (builders.a_person, {"summary": "first"}, {"given_name": "Ashton"}),
        (builders.an_organization, {"classification": "party"}, {"summary": "second"}),
        (builders.a_place, {"population": "12"}, {"latitude": "36.5"}),
        (builders.an_outlet, {"note": "first"}, {"url": "https://news.example/"}),
    ],
    ids=["person", "organization", "place", "outlet"],
)
def test_changes_of_other_fields_are_shown_and_both_kept(make, first, second, anna, ben):
    record = make()
    hers, his = opened(anna, record), opened(ben, record)
    assert save(anna, record, hers, **first).status_code == 302
    refused = save(ben, record, his, **second)
    assert refused.status_code == 409
    html = refused.content.decode()
    assert "anna at" in html
    assert all(value in html for value in (*first.values(), *second.values()))
    record.refresh_from_db()
    shown = form_on(refused, "")
    assert save(ben, record, shown).status_code == 302
    now = opened(anna, record)
    assert {name: now[name] for name in (*first, *second)} == {**first, **second}


@pytest.mark.parametrize(("choice", "stands"), [("saved", "hers"), ("typed", "his")])
def test_of_two_values_for_one_field_the_second_editor_chooses(choice, stands, anna, ben):
    person = builders.a_person()
    hers, his = opened(anna, person), opened(ben, person)
    save(anna, person, hers, summary="hers")
    refused = save(ben, person, his, summary="his")
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "<bdi>hers</bdi>" in html
    assert "<bdi>his</bdi>" in html
    assert form_on(refused, "")["summary"] == "his"
    assert save(ben, person, form_on(refused, ""), **{"keep-summary": choice}).status_code == 302
    assert Person.objects.get().summary == stands


def test_a_field_that_the_second_editor_left_alone_can_be_set_back(anna, ben):
    person = builders.a_person(summary="before")
    hers, his = opened(anna, person), opened(ben, person)
    save(anna, person, hers, summary="hers")
    refused = form_on(save(ben, person, his, given_name="Ashton"), "")
    assert (refused["summary"], refused["keep-summary"]) == ("hers", "saved")
    save(ben, person, refused, **{"keep-summary": "typed"})
    person.refresh_from_db()
    assert (person.summary, person.given_name) == ("before", "Ashton")


def test_a_third_save_in_between_is_shown_again(anna, ben):
    person = builders.a_person()
    hers, his = opened(anna, person), opened(ben, person)
    save(anna, person, hers, summary="hers")
    refused = save(ben, person, his, summary="his")
    save(anna, person, opened(anna, person), summary="hers again")
    again = save(ben, person, form_on(refused, ""))
    assert again.status_code == 409
    assert "hers again" in again.content.decode()
    assert Person.objects.get().summary == "hers again"


def test_a_form_that_says_the_same_is_no_conflict(anna, ben):
    person = builders.a_person()
    hers, his = opened(anna, person), opened(ben, person)
    save(anna, person, hers, summary="One line\nand another")
    assert save(ben, person, his, summary="One line\r\nand another").status_code == 302


def test_saving_twice_from_pages_opened_in_turn_is_no_conflict(anna):
    person = builders.a_person()
    for summary in ("one", "two"):
        assert save(anna, person, opened(anna, person), summary=summary).status_code == 302


def test_a_form_that_does_not_say_how_it_was_opened_overwrites_nothing(anna):
    person = builders.a_person(summary="stands")
    form = opened(anna, person)
    for broken in ({}, {"opened": "{"}, {"opened": "[1]"}, {"opened": '{"summary": 3}'}):
        rest = {name: value for name, value in form.items() if name != "opened"}
        assert save(anna, person, rest | broken, summary="typed").status_code == 409
    assert Person.objects.get().summary == "stands"


def test_a_change_by_no_editor_counts_too(ben):
    person = builders.a_person()
    his = opened(ben, person)
    Person.objects.update(family_name="Carter")
    refused = save(ben, person, his, summary="his")
    assert refused.status_code == 409
    assert form_on(refused, "")["family_name"] == "Carter"


def test_wrong_values_are_still_marked_beside_the_conflict(anna, ben):
    place = builders.a_place()
    hers, his = opened(anna, place), opened(ben, place)
    save(anna, place, hers, summary="hers")
    refused = save(ben, place, his, latitude="north")
    assert refused.status_code == 409
    assert "Enter a number." in refused.content.decode()
    assert form_on(refused, "")["latitude"] == "north"


def add_name(form, name, number=0, **more):
    at = f"other_names-{number}-"
    return {**form, at + "name": name, at + "kind": "alias", **{at + key: value for key, value in more.items()}}


def names_of(record):
    return sorted(record.other_names.values_list("name", flat=True))


def test_two_new_names_are_both_kept(anna, ben):
    person = builders.a_person()
    hers, his = opened(anna, person), opened(ben, person)
    save(anna, person, add_name(hers, "Ash"))
    refused = save(ben, person, add_name(his, "Ashton"))
    assert refused.status_code == 409
    assert save(ben, person, form_on(refused, "")).status_code == 302
    assert names_of(person) == ["Ash", "Ashton"]


@pytest.mark.parametrize(("choice", "stands"), [("saved", "Hers"), ("typed", "His")])
def test_one_name_changed_by_two_is_chosen(choice, stands, anna, ben):
    person = builders.a_person("Ash Carter", "Ash", "Ashton")
    name = person.other_names.get(name="Ash")
    hers, his = opened(anna, person), opened(ben, person)
    save(anna, person, {**hers, "other_names-0-name": "Hers"})
    refused = save(ben, person, {**his, "other_names-0-name": "His"})
    assert refused.status_code == 409
    save(ben, person, {**form_on(refused, ""), f"keep-other_names:{name.pk}": choice})
    assert names_of(person) == ["Ashton", stands]


def test_a_removed_name_stays_away_and_a_changed_one_comes_back(anna, ben):
    person = builders.a_person("Ash Carter", "Ash", "Ashton")
    hers, his = opened(anna, person), opened(ben, person)
    save(anna, person, {**hers, "other_names-0-DELETE": "on", "other_names-1-DELETE": "on"})
    refused = save(ben, person, {**his, "other_names-1-name": "Ashton B."})
    assert refused.status_code == 409
    assert save(ben, person, form_on(refused, "")).status_code == 302
    assert names_of(person) == ["Ashton B."]


def test_an_editor_who_may_not_change_a_record_is_refused(ben):
    person = builders.a_person()
    his = opened(ben, person)
    User.objects.filter(username="ben").update(is_superuser=False, is_staff=True)
    assert save(ben, person, his, summary="his").status_code == 403


_FIELDS = ("name", "summary", "given_name", "family_name", "honorific_prefix")
# Without spaces: the desk removes redundant ones, which is not tested here.
_texts = st.text("abxé-’", min_size=1, max_size=6).map("n{}".format)
_edits = st.dictionaries(st.sampled_from(_FIELDS), _texts)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_edits, second=_edits)
def test_no_value_that_one_editor_saved_is_ever_lost_unseen(anna, ben, first, second):
    person = builders.a_person("Ash Carter")
    hers, his = opened(anna, person), opened(ben, person)
    assert save(anna, person, hers, **first).status_code == 302
    saved = opened(anna, person)
    answer = save(ben, person, his, **second)
    now = opened(anna, person)
    if answer.status_code == 409:
        assert {name: now[name] for name in _FIELDS} == {name: saved[name] for name in _FIELDS}
        html, kept = answer.content.decode(), form_on(answer, "")
        for name in _FIELDS:
            if name in second and second[name] != his[name]:
                assert kept[name] == second[name]
            elif saved[name] != his[name]:
                assert kept[name] == saved[name]
                assert saved[name] in html
    else:
        changed = {name for name in _FIELDS if saved[name] != his[name]}
        assert all(now[name] == saved[name] for name in changed)
        assert all(now[name] == value for name, value in second.items())
