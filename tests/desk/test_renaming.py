"""Renaming a record: it can be found by every former name, and its name is never among its other names."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import records, review
from articles.models import LoggedAction, OtherName
from articles.search.indexer import Indexer
from articles.search.query import search
from articles.search.result import StoryQuery
from articles.text import clean_name
from tests import builders
from tests.admin.forms import form_on
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db


def names_of(record):
    """Its names in lower case."""
    return {name.casefold() for name in (record.name, *record.other_names.values_list("name", flat=True))}


def rename(record, name):
    record.name = name
    return records.save_entity(record, user=None, changed=["name"])


def test_the_old_name_becomes_another_name_and_the_new_one_is_removed_from_them():
    group = builders.an_organization("Islamic State", "Daesh", "ISIL")
    rename(group, "Daesh")
    assert group.name == "Daesh"
    assert sorted(group.other_names.values_list("name", flat=True)) == ["ISIL", "Islamic State"]


def test_a_change_of_case_adds_no_other_name():
    rename(person := builders.a_person("ASH CARTER"), "Ash Carter")
    assert not person.other_names.exists()


@pytest.mark.parametrize(("old", "new"), [("Jose Perez", "José Perez"), ("Al Bab", "al-Bab"), ("Kiev", "Kyiv")])
def test_a_name_that_differs_in_accents_or_hyphens_is_kept(old, new):
    rename(person := builders.a_person(old), new)
    assert [name.name for name in person.other_names.all()] == [old]


def test_a_name_that_stays_makes_no_other_name():
    person = builders.a_person("Ash Carter")
    person.summary = "Changed."
    records.save_entity(person, user=None, changed=["summary"])
    assert not person.other_names.exists()


NAMES = st.one_of(
    st.sampled_from(["Daesh", "DAESH", "Islamic State", "islamic state", "ISIL", "IS", "Dáesh", "Da'esh"]),
    st.text(min_size=1, max_size=12).filter(clean_name),
)


@given(first=NAMES, others=st.lists(NAMES, max_size=3), renames=st.lists(NAMES, min_size=1, max_size=6))
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_name_is_lost_by_any_number_of_renames(db, first, others, renames):
    record = builders.an_organization(clean_name(first)[:200])
    for name in dict.fromkeys(clean_name(name) for name in others):
        if not records.is_same_name(name, record.name):
            builders.other_name(record, name)
    for name in renames:
        before = names_of(record)
        rename(record, name)
        record.refresh_from_db()
        assert before | {clean_name(name).casefold()} <= names_of(record)
        assert record.name.casefold() not in {other.name.casefold() for other in record.other_names.all()}


@pytest.fixture
def indexer(index):
    index()
    indexer = Indexer()
    yield indexer
    indexer.close()


def test_search_finds_the_stories_of_a_renamed_record_under_its_old_name(indexer, editor):
    group = builders.an_organization("Islamic State", "Daesh")
    story = builders.an_article("A town is taken", "Fighters of Daesh entered the town.", status="draft")
    builders.mention(story, group, "Daesh")
    review.publish(story, user=editor)
    rename(group, "Daesh")
    indexer.drain()
    assert [hit.article_id for hit in search(StoryQuery("Islamic State")).hits] == [story.pk]
    assert [hit.article_id for hit in search(StoryQuery("Daesh")).hits] == [story.pk]


def rows(record, *names):
    """The data that the form of a record submits: its other names, then these new ones."""
    kept = list(record.other_names.all())
    values = {"other_names-TOTAL_FORMS": str(len(kept) + len(names)), "other_names-INITIAL_FORMS": str(len(kept))}
    for at, (pk, name, kind) in enumerate(
        [*((one.pk, one.name, one.kind) for one in kept), *(("", name, "alias") for name in names)]
    ):
        values |= {f"other_names-{at}-id": pk, f"other_names-{at}-name": name, f"other_names-{at}-kind": kind}
        values[f"other_names-{at}-entity"] = record.pk
    return values


@pytest.fixture
def save(client, editor):
    editor.is_superuser = editor.is_staff = True
    editor.save()
    client.force_login(editor)

    def send(record, name, *names):
        where = reverse(f"admin:articles_{record._meta.model_name}_change", args=[record.pk])
        values = form_on(client.get(where), "") | {"name": name} | rows(record, *names)
        return client.post(where, values, follow=True).content.decode()

    return send


def test_the_form_of_a_record_keeps_the_old_name(save):
    group = builders.an_organization("Islamic State", "Daesh")
    save(group, "Daesh")
    group.refresh_from_db()
    assert (group.name, [name.name for name in group.other_names.all()]) == ("Daesh", ["Islamic State"])
    assert LoggedAction.objects.filter(action="entity.rename", before__name="Islamic State").exists()


@pytest.mark.parametrize("typed", ["Daesh", "DAESH", " Daesh "])
def test_the_name_of_the_record_itself_is_refused_as_another_name(save, typed):
    group = builders.an_organization("Daesh")
    assert "is already the name of this record" in save(group, "Daesh", typed)
    assert not OtherName.objects.exists()


def test_one_name_twice_is_refused(save):
    group = builders.an_organization("Islamic State", "Daesh")
    assert "is listed twice" in save(group, "Islamic State", "daesh")


def test_the_desk_refuses_it_outside_the_form_too(editor):
    group = builders.an_organization("Daesh")
    with pytest.raises(review.IllegalTransitionError, match="already the name of this record"):
        records.save_names(group, saved=[OtherName(name="daesh")], deleted=[], user=editor)
