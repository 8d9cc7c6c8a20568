"""Editors' decisions: only legal transitions, one record per name, every transition logged."""

from __future__ import annotations

import pytest

from articles.desk import review
from articles.desk.propose import propose
from articles.models import (
    Appearance,
    Article,
    Entity,
    LoggedAction,
    Mention,
    Organization,
    Person,
    Pledge,
    SearchOutbox,
)
from articles.vocabulary import ArticleStatus, EntityKind, FactStatus, Resolution
from tests import builders
from tests.desk.stories import BODY_1, PLEDGE, a_mention, all_found

pytestmark = pytest.mark.django_db
PERSON, PLACE = EntityKind.PERSON, EntityKind.PLACE


@pytest.fixture
def article():
    made = builders.an_article("Governor opens a bridge at Brenwick", BODY_1, PLEDGE, status="draft")
    propose(made, all_found())
    return made


def accept_orsey(article, editor, **how):
    return review.accept_name(article, PERSON, "Tal Orsey", user=editor, **how)


def test_accepting_an_unknown_name_makes_one_record_for_all_its_mentions(article, editor):
    assert accept_orsey(article, editor) == 2
    assert Person.objects.get().name == "Tal Orsey"
    assert {mention.entity_id for mention in article.mentions.accepted()} == {Person.objects.get().pk}


def test_accepting_two_mentions_one_by_one_makes_one_record(article, editor):
    for mention in article.mentions.filter(name="Tal Orsey"):
        review.accept(mention, user=editor)
    assert Person.objects.count() == 1


def test_another_name_stays_proposed(article, editor):
    accept_orsey(article, editor)
    assert [mention.name for mention in article.mentions.proposed()] == ["Brenwick"]


def test_known_namesakes_are_offered_and_not_merged(article, editor):
    namesakes = [builders.a_person("Tal Orsey").pk for _ in range(2)]
    mention = article.mentions.filter(name="Tal Orsey").first()
    with pytest.raises(review.NameTakenError, match="2 people have the name Tal Orsey"):
        review.accept(mention, user=editor)
    mention.refresh_from_db()
    assert (mention.status, mention.resolution) == (FactStatus.PROPOSED, Resolution.SEVERAL)
    assert [entity.pk for entity in mention.candidates.all()] == namesakes
    assert Person.objects.count() == 2


def test_a_namesake_of_another_kind_is_no_namesake(article, editor):
    builders.an_organization("Tal Orsey")
    accept_orsey(article, editor)
    assert Person.objects.count() == 1


def test_the_editor_says_which_of_the_namesakes_it_is(article, editor):
    namesake = builders.a_person("Tal Orsey")
    accept_orsey(article, editor, entity=Entity.objects.get(pk=namesake.pk))
    assert {mention.entity_id for mention in article.mentions.accepted()} == {namesake.pk}


def test_the_editor_says_that_it_is_another(article, editor):
    builders.a_person("Tal Orsey")
    accept_orsey(article, editor, is_new=True)
    assert Person.objects.filter(name="Tal Orsey").count() == 2
    assert len({mention.entity_id for mention in article.mentions.accepted()}) == 1


def test_one_of_several_needs_a_choice(editor):
    article = builders.an_article("Bridge", BODY_1, status="draft")
    refs = [f"entity:{builders.a_person('Tal Orsey').pk}" for _ in range(2)]
    propose(article, all_found(mentions=(a_mention("Tal Orsey", refs=refs),)))
    with pytest.raises(review.NameTakenError):
        accept_orsey(article, editor)


def test_a_name_gets_another_kind_and_spelling(article, editor):
    accept_orsey(article, editor, new_kind=EntityKind.ORGANIZATION, new_name="Orsey Trust")
    assert Organization.objects.get().name == "Orsey Trust"
    assert {mention.kind for mention in article.mentions.accepted()} == {EntityKind.ORGANIZATION}


def test_a_rejected_mention_stays_rejected_when_its_name_is_accepted(article, editor):
    review.reject(article.mentions.filter(text="Orsey").get(), user=editor)
    assert accept_orsey(article, editor) == 1
    assert article.mentions.get(text="Orsey").status == FactStatus.REJECTED


@pytest.mark.parametrize("model", ["mentions", "quotations", "pledges"])
@pytest.mark.parametrize(
    ("decisions", "is_legal"),
    [
        (["accept"], True),
        (["reject"], True),
        (["accept", "reject"], True),
        (["reject", "accept"], True),
        (["accept", "accept"], False),
        (["reject", "reject"], False),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else None,
)
def test_facts_change_status_only_by_legal_transitions(model, decisions, is_legal, article, editor):
    fact = getattr(article, model).first()
    *first, last = [getattr(review, name) for name in decisions]
    for move in first:
        move(fact, user=editor)
    if is_legal:
        last(fact, user=editor)
        assert fact.status == {"accept": "accepted", "reject": "rejected"}[decisions[-1]]
    else:
        with pytest.raises(review.IllegalTransitionError, match="This is already"):
            last(fact, user=editor)


def test_every_transition_is_logged_with_before_and_after(article, editor):
    review.accept(article.quotations.get(), user=editor, cue="told us")
    entry = LoggedAction.objects.get(action="fact.accept")
    assert (entry.by, entry.article) == (editor, article)
    assert (entry.before["cue"], entry.after["cue"]) == ("said", "told us")
    assert (entry.before["status"], entry.after["status"]) == (FactStatus.PROPOSED, FactStatus.ACCEPTED)


def test_a_refused_transition_changes_nothing(article, editor):
    with pytest.raises(review.IllegalTransitionError, match="cannot be changed: status"):
        review.accept(article.pledges.get(), user=editor, status="accepted")
    assert not LoggedAction.objects.filter(article=article).exists()
    assert article.pledges.get().status == FactStatus.PROPOSED


def test_a_quotation_gets_the_speaker_that_its_name_was_accepted_as(article, editor):
    accept_orsey(article, editor)
    quotation = review.accept(article.quotations.get(), user=editor)
    assert quotation.speaker_id == Person.objects.get().pk


def test_a_quotation_accepted_first_gets_its_speaker_with_the_name(article, editor):
    quotation = review.accept(article.quotations.get(), user=editor)
    assert quotation.speaker is None
    accept_orsey(article, editor)
    quotation.refresh_from_db()
    assert quotation.speaker_id == Person.objects.get().pk


def test_a_quotation_follows_when_its_name_turns_out_to_be_another(article, editor):
    accept_orsey(article, editor)
    review.accept(article.quotations.get(), user=editor)
    other = builders.a_person("Tal Orsey the Younger")
    accept_orsey(article, editor, entity=Entity.objects.get(pk=other.pk))
    assert article.quotations.get().speaker_id == other.pk


def test_a_rejected_name_is_removed_as_speaker(article, editor):
    accept_orsey(article, editor)
    review.accept(article.quotations.get(), user=editor)
    review.reject_name(article, PERSON, "Tal Orsey", user=editor)
    assert article.quotations.get().speaker is None


def test_an_editor_can_set_the_speaker_to_unknown(article, editor):
    accept_orsey(article, editor)
    quotation = review.accept(article.quotations.get(), user=editor, speaker=None)
    assert (quotation.speaker, quotation.speaker_name) == (None, "")


def test_a_pledge_links_the_records_of_its_names(article, editor):
    province = builders.an_organization("The Province")
    accept_orsey(article, editor)
    pledge = review.accept(article.pledges.get(), user=editor, item="engineers for the road")
    assert (pledge.pledged_by_id, pledge.announced_by_id) == (province.pk, Person.objects.get().pk)
    assert Pledge.objects.get().item == "engineers for the road"


def test_a_pledge_whose_party_gets_another_name_loses_the_link_to_the_former(article, editor):
    builders.an_organization("The Province")
    pledge = review.accept(article.pledges.get(), user=editor)
    assert pledge.pledged_by is not None
    pledge = review.change(pledge, user=editor, pledged_by_name="The Town of Aldersey")
    assert (pledge.pledged_by_name, pledge.pledged_by) == ("The Town of Aldersey", None)


def test_a_pledge_whose_party_keeps_its_name_keeps_its_link(article, editor):
    province = builders.an_organization("The Province")
    pledge = review.accept(article.pledges.get(), user=editor)
    pledge = review.change(pledge, user=editor, pledged_by_name=pledge.pledged_by_name, item="engineers")
    assert pledge.pledged_by_id == province.pk


def test_a_role_needs_an_accepted_person(article, editor):
    with pytest.raises(review.IllegalTransitionError, match="Accept Tal Orsey first"):
        review.accept(article.memberships.get(), user=editor)
    accept_orsey(article, editor)
    role = review.accept(article.memberships.get(), user=editor)
    assert (role.person_id, role.status) == (Person.objects.get().pk, FactStatus.ACCEPTED)


def test_confident_findings_are_accepted_and_the_rest_stays_proposed(editor):
    article = builders.an_article("Bridge", BODY_1, PLEDGE, status="draft")
    unsure = a_mention("Brenwick", kind=PLACE, confidence=0.4)
    propose(
        article,
        all_found(mentions=(a_mention("Tal Orsey"), a_mention("Orsey", "Tal Orsey", nth=1, confidence=0.5), unsure)),
    )
    counts = review.accept_all(article, user=editor, minimum_confidence=0.7)
    assert counts == {"mention": 2, "quotation": 1, "pledge": 1, "membership": 1, "figure": 0}
    assert [mention.text for mention in article.mentions.proposed()] == ["Brenwick"]


def test_an_ambiguous_name_is_never_accepted_automatically(article, editor):
    builders.a_person("Tal Orsey")
    builders.a_person("Tal Orsey")
    review.accept_all(article, user=editor, minimum_confidence=0)
    assert {mention.status for mention in article.mentions.filter(name="Tal Orsey")} == {FactStatus.PROPOSED}


def test_a_fact_that_was_missed_can_be_added(article, editor):
    review.add(article, Mention, user=editor, block=1, start=4, end=12, kind=EntityKind.ORGANIZATION, name="Province")
    mention = article.mentions.get(text="province")
    assert (mention.status, mention.entity.name, mention.method) == (FactStatus.ACCEPTED, "Province", "editor")


def test_a_country_appears_where_a_place_in_it_is_named(article, editor):
    mosul = builders.a_place("Mosul")
    review.accept_name(article, PLACE, "Brenwick", user=editor, entity=Entity.objects.get(pk=mosul.pk))
    rows = {row.entity.name: (row.mentions, row.via_id) for row in Appearance.objects.filter(article=article)}
    assert rows == {"Mosul": (1, mosul.pk and None), "Iraq": (0, mosul.pk)}


def test_counts_follow_what_is_accepted(article, editor):
    review.accept(article.quotations.get(), user=editor)
    article.refresh_from_db()
    assert (article.quotation_count, article.pledge_count) == (1, 0)
    review.reject(article.quotations.get(), user=editor)
    article.refresh_from_db()
    assert article.quotation_count == 0


def test_a_draft_enqueues_no_reindex(article, editor):
    accept_orsey(article, editor)
    assert SearchOutbox.objects.count() == 0


@pytest.mark.parametrize("move", ["publish", "withdraw"])
def test_every_public_transition_enqueues_a_reindex_in_its_transaction(move, article, editor):
    accept_orsey(article, editor)
    review.publish(article, user=editor)
    if move == "withdraw":
        SearchOutbox.objects.all().delete()
        review.withdraw(article, user=editor, reason="Wrong bridge")
    assert set(SearchOutbox.objects.values_list("article_id", "entity_id")) == {
        (article.pk, None), (None, Person.objects.get().pk),
    }  # fmt: skip


def test_a_failure_after_a_transition_rolls_it_back(article, editor, monkeypatch):
    monkeypatch.setattr("articles.desk.statuses.log", lambda *_args, **_how: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        review.publish(article, user=editor)
    article.refresh_from_db()
    assert article.review_status == ArticleStatus.DRAFT
    assert SearchOutbox.objects.count() == 0


def test_a_published_story_shows_no_proposal(article, editor):
    accept_orsey(article, editor)
    review.publish(article, user=editor)
    assert {mention.text for mention in Mention.objects.public()} == {"Tal Orsey", "Orsey"}
    assert not Pledge.objects.public().exists()


TRANSITIONS = {
    "publish": review.publish,
    "withdraw": lambda article, user: review.withdraw(article, user=user, reason="Because"),
    "return_to_draft": review.return_to_draft,
}


@pytest.mark.parametrize(
    ("status", "move", "is_legal"),
    [
        ("draft", "publish", True), ("draft", "withdraw", False), ("draft", "return_to_draft", False),
        ("published", "publish", False), ("published", "withdraw", True), ("published", "return_to_draft", False),
        ("withdrawn", "publish", True), ("withdrawn", "withdraw", False), ("withdrawn", "return_to_draft", True),
    ],
)  # fmt: skip
def test_stories_change_status_only_by_legal_transitions(status, move, is_legal, editor):
    article = builders.an_article(status=status)
    if is_legal:
        assert TRANSITIONS[move](article, user=editor).review_status != status
    else:
        with pytest.raises(review.IllegalTransitionError, match="A story that is"):
            TRANSITIONS[move](article, user=editor)
        assert Article.objects.get(pk=article.pk).review_status == status


@pytest.mark.parametrize(
    ("field", "value", "sentence"), [("headline", "", "needs a headline"), ("body", [], "needs a text")]
)
def test_a_story_without_headline_or_text_is_not_published(field, value, sentence, editor):
    article = builders.an_article(status="draft")
    Article.objects.filter(pk=article.pk).update(**{field: value})
    with pytest.raises(review.IllegalTransitionError, match=sentence):
        review.publish(article, user=editor)


def test_a_withdrawal_needs_a_reason(editor):
    with pytest.raises(review.IllegalTransitionError, match="Give a reason"):
        review.withdraw(builders.an_article(), user=editor, reason=" ")


def test_the_day_of_first_publication_stays(editor):
    article = review.publish(builders.an_article(status="draft"), user=editor)
    review.withdraw(article, user=editor, reason="Checking")
    assert review.publish(article, user=editor).first_published_here == article.first_published_here


def test_a_person_of_the_reference_data_keeps_a_role_without_a_story(editor):
    role = builders.a_role(builders.a_person(), "Secretary of Defense")
    with pytest.raises(review.IllegalTransitionError, match="is reference data"):
        review.reject(role, user=editor)


def test_a_role_says_who_decided_on_it_and_when(article, editor):
    accept_orsey(article, editor)
    role = review.accept(article.memberships.get(), user=editor)
    role.refresh_from_db()
    assert role.decided_by == editor
    assert role.decided_at is not None
