"""Merging two records at the desk."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied

from articles.desk.acting import acting_as
from articles.desk.groups import create_groups
from articles.desk.merging import merge_unchanged, state_of
from articles.models import Entity, LoggedAction, Mention, Redirect
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return builders.a_person("Jane Doe")


@pytest.fixture
def gone():
    person = builders.a_person("Jane B. Doe", "Jane Doe")
    builders.mention(builders.an_article("Road opens", "Jane B. Doe spoke.", status="draft"), person)
    return person


def merge_page(kept):
    return f"/admin/articles/person/{kept.pk}/merge/"


def shown(client, kept, merged):
    return client.get(merge_page(kept), {"with": merged.pk}).content.decode()


def confirm(client, kept, merged, page):
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    return client.post(merge_page(kept), {"with": merged.pk, "seen": seen, "reason": "One person"})


def test_records_with_a_shared_name_are_offered_and_others_are_found_by_name(desk, kept, gone):
    other = builders.a_person("Joan Roe")
    builders.an_organization("Jane Doe")
    page = desk.get(merge_page(kept)).content.decode()
    assert re.findall(r"with=(\d+)", page) == [str(gone.pk)]
    page = desk.get(merge_page(kept), {"q": "joan"}).content.decode()
    assert re.findall(r"with=(\d+)", page) == [str(other.pk)]


def test_the_record_in_more_published_stories_is_offered_as_the_one_to_keep(desk, kept, gone):
    for number in range(2):
        builders.appear(builders.an_article(f"Story {number}"), gone)
    page = desk.get(merge_page(kept)).content.decode()
    assert f"{merge_page(gone)}?with={kept.pk}" in page


def test_the_page_says_the_direction_and_counts_what_moves(desk, kept, gone):
    page = " ".join(shown(desk, kept, gone).split())
    assert f"<b>Jane B. Doe</b> ({gone.pk}) becomes another name of <b>Jane Doe</b> ({kept.pk})" in page
    assert '<th scope="row">Mention</th> <td class="figure">1</td> <td>Keeps its text and status.</td>' in page
    assert f"{merge_page(gone)}?with={kept.pk}" in page


def test_a_confirmed_merge_moves_the_mention_and_logs_the_reason(desk, editor, kept, gone):
    response = confirm(desk, kept, gone, shown(desk, kept, gone))
    assert response["Location"] == f"/admin/articles/person/{kept.pk}/change/"
    assert Mention.objects.get().entity_id == Redirect.objects.get(old_id=gone.pk).entity_id == kept.pk
    action = LoggedAction.objects.get(action="entity.merge")
    assert (action.by, action.source, action.details["merged"]) == (editor, "One person", "Jane B. Doe")


def test_a_change_after_the_page_was_opened_stops_the_merge_and_keeps_the_reason(desk, kept, gone):
    page = shown(desk, kept, gone)
    builders.other_name(kept, "J. Doe")
    response = confirm(desk, kept, gone, page)
    assert response.status_code == 409
    assert "changed after you opened this page" in response.content.decode()
    assert ">One person</textarea>" in response.content.decode()
    assert Entity.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize("chosen", ["itself", "0", "x", "organization"])
def test_another_person_has_to_be_chosen(desk, kept, chosen):
    values = {"itself": kept.pk, "organization": builders.an_organization("Union").pk}
    assert desk.get(merge_page(kept), {"with": values.get(chosen, chosen)}).status_code == 404


def test_an_editor_who_may_not_publish_merges_only_what_readers_do_not_see(client, kept, gone):
    create_groups()
    account = User.objects.create_user("jo", password="a long enough password", is_staff=True)
    account.groups.add(Group.objects.get(name="Editor"))
    client.force_login(account)
    assert client.get(merge_page(kept), {"with": gone.pk}).status_code == 200
    builders.mention(builders.an_article("Port opens", "Jane B. Doe spoke."), gone)
    assert client.get(merge_page(kept), {"with": gone.pk}).status_code == 403
    assert client.post(merge_page(kept), {"with": gone.pk, "seen": state_of(kept, gone)}).status_code == 403
    with acting_as(account), pytest.raises(PermissionDenied):
        merge_unchanged(kept, gone, seen=state_of(kept, gone), user=account)
    assert Entity.objects.filter(pk=gone.pk).exists()
