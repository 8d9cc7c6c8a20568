"""Undoing a merge in which the record kept took fields of the other one, and of records that were marked as different."""

from __future__ import annotations

import pytest

from articles.desk import distinct_records, merging, records, undoing_merges
from articles.models import DistinctRecords, Organization, Person
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return builders.a_person("Jane Doe", given_name="", summary="A minister.")


@pytest.fixture
def gone():
    return builders.a_person("Jane B. Doe", given_name="Jane", family_name="Doe", summary="A governor.")


def values(person):
    row = Person.objects.get(pk=person.pk)
    return row.given_name, row.family_name, row.summary, row.sort_name


def pairs():
    return set(DistinctRecords.objects.values_list("first", "second"))


def test_the_record_kept_has_its_own_fields_again(kept, gone, editor):
    before = values(kept), values(gone)
    record = merging.merge(kept, gone, user=editor, taken=["given_name", "family_name", "summary"])
    assert values(kept)[:3] == ("Jane", "Doe", "A governor.")
    undoing_merges.undo_merge(record, user=editor)
    assert (values(kept), values(gone)) == before


def test_a_field_that_was_changed_since_stays(kept, gone, editor):
    record = merging.merge(kept, gone, user=editor, taken=["given_name", "summary"])
    person = Person.objects.get(pk=kept.pk)
    person.summary = "A mayor."
    records.save_entity(person, user=editor, changed=["summary"])
    undoing_merges.undo_merge(record, user=editor)
    assert values(kept)[::2][:2] == ("", "A mayor.")


def test_a_record_that_was_taken_as_country_refers_to_it_no_longer(editor):
    kept, gone = builders.an_organization("Council"), builders.an_organization("United Council")
    country = builders.a_country()
    Organization.objects.filter(pk=gone.pk).update(country=country)
    record = merging.merge(kept, Organization.objects.get(pk=gone.pk), user=editor, taken=["country"])
    assert Organization.objects.get(pk=kept.pk).country_id == country.pk
    undoing_merges.undo_merge(record, user=editor)
    assert Organization.objects.get(pk=kept.pk).country_id is None
    assert Organization.objects.get(pk=gone.pk).country_id == country.pk


def test_the_records_from_which_each_differs_are_as_before(kept, gone, editor):
    others = [builders.a_person("Joan Roe") for _ in range(3)]
    for one, other in ((gone, others[0]), (gone, others[1]), (kept, others[1]), (kept, others[2]), (kept, gone)):
        distinct_records.mark_distinct(one, other, user=editor)
    before = pairs()
    record = merging.merge(kept, gone, user=editor)
    assert pairs() == {tuple(sorted((kept.pk, other.pk))) for other in others}
    undoing_merges.undo_merge(record, user=editor)
    assert pairs() == before


def test_what_an_editor_said_since_of_a_pair_stays(kept, gone, editor):
    other = builders.a_person("Joan Roe")
    distinct_records.mark_distinct(gone, other, user=editor)
    record = merging.merge(kept, gone, user=editor)
    distinct_records.unmark_distinct(kept, other, user=editor)
    undoing_merges.undo_merge(record, user=editor)
    assert pairs() == set()
