"""A form is sent whose record is gone since it was opened: nothing typed is lost, and the page says what happened."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.desk import merging
from articles.desk.removing import remove_record
from tests import builders
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db
TYPED = "A summary that took an hour."


def address(record):
    return reverse(f"admin:articles_{record.kind}_change", args=[record.pk])


@pytest.fixture
def anna(db):
    return User.objects.create_superuser("anna")


@pytest.mark.parametrize("make", [builders.a_person, builders.an_organization, builders.a_place])
def test_a_record_that_was_merged_meanwhile_is_named_with_the_one_that_was_kept(desk, anna, make):
    goes, stays = make("Brenwick Board"), make("Brenwick Works")
    opened = form_on(desk.get(address(goes)), "")
    merging.merge(stays, goes, user=anna)
    response = desk.post(address(goes), {**opened, "summary": TYPED})
    html = response.content.decode()
    assert response.status_code == 404
    assert f"{TYPED}</textarea>" in html
    assert "This record was merged into “Brenwick Works” after you opened the form (anna at" in html
    assert address(stays) in html
    stays.refresh_from_db()
    assert stays.summary == ""


def test_a_form_of_the_record_that_is_kept_shows_what_the_merge_changed(desk, anna):
    goes, stays = builders.a_person("Tal Orsey", summary="From the other record"), builders.a_person("Tal B. Orsey")
    opened = form_on(desk.get(address(stays)), "")
    merging.merge(stays, goes, user=anna)
    response = desk.post(address(stays), {**opened, "summary": TYPED})
    assert response.status_code == 409
    assert TYPED in response.content.decode()
    assert "Tal Orsey" in response.content.decode()


def test_a_record_that_was_removed_meanwhile(desk, anna):
    person = builders.a_person("Tal Orsey")
    opened = form_on(desk.get(address(person)), "")
    remove_record(person, user=anna)
    html = desk.post(address(person), {**opened, "summary": TYPED}).content.decode()
    assert "This record was removed after you opened the form." in html
    assert f"{TYPED}</textarea>" in html


def test_a_story_that_is_gone_gives_the_text_back(desk, draft):
    where = reverse("admin:articles_article_text", args=[draft.pk])
    opened = form_on(desk.get(where), where)
    draft.delete()
    response = desk.post(where, {**opened, "text": TYPED})
    assert response.status_code == 404
    assert f"{TYPED}</textarea>" in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_request_in_which_nothing_was_typed_gets_the_ordinary_page(desk, method):
    response = getattr(desk, method)(reverse("admin:articles_person_change", args=[999_999]))
    assert response.status_code == 404
    assert "What you entered" not in response.content.decode()
