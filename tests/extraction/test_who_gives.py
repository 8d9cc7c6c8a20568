"""Who makes a pledge where the verb of giving has no such subject: a sentence before, a clause behind, an adjective."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def givers(find, text):
    return [(pledge.pledged_by, pledge.status.value) for pledge in find(text).pledges]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada met its allies on Monday. It will send 40 trucks to Lebanon.", "Canada"),
        ("Norway met its allies on Monday. It will send 40 trucks to Lebanon.", "Norway"),
        ("Canada met its allies on Monday. It said that 40 trucks will be sent to Lebanon.", "Canada"),
        ("Forty trucks will be sent to Lebanon, the Canadian government said.", "Canada"),
        ("Forty trucks will be sent to Lebanon, Canada said.", "Canada"),
        ("We will send 500 soldiers to Iraq, the Canadian minister said.", "Canada"),
        ("Canada, which will send 500 soldiers to Iraq, met its allies.", "Canada"),
        ("Canada and Germany will send 500 soldiers to Iraq.", "Canada; Germany"),
    ],
)
def test_the_giver_is_named_in_another_clause_or_sentence(find, text, expected):
    assert givers(find, text) == [(expected, "announced")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lebanon will receive 40 trucks from Canada.", "Canada"),
        ("Lebanon signed an agreement with Canada to receive 40 trucks.", "Canada"),
        ("Lebanon will receive 40 tonnes of Borovian flour.", "Borovian"),
        ("A British loan of 40 million dollars will be given to Iraq.", "United Kingdom"),
        ("Canada's gift of 40 trucks to Lebanon was announced on Monday.", "Canada"),
    ],
)
def test_the_giver_is_said_by_the_thing_or_its_source(find, text, expected):
    assert givers(find, text) == [(expected, "announced")]


@pytest.mark.parametrize(
    ("name", "is_known"),
    [("ZORF", False), ("Brenwick Relief Fund", False), ("NATO", True), ("The Islamic State", True)],
)
def test_a_giver_that_no_list_knows_is_named_as_printed(find, name, is_known):
    ((giver, status),) = givers(find, f"{name} will send 40 trucks to Lebanon.")
    assert (giver, status) == (name.removeprefix("The ") if is_known else name, "announced")


@pytest.mark.parametrize(
    "text",
    [
        "Lebanon will receive 40 trucks.",
        "Forty trucks will be sent to Lebanon.",
        "Council rejects sending 500 soldiers to Iraq.",
    ],
)
def test_a_giver_that_the_text_does_not_name_stays_unknown(find, text):
    assert {giver for giver, _ in givers(find, text)} <= {""}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Canada will lead the mission, contributing 500 soldiers to Iraq.", "announced"),
        ("Canada led the mission, contributing 500 soldiers to Iraq.", "delivered"),
        ("With Canada providing 500 soldiers to Iraq, the mission grew.", "delivered"),
        ("Canada joined the mission, pledging 500 soldiers to Iraq.", "announced"),
        ("Forty trucks donated by Canada arrived in Lebanon.", "delivered"),
        ("If asked, Canada will send 500 soldiers to Iraq.", "offered"),
        ("Canada is expected to send 500 soldiers to Iraq.", "planned"),
        ("Canada's plan is to send 500 soldiers to Iraq.", "announced"),
        ("Canada agreed to a request to send 500 soldiers to Iraq.", "announced"),
        ("Canada does not plan to send 500 soldiers to Iraq.", "refused"),
        ("Canada ruled out sending 500 soldiers to Iraq.", "refused"),
        ("The president of Canada signed a law that gives 40 million dollars to Iraq.", "delivered"),
    ],
)
def test_words_that_govern_the_verb_of_giving_give_its_status(find, text, status):
    assert givers(find, text) == [("Canada", status)]


@pytest.mark.parametrize(
    "text",
    [
        "Pledging 500 soldiers to Iraq is easy.",
        "Canada could send 500 soldiers to Iraq.",
        "Canada did not rule out sending 500 soldiers to Iraq.",
        "Canada was asked to send 500 soldiers to Iraq.",
    ],
)
def test_what_nobody_promises_or_refuses_is_no_pledge(find, text):
    assert givers(find, text) == []


def test_who_announces_is_kept_apart_from_who_gives(find):
    (pledge,) = find("Ash Carter said Canada will send 40 trucks to Lebanon.").pledges
    assert (pledge.pledged_by, pledge.announced_by, pledge.recipient) == ("Canada", "Ash Carter", "Lebanon")
