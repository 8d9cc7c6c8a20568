"""Accepting a name uses the current records, including those added, renamed or duplicated since extraction."""

from __future__ import annotations

import pytest

from articles.desk import review
from articles.desk.open_names import meaning_of
from articles.desk.propose import propose
from articles.models import Entity, Organization, OtherName, Person, Place
from articles.vocabulary import EntityKind
from tests import builders
from tests.desk.stories import BODY_1, a_mention, all_found

pytestmark = pytest.mark.django_db
KINDS = {EntityKind.PERSON: Person, EntityKind.ORGANIZATION: Organization, EntityKind.PLACE: Place}


def a_draft(kind=EntityKind.PERSON, refs=(), rule="model; unknown"):
    article = builders.an_article("Bridge", BODY_1, status="draft")
    propose(article, all_found(mentions=(a_mention("Tal Orsey", kind=kind, refs=refs, rule=rule),)))
    return article, article.mentions.get(text="Tal Orsey")


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_accepted_in_one_draft_is_known_in_the_next(kind, editor):
    first, second = a_draft(kind), a_draft(kind)
    accepted = review.accept(first[1], user=editor)
    assert meaning_of(second[1]).record == accepted.entity
    review.accept_name(second[0], kind, "Tal Orsey", user=editor)
    assert KINDS[kind].objects.filter(name="Tal Orsey").count() == 1
    assert second[0].mentions.get(text="Tal Orsey").entity_id == accepted.entity_id


def test_of_two_records_that_appeared_the_editor_chooses(editor):
    people = [builders.a_person("Tal Orsey").pk for _ in range(2)]
    article, mention = a_draft()
    assert [one.pk for one in meaning_of(mention).choice] == people
    with pytest.raises(review.NameTakenError):
        review.accept_name(article, EntityKind.PERSON, "Tal Orsey", user=editor)


def test_a_record_of_another_kind_is_not_meant():
    _, mention = a_draft()
    builders.an_organization("Tal Orsey")
    assert meaning_of(mention) == type(meaning_of(mention))()


def test_another_name_that_a_record_got_is_known():
    _, mention = a_draft()
    person = builders.a_person("Talbot Orsey")
    builders.other_name(person, "Tal Orsey")
    assert meaning_of(mention).record.pk == person.pk


@pytest.mark.parametrize("how", [{"is_weak": True}, {"kind": "demonym"}, {"name": "TAL ORSEY", "case_sensitive": True}])
def test_a_name_that_needs_context_is_not_linked_automatically(how):
    _, mention = a_draft()
    OtherName.objects.create(entity=builders.a_person("Talbot Orsey"), **{"name": "Tal Orsey", **how})
    assert meaning_of(mention).record is None


@pytest.mark.parametrize("rule", ["model; may be another country's", "model; a namesake in another region"])
def test_a_record_that_extraction_ruled_out_is_offered_but_not_linked(rule):
    person = builders.a_person("Tal Orsey")
    _, mention = a_draft(rule=rule)
    assert [one.pk for one in meaning_of(mention).choice] == [person.pk]


@pytest.mark.parametrize(
    ("rule", "is_open"),
    [("model; only one known", True), ("byline", True), ("model; named in full in the story", False)],
)
def test_a_namesake_that_appears_makes_the_editor_choose_unless_the_context_chose(rule, is_open):
    known = builders.a_person("Tal Orsey")
    _, mention = a_draft(refs=[f"entity:{known.pk}"], rule=rule)
    assert meaning_of(mention).record.pk == known.pk
    builders.a_person("Tal Orsey")
    assert bool(meaning_of(mention).choice) is is_open


def test_the_only_remaining_candidate_is_linked():
    people = [builders.a_person("Tal Orsey") for _ in range(2)]
    _, mention = a_draft(refs=[f"entity:{person.pk}" for person in people])
    assert len(meaning_of(mention).choice) == 2
    people[1].delete()
    assert meaning_of(mention).record == Entity.objects.get(pk=people[0].pk)


def test_a_new_namesake_is_created_if_the_editor_chooses_so(editor):
    builders.a_person("Tal Orsey")
    article, _ = a_draft()
    review.accept_name(article, EntityKind.PERSON, "Tal Orsey", user=editor, is_new=True)
    assert Person.objects.filter(name="Tal Orsey").count() == 2


def test_the_confident_findings_include_a_name_that_became_known(editor):
    article, _ = a_draft()
    builders.a_person("Tal Orsey")
    review.accept_all(article, user=editor, minimum_confidence=0.7)
    assert Person.objects.count() == 1
    assert article.mentions.accepted().filter(name="Tal Orsey").exists()
