"""The role that lists show with a person: read from the record, and again when the record changes."""

from __future__ import annotations

import pytest

from articles.desk import records, review, statuses
from articles.models import RecordChange, RecordState
from articles.record import projector
from articles.search.indexer import Indexer, rebuild
from articles.search.names import labels
from articles.search.open_index import generation
from articles.search.person_descriptions import descriptions
from articles.vocabulary import FactStatus
from tests.builders import a_person, a_role, an_article, an_organization, mention
from tests.record.editor import a_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def carter():
    return a_person("Ash Carter")


@pytest.fixture
def body():
    return an_organization("United Nations")


@pytest.fixture
def keep_up(index):
    """Bring the index and the record up to date, as the indexer does in each turn."""
    index()
    indexer = Indexer()

    def turn() -> None:
        indexer.drain()
        projector.drain()
        indexer.follow_record()

    yield turn
    indexer.close()


def described(person) -> str:
    return labels([person.pk])[person.pk].description


def a_story_with_a_role(person, role, body, date, **fields):
    story = a_draft(f"{role} in {date}", f"{person.name} spoke for {body.name}.", date=date)
    mention(story, person)
    a_role(person, role, body, article=story, block=0, start=0, end=3, text=person.name[:3], **fields)
    return statuses.publish(story, user=None)


def index_once() -> None:
    """An indexer that starts, brings the index up to date, and ends."""
    indexer = Indexer()
    indexer.drain()
    indexer.close()


def test_the_latest_role_that_a_story_states_describes_a_person(keep_up, carter, body):
    a_story_with_a_role(carter, "envoy", body, "2016-07-01")
    keep_up()
    assert described(carter) == "Envoy, United Nations (July 2016)"
    a_story_with_a_role(carter, "chair", body, "2018-02-01")
    a_story_with_a_role(carter, "intern", body, "2011-02-01")
    keep_up()
    assert described(carter) == "Chair, United Nations (February 2018)"


def test_when_the_story_of_a_role_is_withdrawn_the_role_before_it_describes_the_person(keep_up, carter, body):
    a_story_with_a_role(carter, "envoy", body, "2016-07-01")
    newer = a_story_with_a_role(carter, "chair", body, "2018-02-01")
    keep_up()
    statuses.withdraw(newer, user=None, reason="It was retracted")
    keep_up()
    assert described(carter) == "Envoy, United Nations (July 2016)"


def test_a_rejected_role_does_not_describe_a_person(keep_up, carter, body):
    story = a_story_with_a_role(carter, "envoy", body, "2016-07-01")
    keep_up()
    review.reject(story.memberships.get(), user=None)
    keep_up()
    assert described(carter) == ""


def test_a_proposed_role_does_not_describe_a_person(keep_up, carter, body):
    a_story_with_a_role(carter, "envoy", body, "2016-07-01", status=FactStatus.PROPOSED)
    keep_up()
    assert described(carter) == ""


def test_a_person_is_described_with_the_new_name_of_an_organization(keep_up, carter, body):
    a_story_with_a_role(carter, "envoy", body, "2016-07-01")
    keep_up()
    body.name = "League of Nations"
    records.save_entity(body, user=None, changed=["name"])
    keep_up()
    assert described(carter) == "Envoy, League of Nations (July 2016)"


def test_of_the_reference_data_the_role_held_in_the_month_of_a_story_describes_a_person(index, carter, body):
    a_role(carter, "Secretary", body, start_date="2010", end_date="2012")
    a_role(carter, "Chair", body, start_date="2013", end_date="2020")
    mention(an_article("H", "Ash Carter spoke.", date="2011-03-04"), carter)
    index()
    rebuild()
    assert described(carter) == "Secretary, United Nations (2010 to 2012)"


def test_a_person_without_a_role_has_no_description(index, carter):
    mention(an_article("H", "Ash Carter spoke."), carter)
    index()
    assert (described(carter), descriptions([carter.pk])) == ("", {})


def test_the_descriptions_of_many_people_take_four_queries(index, body, django_assert_num_queries):
    people = [a_person(f"Person {number}") for number in range(30)]
    for person in people:
        story = an_article("H", f"{person.name} spoke.", date="2016-07-01")
        mention(story, person)
        a_role(person, "envoy", body, article=story, start=0, end=3)
        a_role(person, "Chair", body, start_date="2013", end_date="2020")
    index()
    with django_assert_num_queries(4):
        assert len(descriptions([person.pk for person in people])) == 30


def test_a_change_of_the_record_that_describes_nobody_otherwise_leaves_the_index_as_it_is(keep_up, carter, body):
    a_story_with_a_role(carter, "envoy", body, "2016-07-01")
    keep_up()
    before = generation()
    RecordState.objects.update(version=RecordState.objects.get().version + 1)
    RecordChange.objects.create(version=RecordState.objects.get().version, key=f"entity:{carter.pk}")
    keep_up()
    assert generation() == before


def test_an_indexer_that_ended_before_the_record_changed_describes_people_when_it_starts_again(index, carter, body):
    index()
    a_story_with_a_role(carter, "envoy", body, "2016-07-01")
    index_once()
    projector.drain()
    assert described(carter) == ""
    index_once()
    assert described(carter) == "Envoy, United Nations (July 2016)"


def test_an_indexer_that_missed_changes_of_the_record_describes_all_people_again(index, carter, body):
    index()
    a_story_with_a_role(carter, "envoy", body, "2016-07-01")
    index_once()
    projector.drain()
    RecordChange.objects.all().delete()
    index_once()
    assert described(carter) == "Envoy, United Nations (July 2016)"
