from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import LoggedAction, OtherName, Outlet, Person, SearchOutbox
from tests import builders
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db
NO_NAMES = {"other_names-TOTAL_FORMS": "0", "other_names-INITIAL_FORMS": "0"}


def save(client, record, **values):
    address = reverse(f"admin:articles_{record._meta.model_name}_change", args=[record.pk])
    return client.post(address, {**form_on(client.get(address), ""), **values})


def test_renaming_a_person_is_logged_reindexed_and_updates_the_sort_name(desk, editor):
    person = builders.a_person("Ash Carter")
    shown = {"name": "Ashton Baldwin", "sort_name": "Carter, Ash", "summary": "", **NO_NAMES}
    save(desk, person, **shown)
    person.refresh_from_db()
    assert (person.name, person.key, person.sort_name) == ("Ashton Baldwin", "ashtonbaldwin", "Baldwin, Ashton")
    action = LoggedAction.objects.get(action="entity.rename")
    assert (action.by, action.entity_id) == (editor, person.pk)
    assert action.before == {"name": "Ash Carter", "sort_name": "Carter, Ash"}
    assert SearchOutbox.objects.filter(entity_id=person.pk).exists()


def test_a_sort_name_set_by_hand_stays_when_the_name_changes(desk):
    person = builders.a_person("Ash Carter", sort_name="Secretary Carter")
    save(desk, person, name="Ashton Carter", sort_name="Secretary Carter", summary="", **NO_NAMES)
    assert Person.objects.get().sort_name == "Secretary Carter"


def test_another_name_is_saved_with_its_key(desk):
    person = builders.a_person("Ash Carter")
    values = {
        "other_names-TOTAL_FORMS": "1", "other_names-INITIAL_FORMS": "0", "other_names-0-entity": person.pk,
        "other_names-0-name": "Ashton\u202e Carter", "other_names-0-kind": "alias",
    }  # fmt: skip
    save(desk, person, name="Ash Carter", sort_name="Carter, Ash", summary="", **values)
    name = OtherName.objects.get()
    assert (name.name, name.key, name.entity_id) == ("Ashton Carter", "ashtoncarter", person.pk)
    assert LoggedAction.objects.get(action="other_name.add").after["name"] == "Ashton Carter"


def test_a_record_cannot_be_deleted(desk):
    person = builders.a_person()
    assert desk.post(f"/admin/articles/person/{person.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Person.objects.exists()


def test_a_second_outlet_of_one_name_is_refused(desk):
    builders.an_outlet("Brenwick Post")
    response = desk.post("/admin/articles/outlet/add/", {"name": "BRENWICK-POST", "url": "", "note": ""})
    assert "An outlet with this name already exists" in response.content.decode()
    assert Outlet.objects.count() == 1


def test_changing_an_outlet_reindexes_only_its_published_stories(desk):
    outlet = builders.an_outlet("Brenwick Post")
    shown = builders.an_article("Shown", outlet=outlet)
    builders.an_article("Not shown", outlet=outlet, status="draft")
    save(desk, outlet, name="Brenwick Mail", url="", note="")
    outlet.refresh_from_db()
    assert outlet.key == "brenwickmail"
    assert list(SearchOutbox.objects.values_list("article_id", flat=True)) == [shown.pk]


@pytest.mark.parametrize("noun", ["article", "importitem", "person", "organization", "place", "outlet", "loggedaction"])
def test_a_list_takes_no_more_queries_for_more_rows(desk, noun, django_assert_max_num_queries):
    for number in range(12):
        article = builders.an_article(f"Story {number}", outlet=f"Outlet {number}")
        builders.appear(article, builders.a_person(f"Person {number}", "An alias"), builders.a_place(f"Town {number}"))
        builders.an_organization(f"Group {number}", country=builders.a_country(f"Country {number}"))
    with django_assert_max_num_queries(12):
        assert desk.get(f"/admin/articles/{noun}/").status_code == 200


def test_the_log_can_be_read_and_not_written(desk):
    assert desk.get("/admin/articles/loggedaction/").status_code == 200
    assert desk.get("/admin/articles/loggedaction/add/").status_code == 403


@pytest.mark.parametrize("noun", ["appearance", "mention", "searchoutbox", "snapshot", "gazetteerplace"])
def test_what_is_derived_has_no_page(desk, noun):
    assert desk.get(f"/admin/articles/{noun}/").status_code == 404


def test_the_history_of_a_record_is_the_log_of_the_desk(desk):
    person = builders.a_person()
    response = desk.get(f"/admin/articles/person/{person.pk}/history/", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0].endswith(f"?entity__id__exact={person.pk}")
