"""Two editors have the same story open: saving compares fields, facts, names and status with what each of them saw."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import review
from articles.models import Entity
from articles.vocabulary import ArticleStatus, FactStatus
from tests import builders
from tests.admin.forms import form_on
from tests.admin.suggestions import decide, decide_address, press_on, shown
from tests.admin.test_review_answers import inside
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db):
    client = Client()
    client.force_login(User.objects.create_superuser("anna"))
    return client


@pytest.fixture
def ben(db):
    client = Client()
    client.force_login(User.objects.create_superuser("ben"))
    return client


def address(article, button):
    return reverse(f"admin:articles_article_{button}", args=[article.pk])


def send(client, article, page, button, **typed):
    """Send a form of a page that was opened before."""
    return client.post(address(article, button), {**form_on(page, address(article, button)), **typed})


def test_changes_of_other_fields_of_a_story_are_shown_and_both_kept(anna, ben, draft):
    hers, his = shown(anna, draft), shown(ben, draft)
    assert send(anna, draft, hers, "fields", section="World").status_code == 302
    refused = send(ben, draft, his, "fields", dateline="Erbil, Iraq")
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "Saved by anna at" in html
    form = form_on(html, address(draft, "fields"))
    assert (form["section"], form["dateline"]) == ("World", "Erbil, Iraq")
    assert send(ben, draft, html, "fields").status_code == 302
    draft.refresh_from_db()
    assert (draft.section, draft.dateline) == ("World", "Erbil, Iraq")


@pytest.mark.parametrize(("choice", "stands"), [("saved", "Hers"), ("typed", "His")])
def test_one_field_of_a_story_is_chosen(choice, stands, anna, ben, draft):
    hers, his = shown(anna, draft), shown(ben, draft)
    send(anna, draft, hers, "fields", section="Hers")
    refused = send(ben, draft, his, "fields", section="His").content.decode()
    send(ben, draft, refused, "fields", **{"keep-section": choice})
    draft.refresh_from_db()
    assert draft.section == stands


def test_fields_are_not_saved_unseen_to_a_story_that_was_published_meanwhile(anna, ben, draft):
    hers, his = shown(anna, draft), shown(ben, draft)
    send(anna, draft, hers, "publish")
    refused = send(ben, draft, his, "fields", section="His")
    assert refused.status_code == 409
    assert "Status of the story" in refused.content.decode()
    assert send(ben, draft, refused.content.decode(), "fields", note_kind="none").status_code == 302


def test_a_pledge_form_changes_only_what_its_editor_touched(anna, ben, draft):
    pledge = draft.pledges.get()
    pledge.amount_low, pledge.currency = 5, "USD"
    pledge.save()
    hers, his = shown(anna, draft), shown(ben, draft)
    press_on(hers, anna, pledge, "change", currency="CAD")
    refused = press_on(his, ben, pledge, "change", item="money for Iraq")
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "anna at" in inside(html, f"pledge-{pledge.pk}")
    form = form_on(html, decide_address(pledge))
    assert (form["currency"], form["item"]) == ("CAD", "money for Iraq")
    assert press_on(html, ben, pledge, "change").status_code == 302
    pledge.refresh_from_db()
    assert (pledge.currency, pledge.item) == ("CAD", "money for Iraq")


@pytest.mark.parametrize(("choice", "stands"), [("saved", "hers"), ("typed", "his")])
def test_one_field_of_a_pledge_is_chosen(choice, stands, anna, ben, draft):
    pledge = draft.pledges.get()
    hers, his = shown(anna, draft), shown(ben, draft)
    press_on(hers, anna, pledge, "change", item="hers")
    html = press_on(his, ben, pledge, "change", item="his").content.decode()
    press_on(html, ben, pledge, "change", **{"keep-item": choice})
    pledge.refresh_from_db()
    assert pledge.item == stands


@pytest.mark.parametrize("answer", ["accept", "reject"])
def test_a_fact_changed_in_the_meantime_is_not_decided_unseen(answer, anna, ben, draft):
    quotation = draft.quotations.get()
    his = shown(ben, draft)
    review.change(quotation, user=None, role="Secretary of Defense")
    refused = press_on(his, ben, quotation, answer)
    assert refused.status_code == 409
    row = inside(refused.content.decode(), f"quotation-{quotation.pk}")
    assert "Not saved: this was changed" in row
    assert "Secretary of Defense" in row
    quotation.refresh_from_db()
    assert quotation.status == FactStatus.PROPOSED
    assert press_on(refused.content.decode(), ben, quotation, answer).status_code == 302


def test_a_speaker_who_is_another_by_now_is_not_accepted_unseen(ben, draft):
    quotation = draft.quotations.get()
    one, other = builders.a_person("Ash Carter"), builders.a_person("Ash Carter", family_name="Carter")
    quotation.speaker = Entity.objects.get(pk=one.pk)
    quotation.save()
    his = shown(ben, draft)
    quotation.speaker = Entity.objects.get(pk=other.pk)
    quotation.save()
    assert press_on(his, ben, quotation, "accept").status_code == 409


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        (("accept", "reject"), "this was accepted by anna at"),
        (("reject", "accept"), "this was rejected by anna at"),
        (("accept", "accept"), "Already accepted by anna at"),
        (("reject", "reject"), "Already rejected by anna at"),
    ],
)
def test_two_decisions_on_one_name_are_distinguished(decisions, said, anna, ben, draft):
    carter = draft.mentions.get(name="Ash Carter")
    his = shown(ben, draft)
    decide(anna, carter, decisions[0])
    refused = press_on(his, ben, carter, decisions[1])
    assert refused.status_code == 409
    assert said in inside(refused.content.decode(), f"mention-{carter.pk}")
    carter.refresh_from_db()
    assert carter.status == {"accept": "accepted", "reject": "rejected"}[decisions[0]]


def test_the_correction_of_a_name_decided_in_the_meantime_keeps_the_input(anna, ben, draft):
    carter = draft.mentions.get(name="Ash Carter")
    his = shown(ben, draft)
    decide(anna, carter, "accept")
    refused = press_on(his, ben, carter, "change", new_name="Ashton Carter")
    html = refused.content.decode()
    assert refused.status_code == 409
    assert form_on(html, decide_address(carter))["new_name"] == "Ashton Carter"
    assert press_on(html, ben, carter, "change").status_code == 302
    carter.refresh_from_db()
    assert carter.entity.name == "Ashton Carter"


@pytest.mark.parametrize("button", ["publish", "accept_confident"])
def test_a_text_that_changed_meanwhile_is_not_published_unseen(button, anna, ben, draft):
    his = shown(ben, draft)
    send(anna, draft, shown(anna, draft), "fields", headline="Bridge at Mosul stays shut")
    refused = send(ben, draft, his, button)
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "changed after you opened the page (edited by anna at" in inside(html, "progress")
    assert "Bridge at Mosul stays shut" in html
    draft.refresh_from_db()
    assert draft.review_status == ArticleStatus.DRAFT
    assert send(ben, draft, html, button).status_code == 302


def test_a_story_that_was_withdrawn_meanwhile_says_by_whom(anna, ben, draft):
    review.publish(draft, user=None)
    hers, his = shown(anna, draft), shown(ben, draft)
    send(anna, draft, hers, "withdraw", reason="hers")
    html = send(ben, draft, his, "withdraw", reason="his").content.decode()
    assert "withdrawn by anna at" in inside(html, "progress")


def test_a_form_without_its_opened_values_decides_nothing(ben, draft):
    for fact in (draft.mentions.first(), draft.quotations.get(), draft.pledges.get()):
        assert ben.post(decide_address(fact), {"answer": "accept"}).status_code == 409
    assert ben.post(address(draft, "publish")).status_code == 409
    assert ben.post(address(draft, "fields"), {"headline": "x", "genre": "reportage"}).status_code == 409
    assert not draft.mentions.exclude(status=FactStatus.PROPOSED).exists()


_FIELDS = ("item", "unit", "qualifier", "due", "duration")
_edits = st.dictionaries(st.sampled_from(_FIELDS), st.text("abc", min_size=1, max_size=5))


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_edits, second=_edits)
def test_no_field_of_a_pledge_that_one_editor_saved_is_lost_unseen(anna, ben, draft, first, second):
    pledge = draft.pledges.get()
    hers, his = shown(anna, draft), shown(ben, draft)
    before = {name: getattr(pledge, name) for name in _FIELDS}
    press_on(hers, anna, pledge, "change", **first)
    pledge.refresh_from_db()
    saved = {name: getattr(pledge, name) for name in _FIELDS}
    answer = press_on(his, ben, pledge, "change", **second)
    pledge.refresh_from_db()
    now = {name: getattr(pledge, name) for name in _FIELDS}
    if answer.status_code == 409:
        assert now == saved
        kept = form_on(answer.content.decode(), decide_address(pledge))
        assert all(
            kept[name]
            == (second.get(name, before[name]) if second.get(name, before[name]) != before[name] else saved[name])
            for name in _FIELDS
        )
    else:
        assert all(now[name] == saved[name] for name in _FIELDS if saved[name] != before[name])
