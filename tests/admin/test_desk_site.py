"""The admin site: permissions, the start page, and the strict Content-Security-Policy."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from articles.imports import receive
from articles.models import ImportItem, LoggedAction, SearchOutbox
from articles.vocabulary import ArticleStatus, ImportStatus, SourceType
from tests import builders
from tests.admin.suggestions import review_address

pytestmark = pytest.mark.django_db


class Inline(HTMLParser):
    """Whatever the Content-Security-Policy would refuse."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]


def failed_item():
    item = receive.receive_source(source_type=SourceType.FILE, content=b"x", name="broken.pdf", user=None)
    ImportItem.objects.filter(pk=item.pk).update(status=ImportStatus.FAILED, error="This is a PDF file.")
    return item


def pages(draft):
    waiting = receive.receive_source(source_type=SourceType.TEXT, content=b"x", name="waiting", user=None)
    person, organization, place = builders.a_person(), builders.an_organization(), builders.a_place("Raqqa")
    lists = [
        f"/admin/articles/{noun}/" for noun in ("article", "importitem", "person", "organization", "place", "outlet")
    ]
    changes = [
        reverse(f"admin:articles_{noun}_change", args=[record.pk])
        for noun, record in (("person", person), ("organization", organization), ("place", place))
    ]
    items = [reverse("admin:articles_importitem_change", args=[item.pk]) for item in (waiting, failed_item())]
    return [
        "/admin/", "/admin/articles/importitem/add/", "/admin/articles/outlet/add/", "/admin/articles/loggedaction/",
        "/admin/password_change/", review_address(draft), *lists, *changes, *items,
    ]  # fmt: skip


def test_no_page_has_inline_script_style_or_handler(desk, draft):
    for address in pages(draft):
        response = desk.get(address)
        assert response.status_code == 200, address
        assert Inline(response.content.decode()).found == [], address
        assert "default-src 'none'" in response["Content-Security-Policy"]


def test_the_login_page_has_no_inline_script_or_style(client):
    assert Inline(client.get("/admin/login/").content.decode()).found == []


def test_looking_changes_nothing(desk, draft):
    addresses = pages(draft)
    before = (LoggedAction.objects.count(), SearchOutbox.objects.count(), ImportItem.objects.count())
    for address in addresses:
        desk.get(address)
    assert (LoggedAction.objects.count(), SearchOutbox.objects.count(), ImportItem.objects.count()) == before


POSTS = ["fields", "publish", "withdraw", "redraft", "accept_confident"]


@pytest.mark.parametrize("name", POSTS)
def test_a_button_of_a_story_cannot_be_pressed_by_looking(desk, draft, name):
    assert desk.get(reverse(f"admin:articles_article_{name}", args=[draft.pk])).status_code == 405


def all_buttons(draft, item):
    fact = draft.mentions.first()
    return [
        *(reverse(f"admin:articles_article_{name}", args=[draft.pk]) for name in POSTS),
        reverse("admin:articles_article_decide", args=[draft.pk, "mention", fact.pk]),
        *(reverse(f"admin:articles_importitem_{name}", args=[item.pk]) for name in ("draft", "discard", "again")),
        reverse("admin:articles_importitem_add"),
    ]


def test_strangers_and_readers_are_sent_to_the_login(client, draft):
    buttons = all_buttons(draft, failed_item())
    for user in (None, User.objects.create_user("reader", password="a long enough password")):
        if user:
            client.force_login(user)
        for address in buttons:
            assert client.post(address).status_code == 302, address
            assert "/admin/login/" in client.post(address)["Location"]
    draft.refresh_from_db()
    assert draft.review_status == ArticleStatus.DRAFT


def test_staff_without_permission_are_refused(client, draft):
    client.force_login(User.objects.create_user("clerk", password="a long enough password", is_staff=True))
    for address in all_buttons(draft, failed_item()):
        assert client.post(address).status_code == 403, address
    assert client.get(review_address(draft)).status_code == 403
    assert client.get("/admin/").status_code == 200


def test_staff_who_may_only_look_see_no_buttons(client, draft):
    clerk = User.objects.create_user("clerk", password="a long enough password", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(clerk)
    response = client.get(review_address(draft))
    assert response.status_code == 200
    assert 'name="answer"' not in response.content.decode()
    assert client.post(reverse("admin:articles_article_publish", args=[draft.pk])).status_code == 403


def test_a_button_needs_the_token_of_the_page(editor, draft):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(editor)
    assert careful.post(reverse("admin:articles_article_publish", args=[draft.pk])).status_code == 403


def test_the_start_page_shows_the_queues_with_reasons_and_counts(desk, draft):
    failed_item()
    html = desk.get("/admin/").content.decode()
    assert "Import stories" in html
    assert "This is a PDF file." in html
    assert "4 pending, outlet not stated" in html


def test_every_queue_leads_to_a_list_of_just_its_rows(desk, draft):
    failed_item()
    builders.an_article("Public")
    receive.receive_source(source_type=SourceType.TEXT, content=b"x", name="waiting", user=None)
    for queue in desk.get("/admin/").context["queues"]:
        response = desk.get(queue.url)
        assert response.status_code == 200, queue.title
        assert len(response.context["cl"].result_list) == queue.total, queue.title


def test_an_empty_desk_says_so(desk):
    html = desk.get("/admin/").content.decode()
    assert "No imports to review." in html
    assert "No drafts to review." in html


def test_the_queues_take_a_fixed_number_of_queries(desk, django_assert_max_num_queries):
    for number in range(12):
        builders.an_article(f"Draft {number}", status=ArticleStatus.DRAFT, outlet=f"Outlet {number}")
        failed_item()
    # Session, user, count and rows for each of six queues, and the query for published stories that were cancelled.
    with django_assert_max_num_queries(18):
        desk.get("/admin/")
