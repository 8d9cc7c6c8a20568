"""Readers see the picture of a story once its licence is stated, and only while the story is published."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from articles.desk import editing, pictures, review
from articles.desk.pictures import Description
from articles.imports.taking_down import take_down
from articles.models import StoryPicture, picture_files
from articles.record import projector
from tests.builders import an_article

pytestmark = pytest.mark.django_db
SOURCE = "https://news.example/a.jpg"
STATED = Description("cc_by", "", "A bridge in the rain", "The bridge on Monday", "Cy Doe")
WIDTHS = ((480, 320), (960, 640))


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def a_story(status="published", **fields):
    article = an_article("Bridge opens", status=status, image_url=SOURCE, **fields)
    sizes = [
        {
            "name": picture_files.write(article.pk, f"WebP {width}".encode()),
            "width": width,
            "height": height,
            "bytes": 8,
        }
        for width, height in WIDTHS
    ]
    StoryPicture.objects.create(article=article, status="read", sizes=sizes, sha256="a" * 64, source_url=SOURCE)
    return article


def state(article, description, editor):
    article.refresh_from_db()
    opened = pictures.version_of(StoryPicture.objects.get(article=article))
    pictures.describe(article, description, user=editor, opened=opened, version=article.version)
    projector.drain()


def hide(article, editor, *, hidden=True):
    opened = pictures.version_of(StoryPicture.objects.get(article=article))
    pictures.set_hidden(article, hidden=hidden, user=editor, opened=opened)
    projector.drain()


def address(article, index=-1):
    size = StoryPicture.objects.get(article=article).sizes[index]
    return reverse("articles:story-picture", args=[article.pk, size["name"]])


@pytest.fixture
def page(client):
    def get(article):
        article.refresh_from_db()
        return client.get(article.get_absolute_url()).content.decode()

    return get


def images(html):
    return re.findall(r"<img\b[^>]*>", html)


def test_without_a_licence_readers_get_a_link_and_no_picture(page, client, index):
    article = a_story(image_caption="The bridge on Monday", image_credit="Cy Doe")
    index()
    html = page(article)
    assert images(html) == []
    assert "og:image" not in html
    assert f'href="{SOURCE}"' in html
    assert "The bridge on Monday" in html
    assert client.get(address(article)).status_code == 404


def test_with_a_licence_they_see_it_with_what_was_stated(page, client, index, editor):
    article = a_story()
    index()
    assert images(page(article)) == []
    state(article, STATED, editor)
    html = page(article)
    small, large = address(article, 0), address(article)
    (image,) = images(html)
    assert f'src="{large}"' in image
    assert f'srcset="{small} 480w, {large} 960w"' in image
    assert 'width="960" height="640"' in image
    assert 'alt="A bridge in the rain"' in image
    assert 'loading="lazy"' in image
    for words in ("The bridge on Monday", "Credit: Cy Doe.", "CC BY 4.0", f'href="{SOURCE}"'):
        assert words in html
    assert html.count("The bridge on Monday") == 1
    assert f'<meta property="og:image" content="{large}">' in html
    assert '<meta property="og:image:alt" content="A bridge in the rain">' in html
    # No request to another site: everything that is loaded is ours.
    assert not re.search(r'(?:src|srcset|data|poster)="https?:', html)


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (Description("agency", "", "", "", "Cy Doe"), "Used under an agency licence."),
        (Description("permission", "Harbour Museum.", "", "", "Cy Doe"), "Used by permission: Harbour Museum."),
        (Description("other", "Free for reports", "", "", "Cy Doe"), "Free for reports."),
        (Description("own", "", "", "", ""), "Picture of this site."),
        (Description("public_domain", "", "", "", ""), "Public domain."),
    ],
)
def test_readers_get_the_licence_in_words(page, index, editor, description, words):
    article = a_story()
    index()
    state(article, description, editor)
    assert words in page(article)


def test_a_file_is_sent_for_good_with_a_type_that_we_set(client, index, editor):
    article = a_story()
    index()
    state(article, STATED, editor)
    response = client.get(address(article))
    assert (response.status_code, response.content) == (200, b"WebP 960")
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, s-maxage=300, immutable"
    assert "Set-Cookie" not in response
    assert client.head(address(article)).status_code == 200
    assert client.post(address(article)).status_code == 405
    again = client.get(address(article), headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_only_files_of_this_picture_are_sent(client, index, editor):
    article, other = a_story(), a_story()
    index()
    state(article, STATED, editor)
    stray = picture_files.write(article.pk, b"stray")
    name = StoryPicture.objects.get(article=article).sizes[0]["name"]
    for pk, wanted in ((article.pk, stray), (other.pk, name), (10**17, name), (article.pk, "x")):
        assert client.get(reverse("articles:story-picture", args=[pk, wanted])).status_code == 404
    picture_files.remove(article.pk, [name])
    assert client.get(reverse("articles:story-picture", args=[article.pk, name])).status_code == 404


def test_each_way_to_take_a_picture_from_readers_works_at_once(page, client, index, editor):
    article = a_story()
    index()
    taken = {
        "hidden": (lambda: hide(article, editor), lambda: hide(article, editor, hidden=False)),
        "no licence": (lambda: state(article, Description("", "", "", "", "Cy Doe"), editor),
                       lambda: state(article, STATED, editor)),
    }  # fmt: skip
    state(article, STATED, editor)
    for how, (take, give) in taken.items():
        assert images(page(article)), how
        take()
        assert images(page(article)) == [], how
        assert client.get(address(article)).status_code == 404, how
        give()
    assert images(page(article))


def test_a_credit_that_is_deleted_takes_the_picture_with_it(page, client, index, editor):
    article = a_story()
    index()
    state(article, STATED, editor)
    article.refresh_from_db()
    editing.edit_fields(article, user=editor, version=article.version, fields={"image_credit": ""})
    projector.drain()
    assert images(page(article)) == []
    assert client.get(address(article)).status_code == 404


@pytest.mark.parametrize("status", ["draft", "discarded"])
def test_the_picture_of_a_story_that_is_not_public_is_not_sent(client, status):
    article = a_story(status=status)
    StoryPicture.objects.update(licence="own")
    assert client.get(address(article)).status_code == 404


def test_a_withdrawn_story_takes_its_picture_with_it(client, index, editor):
    article = a_story()
    index()
    state(article, STATED, editor)
    where = address(article)
    assert client.get(where).status_code == 200
    article.refresh_from_db()
    review.withdraw(article, user=editor, reason="It was wrong.")
    response = client.get(where)
    assert (response.status_code, response["Cache-Control"]) == (410, "no-cache")
    article.refresh_from_db()
    review.publish(article, user=editor)
    assert client.get(where).status_code == 200


def test_a_story_that_was_taken_down_answers_gone(client, index, editor, django_capture_on_commit_callbacks):
    article = a_story()
    index()
    state(article, STATED, editor)
    where = address(article)
    article.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        take_down(article, user=editor, version=article.version, ground="privacy", reason="A court asked for it")
    assert client.get(where).status_code == 410


def test_pictures_are_not_kept_in_the_page_cache(client, index, editor, django_assert_num_queries):
    article = a_story()
    index()
    state(article, STATED, editor)
    where = address(article)
    for _ in range(2):
        with django_assert_num_queries(1):
            client.get(where)
