"""Mentions of one name that mean different records: decided one by one, with the facts that follow them, and undone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import entity_resolution, review, undoing
from articles.desk.linking import mention_for
from articles.desk.transitions import IllegalTransitionError, NameTakenError
from articles.models import Appearance, Entity, LoggedAction, Mention, Organization, Pledge, Quotation
from articles.vocabulary import EntityKind, FactStatus, Resolution
from tests import builders
from tests.desk import reverting
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db
NAME, KIND = "Defense Ministry", EntityKind.ORGANIZATION
FIRST = 'The Defense Ministry in Aldersey said "the road is closed". It gave no reason.'
SECOND = 'Brenwick disagreed. "The road is open," its Defense Ministry said. It will send 12 buses, it said.'
THIRD = "The Defense Ministry in Aldersey will send 30 tents."


def a_fact(model, article, block, words, **values):
    start = article.text_of(block).index(words)
    values = {"method": "test", "confidence": 0.9, **values}
    return model.objects.create(article=article, block=block, start=start, end=start + len(words), text=words, **values)


@pytest.fixture
def article():
    made = builders.an_article("Road is closed", FIRST, SECOND, THIRD, status="draft")
    for block in range(3):
        a_fact(Mention, made, block, NAME, name=NAME, kind=KIND, resolution=Resolution.NONE)
    a_fact(Quotation, made, 0, "the road is closed", speaker_name=NAME)
    a_fact(Quotation, made, 1, "The road is open,", speaker_name=NAME)
    a_fact(Pledge, made, 1, "It will send 12 buses, it said.", pledged_by_name=NAME, item="buses")
    a_fact(Pledge, made, 2, "The Defense Ministry in Aldersey will send 30 tents.", pledged_by_name=NAME, item="tents")
    return made


@pytest.fixture
def ministries():
    return [
        Entity.objects.get(pk=builders.an_organization(f"Ministry of {town}").pk) for town in ("Aldersey", "Brenwick")
    ]


def ids(article, *blocks):
    return {mention.pk for mention in article.mentions.all() if mention.block in blocks}


def accept(article, editor, blocks, **how):
    return review.accept_name(article, KIND, NAME, user=editor, only=ids(article, *blocks), **how)


def links(article):
    """The names of the records of quotations and pledges, in text order."""
    said = [fact.speaker and fact.speaker.name for fact in article.quotations.order_by("block", "start")]
    given_by = [fact.pledged_by and fact.pledged_by.name for fact in article.pledges.order_by("block", "start")]
    return said, given_by


def test_mentions_of_one_name_get_different_records_and_facts_follow_their_mention(article, editor, ministries):
    aldersey, brenwick = ministries
    assert accept(article, editor, [1], entity=brenwick) == 1
    assert links(article) == ([None, "Ministry of Brenwick"], ["Ministry of Brenwick", None])
    assert accept(article, editor, [0, 2], entity=aldersey) == 2
    assert links(article) == (
        ["Ministry of Aldersey", "Ministry of Brenwick"], ["Ministry of Brenwick", "Ministry of Aldersey"],
    )  # fmt: skip
    assert {row.entity_id for row in Appearance.objects.filter(article=article)} == {aldersey.pk, brenwick.pk}


def test_a_fact_accepted_later_follows_its_mention_too(article, editor, ministries):
    aldersey, brenwick = ministries
    accept(article, editor, [0, 2], entity=aldersey)
    accept(article, editor, [1], entity=brenwick)
    article.quotations.update(speaker=None)
    for quotation in article.quotations.all():
        review.accept(quotation, user=editor)
    assert links(article)[0] == ["Ministry of Aldersey", "Ministry of Brenwick"]


def test_a_mention_is_moved_to_another_record_with_its_facts_only(article, editor, ministries):
    aldersey, brenwick = ministries
    review.accept_name(article, KIND, NAME, user=editor, entity=aldersey)
    assert set(links(article)[0]) == {"Ministry of Aldersey"}
    accept(article, editor, [1], entity=brenwick)
    assert links(article) == (
        ["Ministry of Aldersey", "Ministry of Brenwick"], ["Ministry of Brenwick", "Ministry of Aldersey"],
    )  # fmt: skip


def test_facts_of_a_rejected_mention_follow_the_next_that_is_left(article, editor, ministries):
    aldersey, _ = ministries
    review.accept_name(article, KIND, NAME, user=editor, entity=aldersey)
    assert review.reject_name(article, KIND, NAME, user=editor, only=ids(article, 1)) == 1
    assert set(links(article)[0]) == {"Ministry of Aldersey"}
    review.reject_name(article, KIND, NAME, user=editor)
    assert links(article) == ([None, None], [None, None])


def test_a_link_that_an_editor_chose_otherwise_stays(article, editor, ministries):
    brenwick = ministries[1]
    other = builders.an_organization("Harbour Board")
    article.quotations.filter(block=1).update(speaker=other)
    accept(article, editor, [1], entity=brenwick)
    assert links(article)[0] == [None, "Harbour Board"]


def test_a_new_record_for_one_mention_is_no_record_of_the_others(article, editor):
    accept(article, editor, [1], new_name="Defense Ministry of Brenwick")
    assert Organization.objects.get().name == "Defense Ministry of Brenwick"
    assert article.mentions.filter(status=FactStatus.PROPOSED, name=NAME).count() == 2
    assert links(article)[0] == [None, "Defense Ministry of Brenwick"]


def test_a_decision_on_one_mention_leaves_rejected_and_accepted_ones(article, editor, ministries):
    accept(article, editor, [0], entity=ministries[0])
    review.reject_name(article, KIND, NAME, user=editor, only=ids(article, 1))
    accept(article, editor, [2], entity=ministries[1])
    assert [one.status for one in article.mentions.in_text_order()] == ["accepted", "rejected", "accepted"]


def test_accepting_the_rest_asks_if_the_name_has_two_records_by_now(article, editor, ministries):
    accept(article, editor, [0], entity=ministries[0])
    accept(article, editor, [1], entity=ministries[1])
    with pytest.raises(NameTakenError):
        accept(article, editor, [2])


def test_nothing_is_accepted_without_a_mention(article, editor):
    with pytest.raises(IllegalTransitionError, match="no mention"):
        review.accept_name(article, KIND, NAME, user=editor, only=set())


def test_the_log_says_how_many_mentions_and_undo_restores_them_with_their_facts(article, editor, ministries):
    before = reverting.state()
    accept(article, editor, [1], entity=ministries[1])
    entry = LoggedAction.objects.latest("pk")
    assert (entry.details["mentions"], entry.details["of"]) == (1, 3)
    undone = undoing.undo(article, entry.pk, user=editor)
    assert undone.sentence == "accepted 1 of 3 mentions of the name “Defense Ministry”"
    assert reverting.differences(before, reverting.state()) == {}


@pytest.mark.parametrize(
    ("block", "words", "expected"),
    [
        (0, "the road is closed", 0),  # in its sentence
        (0, "It gave no reason.", 0),  # before it
        (1, "The road is open,", 1),  # after it, in its sentence
        (1, "Brenwick disagreed.", 0),  # not in its sentence: the last before it
        (1, "It will send 12 buses", 1),
        (2, "30 tents", 2),
    ],
)
def test_a_fact_follows_the_mention_in_its_sentence_or_the_last_before_it(article, block, words, expected):
    start = article.text_of(block).index(words)
    fact = Quotation(block=block, start=start, end=start + len(words))
    assert mention_for(article, fact, article.mentions.all()).block == expected


def test_a_fact_before_every_mention_follows_the_first(article):
    fact = Quotation(block=-1, start=0, end=4)
    assert mention_for(article, fact, article.mentions.all()).block == 0
    assert mention_for(article, fact, []) is None


@given(steps=st.lists(st.tuples(st.sampled_from([0, 1, 2]), st.sampled_from(["A", "B", "reject"])), max_size=8))
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_facts_always_have_the_record_of_the_mention_that_they_follow(article, editor, ministries, steps):
    article.mentions.update(status="proposed", entity=None, resolution="none")
    article.quotations.update(speaker=None)
    article.pledges.update(pledged_by=None)
    for block, step in steps:
        try:
            if step == "reject":
                entity_resolution.reject_name(article, KIND, NAME, user=editor, only=ids(article, block))
            else:
                accept(article, editor, [block], entity=ministries["AB".index(step)])
        except IllegalTransitionError:
            continue
    mentions = list(article.mentions.all())
    for fact, linked in [
        *((one, one.speaker_id) for one in article.quotations.all()),
        *((one, one.pledged_by_id) for one in article.pledges.all()),
    ]:
        followed = mention_for(article, fact, mentions)
        if followed is None or followed.status == FactStatus.ACCEPTED:
            assert linked == (followed.entity_id if followed else None)
        else:
            assert linked is None
