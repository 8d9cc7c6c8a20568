from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from articles.admin.record_counts import published_counts
from articles.admin.record_labels import labels_of, offices_of
from articles.geography.place_kinds import place_kinds
from articles.geography.place_words import place_words
from articles.models import ListRecord, LoggedAction, OtherName, Outlet, Person, Place, SearchOutbox
from articles.search.list_counts import list_key
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


def listed(client, noun, **filters):
    """The names on a list of records."""
    html = client.get(f"/admin/articles/{noun}/", filters).content.decode()
    return re.findall(r'<th class="field-name"><a href="[^"]*">([^<]*)</a>', html)


@pytest.fixture
def named(db):
    """People in a published story, in a draft alone, in both, and in none."""
    people = {name: builders.a_person(name) for name in ("Ann Public", "Bob Draft", "Cy Both", "Dee Nobody")}
    shown = builders.an_article("Shown", "Ann Public and Cy Both met.", status="published")
    draft = builders.an_article("Draft", "Bob Draft and Cy Both met.", status="draft")
    for story, name in ((shown, "Ann Public"), (shown, "Cy Both"), (draft, "Bob Draft"), (draft, "Cy Both")):
        builders.mention(story, people[name])
    for name in ("Ann Public", "Cy Both"):
        builders.appear(shown, people[name])
    return people


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("published", ["Cy Both", "Ann Public"]),
        ("drafts", ["Cy Both", "Bob Draft"]),
        ("none", ["Dee Nobody"]),
        ("nonsense", ["Cy Both", "Bob Draft", "Dee Nobody", "Ann Public"]),
    ],
)
def test_people_are_filtered_by_where_they_are_named(desk, named, where, names):
    assert listed(desk, "person", named_in=where) == names


def test_the_list_counts_published_stories_and_drafts_apart(desk, named):
    html = desk.get("/admin/articles/person/").content.decode()
    counts = re.findall(r'field-published_stories">(\d+)</td><td class="field-drafts">(\d+)<', html)
    assert counts == [("1", "1"), ("0", "1"), ("0", "0"), ("1", "0")]


def test_counts_are_read_from_the_record_once_it_is_complete(desk, named, index):
    index()
    ListRecord.objects.filter(key=list_key(named["Ann Public"].pk)).update(shown={"total": {"": 7}})
    assert published_counts([one.pk for one in named.values()]) == {named["Ann Public"].pk: 7, named["Cy Both"].pk: 1}


def test_organizations_are_filtered_by_country(desk):
    iraq, syria = builders.a_country("Iraq", code="IQ"), builders.a_country("Syria", code="SY")
    for name, country in (("Iraqi Army", iraq), ("Syrian Army", syria), ("NATO", None)):
        builders.an_organization(name, country=country)
    assert listed(desk, "organization", country=iraq.pk) == ["Iraqi Army"]
    assert listed(desk, "organization", country="unknown") == ["NATO"]
    for odd in ("", "x", "9" * 30, "-1", "\u0663"):
        assert len(listed(desk, "organization", country=odd)) in (0, 3), odd


def test_the_filter_by_country_keeps_the_other_filters(desk):
    builders.an_organization("Iraqi Army", country=builders.a_country("Iraq", code="IQ"))
    html = desk.get("/admin/articles/organization/?named_in=none&q=army&p=1").content.decode()
    form = html[html.index('class="select-filter"') :].partition("</form>")[0]
    assert '<input type="hidden" name="named_in" value="none">' in form
    assert '<input type="hidden" name="q" value="army">' in form
    assert 'name="p"' not in form


def test_places_are_filtered_by_kind_in_words(desk):
    iraq = builders.a_country("Iraq", code="IQ")
    builders.a_place("Mosul", country=iraq)
    builders.a_place("Tigris", country=iraq, feature_class="H", feature_code="STM")
    assert listed(desk, "place", kind_of_place="country") == ["Iraq"]
    assert listed(desk, "place", kind_of_place="water") == ["Tigris"]
    assert listed(desk, "place", kind_of_place="settlement") == ["Mosul"]


def place_errors(client, **values):
    form = {
        "name": "Sample Town", "sort_name": "", "feature_code": "PPL", "country": "", "country_code": "",
        "latitude": "", "longitude": "", "population": "0", "disputed_area": "", "setting": "", "summary": "", **NO_NAMES,
    }  # fmt: skip
    html = client.post("/admin/articles/place/add/", {**form, **values}).content.decode()
    return [unescape(said) for said in re.findall(r'<ul class="errorlist"[^>]*><li>([^<]*)</li>', html)]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"latitude": "36.3"}, "Enter both latitude and longitude, or neither."),
        ({"latitude": "136.3", "longitude": "43"}, "A latitude is between -90 and 90 degrees."),
        ({"latitude": "36.3", "longitude": "-243"}, "A longitude is between -180 and 180 degrees."),
        (
            {"latitude": "36.3", "longitude": "43"},
            "Choose the country, or remove latitude and longitude: a place on the map has one.",
        ),
        ({"country_code": "IRQ"}, "Ensure this value has at most 2 characters (it has 3)."),
        ({"country_code": "1Q"}, "Enter the two letters of a country, such as IQ, or leave it empty."),
        ({"feature_code": "PCLI", "country_code": "iq"}, "Iraq has this code."),
        ({"feature_code": "XYZ"}, "Select a valid choice. XYZ is not one of the available choices."),
    ],
)
def test_a_place_that_cannot_be_is_refused_in_a_sentence(desk, values, said):
    builders.a_country("Iraq", code="IQ")
    errors = place_errors(desk, **values)
    assert said in errors
    assert not any("Constraint" in one for one in errors)
    assert not Place.objects.filter(name="Sample Town").exists()


def test_the_kind_of_a_place_sets_its_class(desk):
    iraq = builders.a_country("Iraq", code="IQ")
    assert place_errors(desk, feature_code="STM", country=iraq.pk, latitude="33", longitude="44") == []
    river = Place.objects.get(name="Sample Town")
    assert (river.feature_class, river.feature_code) == ("H", "STM")


def test_a_place_of_the_reference_data_keeps_a_code_that_is_not_offered(desk):
    town = builders.a_place("Mosul", feature_code="PPLA")
    save(desk, town, summary="A town.", **NO_NAMES)
    town.refresh_from_db()
    assert (town.feature_class, town.feature_code, town.summary) == ("P", "PPLA", "A town.")


def test_kinds_of_place_are_known_to_readers():
    """Each has words of its own or those of its class."""
    for kind in place_kinds().values():
        words = place_words(name="X", feature_class=kind.feature_class, feature_code=kind.code, country_code="")
        assert words.kind != "Place", kind


def test_a_label_tells_the_office_with_its_years_and_the_newest_story(desk, index):
    person, body = builders.a_person("Ann Lee"), builders.an_organization("Sample Ministry")
    builders.a_role(person, "Minister", body, start_date="2015-02", end_date="2017-01")
    for day, headline in ((1, "Older"), (2, "Ferry " * 20)):
        story = builders.an_article(headline, "Ann Lee spoke.", date=f"2026-01-0{day}")
        builders.mention(story, person)
        builders.appear(story, person)
    index()
    says = labels_of([person])[person.pk].says
    assert says.startswith("Person, Minister of Sample Ministry (2015 to 2017), 2 stories, the newest “Ferry Ferry")
    assert len(says) < 160


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ({}, "Minister"),
        ({"start_date": "2015", "end_date": "2015-11"}, "Minister (2015)"),
        ({"end_date": "2017"}, "Minister (until 2017)"),
        ({"start_date": "2015", "as_of": "2022-01"}, "Minister (from 2015, as of 2022)"),
        ({"as_of": "2022"}, "Minister (as of 2022)"),
    ],
)
def test_years_of_an_office_say_no_more_than_is_known(db, dates, words):
    person = builders.a_person("Ann Lee")
    builders.a_role(person, "Minister", None, **dates)
    assert offices_of([person.pk]) == {person.pk: words}
