"""Whatever creates a person, organization, place or outlet asks for the right to add it, and a draft for that to stories."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from articles.desk import entity_resolution
from articles.imports import receive, worker
from articles.models import Article, LoggedAction, Organization, Outlet, Person, Place
from articles.vocabulary import SourceType
from tests.admin.forms import form_on
from tests.admin.suggestions import review_address, suggest_mention

pytestmark = pytest.mark.django_db
MODELS = {"person": Person, "organization": Organization, "place": Place}
STORY = b"Bridge reopens\n\nEngineers reopened the bridge on Monday. Traffic is back, the town said, after two years."


@pytest.fixture
def clerk(client):
    """A client of an account with all rights to change, and those to add that a test gives it."""
    account = User.objects.create_user("clerk", password="a long enough password", is_staff=True)
    names = [
        f"{verb}_{noun}" for verb in ("view", "change") for noun in ("article", "importitem", "importbatch", "outlet")
    ]
    account.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(account)

    def allow(*codenames):
        account.user_permissions.add(*Permission.objects.filter(codename__in=codenames))

    client.allow = allow
    return client


def decide(client, draft, mention, **fields):
    address = reverse("admin:articles_article_decide", args=[draft.pk, "mention", mention.pk])
    form = form_on(client.get(review_address(draft)), address)
    return client.post(address, {**form, **fields})


@pytest.mark.parametrize("kind", MODELS)
def test_accepting_a_new_name_asks_for_the_right(clerk, draft, kind):
    mention = suggest_mention(draft, "road", kind=kind, confidence=0.5)
    before = MODELS[kind].objects.count()
    answer = decide(clerk, draft, mention, answer="accept")
    assert answer.status_code == 403
    assert f"Your account lacks the right articles.add_{kind}." in answer.content.decode()
    mention.refresh_from_db()
    assert (mention.status, MODELS[kind].objects.count()) == ("proposed", before)
    entry = LoggedAction.objects.get(action="user.denied")
    assert entry.details == {"rights": f"articles.add_{kind}"}
    clerk.allow(f"add_{kind}")
    assert decide(clerk, draft, mention, answer="accept").status_code == 302
    assert MODELS[kind].objects.count() == before + 1


def test_accepting_a_known_name_does_not(clerk, draft):
    mention = draft.mentions.filter(name="Mosul").first()
    assert decide(clerk, draft, mention, answer="accept").status_code == 302
    mention.refresh_from_db()
    assert mention.status == "accepted"


def test_the_script_of_the_page_gets_the_refusal_as_data(clerk, draft):
    mention = draft.mentions.get(name="Ash Carter")
    address = reverse("admin:articles_article_decide", args=[draft.pk, "mention", mention.pk])
    form = form_on(clerk.get(review_address(draft)), address)
    answer = clerk.post(address, {**form, "answer": "accept"}, headers={"accept": "application/json"})
    assert answer.status_code == 403
    state = json.loads(answer.content)
    assert (state["ok"], state["says"]) == (False, "Your account lacks the right articles.add_person.")


def test_accepting_all_confident_findings_creates_nothing_without_the_right(clerk, draft):
    draft.mentions.filter(name="Ash Carter").update(confidence=0.95)
    address = reverse("admin:articles_article_accept_confident", args=[draft.pk])
    answer = clerk.post(address, {"version": draft.version})
    assert answer.status_code == 403
    assert not draft.mentions.accepted().exists()
    assert not Person.objects.exists()
    clerk.allow("add_person")
    assert clerk.post(address, {"version": draft.version}).status_code == 302
    assert Person.objects.count() == 1


def test_adding_a_missing_name_asks_for_the_right(clerk, draft):
    address = reverse("admin:articles_article_mark", args=[draft.pk])
    fields = {"words": "engineers", "what": "organization", "name": "Corps of Engineers"}
    answer = clerk.post(address, fields)
    assert "Your account lacks the right articles.add_organization." in answer.content.decode()
    assert not Organization.objects.exists()
    clerk.allow("add_organization")
    assert clerk.post(address, fields).status_code == 302
    assert Organization.objects.count() == 1


def test_a_new_outlet_in_the_fields_of_a_story_asks_for_the_right(clerk, draft):
    address = reverse("admin:articles_article_fields", args=[draft.pk])
    form = form_on(clerk.get(review_address(draft)), address)
    answer = clerk.post(address, {**form, "outlet": "Valley Herald"})
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "Your account lacks the right articles.add_outlet." in html
    assert 'value="Valley Herald"' in html
    assert not Outlet.objects.exists()
    clerk.allow("add_outlet")
    assert clerk.post(address, {**form, "outlet": "Valley Herald"}).status_code == 302
    draft.refresh_from_db()
    assert draft.outlet.name == "Valley Herald"


@pytest.fixture
def item(nothing_found):
    item = receive.receive_source(source_type=SourceType.TEXT, content=STORY, name="text", user=None)
    return worker.read_item(item.pk)


def test_a_draft_asks_for_the_right_to_add_stories_and_one_with_a_new_outlet_for_that_to_outlets(clerk, item):
    page = reverse("admin:articles_importitem_change", args=[item.pk])
    address = reverse("admin:articles_importitem_draft", args=[item.pk])
    html = clerk.get(page).content.decode()
    assert 'disabled aria-describedby="lacks-drafting"' in html
    assert "Your account lacks the right articles.add_article." in html
    fields = {**form_on(clerk.get(page), address), "outlet": "Valley Herald"}
    assert clerk.post(address, fields).status_code == 403
    clerk.allow("add_article")
    assert "disabled" not in clerk.get(page).content.decode()
    answer = clerk.post(address, fields)
    assert "Your account lacks the right articles.add_outlet." in answer.content.decode()
    assert 'value="Valley Herald"' in answer.content.decode()
    assert not Article.objects.exists()
    assert not Outlet.objects.exists()
    clerk.allow("add_outlet")
    assert clerk.post(address, fields).status_code == 302
    assert Article.objects.get().outlet.name == "Valley Herald"


def test_the_command_line_and_the_worker_are_asked_for_no_right(draft):
    entity_resolution.accept_name(draft, "person", "Ash Carter", user=None)
    assert Person.objects.count() == 1
