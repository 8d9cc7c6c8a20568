"""Undoing merges and splits at the desk, and choosing what a split moves."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.admin import split_links
from articles.desk.groups import create_groups
from articles.desk.merging import merge
from articles.desk.splitting import split
from articles.models import Entity, LoggedAction, Mention, MergeRecord, Person, SplitRecord
from tests import builders
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return builders.a_person("Jane Doe")


@pytest.fixture
def gone():
    person = builders.a_person("Jane B. Doe", "J. B. Doe")
    builders.mention(builders.an_article("Road opens", "Jane B. Doe spoke.", status="draft"), person)
    return person


def page_of(name, *args):
    return reverse(f"admin:articles_person_{name}", args=[getattr(one, "pk", one) for one in args])


def shown(desk, address):
    return desk.get(address).content.decode()


def test_a_merge_is_undone_from_the_list_of_the_record_and_from_the_log(desk, editor, kept, gone):
    record = merge(kept, gone, user=editor)
    address = page_of("undo_merge", kept, record)
    assert page_of("merges", kept) in shown(desk, page_of("change", kept))
    assert f'href="{address}"' in shown(desk, page_of("merges", kept))
    entry = LoggedAction.objects.get(action="entity.merge")
    assert f'href="{address}"' in shown(desk, reverse("admin:articles_loggedaction_change", args=[entry.pk]))
    form = form_on(shown(desk, address), "") | {"reason": "Two people"}
    response = desk.post(address, form, follow=True)
    assert response.redirect_chain == [(page_of("change", gone), 302)]
    assert "Jane B. Doe is a record of its own again: 2 links moved back." in response.content.decode()
    assert LoggedAction.objects.get(action="entity.undo_merge").source == "Two people"
    assert address not in shown(desk, page_of("merges", kept))
    assert "This merge is already undone." in shown(desk, address)


def test_the_page_lists_links_made_since_and_asks_where_they_go(desk, kept, gone):
    record = merge(kept, gone)
    article = builders.an_article("News", "Before. Jane Doe left. After.", status="draft")
    mention = builders.mention(article, kept)
    address = page_of("undo_merge", kept, record)
    page = shown(desk, address)
    assert "Jane Doe left." in page
    assert "Before." not in page
    value = f"articles.mention.entity:{mention.pk}"
    desk.post(address, form_on(page, "") | {"reason": "Two people", "assigned": [value]})
    mention.refresh_from_db()
    assert mention.entity_id == gone.pk


def test_a_change_after_the_page_was_opened_stops_the_undo_and_keeps_what_was_entered(desk, kept, gone):
    record = merge(kept, gone)
    mention = builders.mention(builders.an_article("News", "Jane Doe left.", status="draft"), kept)
    address = page_of("undo_merge", kept, record)
    form = form_on(shown(desk, address), "")
    builders.other_name(kept, "J. D.")
    value = f"articles.mention.entity:{mention.pk}"
    response = desk.post(address, form | {"reason": "Two people", "assigned": [value]})
    assert response.status_code == 409
    page = response.content.decode()
    assert "changed after you opened this page" in page
    assert re.search(rf'value="{value}"\s+checked', page)
    assert 'value="Two people"' in page
    assert not Entity.objects.filter(pk=gone.pk).exists()


def test_an_editor_who_may_not_publish_undoes_only_what_readers_do_not_see(client, kept, gone):
    create_groups()
    account = User.objects.create_user("dana", is_staff=True)
    account.groups.add(Group.objects.get(name="Editor"))
    client.force_login(account)
    address = page_of("undo_merge", kept, merge(kept, gone))
    assert client.get(address).status_code == 200
    builders.mention(builders.an_article("News", "Jane Doe left."), kept)
    assert client.get(address).status_code == client.post(address).status_code == 403


def test_a_merge_of_another_record_is_not_found(desk, kept, gone):
    record = merge(kept, gone)
    assert desk.get(page_of("undo_merge", builders.a_person("Joan Roe"), record)).status_code == 404
    assert desk.get(page_of("undo_merge", kept, record.pk + 1)).status_code == 404
    assert desk.get(page_of("undo_split", kept, 1)).status_code == 404


def test_links_are_chosen_by_story_and_moved_to_a_new_record(desk, kept):
    stories = [builders.an_article(f"Story {n}", "Jane Doe spoke. Jane Doe left.", status="draft") for n in range(2)]
    mentions = [builders.mention(article, kept) for article in stories for _ in range(2)]
    address = page_of("split", kept)
    page = shown(desk, address)
    assert page.count('name="story"') == 2
    page = desk.post(address, {"step": "target", "story": [stories[0].pk]}).content.decode()
    assert "What will move: 2 links" in page
    form = form_on(page, "") | {"step": "move", "target": "new", "name": "Janet Doe", "reason": "Another person"}
    response = desk.post(address, form, follow=True)
    assert "Links were moved to Janet Doe." in response.content.decode()
    new = Person.objects.get(name="Janet Doe")
    assert [one.entity_id for one in Mention.objects.order_by("pk")] == [new.pk, new.pk, kept.pk, kept.pk]
    record = SplitRecord.objects.get()
    assert (record.source_id, record.target_id, record.made_target) == (kept.pk, new.pk, True)
    undo = page_of("undo_split", kept, record)
    assert undo in shown(desk, page_of("merges", kept))
    response = desk.post(undo, form_on(shown(desk, undo), "") | {"reason": "The same"}, follow=True)
    assert "The record Janet Doe was removed." in response.content.decode()
    assert set(Mention.objects.filter(pk__in=[one.pk for one in mentions]).values_list("entity", flat=True)) == {
        kept.pk
    }


def test_a_new_record_with_an_existing_name_asks_first_and_keeps_the_choice(desk, kept):
    mention = builders.mention(builders.an_article("S", "Jane Doe spoke.", status="draft"), kept)
    address, chosen = page_of("split", kept), {"link": f"mention-{mention.pk}", "target": "new", "name": "Jane Doe"}
    response = desk.post(address, chosen | {"step": "move"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "This name exists" in page
    desk.post(address, form_on(page, "") | chosen | {"step": "move", "is_namesake": "on"})
    assert Person.objects.filter(name="Jane Doe").count() == 2
    mention.refresh_from_db()
    assert mention.entity_id != kept.pk


def test_links_move_to_an_existing_record(desk, kept, gone):
    mention = builders.mention(builders.an_article("S", "Jane Doe spoke.", status="draft"), kept)
    address, chosen = page_of("split", kept), {"link": f"mention-{mention.pk}"}
    page = desk.post(address, chosen | {"step": "target", "find": "jane b"}).content.decode()
    assert f'name="target" value="{gone.pk}"' in page
    desk.post(address, form_on(page, "") | {"step": "move", "target": gone.pk})
    mention.refresh_from_db()
    assert mention.entity_id == gone.pk
    assert desk.post(address, chosen | {"step": "move", "target": gone.pk}).status_code == 409


def test_what_is_chosen_on_one_page_stays_chosen_on_the_next(desk, kept, monkeypatch):
    monkeypatch.setattr(split_links, "STORIES_A_PAGE", 1)
    first, second = (
        builders.mention(builders.an_article(f"Story {n}", "Jane Doe spoke.", status="draft"), kept) for n in range(2)
    )
    address = page_of("split", kept)
    page = desk.post(address, {"step": "2", "link": f"mention-{second.pk}"}).content.decode()
    assert "Page 2 of 2" in page
    assert form_on(page, "")["chosen"] == f"mention-{second.pk}"
    page = desk.post(address, {"step": "target", "chosen": f"mention-{second.pk}", "link": f"mention-{first.pk}"})
    assert "What will move: 2 links" in page.content.decode()
    page = desk.post(address, {"step": "list", "q": "story 1", "chosen": f"mention-{first.pk}"}).content.decode()
    assert re.findall(r'value="(mention-\d+)"', page) == [f"mention-{first.pk}", f"mention-{second.pk}"]


@pytest.mark.parametrize("value", ["mention-x", "place-1", "mention-9999999999999999999", "x"])
def test_a_value_that_no_page_offers_is_refused(desk, kept, value):
    assert desk.post(page_of("split", kept), {"step": "target", "link": value}).status_code == 400
    assert desk.post(page_of("split", kept), {"step": "list", "story": value}).status_code == 400


def test_the_pages_need_no_more_queries_for_more_stories(desk, kept, gone, django_assert_max_num_queries):
    record = merge(kept, gone)
    for number in range(30):
        article = builders.an_article(f"Story {number}", "Jane Doe spoke.", status="draft")
        builders.mention(article, kept)
    split(kept, builders.a_person("Janet Doe"), {"articles.mention.entity": [Mention.objects.order_by("-pk")[0].pk]})
    for address in (page_of("undo_merge", kept, record), page_of("split", kept), page_of("merges", kept)):
        with django_assert_max_num_queries(71):
            assert desk.get(address).status_code == 200
    assert MergeRecord.objects.count() == 1
