"""One field of a story or a record gets the value that it had before an action, by the rules of today."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission, User

from articles.desk import events, merging, pictures, records, review
from articles.desk.acting import acting_as
from articles.desk.action_sentences import sentence_of
from articles.desk.apply_text import UnconfirmedLossError
from articles.desk.audit import snapshot
from articles.desk.field_reverts import REVERTIBLE, field_revert, revert_field, revertible_fields
from articles.desk.rights import MissingRightError
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import (
    Article,
    Event,
    Figure,
    LoggedAction,
    Membership,
    Organization,
    OtherName,
    Outlet,
    Person,
    Place,
    Pledge,
    Quotation,
    StoryPicture,
)
from tests import builders
from tests.desk import reverting
from tests.desk.scenarios import a_draft

pytestmark = pytest.mark.django_db
# Logged table -> why no field of it is reverted by itself.
NOT_REVERTIBLE = {
    "Mention": "a name is decided as a whole: its decision is undone, or another one made",
    "Identifier": "added and removed, never changed", "Redirect": "changed by merges only",
    "MergeRecord": "changed by merges only", "SplitRecord": "changed by splits only",
    "DistinctRecords": "taken back on its own page", "ScheduledPublication": "set again, or cancelled, on its own page",
    "CorrectionNote": "changed on its own page",
    "Feed": "a subscription: neither a story nor a record", "NotDuplicate": "a pair, without fields",
    "ImportItem": "its fields are those of its preview", "ImportBatch": "its name is typed on its page",
    "WithheldVersion": "shown again on its own page", "EventStory": "decided again on the page of the story",
    "User": "rights are given, not reverted", "Group": "rights are given, not reverted",
}  # fmt: skip
MOMENT = datetime(2016, 8, 2, 9, 30, tzinfo=UTC)
SPECIAL = {
    "authors": ["Mara Linfield"], "notices": ["A notice."], "genre": "opinion", "in_language": "de",
    "url": "https://news.example/now", "image_url": "https://news.example/now.jpg", "date_modified": MOMENT,
    "date_published": MOMENT, "outlet": "Coast Herald", "kind": "acronym", "language": "en",
    "classification": "party", "feature_code": "ADM1", "country_code": "SY", "disputed_area": "crimea",
    "latitude": 34.5, "longitude": 41.5, "population": 400, "pledge_status": "offered", "currency": "USD",
    "quantity_low": 3, "quantity_high": 5, "amount_low": 3, "amount_high": 5, "start_date": "2015", "end_date": "2017",
    "body": [{"role": "paragraph", "text": "Another text."}],
}  # fmt: skip
OF_MODELS = {
    (Figure, "kind"): "killed", (Figure, "low"): 7, (Figure, "high"): 40, (Figure, "start_date"): "2015-03",
    (Figure, "end_date"): "2017", (Event, "kind"): "attack", (Event, "place_precision"): "near",
    (Event, "start_date"): "2015-03", (Event, "end_date"): "2017", (StoryPicture, "licence"): "cc_by",
}  # fmt: skip


def last():
    return LoggedAction.objects.order_by("-pk").first()


def built(model):
    if model in (Quotation, Pledge, Membership):
        a_draft()
        return model.objects.first()
    build = {
        Article: lambda: builders.an_article("News from Brenwick", "Brenwick is small.", status="draft"),
        Figure: a_figure,
        Event: lambda: Event.objects.create(name="Fire in Brenwick"),
        StoryPicture: a_picture,
        OtherName: lambda: builders.other_name(builders.a_person("Tal Orsey"), "T. Orsey"),
        Outlet: lambda: builders.an_outlet("Valley Post"),
        Person: lambda: builders.a_person("Brenwick"),
        Place: lambda: builders.a_place("Brenwick"),
        Organization: lambda: builders.an_organization("Brenwick"),
    }
    return build[model]()


def a_figure():
    article = builders.an_article("News from Brenwick", "At least 12 people were wounded.", status="draft")
    where = {"block": 0, "start": 9, "end": 11, "text": "12"}
    return Figure.objects.create(article=article, **where, kind="wounded", low=12, status="accepted")


def a_picture():
    article = builders.an_article("News from Brenwick", image_credit="Tal Orsey", status="draft")
    size = {"name": "a.webp", "width": 480, "height": 320, "bytes": 9}
    return StoryPicture.objects.create(
        article=article, status="read", sizes=[size], licence="other", licence_terms="Once"
    )


def another(record, field):
    """A value that the field may have and does not have."""
    column = type(record)._meta.get_field(field)
    if (type(record), field) in OF_MODELS:
        return OF_MODELS[type(record), field]
    if field in SPECIAL:
        return SPECIAL[field]
    if column.related_model is not None:
        makers = {"country": builders.a_country, "parent": builders.an_organization, "place": builders.a_place}
        kind = makers.get(field, builders.a_person)
        return kind("Aldersey")
    if column.get_internal_type() == "BooleanField":
        return not getattr(record, field)
    return "Aldersey"


def change(record, field, value, user):
    """As an editor's form does."""
    model = type(record)
    if model is Article:
        more = {"date_precision": "minute"} if field == "date_published" else {}
        review.edit_fields(record, user=user, version=record.version, fields={field: value, **more})
    elif model in (Quotation, Pledge, Membership, Figure):
        review.change(record, user=user, **{field: value})
    elif model is StoryPicture:
        article, stated = record.article, {name: getattr(record, name) for name in ("licence", "licence_terms", "alt")}
        described = pictures.Description(**{**stated, field: value}, caption="", credit=article.image_credit)
        opened = pictures.version_of(record)
        pictures.describe(article, described, user=user, opened=opened, version=article.version)
    else:
        setattr(record, field, value)
        if model is OtherName:
            records.save_names(record.entity, saved=[record], deleted=[], user=user)
        elif model is Event:
            events.save_event(record, user=user)
        elif model is Outlet:
            records.save_outlet(record, user=user, changed=[field])
        else:
            records.save_entity(record, user=user, changed=[field])


def test_every_logged_table_is_revertible_or_has_a_reason_not_to_be():
    assert {model.__name__ for model in reverting.LOGGED} == {
        one.__name__ for one in REVERTIBLE
    } | NOT_REVERTIBLE.keys()


@pytest.mark.parametrize(
    ("model", "field"), [(model, field) for model, fields in REVERTIBLE.items() for field in sorted(fields)]
)
def test_every_field_gets_its_former_value_and_the_log_says_so(model, field, editor):
    record = built(model)
    if field == "amount_low":
        change(record, "currency", "EUR", editor)
    before = snapshot(model.objects.get(pk=record.pk))
    change(record, field, another(record, field), editor)
    entry = last()
    assert field in revertible_fields(entry)
    assert snapshot(model.objects.get(pk=record.pk))[field] != before[field]
    revert_field(entry, field, user=editor)
    now = snapshot(model.objects.get(pk=record.pk))
    left_out = {"version", "touched_fields", "decided_at", "decided_by"}
    assert {name: value for name, value in now.items() if name not in left_out} == {
        name: value for name, value in before.items() if name not in left_out
    }
    made = last()
    assert made.action.endswith(".revert")
    assert made.by == editor
    assert sentence_of(made).startswith("reverted")


def test_a_field_that_somebody_changed_since_stays_and_the_sentence_says_who(editor):
    article = built(Article)
    change(article, "section", "Towns", editor)
    entry = last()
    colleague = User.objects.create_user("colleague")
    change(Article.objects.get(pk=article.pk), "section", "Villages", colleague)
    with pytest.raises(StaleEditError, match="colleague has changed this since"):
        revert_field(entry, "section", user=editor)
    assert Article.objects.get(pk=article.pk).section == "Villages"


def test_a_change_of_another_field_since_does_not_matter(editor):
    article = built(Article)
    change(article, "section", "Towns", editor)
    entry = last()
    change(Article.objects.get(pk=article.pk), "byline", "By Mara Linfield", editor)
    revert_field(entry, "section", user=editor)
    article.refresh_from_db()
    assert (article.section, article.byline) == ("", "By Mara Linfield")


def test_a_reverted_field_is_not_reverted_again(editor):
    article = built(Article)
    change(article, "section", "Towns", editor)
    entry = last()
    revert_field(entry, "section", user=editor)
    with pytest.raises(IllegalTransitionError, match="has this value already"):
        revert_field(entry, "section", user=editor)
    revert_field(last(), "section", user=editor)
    assert Article.objects.get(pk=article.pk).section == "Towns"


def test_an_address_that_is_another_storys_by_now_is_refused(editor):
    article = builders.an_article(url="https://news.example/first", status="draft")
    change(article, "url", "https://news.example/second", editor)
    entry = last()
    builders.an_article("Another", url="https://news.example/first")
    with pytest.raises(IllegalTransitionError, match="has this address already"):
        revert_field(entry, "url", user=editor)


def test_a_published_story_needs_a_headline_also_when_it_is_reverted(editor):
    article = builders.an_article("", status="draft")
    change(article, "headline", "News", editor)
    entry = last()
    review.publish(Article.objects.get(pk=article.pk), user=editor)
    with pytest.raises(IllegalTransitionError, match="needs a headline"):
        revert_field(entry, "headline", user=editor)


def test_a_text_that_would_lose_findings_asks_first(editor):
    article = builders.an_article("News", "Nothing yet.", status="draft")
    change(article, "body", [{"role": "paragraph", "text": "Brenwick is small."}], editor)
    entry = last()
    builders.mention(Article.objects.get(pk=article.pk), builders.a_place("Brenwick"))
    with pytest.raises(UnconfirmedLossError):
        revert_field(entry, "body", user=editor, accepted_losses=())
    revert_field(entry, "body", user=editor)
    assert Article.objects.get(pk=article.pk).body[0]["text"] == "Nothing yet."


def test_the_name_of_an_outlet_that_another_one_has_by_now_is_refused(editor):
    outlet = built(Outlet)
    change(outlet, "name", "Hill Post", editor)
    entry = last()
    builders.an_outlet("Valley Post")
    with pytest.raises(IllegalTransitionError, match="already exists"):
        revert_field(entry, "name", user=editor)


def test_a_record_that_no_longer_exists_is_not_set_again(editor):
    organization = built(Organization)
    former = builders.an_organization("Old parent")
    change(organization, "parent", former, editor)
    change(organization, "parent", None, editor)
    entry = last()
    former.delete()
    with pytest.raises(IllegalTransitionError, match="no longer exists"):
        revert_field(entry, "parent", user=editor)


def test_a_record_that_was_merged_since_is_followed(editor):
    organization, former = built(Organization), builders.an_organization("Old parent")
    kept = builders.an_organization("New parent")
    change(organization, "parent", former, editor)
    change(organization, "parent", None, editor)
    entry = last()
    merging.merge(kept, former, user=editor)
    revert_field(entry, "parent", user=editor)
    organization.refresh_from_db()
    assert organization.parent == kept


def test_what_was_done_to_a_record_that_was_merged_does_not_change_the_one_that_is_kept(editor):
    merged, kept = builders.a_person("Tal Orsey"), builders.a_person("T. Orsey the Elder")
    change(merged, "summary", "A governor.", editor)
    entry = last()
    change(kept, "summary", "A governor.", editor)
    merging.merge(kept, merged, user=editor)
    entry.refresh_from_db()
    with pytest.raises(IllegalTransitionError, match="cannot be reverted"):
        revert_field(entry, "summary", user=editor)


@pytest.mark.parametrize("field", ["version", "modified", "sha256", "nothing"])
def test_other_columns_are_not_reverted(editor, field):
    article = built(Article)
    change(article, "section", "Towns", editor)
    with pytest.raises(IllegalTransitionError):
        field_revert(last(), field)


def test_an_action_that_added_a_record_has_nothing_to_revert(editor):
    records.save_entity(Person(name="Tal Orsey"), user=editor, changed=["name"])
    assert revertible_fields(last()) == []


def test_what_readers_see_is_reverted_by_those_who_may_publish(editor):
    article = built(Article)
    change(article, "section", "Towns", editor)
    entry = last()
    account = User.objects.create_user("other")
    with acting_as(account), pytest.raises(MissingRightError, match="change_article"):
        revert_field(entry, "section", user=account)

    account.user_permissions.add(Permission.objects.get(codename="change_article"))
    account = User.objects.get(pk=account.pk)
    review.publish(Article.objects.get(pk=article.pk), user=editor)
    with acting_as(account), pytest.raises(MissingRightError, match="publish_article"):
        revert_field(entry, "section", user=account)
