"""Decisions on roles, and on the role that a quotation gives its speaker."""

from __future__ import annotations

import pytest

from articles.desk.propose import propose
from articles.management import sample_decisions
from articles.vocabulary import FactStatus
from tests import builders
from tests.desk.stories import BODY_1, PLEDGE, a_quotation, a_role, all_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    made = builders.an_article("Governor opens a bridge at Brenwick", BODY_1, PLEDGE, status="draft")
    propose(made, all_found(quotations=(a_quotation(role="Governor"),)))
    return made


def again(article, role):
    """A second role of Tal Orsey."""
    first = article.memberships.get()
    first.pk, first.role = None, role
    first.save()


def settle(article, editor, **what):
    sample_decisions.apply_decisions(article, what, user=editor, minimum_confidence=0.7)


def test_a_role_printed_twice_is_decided_once(article, editor):
    again(article, a_role().role)
    builders.a_place("Brenwick Valley")
    settle(article, editor, roles=[{"person": "Tal Orsey", "set": {"organization_name": "Brenwick Valley"}}])
    assert [(role.status, role.organization.name) for role in article.memberships.all()] == [
        (FactStatus.ACCEPTED, "Brenwick Valley")
    ] * 2


def test_two_roles_of_one_person_are_distinguished(article, editor):
    again(article, "Mayor")
    with pytest.raises(sample_decisions.DecisionError, match="2 matches for the role"):
        settle(article, editor, roles=[{"person": "Tal Orsey", "reject": True}])
    settle(article, editor, roles=[{"person": "Tal Orsey", "role": "Mayor", "reject": True}])
    assert dict(article.memberships.values_list("role", "status")) == {
        "Governor": FactStatus.ACCEPTED,
        "Mayor": FactStatus.REJECTED,
    }


@pytest.mark.parametrize(
    ("speaker", "role"), [("Ana Dell", ""), ("Tal Orsey", "Governor")], ids=["somebody else", "as found"]
)
def test_the_role_found_for_a_speaker_stays_with_that_speaker(speaker, role, article, editor):
    settle(article, editor, quotations=[{"text": "The road is open", "speaker": speaker}])
    assert article.quotations.get().role == role
