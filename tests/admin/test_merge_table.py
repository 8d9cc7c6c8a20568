"""The table of a merge: what each record says, what the one that is kept will say, and the choices in between."""

from __future__ import annotations

import re

import pytest

from articles.desk import merging
from articles.desk.distinct_records import mark_distinct
from articles.models import Appearance, DistinctRecords, Entity, Identifier, LoggedAction, Organization, Person, Place
from tests import builders

pytestmark = pytest.mark.django_db
ROW = re.compile(r'<tr>\s*<th scope="row">(.*?)</th>(.*?)</tr>', re.DOTALL)
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)


def address(kept):
    return f"/admin/articles/{kept.entity_kind}/{kept.pk}/merge/"


def page_of(desk, kept, merged):
    return desk.get(address(kept), {"with": merged.pk}).content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def table(page):
    """Label -> the words of the three cells: merged, kept, after the merge."""
    return {label: [words(cell) for cell in CELL.findall(cells)] for label, cells in ROW.findall(page)}


def merge(desk, kept, merged, page, **choices):
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    return desk.post(address(kept), {"with": merged.pk, "seen": seen, "reason": "One of both", **choices})


@pytest.fixture
def countries():
    return builders.a_country("Iraq"), builders.a_country("Syria")


@pytest.fixture
def bodies(countries):
    kept = builders.an_organization("Port Council", "PC", country=countries[0], classification="agency")
    merged = builders.an_organization("Council of Ports", "PC", "Ports", country=countries[1], summary="A council.")
    return kept, merged


def test_each_fact_is_a_row_with_both_sides_and_the_result(desk, bodies):
    kept, merged = bodies
    Identifier.objects.create(entity=merged, scheme="wikidata", identifier="Q1")
    rows = table(page_of(desk, kept, merged))
    assert rows["Name"] == ["Council of Ports", "Port Council", "Port Council"]
    assert rows["Kind"] == ["none", "Agency", "Agency"]
    assert rows["Country"] == ["Syria", "Iraq", "Country after the merge Iraq Syria"]
    assert rows["Identifiers"] == ["Wikidata Q1", "none", "Wikidata Q1"]
    after = rows["Other names"][2]
    assert after.count("PC") == 1
    assert "Ports (also known as)" in after
    assert "Council of Ports from this merge" in after
    assert rows["Address"][2] == f"{kept.get_absolute_url()} {merged.get_absolute_url()} redirects to it"


def test_the_names_and_identifiers_after_the_merge_are_those_that_the_table_lists(desk, bodies):
    kept, merged = bodies
    page = page_of(desk, kept, merged)
    merge(desk, kept, merged, page)
    for name in kept.other_names.all():
        assert name.name in table(page)["Other names"][2]
    assert kept.other_names.count() == 3


def test_where_the_two_differ_the_value_of_the_kept_record_is_the_default(desk, bodies, countries):
    kept, merged = bodies
    page = page_of(desk, kept, merged)
    assert re.search(r'name="take-country" value="kept"\s+checked', page)
    assert 'name="take-classification"' not in page
    merge(desk, kept, merged, page)
    kept.refresh_from_db()
    assert (kept.country, kept.classification) == (countries[0], "agency")


def test_what_only_the_merged_record_states_is_taken_unless_the_editor_leaves_it(desk, bodies):
    kept, merged = bodies
    page = page_of(desk, kept, merged)
    assert re.search(r'name="take-summary" value="merged"\s+checked', page)
    merge(desk, kept, merged, page, **{"take-summary": "kept"})
    kept.refresh_from_db()
    assert kept.summary == ""


def test_the_chosen_value_is_written_and_in_the_log_of_the_merge(desk, bodies, countries):
    kept, merged = bodies
    merge(desk, kept, merged, page_of(desk, kept, merged), **{"take-country": "merged"})
    kept.refresh_from_db()
    assert (kept.country, kept.summary) == (countries[1], "A council.")
    changed = {
        row["kind"]: row for row in LoggedAction.objects.get(action="entity.merge").related if row["id"] == kept.pk
    }
    assert changed["organization"]["before"] == {"country": countries[0].pk, "summary": ""}


def test_a_choice_that_the_page_did_not_offer_is_ignored(desk, bodies, countries):
    kept, merged = bodies
    merge(desk, kept, merged, page_of(desk, kept, merged), **{"take-classification": "merged", "take-name": "merged"})
    kept.refresh_from_db()
    assert (kept.name, kept.classification) == ("Port Council", "agency")


def test_a_merge_that_is_refused_keeps_the_choices(desk, bodies):
    kept, merged = bodies
    response = desk.post(address(kept), {"with": merged.pk, "seen": "old", "reason": "x", "take-country": "merged"})
    assert response.status_code == 409
    assert re.search(r'name="take-country" value="merged"\s+checked', response.content.decode())


def test_an_organization_does_not_become_a_part_of_itself(desk, bodies):
    kept, merged = bodies
    part = builders.an_organization("Harbour Office", parent=kept)
    Organization.objects.filter(pk=merged.pk).update(parent=part)
    page = page_of(desk, kept, merged)
    assert 'name="take-parent"' not in page
    merge(desk, kept, merged, page, **{"take-parent": "merged"})
    assert Organization.objects.get(pk=kept.pk).parent is None


def test_the_location_of_a_place_is_one_choice_and_its_stories_follow_to_the_country(desk, countries):
    kept, merged = (builders.a_place("Brenwick", country=one, at=(36.0, 41.0)) for one in countries)
    story = builders.an_article("H", "Brenwick is quiet.")
    builders.mention(story, kept)
    page = page_of(desk, kept, merged)
    assert "Different countries: Syria and Iraq." in page
    merge(desk, kept, merged, page, **{"take-location": "merged"})
    place = Place.objects.get(pk=kept.pk)
    assert (place.country, place.country_code) == (countries[1], countries[1].country_code)
    assert set(Appearance.objects.filter(article=story).values_list("entity", flat=True)) == {kept.pk, countries[1].pk}


def test_kind_and_location_of_a_country_are_not_offered_for_a_town(desk, countries):
    town = builders.a_place("Brenwick", country=countries[1])
    page = page_of(desk, countries[0], town)
    assert "take-location" not in page
    assert "take-feature" not in page


def test_the_family_name_of_the_merged_person_sorts_the_kept_one(desk):
    kept, merged = builders.a_person("Jane Doe Roe"), builders.a_person("Jane Doe Roe", family_name="Doe Roe")
    merge(desk, kept, merged, page_of(desk, kept, merged))
    assert Person.objects.get(pk=kept.pk).sort_name == "Doe Roe, Jane"


def test_warnings_name_what_the_two_state_differently_and_none_appears_without(desk, countries):
    kept, merged = builders.a_person("Jane Doe"), builders.a_person("Jane Doe")
    assert "These may be different people" not in page_of(desk, kept, merged)
    builders.a_role(kept, "Governor", countries[0], start_date="1950", end_date="1954")
    builders.a_role(merged, "Governor", countries[1], start_date="2014")
    for number, person in enumerate((kept, merged)):
        Identifier.objects.create(entity=person, scheme="wikidata", identifier=f"Q{number}")
    page = page_of(desk, kept, merged)
    for says in (
        "Different countries: Syria and Iraq.",
        "60 years apart",
        "Different identifiers: Wikidata Q1 and Q0.",
    ):
        assert says in page


def test_stories_are_counted_once_where_both_are_named(desk, index):
    kept, merged = builders.a_person("Jane Doe"), builders.a_person("Joan Roe")
    builders.appear(builders.an_article("First"), kept, merged)
    builders.appear(builders.an_article("Second", date="2020-02-01"), merged)
    builders.appear(builders.an_article("Draft", status="draft"), merged)
    for _ in range(2):  # from the tables, and then from the record
        row = table(page_of(desk, kept, merged))["Published stories"]
        assert [cell.split(" name")[0].split(" story")[0].split(" stories")[0] for cell in row] == ["2", "1", "2"]
        assert "1 name both" in row[2]
        index()
    assert "Second 1 February 2020" in row[0]


def test_the_page_takes_as_many_queries_for_many_stories(desk, index, django_assert_max_num_queries):
    kept, merged = builders.a_person("Jane Doe"), builders.a_person("Joan Roe")
    for number in range(12):
        builders.appear(builders.an_article(f"Story {number}"), kept, merged)
    index()
    with django_assert_max_num_queries(98):
        page_of(desk, kept, merged)


def test_the_page_says_that_a_merge_can_be_undone(desk, bodies):
    assert "You can undo this from the record's page." in page_of(desk, *bodies)


def test_the_pair_is_marked_as_different_from_the_page_and_taken_back(desk, editor, bodies):
    kept, merged = bodies
    url = address(kept).replace("merge", "distinct")
    assert f'formaction="{url}"' in page_of(desk, kept, merged)
    response = desk.post(url, {"with": merged.pk, "reason": "two councils"})
    assert response["Location"] == "/admin/duplicates/"
    assert DistinctRecords.objects.get().by == editor
    page = words(page_of(desk, kept, merged))
    assert "editor marked these as different organizations on" in page
    response = desk.post(f"{url}undo/", {"with": merged.pk, "next": "merge"})
    assert response["Location"] == f"{address(kept)}?with={merged.pk}"
    assert not DistinctRecords.objects.exists()
    assert list(LoggedAction.objects.filter(entity=kept.pk).values_list("action", flat=True)) == [
        "entity.unmark_distinct", "entity.mark_distinct",
    ]  # fmt: skip


def test_a_second_mark_is_refused_in_words(desk, bodies):
    kept, merged = bodies
    mark_distinct(kept, merged, user=None)
    response = desk.post(address(kept).replace("merge", "distinct"), {"with": merged.pk}, follow=True)
    assert "are marked as different already" in response.content.decode()


def test_names_are_escaped(desk):
    kept, merged = builders.a_person("Jane <b>Doe"), builders.a_person("Jane <i>Doe")
    page = page_of(desk, kept, merged)
    assert "<b>Doe" not in page.replace("<b>Jane", "")
    assert "<i>Doe" not in page


def test_the_state_of_the_page_covers_the_chosen_fields(bodies):
    kept, merged = bodies
    seen = merging.state_of(kept, merged)
    Organization.objects.filter(pk=merged.pk).update(summary="Another one.")
    with pytest.raises(merging.StaleMergeError):
        merging.merge_unchanged(kept, merged, seen=seen, user=None, taken=["summary"])
    assert Entity.objects.filter(pk=merged.pk).exists()
