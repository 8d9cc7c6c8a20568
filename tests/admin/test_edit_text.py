"""Editing the text of a story: the effect on its findings is shown first, and no input is lost."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.admin.base import change_url
from articles.admin.text_form import initial_text, preview_form, read_written, written
from articles.desk import anchors, editing, review
from articles.desk.propose import propose
from articles.models import Article, LoggedAction, Membership, Mention, Pledge, Quotation
from articles.text import clean_line
from articles.vocabulary import BlockRole, FactStatus
from tests import builders
from tests.admin.forms import form_on
from tests.desk.stories import BODY_1, PLEDGE, all_found
from tests.desk.test_duplicates import NEW, OLD, a_page, file
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(editor):
    """A published story with a name twice, a quotation, a pledge and a role, all accepted."""
    made = builders.an_article("Governor opens a bridge at Brenwick", BODY_1, PLEDGE, status="draft")
    propose(made, all_found())
    review.accept_all(made, user=editor, minimum_confidence=0)
    return review.publish(made, user=editor)


def where(article):
    return reverse("admin:articles_article_text", args=[article.pk])


def typed(article, **changes):
    """With the choice that the change needs no note to readers; tests/admin/test_correction_notes.py has the others."""
    return initial_text(article) | {"note_kind": "none"} | changes


def send(desk, article, step="check", **changes):
    return desk.post(where(article), {**typed(article, **changes), "step": step})


def test_the_form_shows_the_text_as_it_is_written(desk, article):
    page = desk.get(where(article)).content.decode()
    assert "Governor opens a bridge at Brenwick</textarea>" in page
    assert "Review changes" in page


def test_an_edit_that_loses_no_finding_says_so_and_is_saved(desk, article):
    text = written(article.body).replace("Governor Tal", "Yesterday Governor Tal")
    page = send(desk, article, text=text).content.decode()
    assert "All findings are still in the text" in page
    assert "<ins>Yesterday </ins>" in page
    assert Article.objects.get().body == article.body
    answer = desk.post(where(article), {**typed(article, text=text), "step": "save", "seen": ""}, follow=True)
    assert "Text saved." in answer.content.decode()
    article.refresh_from_db()
    assert article.body[0]["text"].startswith("Yesterday")
    assert {fact.status for fact in anchors.facts_of(article)} == {FactStatus.ACCEPTED}


def seen_in(page):
    return re.search(r'name="seen" value="([^"]*)"', page)[1]


def test_lost_findings_are_listed_before_anything_is_saved(desk, article):
    text = written(article.body).replace("Brenwick", "Aldersey")
    page = send(desk, article, text=text).content.decode()
    assert "Findings no longer in the text" in page
    assert "<b>Place</b> <bdi>“Brenwick”</bdi>" in page
    assert "Accepted</span>, paragraph 1" in page
    assert Article.objects.get().body == article.body
    answer = desk.post(
        where(article), {**typed(article, text=text), "step": "save", "seen": seen_in(page)}, follow=True
    ).content.decode()
    assert "1 finding is no longer in the text, 1 of them accepted" in answer
    assert LoggedAction.objects.get(action="article.edit").details["lost"][0]["text"] == "Brenwick"


def test_saving_never_loses_a_finding_that_was_not_shown(desk, article):
    text = written(article.body).replace("Brenwick", "Aldersey")
    answer = desk.post(where(article), {**typed(article, text=text), "step": "save", "seen": ""})
    page = answer.content.decode()
    assert "This edit affects more findings than the list showed" in page
    assert "Findings no longer in the text" in page
    assert Article.objects.get().version == article.version


def test_correcting_a_typing_error_loses_no_finding(desk, editor):
    text = "General Dupre came to Gao. General Dupre left."
    made = builders.an_article("A visit", text, status="draft")
    builders.mention(made, builders.a_person("Dupre"), "Dupre")
    page = send(desk, made, text=text.replace("Dupre", "Dupré")).content.decode()
    assert "Findings with corrected wording" in page
    send(desk, made, step="save", text=text.replace("Dupre", "Dupré"))
    mention = Mention.objects.get()
    assert (mention.text, mention.name, mention.status) == ("Dupré", "Dupré", FactStatus.ACCEPTED)


def test_a_mention_changed_to_the_name_of_another_record_is_lost(desk):
    made = builders.an_article("A gift", "Iran sent tents.", status="draft")
    builders.mention(made, builders.a_country("Iran"))
    builders.a_country("Iraq")
    page = send(desk, made, text="Iraq sent tents.").content.decode()
    assert "Findings no longer in the text" in page


def test_going_on_editing_keeps_what_was_typed(desk, article):
    page = send(desk, article, step="edit", headline="Another headline").content.decode()
    assert "Another headline</textarea>" in page
    assert Article.objects.get().headline == article.headline


def test_the_second_of_two_editors_sees_both_texts_and_keeps_his_own(desk, article, editor):
    stale = typed(article, headline="What the second typed")
    review.edit_fields(article, user=editor, version=article.version, fields={"headline": "What the first saved"})
    for step in ("check", "save"):
        answer = desk.post(where(article), {**stale, "step": step})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Someone else saved this story" in page
        assert "What the second typed</textarea>" in page
        assert "<del>" in page
        assert "first saved" in page
    assert Article.objects.get().headline == "What the first saved"
    current = re.search(r'name="version" value="(\d+)"', page)[1]
    desk.post(where(article), {**stale, "version": current, "step": "save"})
    assert Article.objects.get().headline == "What the second typed"


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"headline": ""}, "This field is required"), ({"text": " \n "}, "This field is required"), ({"text": "##"}, "Enter the text of the story")],
)  # fmt: skip
def test_a_story_without_a_headline_or_a_text_is_not_saved(desk, article, changes, said):
    page = send(desk, article, **changes).content.decode()
    assert "Not saved." in page
    assert said in page


def test_nothing_changed_is_said_and_saves_nothing(desk, article):
    answer = desk.post(where(article), {**typed(article), "step": "check"}, follow=True)
    assert "No changes." in answer.content.decode()
    assert Article.objects.get().version == article.version


def test_blocks_are_split_joined_and_given_another_kind(desk, article):
    text = "## At the bridge\n\n" + written(article.body).replace('Thursday. "', 'Thursday.\n\n"') + "\n- paint\n- tar"
    send(desk, article, step="save", text=text)
    article.refresh_from_db()
    assert [block["role"] for block in article.body] == [
        "heading",
        "paragraph",
        "paragraph",
        "paragraph",
        "list_item",
        "list_item",
    ]
    assert {fact.status for fact in anchors.facts_of(article)} == {FactStatus.ACCEPTED}
    assert article.word_count == sum(len(block["text"].split()) for block in article.body)


def test_lines_kept_out_of_the_text_can_be_edited(desk, article):
    send(desk, article, step="save", notices="Follow us\n\nSecond line")
    assert Article.objects.get().notices == ["Follow us", "Second line"]


def test_a_discarded_story_is_not_edited(desk):
    article = builders.an_article(status="discarded")
    answer = desk.get(where(article), follow=True).content.decode()
    assert "Restore it before editing" in answer


def test_who_may_not_change_stories_may_not_edit_their_text(client, article, django_user_model):
    reader = django_user_model.objects.create_user("reader", password="a long enough password", is_staff=True)
    client.force_login(reader)
    assert client.get(where(article)).status_code == 403


def fields_address(article):
    return reverse("admin:articles_article_fields", args=[article.pk])


def fields(desk, article, **changes):
    """The form of the story's fields as the page shows it, with an editor's input."""
    return form_on(desk.get(change_url(article)), fields_address(article)) | {"note_kind": "none"} | changes


def test_a_headline_that_costs_findings_is_asked_about(desk, article, editor):
    builders.mention(article, builders.a_place("Brenwick"), "Brenwick")
    url = fields_address(article)
    page = desk.post(url, fields(desk, article, headline="Governor opens a crossing")).content.decode()
    assert "Findings no longer in the text" in page
    assert "<b>Place</b> <bdi>“Brenwick”</bdi>" in page
    assert Article.objects.get().headline == article.headline
    sent = form_on(page, url)
    back = desk.post(url, {**sent, "step": "edit"}).content.decode()
    assert "Governor opens a crossing</textarea>" in back
    answer = desk.post(url, {**sent, "step": "save"}, follow=True).content.decode()
    assert "Fields saved. 1 finding is no longer in the text, 1 of them accepted" in answer
    assert Article.objects.get().headline == "Governor opens a crossing"


def test_fields_that_cost_nothing_are_saved_at_once(desk, article):
    sent = fields(desk, article, dateline="Brenwick")
    answer = desk.post(fields_address(article), sent, follow=True).content.decode()
    assert "Fields saved." in answer
    assert "no longer in the text" not in answer


def test_a_story_that_was_saved_during_the_check_is_not_overwritten(desk, article):
    builders.mention(article, builders.a_place("Brenwick"), "Brenwick")
    url = fields_address(article)
    page = desk.post(url, fields(desk, article, headline="Governor opens a crossing"))
    Article.objects.update(headline="Brenwick opens a bridge")
    answer = desk.post(url, {**form_on(page, url), "step": "save"})
    assert answer.status_code == 409
    assert Article.objects.get().headline == "Brenwick opens a bridge"


ROLES = st.sampled_from(list(BlockRole))
TEXTS = st.text(min_size=1, max_size=40).map(clean_line).filter(bool)
MARKED = st.sampled_from(["## x", "- x", "> x", "\\## x", "\\", "##", "-", "-x", "\\- x", "#", "\\\\> x"])


@given(st.lists(st.tuples(ROLES, st.one_of(TEXTS, MARKED)), max_size=8))
@settings(max_examples=examples(300), deadline=None)
def test_what_is_written_is_read_back_as_it_was(blocks):
    body = [{"role": role.value, "text": text} for role, text in blocks]
    assert read_written(written(body)) == body


WORDS = st.sampled_from(["Orsey", "Tal Orsey", "met", "Lind", "in", "Brenwick", "on", "Monday", ".", "“Yes,”", "said"])
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=4)


@given(before=PARAGRAPHS, after=PARAGRAPHS, picks=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(1, 12)), max_size=6))  # fmt: skip
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_the_findings_shown_as_lost_are_lost(editor, before, after, picks):
    article = builders.an_article("A meeting", *before, status="draft")
    facts = [made for made in (_a_fact(article, *pick, kind) for kind, pick in enumerate(picks)) if made]
    fields = {"body": [{"role": "paragraph", "text": text} for text in after]}
    outcome = editing.predict(article, fields)
    done = editing.edit(article, user=editor, version=1, fields=fields, accepted_losses=outcome.lost_keys)
    assert done.outcome.lost_keys == outcome.lost_keys
    article.refresh_from_db()
    for old in facts:
        fact = type(old).objects.get(pk=old.pk)
        if anchors.key_of(old) in outcome.lost_keys:
            assert fact.status == FactStatus.PROPOSED
            assert not anchors.is_anchored_at(article, fact.block, fact.start, fact.end, fact.text)
        else:
            assert fact.status == old.status
            assert anchors.is_anchored_at(article, fact.block, fact.start, fact.end, fact.text)
            assert fact.text == old.text or anchors.key_of(old) in {anchors.key_of(one) for one, _ in outcome.changed}


def _a_fact(article, block, start, length, kind):
    """A fact of some kind on some words of the story, unless there is one already."""
    block %= len(article.body)
    text = article.body[block]["text"]
    start %= len(text)
    end = min(len(text), start + length)
    model = (Mention, Quotation, Pledge, Membership)[kind % 4]
    place = {"article": article, "block": block, "start": start, "end": end}
    if model.objects.filter(**place).exists():
        return None
    values = {"text": text[start:end], "status": "rejected" if kind % 2 else "proposed"}
    values |= {"kind": "person", "name": "x", "resolution": "none"} if model is Mention else {}
    return model.objects.create(**place, **values)


@pytest.fixture
def waiting(nothing_found):
    return file(a_page("Bridge open", *OLD))


def draft_of(desk, item, **changes):
    sent = preview_form(item.preview["story"]).initial | changes
    return desk.post(reverse("admin:articles_importitem_draft", args=[item.pk]), sent, follow=True)


def test_the_text_can_be_edited_before_a_draft_is_made(desk, waiting):
    draft_of(desk, waiting, text="## At last\n\nThe bridge is open.")
    article = Article.objects.get()
    assert [(block["role"], block["text"]) for block in article.body] == [
        ("heading", "At last"),
        ("paragraph", "The bridge is open."),
    ]
    assert article.touched_fields == ["body"]
    assert article.versions.get().body[0]["text"].startswith("Engineers reopened")


def test_a_text_that_was_not_changed_stays_the_sources(desk, waiting):
    draft_of(desk, waiting)
    assert Article.objects.get().touched_fields == []


def test_an_emptied_text_is_refused_at_the_preview(desk, waiting):
    assert "This field is required" in draft_of(desk, waiting, text=" ").content.decode()
    assert not Article.objects.exists()


def test_what_is_typed_at_the_preview_of_a_new_version_is_the_editors(desk, waiting):
    draft_of(desk, waiting)
    draft_of(desk, file(a_page("Bridge is open", *NEW)), headline="Our headline")
    article = Article.objects.get()
    assert (article.headline, article.body[0]["text"]) == ("Our headline", NEW[0])
    assert "headline" in article.touched_fields


def test_what_is_typed_at_the_preview_of_a_new_version_of_a_public_story_is_not_lost(desk, waiting, editor):
    draft_of(desk, waiting)
    review.publish(Article.objects.get(), user=editor)
    page = draft_of(desk, file(a_page("Bridge is open", *NEW)), headline="Our headline").content.decode()
    assert "change the story on its own page" in page
    assert "Our headline</textarea>" in page
