"""Removing a record that nothing names, and the reasons why another one stays."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Entity, LoggedAction, Person
from tests import builders
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db


def remove_address(record):
    return reverse(f"admin:articles_{record.kind}_remove", args=[record.pk])


def open_page(desk, record):
    return desk.get(remove_address(record)).content.decode()


@pytest.mark.parametrize("build", [builders.a_person, builders.an_organization, builders.a_place])
def test_a_record_that_nothing_names_is_removed_and_logged(build, desk, editor):
    record = build("Brenwick")
    page = desk.get(reverse(f"admin:articles_{record.kind}_change", args=[record.pk])).content.decode()
    assert remove_address(record) in page
    form = form_on(open_page(desk, record), "") | {"reason": "Added twice"}
    response = desk.post(remove_address(record), form, follow=True)
    assert "Brenwick was removed." in response.content.decode()
    assert not Entity.objects.filter(pk=record.pk).exists()
    entry = LoggedAction.objects.get(action="entity.remove")
    assert (entry.by, entry.what, entry.source) == (editor, "Brenwick", "Added twice")


def test_a_record_that_a_draft_names_stays_and_the_page_says_why(desk):
    person, article = builders.a_person("Tal Orsey"), builders.an_article("Tal Orsey speaks", status="draft")
    form = form_on(open_page(desk, person), "")
    builders.mention(article, person)
    page = open_page(desk, person)
    assert "1 mention" in page
    assert "Remove this record" not in page
    response = desk.post(remove_address(person), form)
    assert response.status_code == 409
    assert Person.objects.filter(pk=person.pk).exists()


def test_a_record_that_somebody_changed_meanwhile_stays(desk):
    person = builders.a_person("Tal Orsey")
    form = form_on(open_page(desk, person), "")
    person.summary = "An engineer"
    person.save()
    response = desk.post(remove_address(person), form)
    assert response.status_code == 409
    assert "someone changed this record" in response.content.decode()
    assert Person.objects.filter(pk=person.pk).exists()
