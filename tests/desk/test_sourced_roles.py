"""Roles that rest on a source outside the stories."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.desk import sourced_roles
from articles.desk.acting import acting_as
from articles.desk.field_reverts import revert_field, revertible_fields
from articles.desk.groups import create_groups
from articles.desk.merging import is_used
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import LoggedAction, Membership, SearchOutbox
from articles.pages.role_rows import role_rows
from articles.pages.roles import roles_of
from articles.reference.parts import METHOD
from tests import builders
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db
SOURCE = {
    "role": "Chair", "as_of": "2024-03", "source": "Register of councils", "source_url": "https://register.example/7"
}  # fmt: skip


@pytest.fixture
def person():
    return builders.a_person("Jane Doe")


@pytest.fixture
def council():
    return builders.an_organization("United Council")


def queued():
    return set(SearchOutbox.objects.filter(entity_id__isnull=False).values_list("entity_id", flat=True))


def test_a_role_is_accepted_logged_and_queued_for_the_person_and_the_organization(person, council, editor):
    row = sourced_roles.add_role(person, {**SOURCE, "organization": council}, user=editor)
    assert (row.status, row.decided_by, row.article) == ("accepted", editor, None)
    entry = LoggedAction.objects.get(action="role.add")
    assert (entry.entity_id, entry.fact_id, entry.details["role"]) == (person.pk, row.pk, "Chair, United Council")
    assert {person.pk, council.pk} <= queued()
    assert is_used(person)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role": "\u200b "}, "Enter the role"),
        ({"source": ""}, "title of the source"),
        ({"source_url": ""}, "address of the source"),
        ({"source_url": "javascript:alert(1)"}, "address of the source"),
        ({"source_url": "https://"}, "address of the source"),
        ({"source_url": "https://[bad"}, "address of the source"),
        ({"as_of": ""}, "when the role ended"),
        ({"as_of": "2024-13"}, "that exists"),
        ({"end_date": "2023-02-30"}, "that exists"),
        ({"start_date": "2025"}, "cannot end before it begins"),
        ({"start_date": "2024-04", "as_of": "", "end_date": "2024-03"}, "cannot end before it begins"),
    ],
    ids=str,
)
def test_a_role_without_evidence_or_with_impossible_dates_is_refused_with_a_sentence(person, editor, changes, sentence):
    with pytest.raises(IllegalTransitionError, match=sentence):
        sourced_roles.add_role(person, {**SOURCE, **changes}, user=editor)
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"start_date": "2024"},
        {"start_date": "2024-03"},
        {"as_of": "", "end_date": "2024"},
        {"start_date": "2024-03-31"},
    ],
    ids=str,
)
def test_dates_are_compared_only_as_far_as_both_are_known(person, editor, changes):
    assert sourced_roles.add_role(person, {**SOURCE, **changes}, user=editor).pk


@settings(max_examples=examples(80))
@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from([4, 7, 10]))
def test_every_date_is_valid_at_every_precision(day, length):
    assert sourced_roles.date_problem(day.isoformat()[:length]) == ""


@settings(max_examples=examples(80))
@given(st.text(alphabet="0123456789-/. ٣", min_size=1, max_size=12))
def test_what_is_no_partial_date_gets_a_sentence(text):
    problem = sourced_roles.date_problem(text)
    is_partial = len(text) in (4, 7, 10) and text.isascii() and text.replace("-", "").isdecimal()
    assert problem or is_partial


def test_the_same_role_with_the_same_source_is_recorded_once(person, editor):
    row = sourced_roles.add_role(person, SOURCE, user=editor)
    with pytest.raises(IllegalTransitionError, match="on record already"):
        sourced_roles.add_role(person, SOURCE, user=editor)
    assert sourced_roles.add_role(person, {**SOURCE, "as_of": "2024-04"}, user=editor).pk
    sourced_roles.remove_role(row.pk, user=editor, reason="Wrong")
    again = sourced_roles.add_role(person, SOURCE, user=editor)
    with pytest.raises(IllegalTransitionError, match="on record already"):
        sourced_roles.restore_role(row.pk, user=editor)
    assert Membership.objects.accepted().filter(pk=again.pk).exists()


def test_a_removed_role_needs_a_reason_is_hidden_and_can_be_restored(person, editor):
    row = sourced_roles.add_role(person, SOURCE, user=editor)
    with pytest.raises(IllegalTransitionError, match="State the reason"):
        sourced_roles.remove_role(row.pk, user=editor, reason="")
    sourced_roles.remove_role(row.pk, user=editor, reason="Another Jane Doe")
    assert not Membership.objects.public().exists()
    assert LoggedAction.objects.get(action="role.remove").source == "Another Jane Doe"
    with pytest.raises(IllegalTransitionError, match="was removed"):
        sourced_roles.change_role(row.pk, {"role": "Head"}, user=editor)
    sourced_roles.restore_role(row.pk, user=editor)
    assert Membership.objects.public().exists()


def test_reference_data_is_changed_only_with_a_source(person, council, editor):
    row = builders.a_role(person, "Chair", council, as_of="2022", method=METHOD)
    with pytest.raises(IllegalTransitionError, match="title of the source"):
        sourced_roles.change_role(row.pk, {"end_date": "2023"}, user=editor)
    evidence = {"source": SOURCE["source"], "source_url": SOURCE["source_url"]}
    sourced_roles.change_role(row.pk, {"end_date": "2023", **evidence}, user=editor)
    row.refresh_from_db()
    assert (row.end_date, row.source) == ("2023", SOURCE["source"])


def test_a_role_of_a_story_is_not_changed_here(person, editor):
    row = builders.a_role(person, "Chair", article=builders.an_article())
    for act in (
        lambda: sourced_roles.change_role(row.pk, {"role": "Head"}, user=editor),
        lambda: sourced_roles.remove_role(row.pk, user=editor, reason="Wrong"),
    ):
        with pytest.raises(IllegalTransitionError, match="stated by a story"):
            act()


def test_a_change_of_the_organization_reaches_both_organizations(person, council, editor):
    row = sourced_roles.add_role(person, {**SOURCE, "organization": council}, user=editor)
    other = builders.an_organization("Council of Ports")
    SearchOutbox.objects.all().delete()
    sourced_roles.change_role(row.pk, {"organization": other}, user=editor)
    assert {person.pk, council.pk, other.pk} <= queued()


@pytest.mark.parametrize("public", ["person", "council"])
def test_what_readers_see_is_changed_only_with_the_right_to_publish(person, council, public):
    create_groups()
    account = User.objects.create_user("writer")
    account.groups.add(Group.objects.get(name="Editor"))
    builders.appear(builders.an_article(), {"person": person, "council": council}[public])
    with acting_as(account), pytest.raises(PermissionDenied):
        sourced_roles.add_role(person, {**SOURCE, "organization": council}, user=account)
    account.groups.add(Group.objects.get(name="Publisher"))
    account = User.objects.get(pk=account.pk)
    with acting_as(account):
        assert sourced_roles.add_role(person, {**SOURCE, "organization": council}, user=account).pk


@pytest.mark.parametrize("field", sorted(sourced_roles.CHANGEABLE))
def test_every_field_of_a_role_gets_its_former_value(person, council, editor, field):
    values = {**SOURCE, "organization": council, "start_date": "2020", "end_date": "2024"}
    row = sourced_roles.add_role(person, values, user=editor)
    another = {
        "organization": builders.an_organization("Council of Ports"), "source_url": "https://register.example/8",
        "start_date": "2019", "end_date": "2025", "as_of": "2025",
    }  # fmt: skip
    sourced_roles.change_role(row.pk, {field: another.get(field, "Aldersey")}, user=editor)
    entry = LoggedAction.objects.get(action="role.change")
    assert revertible_fields(entry) == [field]
    revert_field(entry, field, user=editor)
    found = getattr(Membership.objects.get(pk=row.pk), field)
    assert getattr(found, "pk", found) == getattr(values[field], "pk", values[field])
    with pytest.raises((StaleEditError, IllegalTransitionError)):
        revert_field(entry, field, user=editor)


def test_readers_see_the_source_with_its_address_and_not_as_reference_data(person, council, editor):
    sourced_roles.add_role(person, {**SOURCE, "organization": council}, user=editor)
    builders.a_role(person, "Chair", council, end_date="2019", source="Wikidata")
    found = roles_of(role_rows(Membership.objects.filter(person=person.pk)))
    [role] = found.reported.rows
    assert [(one.text, one.source, one.source_url) for one in role.statements] == [
        ("as listed in March 2024", "Register of councils", "https://register.example/7"),
        ("until 2019", "Wikidata", ""),
    ]
    assert found.listed == ()
