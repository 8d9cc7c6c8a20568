"""What a publication costs the projector does not depend on the number of stories."""

from __future__ import annotations

import pytest
from django.db import connection

from articles.desk import records, statuses
from articles.record import projector
from articles.search.indexer import Indexer
from benchmarks import steps
from tests.builders import a_country, a_person, a_place, a_role, an_article, an_organization, mention
from tests.record.editor import a_draft

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="Steps are exact on SQLite alone"),
]


def publish_three(number: int) -> None:
    iraq = a_country(f"Country {number}")
    entities = [
        a_place(f"Town {number}", country=iraq),
        a_person(f"Person {number}"),
        an_organization(f"Body {number}"),
    ]
    for headline in ("First", "Second", "Third"):
        names = ", ".join(entity.name for entity in entities)
        story = a_draft(headline, f"{names} were named.", date="2020-05-01")
        for entity in entities:
            mention(story, entity)
        a_role(entities[1], "envoy", entities[2], article=story, block=0, start=0, end=4, text="Town")
        statuses.publish(story, user=None)
    records.save_entity(entities[2], user=None, changed=["name"])


def steps_of_drain(number: int) -> int:
    publish_three(number)
    with steps.counted() as work:
        projector.drain()
    return work.steps


def test_a_publication_takes_as_many_steps_among_five_hundred_stories_as_among_none(keep_up):
    steps_of_drain(0)  # fills caches
    before = steps_of_drain(1)
    for number in range(500):
        an_article(f"Report {number}")
    assert steps_of_drain(2) < before * 1.05


def steps_of_indexer(person, body) -> int:
    """What the index needs to follow the publication of one more story that names a person with a role."""
    indexer = Indexer()
    indexer.drain()
    story = a_draft("One more", f"{person.name} spoke.", date="2021-01-01")
    mention(story, person)
    a_role(person, "envoy", body, article=story, block=0, start=0, end=4, text="Pers")
    statuses.publish(story, user=None)
    with steps.counted() as work:
        indexer.drain()
        indexer.follow_record()
    indexer.close()
    return work.steps


def test_a_story_of_a_person_in_a_hundred_stories_takes_the_index_as_many_steps_as_of_one_in_three(index):
    body, person = an_organization("United Nations"), a_person("Person")
    found = []
    for number in (3, 97):
        for one in range(number):
            story = an_article(f"Report {one}", "Person spoke.", date=f"20{10 + one % 10}-05-01")
            mention(story, person)
            a_role(person, "envoy", body, article=story, block=0, start=0, end=4, text="Pers")
        index()
        steps_of_indexer(person, body)  # fills caches
        found.append(steps_of_indexer(person, body))
    assert found[1] < found[0] * 1.2
