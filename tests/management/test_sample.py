"""The sample coverage is imported through the real pipeline; the decisions next to a story must all match."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from articles.desk.propose import propose
from articles.extraction.findings import Findings
from articles.imports import extract
from articles.management import sample_decisions
from articles.management.commands import load_sample
from articles.models import Article, ImportItem, LoggedAction, Organization, Person
from articles.vocabulary import ArticleStatus, FactStatus
from tests import builders
from tests.desk.stories import BODY_1, OTHER_TEXT, PLEDGE, TEXT, a_pledge, all_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    made = builders.an_article("Governor opens a bridge at Brenwick", BODY_1, PLEDGE, status="draft")
    propose(made, all_found(pledges=(a_pledge("engineers"), a_pledge("paint"))))
    return made


def settle(article, editor, **what):
    sample_decisions.apply_decisions(article, what, user=editor, minimum_confidence=0.7)
    article.refresh_from_db()


def names(article):
    return {mention.text: mention.entity.name for mention in article.mentions.accepted()}


def test_without_decisions_confident_findings_are_accepted(article, editor):
    settle(article, editor)
    assert names(article) == {"Tal Orsey": "Tal Orsey", "Orsey": "Tal Orsey", "Brenwick": "Brenwick"}


def test_a_name_is_rejected(article, editor):
    settle(article, editor, mentions=[{"name": "Brenwick", "reject": True}])
    assert article.mentions.get(text="Brenwick").status == FactStatus.REJECTED
    assert "Tal Orsey" in names(article)


def test_a_name_is_given_its_record(article, editor):
    person = builders.a_person("Talwin Orsey")
    settle(article, editor, mentions=[{"name": "Tal Orsey", "kind": "person", "entity": "Talwin Orsey"}])
    assert set(article.mentions.filter(name="Tal Orsey").values_list("entity_id", flat=True)) == {person.pk}


def test_a_name_is_given_a_new_record_of_another_kind(article, editor):
    settle(article, editor, mentions=[{"name": "Brenwick", "set_kind": "organization", "entity": "Brenwick Mill"}])
    assert Organization.objects.get().name == names(article)["Brenwick"] == "Brenwick Mill"


@pytest.mark.parametrize(("speaker", "name"), [("Tal Orsey", "Tal Orsey"), (None, None)], ids=["named", "unknown"])
def test_a_quotation_is_given_its_speaker(speaker, name, article, editor):
    settle(article, editor, quotations=[{"text": "The road is open", "speaker": speaker}])
    found = article.quotations.get()
    assert (found.status, found.speaker.name if found.speaker else None) == (FactStatus.ACCEPTED, name)


def test_a_quotation_is_rejected(article, editor):
    settle(article, editor, quotations=[{"text": "The road is open", "reject": True}])
    assert article.quotations.get().status == FactStatus.REJECTED


def test_pledges_are_rejected_corrected_and_added(article, editor):
    begins = "The province will give"
    settle(article, editor, pledges=[
        {"sentence": begins, "item_contains": "paint", "reject": True},
        {"sentence": begins, "item_contains": "engineers", "set": {"quantity_low": 40, "recipient_name": "Brenwick"}},
        {"add": {"sentence": "Governor Tal", "item": "a bridge", "announced_by_name": "Tal Orsey"}},
    ])  # fmt: skip
    found = {pledge.item: pledge for pledge in article.pledges.accepted()}
    assert set(found) == {"engineers", "a bridge"}
    assert (found["engineers"].quantity_low, found["engineers"].recipient.name) == (40, "Brenwick")
    assert (found["a bridge"].announced_by.name, found["a bridge"].method) == ("Tal Orsey", "editor")


def test_pledges_of_one_sentence_are_distinguished_by_amount(article, editor):
    article.pledges.update(item="money", amount_low=500, amount_high=500, currency="EUR")
    article.pledges.filter(pk=article.pledges.first().pk).update(amount_low=90, amount_high=90)
    settle(article, editor, pledges=[{"sentence": "The province will give", "amount": 90, "reject": True}])
    assert {pledge.amount_low for pledge in article.pledges.accepted()} == {500}


def test_fields_are_set(article, editor):
    settle(article, editor, fields={"dateline": "Brenwick"})
    assert (article.dateline, article.touched_fields) == ("Brenwick", ["dateline"])


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"mentions": [{"name": "Nobody", "reject": True}]}, "No mention of 'Nobody'"),
        ({"quotations": [{"text": "Never said", "reject": True}]}, "no matches for the quotation"),
        ({"pledges": [{"sentence": "The province", "reject": True}]}, "2 matches for the pledge"),
        ({"pledges": [{"add": {"sentence": "Not there", "item": "x"}}]}, "no matches for the sentence"),
        ({"mentions": [{"name": "Brenwick", "rejected": True}]}, "Unknown keys in a decision: rejected"),
        ({"mention": []}, "Unknown keys in a decision: mention"),
    ],
    ids=["name", "quotation", "two pledges", "sentence", "key of a decision", "group"],
)
def test_a_decision_without_a_match_is_an_error_and_changes_nothing(what, sentence, article, editor):
    with pytest.raises(sample_decisions.DecisionError, match=sentence):
        settle(article, editor, **what)
    assert not article.mentions.accepted().exists()
    assert not LoggedAction.objects.exclude(action="account.add").exists()


@pytest.fixture
def sample(tmp_path, settings, monkeypatch):
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "sample" / "valley"
    folder.mkdir(parents=True)
    (folder / "01-bridge.txt").write_text(TEXT)
    (folder / "02-harvest.txt").write_text(OTHER_TEXT)
    (tmp_path / "sample" / "README.md").write_text("Not a story.")
    monkeypatch.setattr(
        extract.pipeline, "find", lambda document, _: all_found() if "bridge" in document.headline else Findings()
    )
    return folder


def test_every_story_is_published_by_the_editor(sample):
    call_command("load_sample", strict=True)
    assert set(Article.objects.published().values_list("headline", flat=True)) == {
        "Governor opens a bridge at Brenwick", "Harvest is late in the northern valley",
    }  # fmt: skip
    assert set(LoggedAction.objects.filter(action="article.publish").values_list("by__username", flat=True)) == {
        "editor"
    }
    assert set(ImportItem.objects.values_list("name", flat=True)) == {"valley/01-bridge.txt", "valley/02-harvest.txt"}


def test_loading_the_sample_again_changes_nothing(sample):
    call_command("load_sample")
    before = (Article.objects.count(), ImportItem.objects.count(), LoggedAction.objects.count(), Person.objects.count())
    call_command("load_sample")
    after = (Article.objects.count(), ImportItem.objects.count(), LoggedAction.objects.count(), Person.objects.count())
    assert after == before


def test_a_new_story_is_loaded_in_addition_to_existing_ones(sample):
    call_command("load_sample")
    (sample / "03-mill.txt").write_text(OTHER_TEXT.replace("Harvest", "Milling").replace("three weeks", "four months"))
    call_command("load_sample")
    assert Article.objects.published().count() == 3


def test_a_story_with_unmatched_decisions_is_reported_and_not_published(sample, capsys):
    (sample / "01-bridge.decisions.json").write_text(json.dumps({"mentions": [{"name": "Nobody", "reject": True}]}))
    with pytest.raises(CommandError, match="1 of 2 stories"):
        call_command("load_sample", strict=True)
    assert "valley/01-bridge.txt: No mention of 'Nobody' was found." in capsys.readouterr().err
    assert Article.objects.get().headline == "Harvest is late in the northern valley"


def test_loading_resumes_after_an_interruption(sample, monkeypatch):
    class Killed(BaseException):
        pass

    def die(*_args, **_how):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(load_sample.review, "publish", die)
        with pytest.raises(Killed):
            call_command("load_sample")
    call_command("load_sample", strict=True)
    assert Article.objects.published().count() == 2
    assert ImportItem.objects.count() == 2


def test_what_an_editor_withdrew_stays_withdrawn(sample, editor):
    call_command("load_sample")
    article = Article.objects.first()
    load_sample.review.withdraw(article, user=editor, reason="Not wanted")
    call_command("load_sample")
    article.refresh_from_db()
    assert article.review_status == ArticleStatus.WITHDRAWN
