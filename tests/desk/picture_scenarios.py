"""Scenarios for the actions on pictures of stories."""

from __future__ import annotations

from articles.desk import field_reverts, pictures
from articles.desk.pictures import Description
from articles.models import LoggedAction, StoryPicture
from articles.vocabulary import PictureLicence, PictureStatus
from tests import builders
from tests.desk.scenarios import scenario

SIZES = [{"name": "a" * 32, "width": 480, "height": 320, "bytes": 9}]
STATED = Description(PictureLicence.OWN, "", "A bridge", "", "")


def a_picture():
    article = builders.an_article("Governor opens a bridge", image_url="https://news.example/a.jpg")
    return StoryPicture.objects.create(
        article=article, status=PictureStatus.READ, sizes=SIZES, sha256="a" * 64, source_url=article.image_url
    )


def describe(row, user):
    opened = pictures.version_of(StoryPicture.objects.get(pk=row.pk))
    pictures.describe(row.article, STATED, user=user, opened=opened, version=row.article.version)


@scenario("picture.fetch")
def fetch(editor):
    row = a_picture()
    yield
    pictures.fetch_again(row.article, user=editor, opened=pictures.version_of(row))


@scenario("picture.upload")
def upload(editor):
    article = builders.an_article("Governor opens a bridge")
    yield
    pictures.upload(article, b"bytes", user=editor, opened="")


@scenario("picture.read")
def read(editor):
    row = a_picture()
    describe(row, editor)
    row.refresh_from_db()
    row = pictures.fetch_again(row.article, user=editor, opened=pictures.version_of(row))
    yield
    pictures.store(row.article_id, row.version, SIZES, sha256="b" * 64, remark="The picture is animated.")


@scenario("picture.fail")
def fail(editor):
    row = a_picture()
    row = pictures.fetch_again(row.article, user=editor, opened=pictures.version_of(row))
    yield
    pictures.fail(row.article_id, row.version, "The file is empty.")


@scenario("picture.describe")
def state(editor):
    row = a_picture()
    yield
    describe(row, editor)


@scenario("picture.revert")
def revert(editor):
    row = a_picture()
    describe(row, editor)
    entry = LoggedAction.objects.get(action="picture.describe")
    yield
    field_reverts.revert_field(entry, "licence", user=editor)


@scenario("picture.hide")
def hide(editor):
    row = a_picture()
    yield
    pictures.set_hidden(row.article, hidden=True, user=editor, opened=pictures.version_of(row))


@scenario("picture.show")
def show(editor):
    row = a_picture()
    row = pictures.set_hidden(row.article, hidden=True, user=editor, opened=pictures.version_of(row))
    yield
    pictures.set_hidden(row.article, hidden=False, user=editor, opened=pictures.version_of(row))
