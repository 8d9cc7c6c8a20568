"""What editors state of the picture of a story: by whom, at which version, and with what readers see of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User

from articles.desk import pictures
from articles.desk.acting import acting_as
from articles.desk.action_sentences import sentence_of
from articles.desk.field_reverts import field_revert, revert_field, revertible_fields
from articles.desk.pictures import Description
from articles.desk.rights import MissingRightError
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import LoggedAction, SearchOutbox, StoryPicture
from articles.vocabulary import PictureLicence, PictureStatus
from tests import builders

pytestmark = pytest.mark.django_db
SIZES = [
    {"name": "a" * 32, "width": 480, "height": 320, "bytes": 9},
    {"name": "b" * 32, "width": 960, "height": 640, "bytes": 19},
]
OWN = Description(PictureLicence.OWN, "", "A bridge in the rain", "The bridge on Monday", "Cy Doe")


@pytest.fixture
def article():
    return a_story()


def a_story(status="draft", **fields):
    article = builders.an_article("Bridge opens", status=status, image_url="https://news.example/a.jpg", **fields)
    values = {"status": PictureStatus.READ, "sizes": SIZES, "sha256": "c" * 64, "source_url": article.image_url}
    StoryPicture.objects.create(article=article, **values)
    return article


def saved(article):
    return StoryPicture.objects.get(article=article)


def describe(article, description, user, *, opened=None, version=None):
    article.refresh_from_db()
    return pictures.describe(
        article, description, user=user, opened=pictures.version_of(saved(article)) if opened is None else opened,
        version=article.version if version is None else version,
    )  # fmt: skip


def test_a_licence_is_stated_with_caption_credit_and_alternative_text(article, editor):
    row = describe(article, OWN, editor)
    article.refresh_from_db()
    assert (row.licence, row.alt) == (PictureLicence.OWN, "A bridge in the rain")
    assert (article.image_caption, article.image_credit) == ("The bridge on Monday", "Cy Doe")
    assert {"image_caption", "image_credit"} <= set(article.touched_fields)
    entry = LoggedAction.objects.get(action="picture.describe")
    assert (entry.by, entry.before["licence"], entry.after["licence"]) == (editor, "", "own")
    assert sentence_of(entry) == "changed the description of the picture of “Bridge opens”"


def test_nothing_is_logged_if_nothing_changed(article, editor):
    describe(article, OWN, editor)
    describe(article, OWN, editor)
    assert LoggedAction.objects.filter(action="picture.describe").count() == 1
    assert saved(article).version == 2


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (Description("cc_by", "", "", "", ""), "asks for a credit"),
        (Description("agency", "", "", "", "  "), "asks for a credit"),
        (Description("permission", " ", "", "", "Cy Doe"), "Say in words"),
        (Description("other", "", "", "", "Cy Doe"), "Say in words"),
        (Description("free", "", "", "", "Cy Doe"), "from the list"),
        (Description("own", "x" * 201, "", "Not saved", ""), "Shorten it to 200"),
        (Description("own", "", "x" * 501, "", ""), "Shorten it to 500"),
    ],
)
def test_a_licence_that_says_too_little_or_too_much_is_refused(article, editor, description, words):
    with pytest.raises(IllegalTransitionError, match=words):
        describe(article, description, editor)
    article.refresh_from_db()
    assert (saved(article).licence, article.image_caption) == ("", "")
    assert not LoggedAction.objects.filter(action__startswith="picture.").exists()


@pytest.mark.parametrize("licence", ["public_domain", "cc0", "own"])
def test_what_needs_no_credit_is_accepted_without_one(article, editor, licence):
    assert describe(article, Description(licence, "", "", "", ""), editor).licence == licence


def test_a_licence_can_be_taken_back(article, editor):
    describe(article, OWN, editor)
    assert describe(article, Description("", "", "A bridge in the rain", "", ""), editor).licence == ""


def test_an_editor_who_saw_another_picture_or_story_changes_nothing(article, editor):
    opened, version = pictures.version_of(saved(article)), article.version
    describe(article, OWN, editor)
    with pytest.raises(StaleEditError):
        describe(article, OWN, editor, opened=opened)
    with pytest.raises(StaleEditError):
        describe(article, Description("cc0", "", "", "", ""), editor, version=version)
    for act in (pictures.fetch_again, lambda *a, **k: pictures.upload(a[0], b"x", **k)):
        with pytest.raises(StaleEditError):
            act(article, user=editor, opened=opened)
    with pytest.raises(StaleEditError):
        pictures.set_hidden(article, hidden=True, user=editor, opened=opened)
    assert saved(article).licence == PictureLicence.OWN


def test_hiding_a_picture_is_taken_back(article, editor):
    describe(article, OWN, editor)
    row = pictures.set_hidden(article, hidden=True, user=editor, opened=pictures.version_of(saved(article)))
    assert row.obstacle("Cy Doe") == "An editor set that the picture is not shown."
    row = pictures.set_hidden(article, hidden=False, user=editor, opened=pictures.version_of(row))
    assert row.obstacle("Cy Doe") == ""
    assert list(LoggedAction.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "picture.hide", "picture.show",
    ]  # fmt: skip


def test_a_licence_without_its_credit_does_not_count(article):
    row = saved(article)
    assert row.obstacle("Cy Doe") == "No licence is stated."
    row.licence = PictureLicence.CC_BY
    assert (row.obstacle("Cy Doe"), row.obstacle(" ")) == ("", "The licence asks for a credit, and none is given.")
    row.sizes = []
    assert row.obstacle("Cy Doe") == "There is no picture."


def test_only_changes_that_readers_see_are_indexed(editor):
    draft, public = a_story(), a_story(status="published")
    describe(draft, OWN, editor)
    SearchOutbox.objects.all().delete()
    describe(public, OWN, editor)
    assert set(SearchOutbox.objects.values_list("article_id", flat=True)) == {public.pk}


def test_what_readers_see_is_changed_by_those_who_may_publish(editor):
    public, reviewer = a_story(status="published"), User.objects.create_user("reviewer", is_staff=True)
    reviewer.user_permissions.add(Permission.objects.get(codename="change_article"))
    opened = pictures.version_of(saved(public))
    with acting_as(reviewer):
        for act in (
            lambda: describe(public, OWN, reviewer),
            lambda: pictures.fetch_again(public, user=reviewer, opened=opened),
            lambda: pictures.upload(public, b"x", user=reviewer, opened=opened),
            lambda: pictures.set_hidden(public, hidden=True, user=reviewer, opened=opened),
        ):
            with pytest.raises(MissingRightError):
                act()
        assert describe(a_story(), OWN, reviewer).licence == PictureLicence.OWN


def test_the_picture_of_a_discarded_story_is_not_changed(editor):
    article = a_story(status="discarded")
    with pytest.raises(IllegalTransitionError, match="discarded"):
        pictures.fetch_again(article, user=editor, opened=pictures.version_of(saved(article)))


def test_a_picture_can_be_asked_for_only_where_the_story_states_one(editor):
    article = builders.an_article("Bridge opens", status="draft")
    with pytest.raises(IllegalTransitionError, match="states no address"):
        pictures.fetch_again(article, user=editor, opened="")
    with pytest.raises(IllegalTransitionError, match="no picture yet"):
        pictures.set_hidden(article, hidden=True, user=editor, opened="")
    with pytest.raises(IllegalTransitionError, match="no picture yet"):
        pictures.describe(article, OWN, user=editor, opened="", version=article.version)


def test_an_upload_that_is_empty_or_too_large_is_refused(article, editor, settings):
    settings.MAX_PICTURE_BYTES = 1024 * 1024
    opened = pictures.version_of(saved(article))
    with pytest.raises(IllegalTransitionError, match="empty"):
        pictures.upload(article, b"", user=editor, opened=opened)
    with pytest.raises(IllegalTransitionError, match="larger than 1 MB"):
        pictures.upload(article, bytes(1024 * 1024 + 1), user=editor, opened=opened)
    assert pictures.upload(article, bytes(1024 * 1024), user=editor, opened=opened).status == PictureStatus.WAITING


def test_the_bytes_of_an_upload_are_not_in_the_log(article, editor):
    pictures.upload(article, b"zyxomar", user=editor, opened=pictures.version_of(saved(article)))
    entry = LoggedAction.objects.get(action="picture.upload")
    assert "received" not in {**entry.before, **entry.after}


def test_what_was_stated_of_a_picture_can_be_reverted(article, editor):
    describe(article, OWN, editor)
    entry = LoggedAction.objects.get(action="picture.describe")
    assert revertible_fields(entry) == ["alt", "licence"]
    revert_field(entry, "alt", user=editor)
    assert (saved(article).alt, saved(article).licence) == ("", PictureLicence.OWN)
    assert sentence_of(LoggedAction.objects.get(action="picture.revert")) == (
        "reverted alternative text of the picture of “Bridge opens”"
    )
    with pytest.raises(IllegalTransitionError, match="has this value already"):
        field_revert(entry, "alt")


def test_a_licence_is_not_reverted_to_one_that_asks_for_a_credit_which_is_gone(article, editor):
    describe(article, Description("cc_by", "", "", "", "Cy Doe"), editor)
    describe(article, Description("own", "", "", "", ""), editor)
    entry = LoggedAction.objects.filter(action="picture.describe").latest("pk")
    with pytest.raises(IllegalTransitionError, match="asks for a credit"):
        revert_field(entry, "licence", user=editor)


def test_the_licence_of_a_picture_is_not_given_to_another_one(article, editor):
    describe(article, OWN, editor)
    row = pictures.fetch_again(article, user=editor, opened=pictures.version_of(saved(article)))
    assert pictures.store(article.pk, row.version, SIZES, sha256="d" * 64, remark="")
    entry = LoggedAction.objects.get(action="picture.read")
    assert (entry.before["licence"], entry.after["licence"]) == ("own", "")
    assert revertible_fields(entry) == []


def test_the_outcome_of_an_older_request_changes_nothing(article, editor):
    row = pictures.fetch_again(article, user=editor, opened=pictures.version_of(saved(article)))
    assert not pictures.store(article.pk, row.version - 1, [], sha256="", remark="")
    assert not pictures.fail(article.pk, row.version - 1, "Too late.")
    assert pictures.count_attempt(article.pk, row.version - 1) == 0
    assert pictures.fail(article.pk, row.version, "x" * 1000)
    assert not pictures.fail(article.pk, row.version + 1, "Once more.")
    assert len(saved(article).problem) == 300
    assert not pictures.fail(article.pk + 1000, 1, "No story.")
