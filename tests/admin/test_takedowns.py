"""The page that takes a story down for good, and the list of takedowns."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.desk import near_duplicates
from articles.desk.groups import create_groups
from articles.models import Article, LoggedAction, Takedown
from tests import builders
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_takedown_changelist")


def address(article):
    return reverse("admin:articles_article_takedown", args=[article.pk])


@pytest.fixture
def article():
    return builders.an_article("Sluice keepers meet", "The keepers of the sluice met in the old mill.")


@pytest.fixture
def account(client):
    """Logs in an account of a group."""

    def of(group):
        create_groups()
        user = User.objects.create_user(group.lower(), password="x", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return of


def filled(desk, article, **fields):
    form = form_on(desk.get(address(article)).content.decode(), "")
    given = {"ground": "law", "reason": "A court asked for it", "public_sentence": "", "confirmation": str(article.pk)}
    return {**form, **given, **fields}


def test_an_administrator_takes_a_story_down_and_finds_it_in_the_list(account, article):
    desk = account("Administrator")
    review = desk.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert address(article) in review
    page = desk.post(address(article), filled(desk, article), follow=True).content.decode()
    assert f"Story {article.pk} was taken down." in page
    assert not Article.objects.filter(pk=article.pk).exists()
    for word in (f"Story {article.pk}", "administrator", "Law", "A court asked for it"):
        assert word in page
    assert "Sluice" not in page
    takedown = Takedown.objects.get()
    details = desk.get(reverse("admin:articles_takedown_change", args=[takedown.pk])).content.decode()
    assert "A court asked for it" in details
    entry = LoggedAction.objects.get(action="article.take_down")
    history = desk.get(reverse("admin:articles_takedown_history", args=[takedown.pk]))
    assert history.url == reverse("admin:articles_loggedaction_change", args=[entry.pk])
    log = desk.get(reverse("admin:articles_loggedaction_changelist")).content.decode()
    assert "for good (Law)" in log


def test_the_page_says_what_goes_and_what_stays(account, article):
    builders.mention(article, builders.a_person("Tal Orsey"), "keepers")
    page = " ".join(account("Administrator").get(address(article)).content.decode().split())
    for words in ("What goes", "1 finding", "What stays", "Backups taken before", "readers see the date"):
        assert words in page
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize("group", ["Editor", "Publisher"])
def test_others_see_the_list_but_take_nothing_down(account, article, group):
    desk = account(group)
    assert desk.get(LIST).status_code == 200
    assert (
        address(article) not in desk.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    )
    assert desk.get(address(article)).status_code == 403
    form = {"ground": "law", "reason": "x", "confirmation": str(article.pk), "version": article.version}
    assert desk.post(address(article), form).status_code == 403
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"confirmation": "Sluice"}, 400, "type the headline"), ({"confirmation": ""}, 400, "type the headline"),
        ({"reason": " "}, 400, "Give a reason"), ({"ground": ""}, 400, "Choose the ground"),
        ({"version": "7"}, 409, "Someone else changed this story"), ({"version": "x" * 30}, 409, "Someone else changed"),
    ],
)  # fmt: skip
def test_a_refused_takedown_gives_back_what_was_typed(account, article, fields, status, says):
    desk = account("Administrator")
    sent = filled(desk, article, **{"public_sentence": "Removed on request.", **fields})
    response = desk.post(address(article), sent)
    page = response.content.decode()
    assert response.status_code == status
    assert says in page
    assert "Removed on request." in page
    assert Article.objects.filter(pk=article.pk).exists()
    assert not Takedown.objects.exists()


def test_a_story_with_the_same_text_is_named_because_it_stays(account, article):
    other = builders.an_article("The same elsewhere", outlet="Valley Post")
    near_duplicates.group(article, other, user=None)
    page = account("Administrator").get(address(article)).content.decode()
    assert reverse("admin:articles_article_change", args=[other.pk]) in page


def test_the_page_of_a_story_that_is_gone_is_not_found(account, article):
    desk = account("Administrator")
    form = filled(desk, article, confirmation="sluice keepers meet")
    desk.post(address(article), form)
    assert desk.post(address(article), form).status_code == 404
