"""The forms in which pledges are told, with near misses beside them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from articles.vocabulary import PledgeStatus

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "giver", "recipient", "status"),
    [
        ("Four ships are being delivered by Australia to Lebanon.", "Australia", "Lebanon", PledgeStatus.DELIVERED),
        ("Two more battalions will be deployed to Jordan by Germany.", "Germany", "Jordan", PledgeStatus.ANNOUNCED),
        ("Ukraine is to receive 14 tanks from Germany.", "Germany", "Ukraine", PledgeStatus.ANNOUNCED),
        ("Tonnes of food donated by Turkey have reached Lebanon.", "Turkey", "Lebanon", PledgeStatus.DELIVERED),
        (
            "They sign off on a British loan of £2 billion for Ukraine.",
            "United Kingdom",
            "Ukraine",
            PledgeStatus.ANNOUNCED,
        ),
        ("Jordan allowed the United States to use its bases.", "Jordan", "United States", PledgeStatus.ANNOUNCED),
        ("Canada agreed to take in 500 refugees from Syria.", "Canada", "Syria", PledgeStatus.ANNOUNCED),
        ("France is considering sending ammunition to Ukraine.", "France", "Ukraine", PledgeStatus.PLANNED),
        ("Turkey is ready to provide two frigates to Libya.", "Turkey", "Libya", PledgeStatus.OFFERED),
    ],
)
def test_it_reads_passives_receipts_gifts_and_permissions(find, text, giver, recipient, status):
    assert [(p.pledged_by, p.recipient, p.status) for p in find(text).pledges] == [(giver, recipient, status)]


@pytest.mark.parametrize(
    "text",
    [
        "Canada ruled out sending troops to Ukraine.",
        "Germany rejected calls to send 200 soldiers to Libya.",
        "France has no plans to deploy soldiers to Syria.",
        "Canada suspended all development aid to Lebanon.",
        "Germany cannot send more tanks to Ukraine.",
        "France ruled out any transfer of missiles to Ukraine.",
    ],
)
def test_what_is_withheld_is_refused(find, text):
    assert [pledge.status for pledge in find(text).pledges] == [PledgeStatus.REFUSED]


@pytest.mark.parametrize(
    "text",
    [
        "Russia sent 40 drones into Ukraine.",
        "The US deployed two carriers off the coast of Libya.",
        "Russia threatened to send fighters to Syria.",
        "Germany plans to buy 30 helicopters from France.",
        "Canada will increase its military spending by $2 billion.",
        "Australia approved the sale of 20 vehicles to Jordan.",
        "The army received 30 new tanks last year.",
        "Germany approved a budget of 2 percent of GDP.",
    ],
)
def test_force_trade_and_spending_at_home_are_no_pledges(find, text):
    assert not find(text).pledges


def test_each_thing_with_its_own_number_is_a_row(find):
    pledges = find("Germany will give Ukraine 50 vehicles, 12 howitzers and 30 million euros.").pledges
    assert [(p.item, p.quantity_low, p.amount_low) for p in pledges] == [
        ("vehicles", Decimal(50), None),
        ("howitzers", Decimal(12), None),
        ("money", None, Decimal(30_000_000)),
    ]


def test_a_share_told_by_its_number_alone_is_a_row(find):
    pledges = find("Germany pledged 18 tanks, France 14 and Canada six.").pledges
    assert [(p.pledged_by, p.quantity_low) for p in pledges] == [
        ("Germany", Decimal(18)),
        ("France", Decimal(14)),
        ("Canada", Decimal(6)),
    ]


def test_givers_who_give_together_are_one_row(find):
    pledges = find("Germany and France will jointly provide 12 bombers to Ukraine.").pledges
    assert [(p.pledged_by, p.is_collective) for p in pledges] == [("Germany; France", True)]


def test_we_in_a_quotation_is_the_country_of_the_speaker(find):
    pledge = find("“We will send 50 trainers,” Canadian Defense Minister Paula Renn said.").pledges[0]
    assert (pledge.pledged_by, pledge.announced_by, pledge.quantity_low) == ("Canada", "Paula Renn", Decimal(50))


def test_it_is_the_subject_of_the_sentence_before(find):
    pledges = find("Germany donated 30 tanks to Ukraine. It will also send 200 trucks.").pledges
    assert [p.pledged_by for p in pledges] == ["Germany", "Germany"]
    assert pledges[1].confidence < pledges[0].confidence


def test_a_condition_makes_it_an_offer(find):
    pledge = find(
        "Turkey would provide two frigates to Libya if the United Nations agreed, the ministry said."
    ).pledges[0]
    assert pledge.status == PledgeStatus.OFFERED


def test_a_giver_that_is_not_named_stays_unknown(find):
    pledge = find("The ministry said it would send 300 trucks to Lebanon.").pledges[0]
    assert pledge.pledged_by == ""
