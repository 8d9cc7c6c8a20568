"""Which records are suggested as duplicates, and near misses that are not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import jobs
from articles.desk import duplicate_search, merging
from articles.desk.audit import log
from articles.desk.distinct_records import mark_distinct, unmark_distinct
from articles.desk.duplicate_candidates import CandidateSearch
from articles.desk.duplicate_search import queue_due, search_duplicates
from articles.desk.name_matching import likeness, matched_name
from articles.models import DuplicateSearch, Entity, Identifier, PossibleDuplicate
from tests import builders
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db


def found(kind="person"):
    search_duplicates(kind)
    return [(row.first.name, row.second.name) for row in PossibleDuplicate.objects.filter(kind=kind)]


def reasons(kind="person"):
    search_duplicates(kind)
    return PossibleDuplicate.objects.get(kind=kind).reasons


def in_country(name, country, **fields):
    return builders.an_organization(name, country=country, **fields)


def held(name, role, organization, **dates):
    person = builders.a_person(name)
    builders.a_role(person, role, organization, **dates)
    return person


def test_the_same_folded_name_is_suggested():
    builders.a_person("Jane Doe")
    builders.a_person("JANE  Doé")
    builders.a_person("Jane Roe")
    assert found() == [("Jane Doe", "JANE  Doé")]
    assert reasons() == ["Same name."]


def test_only_records_of_one_kind_are_a_pair():
    builders.a_person("Harbour")
    builders.an_organization("Harbour")
    assert found() == found("organization") == []


def test_a_shared_alias_and_an_alias_that_is_the_name_of_the_other_are_suggested():
    builders.an_organization("Northern Front", "Daesh")
    builders.an_organization("Coast Front", "Daesh")
    assert reasons("organization") == ["“Daesh” is another name of both."]
    Entity.objects.all().delete()
    builders.an_organization("Northern Front", "Coast Front")
    builders.an_organization("Coast Front")
    assert reasons("organization") == ["“Coast Front” is another name of Northern Front."]


@pytest.mark.parametrize("fields", [{"is_weak": True}, {"kind": "demonym"}], ids=["weak", "demonym"])
def test_an_alias_that_needs_context_is_no_reason(fields):
    for name in ("Tal Orsey", "Nor Orsey"):
        builders.other_name(builders.a_person(name), "Orsey", **fields)
    assert found() == []


def test_a_shared_acronym_needs_context():
    one, other = (
        builders.an_organization("Inner Sea Forum", "ISF"),
        builders.an_organization("Island States Fund", "ISF"),
    )
    assert found("organization") == []
    country = builders.a_country()
    type(one).objects.filter(pk__in=(one.pk, other.pk)).update(country=country)
    assert len(found("organization")) == 1


def test_an_identifier_in_another_spelling_is_the_same():
    one, other = builders.a_person("Jane Doe"), builders.a_person("Joan Roe")
    Identifier.objects.create(entity=one, scheme="wikidata", identifier="Q17")
    Identifier.objects.create(entity=other, scheme="Wikidata", identifier="http://www.wikidata.org/entity/q17")
    assert reasons() == ["Same identifier: Wikidata Q17."]


def test_close_names_are_suggested_only_with_context():
    builders.a_person("J. Doe")
    builders.a_person("Jane Doe")
    assert found() == []
    builders.a_role(builders.a_person("Jane B. Doe"), "Governor", council := builders.an_organization("Council"))
    builders.a_role(Entity.objects.get(name="J. Doe").person, "Governor", council)
    assert found() == [("J. Doe", "Jane B. Doe")]
    assert reasons() == ["One name has initials of the other.", "Same office: Governor, Council."]


@pytest.mark.parametrize(
    "names", [("Yusuf Kasim", "Youssouf Qasim"), ("Tal Orsey", "Orsey Tal"), ("Tal Orsenko", "Tal Orsento")]
)
def test_spellings_word_order_and_one_letter_are_found_by_who_is_named_with_them(names):
    other = builders.a_person("Ann Mora")
    for name in names:
        builders.appear(builders.an_article(name), builders.a_person(name), other)
    assert found() == [names]
    assert "Named with the same: Ann Mora." in reasons()


def test_a_shared_outlet_or_place_alone_is_no_context():
    country = builders.a_country()
    for name in ("Tal Orsenko", "Tal Orsento"):
        builders.appear(builders.an_article(name, outlet="Coast Herald"), builders.a_person(name), country)
    assert found() == []


def test_an_outlet_is_listed_beside_other_context():
    other = builders.an_organization("Council")
    for name in ("Tal Orsenko", "Tal Orsento"):
        builders.appear(builders.an_article(name, outlet="Coast Herald"), builders.a_person(name), other)
    assert reasons()[1:] == ["Named with the same: Council.", "Same outlet: Coast Herald."]


def test_records_that_state_different_countries_are_not_suggested():
    iraq, syria = builders.a_country("Iraq"), builders.a_country("Syria")
    in_country("Ministry of Ports", iraq)
    in_country("Ministry of Ports", syria)
    held("Jane Doe", "Governor", iraq)
    held("Jane Doe", "Governor", syria)
    assert found("organization") == found() == []
    in_country("Ministry of Ports", None)
    assert len(found("organization")) == 2


def test_initials_and_years_that_differ_are_never_suggested():
    council = builders.an_organization("Council")
    held("Jane A. Doe", "Governor", council)
    held("Jane B. Doe", "Governor", council)
    held("Tal Orsey", "Governor", council, start_date="1950", end_date="1954")
    held("Tal Orsey", "Governor", council, start_date="2014-03", end_date="2016")
    assert found() == []


def test_terms_of_office_some_years_apart_may_be_of_one_person():
    council = builders.an_organization("Council")
    held("Tal Orsey", "Governor", council, start_date="1999", end_date="2003")
    held("Tal Orsey", "Governor", council, start_date="2014", end_date="2016")
    assert found() == [("Tal Orsey", "Tal Orsey")]


def test_two_numbers_of_one_scheme_are_two_records():
    for number in ("Q1", "Q2"):
        Identifier.objects.create(entity=builders.a_person("Jane Doe"), scheme="wikidata", identifier=number)
    assert found() == []


def test_places_far_apart_or_of_different_kinds_are_not_suggested():
    builders.a_place("Brenwick", at=(36.0, 43.0))
    builders.a_place("Brenwick", at=(33.0, 43.0))
    builders.a_place("Brenwick", at=(36.0, 43.0), feature_class="A", feature_code="ADM1")
    assert found("place") == []
    builders.a_place("Brenwick", at=(36.05, 43.0))
    assert len(found("place")) == 1
    assert "6 km apart." in reasons("place")


def test_a_part_of_an_organization_is_not_it():
    whole, part = (
        builders.an_organization("Harbour Union"),
        builders.an_organization("The Harbour Union", "Harbour Union"),
    )
    type(part).objects.filter(pk=part.pk).update(parent=whole)
    assert found("organization") == []


def test_a_marked_pair_is_not_suggested_until_it_is_taken_back():
    one, other = builders.a_person("Jane Doe"), builders.a_person("Jane Doe")
    mark_distinct(one, other, user=None)
    assert found() == []
    unmark_distinct(one, other, user=None)
    assert len(found()) == 1


def test_the_likeliest_pair_comes_first_and_of_equal_ones_that_in_more_stories():
    for name in ("Ann Mora", "Ann Mora", "Tal Orsey", "Tal Orsey"):
        builders.a_person(name)
    builders.appear(builders.an_article(), Entity.objects.filter(name="Tal Orsey").first())
    other = builders.an_organization("Council")
    for name in ("J. Doe", "Jane Doe"):
        builders.appear(builders.an_article(), builders.a_person(name), other)
    assert found() == [("Tal Orsey", "Tal Orsey"), ("Ann Mora", "Ann Mora"), ("J. Doe", "Jane Doe")]


def test_pairs_change_and_go_with_their_records():
    one, other = builders.a_person("Jane Doe"), builders.a_person("Jane Doe")
    search_duplicates("person")
    pk = PossibleDuplicate.objects.get().pk
    builders.appear(builders.an_article(), one, other)
    search_duplicates("person")
    assert PossibleDuplicate.objects.get().pk == pk
    assert PossibleDuplicate.objects.get().stories == 2
    merging.merge(one, other)
    assert not PossibleDuplicate.objects.exists()
    assert search_duplicates("person") == 0


def test_very_many_records_of_one_name_cost_few_comparisons():
    country = builders.a_country()
    for _ in range(60):
        builders.a_place("Brenwick", country=country, at=None)
    assert len(CandidateSearch("place").pairs()) < 60 * 9


def test_a_search_is_queued_when_something_was_done_and_not_again_at_once(monkeypatch):
    queued = []
    monkeypatch.setattr(jobs, "enqueue", lambda job, number, priority: queued.append((job.name, number, priority)))
    queue_due()
    assert queued == [("find_duplicates", number, jobs.LATER) for number in range(3)]
    queue_due()
    assert len(queued) == 3
    DuplicateSearch.objects.update(started_at=timezone.now() - 2 * duplicate_search.MIN_INTERVAL)
    queue_due()
    assert len(queued) == 3
    log("user.lift_locks", "jo", user=None)
    queue_due()
    assert len(queued) == 3
    log("reference.load", "one record", user=None)
    queue_due()
    assert len(queued) == 6


def test_the_command_searches_all_kinds(capsys):
    builders.a_person("Jane Doe")
    builders.a_person("Jane Doe")
    call_command("find_duplicates")
    assert "people: 1 possible duplicates" in capsys.readouterr().out
    assert DuplicateSearch.objects.filter(finished_at__gte=timezone.now() - timedelta(minutes=5)).count() == 3


WORDS = st.sampled_from(
    ["Jane", "J.", "Beth", "Yusuf", "Youssouf", "Doe", "Qasim", "Kasim", "Orsenko", "Orsento", "يوسف"]
)
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=2, max_size=8)


class CandidateTest(TestCase):
    @settings(max_examples=examples(25), deadline=None)
    @given(NAMES, st.sampled_from(["person", "organization"]))
    def test_grouping_by_keys_loses_no_pair_of_like_names(self, names, kind):
        make = builders.a_person if kind == "person" else builders.an_organization
        records = [make(name) for name in names]
        expected = {
            (one.pk, other.pk)
            for one in records
            for other in records
            if one.pk < other.pk and likeness(matched_name(one.name, kind), matched_name(other.name, kind), kind)
        }
        assert expected <= CandidateSearch(kind).pairs()
