"""Help told by what is done for others, each form with a near miss."""

from __future__ import annotations

import pytest

from articles.vocabulary import PledgeStatus

pytestmark = pytest.mark.model

ANNOUNCED, PLANNED, DELIVERED = PledgeStatus.ANNOUNCED, PledgeStatus.PLANNED, PledgeStatus.DELIVERED


@pytest.mark.parametrize(
    ("text", "giver", "status"),
    [
        ("Canada will train twelve bookbinders in Kenya.", "Canada", ANNOUNCED),
        ("Canada intends to pay for the clearing of the harbour of Mombasa.", "Canada", PLANNED),
        ("Canada will repair 200 of the damaged trams of Nairobi.", "Canada", ANNOUNCED),
        ("Canada will cover the salaries of 900 teachers in Kenya.", "Canada", ANNOUNCED),
        ("Canada has lent Kenya six snowploughs.", "Canada", DELIVERED),
        ("Canada lets Kenya draw gas from its stores this winter.", "Canada", ANNOUNCED),
        ("Canada has halved its aid to Kenya.", "Canada", PledgeStatus.REFUSED),
        ("Canada will neither send tanks to Kenya nor train its army.", "Canada", PledgeStatus.REFUSED),
        ("Canada is considering the dispatch of 20 instructors to Kenya.", "Canada", PLANNED),
        ("Canadian aid to Kenya will end in June.", "Canada", PledgeStatus.REFUSED),
        ("Canada agreed to a Kenyan request to send 14 helicopters.", "Canada", ANNOUNCED),
        ("Canada is thinking of sending 14 helicopters to Kenya.", "Canada", PLANNED),
    ],
)
def test_what_is_done_for_somebody_named_is_a_pledge(find, text, giver, status):
    assert [(p.pledged_by, p.status) for p in find(text).pledges] == [(giver, status)]


@pytest.mark.parametrize(
    "text",
    [
        "Canada will train 300 bookbinders next year.",
        "Canada will pay for its mistake.",
        "Canada will repair 200 of its trams.",
        "Canada will treat the attack in Kenya as an act of war.",
        "Canada sent Kenya 40 athletes.",
        "Canada gave Kenya a deadline of November 27.",
        "Canada will let the law expire.",
        "Canada carried out an airstrike in Kenya.",
        "Canada will neither host the talks in Kenya nor attend them.",
        "Canada is considering the dispatch of a letter to Kenya.",
        "Canadian talks with Kenya will end in June.",
        "Canada listened to a Kenyan request to send 14 helicopters.",
        "Canada has halved its tax on wine.",
        "The firm will supply 40 engines to the carmaker.",
    ],
)
def test_business_of_its_own_is_none(find, text):
    assert not find(text).pledges


def test_a_second_giver_without_a_verb_gives_things_of_its_own(find):
    pledges = find("Canada will supply 90 engines and Germany up to 40 mechanics to Kenya.").pledges
    assert [(p.pledged_by, p.quantity_low) for p in pledges] == [("Canada", 90), ("Germany", 40)]
    assert pledges[1].item == "mechanics"


def test_status_is_granted_to_people(find):
    assert find("Canada grants refugee status to 161 Haitian nationals.").pledges
    assert not find("Canada grants special status to two towns.").pledges
