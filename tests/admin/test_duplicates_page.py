"""The duplicates page of the desk."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User

from articles.desk.distinct_records import mark_distinct
from articles.desk.duplicate_search import search_duplicates
from articles.desk.groups import create_groups
from articles.models import DistinctRecords
from tests import builders
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db
PAGE = "/admin/duplicates/"


@pytest.fixture
def people():
    """Two people with one name; the second one is in a story."""
    found = [builders.a_person("Jane Doe"), builders.a_person("Jane Doe")]
    builders.appear(builders.an_article("Bridge open"), found[1])
    return found


def shown(client, **parameters):
    return " ".join(client.get(PAGE, parameters).content.decode().split())


def search():
    for kind in ("person", "organization", "place"):
        search_duplicates(kind)


def test_a_pair_says_why_and_leads_to_the_merge_into_the_record_in_more_stories(desk, people):
    assert "have not been searched yet" in shown(desk)
    search()
    page = shown(desk)
    assert "Same name." in page
    assert f'href="/admin/articles/person/{people[1].pk}/merge/?with={people[0].pk}&amp;pairs=1"' in page
    assert "Person, 1 story" in page
    assert "Last search:" in page
    assert "Different people</button>" in page


def test_of_two_records_in_as_many_stories_the_older_one_is_kept(desk):
    one, other = builders.a_person("Jane Doe"), builders.a_person("Jane Doe")
    search()
    assert f"/person/{one.pk}/merge/?with={other.pk}" in shown(desk)


def test_pairs_are_filtered_by_kind_and_counted_on_the_page_and_on_the_start_page(desk, people):
    for _ in range(2):
        builders.an_organization("Port Council")
    search()
    assert "Port Council and" in shown(desk)
    assert "Port Council and" not in shown(desk, kind="person")
    assert "Jane Doe and" not in shown(desk, kind="organization")
    assert "Different organizations</button>" in shown(desk, kind="organization")
    start = " ".join(desk.get("/admin/").content.decode().split())
    for label in ("People", "Organizations"):
        assert re.search(rf'kind=\w+">{label} <span class="n">1</span>', start)
    assert re.search(r'kind=place">Places <span class="n">0</span>', start)


def test_different_people_are_marked_and_the_page_returns_to_its_filter(desk, editor, people):
    search()
    url = f"/admin/articles/person/{people[1].pk}/distinct/"
    response = desk.post(url, {"with": people[0].pk, "kind": "person", "page": "1"}, follow=True)
    assert response.redirect_chain == [("/admin/duplicates/?kind=person&page=1", 302)]
    page = " ".join(response.content.decode().split())
    assert "Jane Doe and Jane Doe are marked as different people." in page
    assert "No possible duplicates." in page
    search()
    assert "No possible duplicates." in shown(desk)


def test_marked_pairs_are_listed_with_who_and_when_and_taken_back(desk, editor, people):
    mark_distinct(*people, user=editor)
    page = shown(desk, shown="different")
    assert "Marked as different people by editor on" in page
    url = re.search(r'action="(/admin/articles/person/\d+/distinct/undo/)"', page)[1]
    other = re.search(r'name="with" value="(\d+)"', page)[1]
    response = desk.post(url, {"with": other, "shown": "different", "page": "x"})
    assert response["Location"] == "/admin/duplicates/?shown=different"
    assert not DistinctRecords.objects.exists()


@pytest.mark.parametrize("parameters", [{"kind": "x"}, {"page": "99"}, {"page": "x"}, {"shown": "x"}])
def test_unknown_values_in_the_address_show_the_page(desk, people, parameters):
    search()
    assert "Jane Doe and Jane Doe" in shown(desk, **parameters)


def test_a_page_of_pairs_takes_a_fixed_number_of_queries(desk, django_assert_max_num_queries):
    for number in range(12):
        for _ in range(2):
            builders.appear(builders.an_article(f"Story {number}"), builders.a_person(f"Jane Doe {number}"))
    search()
    with django_assert_max_num_queries(16):
        page = shown(desk)
    assert page.count("Merge…") == 12


def test_long_lists_have_pages(desk):
    for number in range(21):
        for _ in range(2):
            builders.an_organization(f"Council {number}")
    search()
    assert "Page 1 of 2" in shown(desk, kind="organization")
    assert "?kind=organization&amp;page=2" in shown(desk, kind="organization")
    assert shown(desk, kind="organization", page=2).count("Merge…") == 1


def test_an_editor_marks_what_readers_see_and_an_account_that_may_only_view_has_no_buttons(client, people):
    search()
    create_groups()
    account = User.objects.create_user("jo", password="a long enough password", is_staff=True)
    client.force_login(account)
    assert client.get(PAGE).status_code == 403
    assert "Possible duplicates among records" not in client.get("/admin/").content.decode()
    account.groups.add(Group.objects.get(name="Editor"))
    url = f"/admin/articles/person/{people[1].pk}/distinct/"
    assert client.post(url, {"with": people[0].pk}).status_code == 302
    assert DistinctRecords.objects.get().by == account


def three_pairs():
    """People of three names, two of each, and the addresses of the merges in the order of the list."""
    for name in ("Jane Doe", "Mara Linfield", "Tal Orsey"):
        builders.a_person(name)
        builders.a_person(name)
    search()


def addresses_of_pairs(desk):
    page = shown(desk, kind="person")
    return [address.replace("&amp;", "&") for address in re.findall(r'href="([^"]+/merge/[^"]+)"', page)]


def counter_on(desk, address):
    page = " ".join(desk.get(address).content.decode().split())
    found = re.search(r"Pair (\d+) of (\d+)</span>(?: <a class=\"btn small\" href=\"([^\"]+)\">Next pair)?", page)
    return found and (int(found[1]), int(found[2]), (found[3] or "").replace("&amp;", "&"))


def test_pairs_are_counted_and_each_leads_to_the_next(desk):
    three_pairs()
    first, second, third = addresses_of_pairs(desk)
    assert [counter_on(desk, one) for one in (first, second, third)] == [(1, 3, second), (2, 3, third), (3, 3, first)]


def test_the_page_of_a_merge_that_was_not_opened_from_the_list_counts_no_pairs(desk):
    three_pairs()
    assert counter_on(desk, addresses_of_pairs(desk)[0].removesuffix("&pairs=1")) is None


@pytest.mark.parametrize("decision", ["merge", "distinct"])
def test_after_a_decision_the_next_pair_follows_and_after_the_last_one_the_list(desk, decision):
    three_pairs()
    first, second, third = addresses_of_pairs(desk)
    following = []
    for address in (second, third, first):
        form = form_on(desk.get(address), address.partition("?")[0]) | {"reason": "Compared"}
        response = desk.post(address.partition("?")[0].replace("/merge/", f"/{decision}/"), form)
        assert response.status_code == 302
        following.append(response["Location"])
    assert following == [third, first, "/admin/duplicates/?kind=person"]
    assert addresses_of_pairs(desk) == []


def test_a_pair_whose_record_is_gone_by_then_is_passed_over(desk, editor):
    for _ in range(3):
        builders.a_person("Jane Doe")
    search()
    pairs = addresses_of_pairs(desk)
    assert len(pairs) == 3
    form = form_on(desk.get(pairs[0]), pairs[0].partition("?")[0]) | {"reason": "Compared"}
    response = desk.post(pairs[0].partition("?")[0], form, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[0][0] in addresses_of_pairs(desk)
