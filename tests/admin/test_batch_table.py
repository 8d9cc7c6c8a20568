"""The work table of a batch: its rows, and the actions on those that an editor selected."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.desk import review
from articles.desk.groups import create_groups
from articles.imports import drafts, receive, worker
from articles.imports.row_actions import version_of
from articles.models import Article, LoggedAction, Outlet
from articles.vocabulary import ArticleStatus, ImportStatus, SourceType
from tests import boxes, builders
from tests.admin.suggestions import suggest_mention
from tests.boxes import a_box, a_box_of, a_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]


@pytest.fixture(autouse=True)
def _boxes(monkeypatch):
    boxes.install(monkeypatch)


def a_batch(content, *, name="stories.box"):
    item = receive.receive_source(source_type=SourceType.FILE, content=content, name=name, user=None)
    worker.read_item(item.pk)
    for part in item.parts.all():
        worker.read_item(part.pk)
    return item.batch


def items_of(batch):
    return list(batch.items.exclude(parent=None).order_by("position"))


def a_drafted_batch(count=3):
    batch = a_batch(a_box_of(count))
    for item in items_of(batch):
        drafts.make_draft(item, user=None, fields={})
    return batch, [item.article for item in items_of(batch)]


def page(client, batch, query=""):
    return client.get(reverse("admin:articles_importbatch_change", args=[batch.pk]) + query)


def rows_of(client, batch, query=""):
    return {row.item.pk: row for row in page(client, batch, query).context["page"].rows}


def keys(batch, *items):
    return [f"{item.pk}:{version_of(item, item.article)}" for item in items or items_of(batch)]


def act(client, batch, verb, rows=(), **values):
    address = reverse(f"admin:articles_importbatch_rows_{verb}", args=[batch.pk])
    return client.post(address, {"row": list(rows), **values}, follow=True)


def outcomes(response):
    rows = response.context["page"].rows
    return [row.outcome.says if row.outcome else "" for row in rows if row.item.parent_id]


def a_publisher(client, group):
    create_groups()
    account = User.objects.create_user("anna", password="a long enough password", is_staff=True)
    account.groups.add(Group.objects.get(name=group))
    client.force_login(account)
    return client


# ---- rows ----


def test_an_import_is_shown_with_its_headline_and_what_is_missing(desk):
    batch = a_batch(a_box(a_text(1)))
    (item,) = items_of(batch)
    row = rows_of(desk, batch)[item.pk]
    assert row.headline == "The harvest of Brenwick-1 opens"
    assert set(row.missing) >= {"outlet", "date", "address"}
    assert "headline" not in row.missing
    assert (row.state, row.open_findings) == (item.get_status_display(), None)


def test_a_draft_is_shown_with_its_own_fields_and_open_findings(desk):
    batch, (story,) = a_drafted_batch(1)
    Article.objects.filter(pk=story.pk).update(outlet=builders.an_outlet("Valley Post"))
    suggest_mention(story, "Brenwick-0", kind="place")
    (row,) = [row for row in rows_of(desk, batch).values() if row.item.parent_id]
    assert (row.outlet, row.open_findings, row.state) == ("Valley Post", 1, "Draft")
    assert "outlet" not in row.missing


def test_a_row_links_to_the_story_that_it_looks_like(desk):
    _, (story,) = a_drafted_batch(1)
    batch = a_batch(a_box(a_text(0) + "|It rained all the next day."), name="second.box")
    (row,) = [row for row in rows_of(desk, batch).values() if row.item.parent_id]
    assert [one.id for one in row.similar] == [story.pk]
    assert "Create the draft anyway" in page(desk, batch).content.decode()


@pytest.mark.parametrize("drafted", [False, True], ids=["imports", "drafts"])
@pytest.mark.parametrize("field", ["headline", "outlet", "date", "language", "author", "address"])
def test_the_filter_of_a_missing_field_lists_the_rows_that_lack_it(desk, field, drafted):
    batch = a_batch(a_box(a_text(1), a_text(2), "refused No story."))
    first, second, _ = items_of(batch)
    act(desk, batch, "set", keys(batch, first), outlet="Valley Post", date="2016-07", in_language="en", replacing="all")
    if drafted:
        for item in (first, second):
            drafts.make_draft(item, user=None, fields={})
    every = rows_of(desk, batch)
    expected = {pk for pk, row in every.items() if field in row.missing}
    assert set(rows_of(desk, batch, f"?missing={field}")) == expected


@pytest.mark.parametrize("count", [1, 60])
def test_drafts_take_a_fixed_number_of_queries_too(desk, count, django_assert_num_queries):
    batch, _ = a_drafted_batch(count)
    with django_assert_num_queries(9):  # session, user, batch, two counts, rows with stories, findings twice, outlets
        page(desk, batch)


# ---- actions on the selected rows ----


def test_drafts_are_created_of_the_selected_rows_only(desk):
    batch = a_batch(a_box_of(3))
    first, second, third = items_of(batch)
    response = act(desk, batch, "draft", keys(batch, first, third))
    assert outcomes(response) == ["Draft created.", "", "Draft created."]
    assert [item.status for item in items_of(batch)] == ["drafted", "read", "drafted"]
    assert second.article is None


def test_what_looks_like_another_story_is_drafted_only_when_asked(desk):
    a_drafted_batch(1)
    batch = a_batch(a_box(a_text(0) + "|It rained all the next day."), name="second.box")
    response = act(desk, batch, "draft", keys(batch))
    assert "compare them, or create the draft anyway" in outcomes(response)[0]
    act(desk, batch, "draft_anyway", only=keys(batch)[0])
    assert items_of(batch)[0].status == ImportStatus.DRAFTED


def test_a_row_that_was_changed_since_is_not_touched(desk):
    batch, (first, second) = a_drafted_batch(2)
    opened = keys(batch)
    review.edit_fields(first, user=None, version=first.version, fields={"section": "World"})
    response = act(desk, batch, "publish", opened)
    assert outcomes(response)[0] == "Not touched: it was changed after you opened the page."
    assert list(Article.objects.published()) == [second]


@pytest.mark.parametrize("verb", ["draft", "accept", "discard", "publish", "publish_trusted"])
def test_the_same_request_again_changes_nothing(desk, verb):
    batch = a_batch(a_box_of(2))
    if verb != "draft":
        for item in items_of(batch):
            drafts.make_draft(item, user=None, fields={})
    Outlet.objects.create(name="Valley Post", key="valley post", is_trusted=True)
    act(desk, batch, "set", keys(batch), outlet="Valley Post", replacing="all")
    opened = keys(batch)
    act(desk, batch, verb, opened)
    before = [(item.status, item.article and item.article.version) for item in items_of(batch)]
    act(desk, batch, verb, opened)
    assert [(item.status, item.article and item.article.version) for item in items_of(batch)] == before


def test_publishing_names_what_stays_hidden(desk):
    batch, (first, _second) = a_drafted_batch(2)
    suggest_mention(first, "Brenwick-0", kind="place")
    said = outcomes(act(desk, batch, "publish", keys(batch)))
    assert said[0] == "Published. Hidden from readers, because not decided: “Brenwick-0”."
    assert said[1] == "Published. Nothing in it is hidden."
    assert Article.objects.published().count() == 2


def test_publishing_names_why_a_story_is_refused(desk):
    batch, (first, second) = a_drafted_batch(2)
    Article.objects.filter(pk=first.pk).update(embargo_text="until further notice")
    said = outcomes(act(desk, batch, "publish", keys(batch)))
    assert "The source has embargoed this story" in said[0]
    assert list(Article.objects.published()) == [second]


def test_only_confident_findings_are_accepted(desk):
    batch, (story,) = a_drafted_batch(1)
    suggest_mention(story, "Brenwick-0", kind="place", entity=builders.a_place("Brenwick-0"), confidence=0.9)
    suggest_mention(story, "Council", kind="organization", confidence=0.5)
    said = outcomes(act(desk, batch, "accept", keys(batch)))
    assert said == ["Accepted 1 finding. Still open: “Council”."]


def test_a_draft_is_discarded_and_a_story_that_was_here_before_is_not(desk):
    batch, (story,) = a_drafted_batch(1)
    again = a_batch(a_box(a_text(0), a_text(5)), name="again.box")
    (duplicate, _) = items_of(again)
    assert duplicate.status == ImportStatus.DUPLICATE
    duplicate.article = story
    duplicate.save()
    assert "was here before" in outcomes(act(desk, again, "discard", keys(again, duplicate)))[0]
    act(desk, batch, "discard", keys(batch))
    story.refresh_from_db()
    assert story.review_status == ArticleStatus.DISCARDED


def test_a_trusted_outlet_is_accepted_and_published_with_one_button(desk):
    batch, (first, second) = a_drafted_batch(2)
    for story, is_trusted in ((first, True), (second, False)):
        outlet = builders.an_outlet(f"Post {story.pk}", is_trusted=is_trusted)
        Article.objects.filter(pk=story.pk).update(outlet=outlet)
    suggest_mention(first, "Brenwick-0", kind="place", entity=builders.a_place("Brenwick-0"), confidence=0.9)
    said = outcomes(act(desk, batch, "publish_trusted", keys(batch)))
    assert said == [
        "Published. Nothing in it is hidden.",
        f"Post {second.pk} is not trusted: accept its findings, then publish it.",
    ]
    assert list(Article.objects.published()) == [first]
    assert first.mentions.public().count() == 1


def test_nothing_selected_is_said(desk):
    batch = a_batch(a_box_of(1))
    assert "Select at least one row." in act(desk, batch, "publish").content.decode()


@pytest.mark.parametrize("junk", ["", ":", "x:y", "99999999999999999999:a", "1", "²:a"])
def test_malformed_rows_are_left_out(desk, junk):
    batch = a_batch(a_box_of(1))
    assert "Select at least one row." in act(desk, batch, "discard", [junk]).content.decode()


def test_a_row_of_another_batch_is_not_touched(desk):
    batch, other = a_batch(a_box_of(1)), a_batch(a_box(a_text(7)), name="other.box")
    assert "It is not in this batch." in act(desk, batch, "discard", keys(other)).content.decode()
    assert items_of(other)[0].status == ImportStatus.READ


# ---- setting fields ----

FIELDS = {"outlet": "Valley Post", "date": "2016-07-21", "in_language": "fr", "section": "World"}


def test_fields_that_are_set_before_the_draft_become_the_editors_own(desk):
    batch = a_batch(a_box_of(2))
    first, second = items_of(batch)
    act(desk, batch, "set", keys(batch, first), replacing="stated", **FIELDS)
    article = drafts.make_draft(first, user=None, fields={})
    assert (str(article.outlet), article.in_language, article.section) == ("Valley Post", "fr", "World")
    assert (article.date_published.date().isoformat(), article.date_precision) == ("2016-07-21", "day")
    assert {"outlet", "date_published", "in_language", "section"} <= set(article.touched_fields)
    assert drafts.make_draft(second, user=None, fields={}).outlet is None


def test_the_preview_shows_what_was_set_and_the_editor_may_change_it(desk):
    batch = a_batch(a_box_of(1))
    (item,) = items_of(batch)
    act(desk, batch, "set", keys(batch), replacing="stated", **FIELDS)
    assert (
        'value="Valley Post"' in desk.get(reverse("admin:articles_importitem_change", args=[item.pk])).content.decode()
    )
    article = drafts.make_draft(item, user=None, fields={"section": "Local"})
    assert (str(article.outlet), article.section) == ("Valley Post", "Local")


@pytest.mark.parametrize(
    ("replacing", "expected"), [("missing", "Local"), ("stated", "Local"), ("all", "World")], ids=str
)
@pytest.mark.parametrize("drafted", [False, True], ids=["import", "draft"])
def test_what_an_editor_set_is_replaced_only_when_asked(desk, replacing, expected, drafted):
    batch = a_batch(a_box_of(1))
    (item,) = items_of(batch)
    if drafted:
        drafts.make_draft(item, user=None, fields={"section": "Local"})
    else:
        act(desk, batch, "set", keys(batch), section="Local", replacing="all")
    act(desk, batch, "set", keys(batch), section="World", replacing=replacing)
    (item,) = items_of(batch)
    assert (item.article or drafts.make_draft(item, user=None, fields={})).section == expected


@pytest.mark.parametrize(("replacing", "expected"), [("missing", "en"), ("stated", "fr"), ("all", "fr")])
@pytest.mark.parametrize("drafted", [False, True], ids=["import", "draft"])
def test_what_the_source_states_is_replaced_unless_only_gaps_are_filled(desk, replacing, expected, drafted):
    batch = a_batch(a_box_of(1))
    (item,) = items_of(batch)
    if drafted:
        drafts.make_draft(item, user=None, fields={})
    act(desk, batch, "set", keys(batch), in_language="fr", replacing=replacing)
    (item,) = items_of(batch)
    assert (item.article or drafts.make_draft(item, user=None, fields={})).in_language == expected


def test_fields_are_set_for_all_rows_of_the_filter_and_logged_once(desk):
    batch = a_batch(a_box(*(a_text(number) for number in range(55)), "refused No story."))
    act(desk, batch, "set", scope="all", outlet="Valley Post", replacing="missing")
    assert sum(item.set_fields == {"outlet": "Valley Post"} for item in items_of(batch)) == 56
    logged = LoggedAction.objects.filter(action="batch.set_fields")
    assert sum(one.details["count"] for one in logged) == 56


def test_setting_all_leaves_a_draft_that_was_edited_since(desk):
    batch, (first, _second) = a_drafted_batch(2)
    opened_at = page(desk, batch).context["opened_at"]
    review.edit_fields(first, user=None, version=first.version, fields={"section": "Local"})
    act(desk, batch, "set", scope="all", section="World", replacing="all", opened_at=opened_at)
    assert set(Article.objects.values_list("section", flat=True)) == {"Local", "World"}


def test_published_stories_are_not_changed_from_here(desk):
    batch, (story,) = a_drafted_batch(1)
    review.publish(story, user=None)
    assert "change it on its own page" in outcomes(act(desk, batch, "set", keys(batch), replacing="all", **FIELDS))[0]
    story.refresh_from_db()
    assert story.section == ""


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Enter what to set"),
        ({"date": "tomorrow"}, "Enter the date as"),
        ({"in_language": "English!"}, "Enter a language code"),
        ({"outlet": "…"}, "letters or digits"),
        ({"section": "x" * 101}, "at most 100"),
    ],
    ids=["nothing", "date", "language", "outlet", "section"],
)
def test_wrong_values_are_said_at_the_field_and_nothing_is_set(desk, values, said):
    batch = a_batch(a_box_of(1))
    response = act(desk, batch, "set", keys(batch), replacing="all", **values)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert not any(item.set_fields for item in items_of(batch))


# ---- the name of a batch, and rights ----


def test_a_batch_is_named_and_the_second_editor_sees_the_other_name(desk):
    batch = a_batch(a_box_of(1))
    address = reverse("admin:articles_importbatch_name", args=[batch.pk])
    desk.post(address, {"note": " Spring\n2016 ", "opened": ""})
    batch.refresh_from_db()
    assert str(batch) == "Spring 2016"
    html = desk.post(address, {"note": "Summer", "opened": ""}, follow=True).content.decode()
    assert "Not renamed to “Summer”: someone else has named this batch “Spring 2016”" in html
    batch.refresh_from_db()
    assert batch.note == "Spring 2016"


def test_only_publishers_publish_and_trust(client):
    batch, _ = a_drafted_batch(1)
    outlet = builders.an_outlet("Valley Post")
    editor = a_publisher(client, "Editor")
    assert act(editor, batch, "publish", keys(batch)).status_code == 403
    assert act(editor, batch, "publish_trusted", keys(batch)).status_code == 403
    form = editor.get(reverse("admin:articles_outlet_change", args=[outlet.pk])).content.decode()
    assert 'name="is_trusted"' not in form
    assert not Article.objects.published().exists()
