"""Adding a record whose name exists."""

from __future__ import annotations

import pytest

from articles.models import Person
from tests import builders

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/person/add/"


@pytest.mark.parametrize("typed", ["Jane Doe", "Jane  DOE", "J. B. Doe"], ids=["name", "folded", "other name"])
def test_a_name_that_exists_shows_the_existing_record_and_adds_nothing(desk, typed):
    known = builders.a_person("Jane Doe", "J. B. Doe")
    page = desk.post(ADD, {"name": typed}).content.decode()
    assert f'<a href="/admin/articles/person/{known.pk}/change/">Jane Doe</a> (Person, no published story)' in page
    assert 'name="is_namesake"' in page
    assert Person.objects.count() == 1


def test_a_different_person_with_the_same_name_is_added(desk):
    builders.a_person("Jane Doe")
    assert desk.post(ADD, {"name": "Jane Doe", "is_namesake": "on"}).status_code == 302
    assert Person.objects.filter(name="Jane Doe").count() == 2


@pytest.mark.parametrize("typed", ["Jane Dow", "Doe"])
def test_a_name_that_no_record_of_the_kind_has_is_added_at_once(desk, typed):
    builders.a_person("Jane Doe")
    builders.an_organization(typed)
    assert 'name="is_namesake"' not in desk.get(ADD).content.decode()
    assert desk.post(ADD, {"name": typed}).status_code == 302
    assert Person.objects.filter(name=typed).exists()


def test_the_name_of_an_existing_record_is_escaped(desk):
    builders.a_person("Jane <b>Doe")
    page = desk.post(ADD, {"name": "Jane <b>Doe"}).content.decode()
    assert "Jane &lt;b&gt;Doe</a>" in page
    assert "<b>Doe</a>" not in page
