"""Every address of the desk, with every kind of account: as address_rights.toml says, and without a trace where refused."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from articles.admin import authorization
from articles.desk.address_rights import Address, addresses
from articles.desk.groups import built_in_groups, create_groups, permissions_named
from articles.desk.rights import NOBODY, PUBLISH, SUPERUSER
from articles.imports import receive
from articles.management import rights_page
from articles.models import ArticleVersion, CorrectionNote, Event, LoggedAction
from articles.vocabulary import ArticleStatus, FactStatus, SourceType
from tests import builders
from tests.admin.suggestions import CARTER_SAYS, suggest_mention

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
KINDS = ["anonymous", "reader", "staff", "Editor", "Publisher", "Administrator", "superuser"]
WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def an_account(kind):
    if kind == "anonymous":
        return None
    account = User.objects.create_user(f"a {kind}", password=PASSWORD, is_staff=kind != "reader")
    if kind in [group.name for group in built_in_groups()]:
        account.groups.add(Group.objects.get(name=kind))
    User.objects.filter(pk=account.pk).update(is_superuser=kind == "superuser")
    return User.objects.get(pk=account.pk)


def a_story(status):
    story = builders.an_article(f"Bridge {status}", CARTER_SAYS, status=status, outlet=f"Outlet {status}")
    CorrectionNote.objects.create(article=story, kind="update", text="A second bridge was opened.")
    ArticleVersion.objects.create(article=story, number=1, headline="Bridge", sha256="0", retrieved_at=story.created)
    suggest_mention(story, "Ash Carter", kind="person")
    return story


@pytest.fixture(params=["draft", "published"])
def records(request):
    """A record of each table, seen by readers or not."""
    create_groups()
    stories = [a_story(request.param), a_story(request.param)]
    named = {
        "person": builders.a_person("Jane Doe"),
        "organization": builders.an_organization("NATO"),
        "place": builders.a_place("Raqqa"),
    }
    for words, entity in zip(("road", "open", "near"), named.values(), strict=True):
        builders.mention(stories[0], entity, words, status=FactStatus.ACCEPTED)
    event = Event.objects.create(name="Bridge opened")
    event.event_stories.create(article=stories[0], status=FactStatus.ACCEPTED)
    builders.a_role(named["person"], "Chair", article=stories[0])
    item = receive.receive_source(source_type=SourceType.TEXT, content=b"A text", name="text", user=None)
    entry = LoggedAction.objects.create(action="user.logout", what="somebody")
    own_group = Group.objects.create(name="Interns")
    editor = an_account("Editor")
    User.objects.filter(pk=editor.pk).update(username="target")
    return SimpleNamespace(
        is_public=request.param == "published",
        stories=stories,
        of={
            **named, "event": event, "article": stories[0], "outlet": stories[0].outlet, "importitem": item, "importbatch": item.batch,
            "loggedaction": entry, "group": own_group, "user": editor,
        },
    )  # fmt: skip


def path_of(route, records):
    noun = route.split("/")[1] if route.count("/") > 1 else ""
    record = records.of.get(noun)
    story, other = records.stories
    values = {
        "object_id": record.pk if record else 1, "id": record.pk if record else 1, "other_id": other.pk, "article_id": story.pk, "noun": "mention",
        "note_id": story.correction_notes.get().pk, "version_id": story.versions.get().pk, "fact_id": story.mentions.filter(entity=None).get().pk,
        "app_label": "articles", "url": "nothing/", "content_type_id": 1, "import_id": 1, "merge_id": 1, "split_id": 1, "number": 1, "field": "name", "name": "none",
        "role_id": story.memberships.get().pk, "picture": "import",
    }  # fmt: skip
    return "/admin/" + PARAMETER.sub(lambda found: str(values[found[1]]), route)


def is_allowed(kind, address, method, *, is_public):
    rights = set(address.rights[method])
    if kind == "superuser":
        return NOBODY not in rights
    if address.changes_public(method) and is_public:
        rights.add(PUBLISH)
    held = next((group.rights for group in built_in_groups() if group.name == kind), frozenset())
    return rights <= held


def answer_to(client, method, path):
    """The response, and the SQL that wrote something; everything is rolled back."""
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        response = client.generic(method, path) if method == "GET" else client.post(path)
        logged = list(LoggedAction.objects.filter(action="user.denied").values_list("what", flat=True))
        transaction.set_rollback(True)
    writes = [query["sql"] for query in captured.captured_queries if WRITES.match(query["sql"])]
    return response, writes, logged


@pytest.mark.parametrize("kind", KINDS)
def test_every_address_with_every_kind_of_account(client, records, kind):
    account = an_account(kind)
    if account:
        client.force_login(account)
    cookies = client.cookies.copy()
    wrong = []
    for route, address in addresses().items():
        path = path_of(route, records)
        for method in ("GET", "POST"):
            client.cookies = cookies.copy()
            response, writes, logged = answer_to(client, method, path)
            found = outcome(response, writes, logged, f"{method} {path}")
            if found != expected(kind, address, method, is_public=records.is_public):
                wrong.append((method, route, found, response.status_code))
    assert wrong == []


def expected(kind, address, method, *, is_public):
    if kind in ("anonymous", "reader") and not address.anyone:
        return "login"
    if method not in address.rights and kind in ("anonymous", "reader"):
        return "allowed"  # Django leads from the page for logging out to the start page
    if method not in address.rights:
        return "no such method"
    if address.anyone or is_allowed(kind, address, method, is_public=is_public):
        return "allowed"
    return "refused and logged"


def outcome(response, writes, logged, request):
    status = response.status_code
    if status == 302 and response["Location"].startswith("/admin/login/"):
        return "login" if not writes and not logged else f"login, but {writes} {logged}"
    if status == 405:
        return "no such method" if not writes else f"405, but {writes}"
    if status == 403:
        others = [sql for sql in writes if "articles_loggedaction" not in sql]
        return "refused and logged" if not others and logged == [request] else f"403, but {others} {logged}"
    return "allowed" if not logged else f"{status}, but {logged}"


def test_the_page_of_rights_lists_every_address():
    page = (Path(settings.BASE_DIR) / "docs/rights.md").read_text("utf-8")
    assert page == rights_page.rights_page(), "Run: manage.py show_rights > docs/rights.md"


def test_the_command_prints_the_page_of_rights(capsys):
    call_command("show_rights")
    assert capsys.readouterr().out == rights_page.rights_page()


def test_an_address_that_is_not_listed_is_noticed(monkeypatch):
    known = dict(addresses())
    del known["articles/article/<int:object_id>/publish/"]
    monkeypatch.setattr(rights_page, "addresses", lambda: known)
    with pytest.raises(LookupError, match=r"articles/article/<int:object_id>/publish/"):
        rights_page.rights_page()
    monkeypatch.setattr(rights_page, "addresses", lambda: {**known, "nowhere/": Address("nowhere/", {})})
    with pytest.raises(LookupError, match="nowhere/"):
        rights_page.rights_page()


def test_an_address_that_is_not_listed_is_refused_to_everybody(client, monkeypatch):
    known = dict(addresses())
    del known["articles/outlet/"]
    monkeypatch.setattr(authorization, "addresses", lambda: known)
    client.force_login(an_account("superuser"))
    assert client.get("/admin/articles/outlet/").status_code == 403
    assert client.get("/admin/articles/person/").status_code == 200


def test_every_right_and_every_group_exists():
    create_groups()
    rights = {right for one in addresses().values() for rights in one.rights.values() for right in rights}
    assert permissions_named(rights - {NOBODY, SUPERUSER})
    assert permissions_named(right for one in addresses().values() for right in one.creates)
    for group in built_in_groups():
        assert {f"{p.content_type.app_label}.{p.codename}" for p in Group.objects.get(name=group.name).permissions.all()} == set(group.rights)  # fmt: skip


def test_addresses_have_one_name_each():
    """So that the table, which is by route, cannot be mistaken for another one by name."""
    routes = list(rights_page._routes(get_resolver()))
    assert len(routes) == len(set(routes))


def test_the_page_for_a_refused_request_names_the_right_the_groups_and_who_gives_it(client, records):
    User.objects.create_superuser("root", password=PASSWORD)
    client.force_login(an_account("Editor"))
    response = client.post(f"/admin/articles/article/{records.stories[0].pk}/publish/")
    html = " ".join(response.content.decode().split())
    assert response.status_code == 403
    assert "Your account lacks the right articles.publish_article. Nothing was changed." in html
    assert "The groups Publisher, Administrator have it." in html
    assert "These accounts can give it to you: root." in html


def test_what_was_typed_is_given_back_if_the_story_was_published_meanwhile(client):
    create_groups()
    story = a_story(ArticleStatus.PUBLISHED)
    client.force_login(an_account("Editor"))
    typed = {"headline": "Bridge", "text": "The bridge\nwas <b>opened</b>.", "notices": "", "version": "1"}
    response = client.post(f"/admin/articles/article/{story.pk}/text/", typed)
    html = response.content.decode()
    assert response.status_code == 403
    assert re.findall(r"<textarea[^>]*readonly>(.*?)</textarea>", html, re.DOTALL) == [
        "Bridge", "The bridge\nwas &lt;b&gt;opened&lt;/b&gt;.",
    ]  # fmt: skip


def test_a_refused_request_that_is_repeated_is_logged_once(client, records):
    account = an_account("staff")
    client.force_login(account)
    for _ in range(3):
        for path in ("/admin/articles/article/", "/admin/auth/user/"):
            assert client.get(path).status_code == 403
    entries = LoggedAction.objects.filter(action="user.denied").order_by("pk")
    assert [(entry.by, entry.account, entry.what) for entry in entries] == [
        (account, account, "GET /admin/articles/article/"), (account, account, "GET /admin/auth/user/"),
    ]  # fmt: skip
    assert entries[0].details == {"rights": "articles.view_article"}
    assert entries[0].source == "127.0.0.1"


def test_built_in_groups_are_made_once_and_get_their_rights_back():
    create_groups()
    group = Group.objects.get(name="Publisher")
    group.permissions.add(Permission.objects.get(codename="change_user"))
    count = Group.objects.count()
    create_groups()
    assert Group.objects.count() == count
    assert not group.permissions.filter(codename="change_user").exists()
    entries = LoggedAction.objects.count()
    create_groups()
    assert LoggedAction.objects.count() == entries


def test_editors_see_no_entries_about_accounts(client, records):
    LoggedAction.objects.create(action="article.group", what="about a story")
    LoggedAction.objects.create(action="user.login_failed", what="about a login", source="192.0.2.7")
    for kind, sees in (("Publisher", False), ("Administrator", True)):
        client.force_login(an_account(kind))
        html = client.get("/admin/articles/loggedaction/").content.decode()
        assert "about a story" in html
        assert ("192.0.2.7" in html) is sees


def test_a_published_story_shows_an_editor_no_buttons_and_says_why(client, records):
    client.force_login(an_account("Editor"))
    html = client.get(f"/admin/articles/article/{records.stories[0].pk}/change/").content.decode()
    if records.is_public:
        assert "Correcting or withdrawing this story requires the right to publish" in html
        assert "Withdraw story" not in html
    else:
        assert "Publishing requires the right to publish (groups Publisher and Administrator)." in html
        assert 'disabled aria-describedby="lacks-publishing">Publish<' in html
        assert 'name="answer"' in html


def test_a_published_record_shows_an_editor_why_it_cannot_be_changed(client, records):
    client.force_login(an_account("Editor"))
    for noun in ("person", "organization", "place", "outlet"):
        response = client.get(f"/admin/articles/{noun}/{records.of[noun].pk}/change/")
        assert ("changing it requires the right to publish" in response.content.decode()) is records.is_public, noun


def test_a_withdrawn_story_is_not_published_by_an_editor(client):
    create_groups()
    story = a_story(ArticleStatus.WITHDRAWN)
    client.force_login(an_account("Editor"))
    assert client.post(f"/admin/articles/article/{story.pk}/publish/", {"version": story.version}).status_code == 403
    assert client.post(f"/admin/articles/article/{story.pk}/redraft/", {"version": story.version}).status_code == 302
