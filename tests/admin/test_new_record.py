"""Adding a record whose name exists."""

from __future__ import annotations

import pytest

from articles.desk.distinct_records import mark_distinct
from articles.models import DistinctRecords, Person
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


def test_a_different_person_is_marked_as_different_from_the_existing_ones(desk, editor):
    known = [builders.a_person("Jane Doe"), builders.a_person("J. Doe", "Jane Doe")]
    desk.post(ADD, {"name": "Jane Doe", "is_namesake": "on"})
    new = Person.objects.latest("pk")
    marked = DistinctRecords.objects.order_by("first")
    assert list(marked.values_list("first", "second", "by")) == [(one.pk, new.pk, editor.pk) for one in known]


def test_existing_records_that_may_be_one_can_be_compared_and_marked_ones_are_not(desk):
    one, other = builders.a_person("Jane Doe"), builders.a_person("Jane Doe")
    link = f"/admin/articles/person/{one.pk}/merge/?with={other.pk}"
    assert link in desk.post(ADD, {"name": "Jane Doe"}).content.decode()
    mark_distinct(one, other, user=None)
    page = desk.post(ADD, {"name": "Jane Doe"}).content.decode()
    assert link not in page
    assert "An editor marked these as different people." in page
