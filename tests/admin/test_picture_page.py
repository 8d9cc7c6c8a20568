"""The page for the picture of a story: what it shows, saves and refuses, by plain forms."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.admin.base import change_url
from articles.desk.groups import create_groups
from articles.imports import story_pictures
from articles.models import Article, LoggedAction, StoryPicture, picture_files
from articles.vocabulary import PictureStatus
from tests import builders
from tests.admin.forms import forms_on
from tests.pictures import a_picture, animated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]
SOURCE = "https://news.example/a.jpg"
STATED = {
    "licence": "cc_by",
    "licence_terms": "",
    "credit": "Cy Doe",
    "caption": "On Monday",
    "alt": "A bridge in the rain",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def a_story(standing="draft", *, has_picture=True, **fields):
    article = builders.an_article("Bridge opens", status=standing, image_url=SOURCE)
    if has_picture:
        size = {"name": picture_files.write(article.pk, b"WebP"), "width": 480, "height": 320, "bytes": 4}
        values = {"status": "read", "sizes": [size], "sha256": "a" * 64, "source_url": SOURCE, **fields}
        StoryPicture.objects.create(article=article, **values)
    return article


def address(article):
    return reverse("admin:articles_article_picture", args=[article.pk])


def form_on(page, action):
    """The fields of all forms of the page that go there."""
    return {name: value for where, fields in forms_on(page) if where == action for name, value in fields.items()}


def saved(article):
    return StoryPicture.objects.get(article=article)


def text_of(response):
    return " ".join(response.content.decode().split())


def send(desk, article, step, **values):
    """What a browser sends from the page as it is now."""
    form = form_on(desk.get(address(article)), address(article))
    return desk.post(address(article), {**form, "step": step, **values}, follow=True)


def upload(desk, article, content, name="a.png"):
    form = {"opened": form_on(desk.get(address(article)), address(article))["opened"], "step": "upload"}
    return desk.post(address(article), {**form, "file": SimpleUploadedFile(name, content)}, follow=True)


def test_the_page_of_a_story_shows_its_picture_and_that_readers_do_not(desk):
    article = a_story()
    page = text_of(desk.get(change_url(article)))
    file = reverse("admin:articles_article_picture_file", args=[article.pk, saved(article).sizes[0]["name"]])
    assert f'src="{file}" width="480" height="320"' in page
    assert "<b>Readers do not see it.</b> No licence is stated." in page
    assert "The alternative text is missing." in page
    assert f'href="{address(article)}"' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "failed", "problem": "This is a web page, not a picture.", "sizes": []}, "This is a web page, not a picture."),
        ({"status": "waiting", "sizes": []}, "The picture is being read."),
        ({"problem": "The picture is animated. Only its first frame is kept."}, "Only its first frame is kept."),
        ({"licence": "own", "alt": "A bridge"}, "<b>Readers see it when the story is published.</b>"),
        ({"licence": "cc_by"}, "The licence asks for a credit, and none is given."),
        ({"licence": "own", "is_hidden": True}, "An editor set that the picture is not shown."),
        ({"source_url": "https://news.example/old.jpg"}, "states the address of another picture since"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_picture_is_said_in_a_sentence(desk, fields, words):
    article = a_story(**fields)
    assert words in text_of(desk.get(change_url(article)))
    assert words in text_of(desk.get(address(article)))


def test_a_story_without_a_picture_says_so(desk):
    article = a_story(has_picture=False)
    assert "The picture was not fetched." in text_of(desk.get(change_url(article)))
    Article.objects.update(image_url="")
    assert "The source states no picture." in text_of(desk.get(change_url(article)))


def test_an_editor_states_licence_caption_credit_and_alternative_text(desk, editor):
    article = a_story()
    page = text_of(send(desk, article, "describe", **STATED))
    assert "Saved. Readers see the picture when the story is published." in page
    row = saved(article)
    article.refresh_from_db()
    assert (row.licence, row.alt, article.image_credit) == ("cc_by", "A bridge in the rain", "Cy Doe")
    assert form_on(desk.get(address(article)), address(article)) | STATED == form_on(
        desk.get(address(article)), address(article)
    )
    assert LoggedAction.objects.get(action="picture.describe").by == editor


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"credit": ""}, "This licence asks for a credit"),
        ({"licence": "permission"}, "Say in words whose permission"),
        ({"licence": "free"}, "Select a valid choice"),
        ({"alt": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_is_refused_stays_in_the_form(desk, values, words):
    article = a_story()
    response = send(desk, article, "describe", **{**STATED, "caption": "Typed before", **values})
    page = text_of(response)
    assert response.status_code == 400
    assert words in page
    assert "Typed before" in page
    assert saved(article).licence == ""


def test_a_second_editor_overwrites_nothing_unseen(desk):
    article = a_story()
    opened = form_on(desk.get(address(article)), address(article))
    send(desk, article, "describe", **STATED)
    late = {**opened, **STATED, "step": "describe", "alt": "Typed by the second", "licence": "own"}
    response = desk.post(address(article), late)
    page = text_of(response)
    assert response.status_code == 409
    assert "Typed by the second" in page
    assert "<b>Saved: Alternative text.</b> <bdi>A bridge in the rain</bdi>" in page
    assert "<b>Saved: Licence.</b> <bdi>CC BY 4.0</bdi>" in page
    assert saved(article).alt == "A bridge in the rain"
    # Once seen, it can be replaced.
    again = {**form_on(response, address(article)), "step": "describe"}
    desk.post(address(article), again)
    assert (saved(article).alt, saved(article).licence) == ("Typed by the second", "own")


def test_a_change_of_the_story_meanwhile_is_noticed_too(desk):
    article = a_story()
    opened = form_on(desk.get(address(article)), address(article))
    Article.objects.filter(pk=article.pk).update(version=article.version + 1, image_caption="Changed elsewhere")
    response = desk.post(address(article), {**opened, **STATED, "step": "describe"})
    assert response.status_code == 409
    assert "<bdi>Changed elsewhere</bdi>" in text_of(response)


def test_a_picture_is_hidden_and_shown(desk):
    article = a_story(licence="own")
    assert "The picture is not shown." in text_of(send(desk, article, "hide"))
    assert saved(article).is_hidden
    assert "The picture is no longer hidden." in text_of(send(desk, article, "show"))
    assert not saved(article).is_hidden
    assert desk.post(address(article), {"step": "burn", "opened": ""}).status_code == 404


def test_a_picture_is_fetched_on_request(desk):
    article = a_story(has_picture=False)
    assert "The picture is being fetched." in text_of(send(desk, article, "fetch"))
    assert saved(article).status == PictureStatus.WAITING


def test_an_upload_is_decoded_by_the_worker(desk):
    article = a_story(has_picture=False)
    assert "The picture is being read." in text_of(upload(desk, article, a_picture(700, 500, "PNG")))
    story_pictures.read(article.pk)
    assert saved(article).sizes[-1]["width"] == 700
    response = desk.get(
        reverse("admin:articles_article_picture_file", args=[article.pk, saved(article).sizes[-1]["name"]])
    )
    assert response["Content-Type"] == "image/webp"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"<!doctype html>", "This is a web page"), (animated("GIF"), "Only its first frame"), (a_picture(1, 1, "PNG"), "only counts who opens")],
)  # fmt: skip
def test_an_upload_that_is_no_picture_gets_a_sentence(desk, content, words):
    article = a_story(has_picture=False)
    upload(desk, article, content, "photo.jpg")
    story_pictures.read(article.pk)
    assert words in text_of(desk.get(change_url(article)))


def test_an_upload_without_a_file_or_with_too_large_a_one_is_refused(desk, settings):
    settings.MAX_PICTURE_BYTES = 1024 * 1024
    article = a_story(has_picture=False)
    assert "Choose a file." in text_of(send(desk, article, "upload"))
    assert "This file is empty." in text_of(upload(desk, article, b""))
    assert "The file is larger than 1 MB." in text_of(upload(desk, article, bytes(1024 * 1024 + 1)))
    assert not StoryPicture.objects.exists()


def test_the_files_are_for_those_who_may_see_the_story(client, desk, db):
    article = a_story()
    name = saved(article).sizes[0]["name"]
    file = reverse("admin:articles_article_picture_file", args=[article.pk, name])
    assert desk.get(file).status_code == 200
    assert desk.get(file.replace(name, "0" * 32)).status_code == 404
    client.logout()
    assert client.get(file).status_code == 302
    assert client.get(address(article)).status_code == 302


def test_the_picture_of_a_published_story_is_changed_by_those_who_may_publish(client):
    create_groups()
    article = a_story("published")
    account = User.objects.create_user("a reviewer", password="a long enough password", is_staff=True)
    account.groups.add(Group.objects.get(name="Editor"))
    client.force_login(account)
    page = client.get(address(article))
    assert page.status_code == 200
    assert 'name="step"' not in page.content.decode()
    for step in ("describe", "hide", "fetch", "upload"):
        assert client.post(address(article), {"step": step, "opened": "", "version": "1"}).status_code == 403
    assert saved(article).version == 1


def test_the_picture_of_a_discarded_story_is_only_shown(desk):
    article = a_story("discarded")
    assert 'name="step"' not in desk.get(address(article)).content.decode()
