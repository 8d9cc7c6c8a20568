"""The restrictions of the source are enforced on every path to publication."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.desk import clearance, review
from articles.imports import drafts, receive, worker
from articles.models import Article, LoggedAction
from articles.vocabulary import ArticleStatus, ImportStatus, SourceStatus, SourceType
from tests import builders

pytestmark = pytest.mark.django_db
LATER = datetime(2131, 1, 1, tzinfo=UTC)
ITEM = {
    "version": "3", "type": "text", "uri": "urn:x:2", "versioncreated": "2024-05-06T06:30:00+0000", "language": "en",
    "headline": "Wells open again in Qasr al-Wadi", "byline": "Ilias Marandi", "pubstatus": "usable",
    "body_html": "<p>The mayor of Qasr al-Wadi said on Monday that two wells north of the town were open again.</p>",
}  # fmt: skip


def imported(item, name="item.json"):
    content = json.dumps(item).encode()
    return worker.read_item(
        receive.receive_source(source_type=SourceType.FILE, content=content, name=name, user=None).pk
    )


def drafted(**fields):
    return drafts.make_draft(imported(ITEM | fields), user=None, fields={})


def an_embargoed_draft(**fields):
    return builders.an_article(status="draft", **{"embargo": LATER, **fields})


def test_an_embargo_stays_with_the_draft(nothing_found):
    article = drafted(embargoed="2131-01-01T00:00:00+00:00", usageterms="Not in Norway", ednote="Corrects the toll")
    assert article.embargo == LATER
    assert (article.usage_terms, article.editorial_note) == ("Not in Norway", "Corrects the toll")
    assert clearance.in_short(article) == "Embargoed until 1 January 2131, 00:00 UTC"


@pytest.mark.parametrize(
    "fields",
    [
        {"embargo": LATER},
        {"embargo": None, "embargo_text": "until the verdict is read"},
        {"embargo": None, "source_status": SourceStatus.CANCELLED},
        {"embargo": None, "source_status": SourceStatus.WITHHELD},
    ],
    ids=["embargo", "embargo without a date", "cancelled", "withheld"],
)
def test_a_restricted_story_is_published_only_with_a_logged_reason(fields, editor):
    article = an_embargoed_draft(**fields)
    for although in ("", "  "):
        with pytest.raises(review.RestrictedError, match="give a reason"):
            review.publish(article, user=editor, although=although)
    article.refresh_from_db()
    assert article.review_status == ArticleStatus.DRAFT
    assert review.publish(article, user=editor, although="The source agreed by phone").review_status == "published"
    action = LoggedAction.objects.get(action="article.publish")
    assert action.source == "The source agreed by phone"
    assert action.details["although"] == clearance.obstacles(article)


def test_publishing_a_withdrawn_story_again_needs_a_new_reason(editor):
    article = an_embargoed_draft()
    review.publish(article, user=editor, although="Agreed")
    review.withdraw(article, user=editor, reason="Too early")
    with pytest.raises(review.RestrictedError):
        review.publish(article, user=editor)


@pytest.mark.parametrize(
    "fields",
    [
        {"embargo": timezone.now() - timedelta(seconds=1)},
        {"embargo": None, "source_status": SourceStatus.USABLE},
        {"embargo": None, "usage_terms": "Not in Norway"},
        {"embargo": None},
    ],
    ids=["over", "usable", "terms alone", "nothing"],
)
def test_an_expired_or_lifted_restriction_needs_no_reason(fields, editor):
    assert review.publish(an_embargoed_draft(**fields), user=editor, although="Unasked").review_status == "published"
    assert LoggedAction.objects.get(action="article.publish").source == ""


def test_an_editor_cannot_set_the_restrictions_of_the_source(editor):
    article = an_embargoed_draft()
    with pytest.raises(ValueError, match="embargo"):
        review.edit_fields(article, user=editor, version=article.version, fields={"embargo": None})


def test_a_new_version_with_an_embargo_applies_to_a_published_story(nothing_found, editor):
    article = review.publish(drafted(), user=editor)
    drafts.make_draft(imported(ITEM | {"embargoed": "2131-01-01T00:00:00Z"}), user=editor, fields={})
    article.refresh_from_db()
    assert (article.embargo, article.review_status) == (LATER, ArticleStatus.PUBLISHED)


@pytest.mark.parametrize(
    ("status", "kept"), [("canceled", SourceStatus.CANCELLED), ("withheld", SourceStatus.WITHHELD)]
)
def test_a_cancelled_item_points_to_its_story_and_becomes_no_draft(status, kept, nothing_found, editor):
    article = review.publish(drafted(), user=editor)
    item = imported({"uri": "urn:x:2", "versioncreated": "2024-05-07", "pubstatus": status})
    assert (item.status, item.article) == (ImportStatus.REVOKED, article)
    article.refresh_from_db()
    assert (article.source_status, article.review_status) == (kept, ArticleStatus.PUBLISHED)
    assert clearance.obstacles(article) == [f"The source has {kept.value} this story."]
    assert drafts.make_draft(item, user=editor, fields={}).review_status == ArticleStatus.PUBLISHED
    assert Article.objects.count() == 1


def test_importing_a_cancelled_item_again_changes_nothing(nothing_found):
    drafted()
    cancelled = {"uri": "urn:x:2", "versioncreated": "2024-05-07", "pubstatus": "canceled"}
    first, again = imported(cancelled), imported(cancelled)
    assert (first.status, again.status) == (ImportStatus.REVOKED, ImportStatus.REVOKED)
    assert LoggedAction.objects.filter(action="article.revoke").count() == 1


def test_a_cancelled_item_of_no_story_says_so(nothing_found, editor):
    item = imported(ITEM | {"pubstatus": "canceled"})
    assert (item.status, item.article) == (ImportStatus.REVOKED, None)
    assert item.error == "This item is cancelled by its source. No story of it is here."
    with pytest.raises(review.IllegalTransitionError, match="cannot become a draft"):
        drafts.make_draft(item, user=editor, fields={})
    assert not Article.objects.exists()


def test_a_story_that_its_source_reinstates_is_usable_again(nothing_found, editor):
    article = drafted()
    imported(ITEM | {"pubstatus": "canceled"})
    drafts.make_draft(imported(ITEM | {"headline": "Wells open after all"}), user=editor, fields={})
    article.refresh_from_db()
    assert clearance.obstacles(article) == []
