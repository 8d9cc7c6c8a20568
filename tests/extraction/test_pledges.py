from __future__ import annotations

from decimal import Decimal

import pytest

from articles.vocabulary import BlockRole, PledgeStatus

pytestmark = pytest.mark.model


def test_a_minister_announces_what_a_country_will_send(find):
    pledge = find(
        "Ash Carter announced on Wednesday that the US will send an additional 560 troops to support the Iraqi Security Forces."
    ).pledges[0]
    assert (pledge.pledged_by, pledge.announced_by, pledge.recipient) == (
        "United States",
        "Ash Carter",
        "Iraqi Security Forces",
    )
    assert (pledge.quantity_low, pledge.unit, pledge.status) == (Decimal(560), "troops", PledgeStatus.ANNOUNCED)


def test_his_country_is_the_country_of_the_minister(find):
    pledge = find(
        "Canadian Defense Minister Harjit Singh Sajjan said his country would contribute a field hospital, along with 40 to 60 medical personnel."
        " It is expected to open by October 1 and will stay for a year."
    ).pledges[0]
    assert (pledge.pledged_by, pledge.announced_by) == ("Canada", "Harjit Singh Sajjan")
    assert (pledge.quantity_low, pledge.quantity_high, pledge.unit) == (Decimal(40), Decimal(60), "medical personnel")
    assert (pledge.due, pledge.duration) == ("by October 1", "for a year")


def test_plans_and_deliveries_in_one_sentence_are_two_rows(find):
    pledges = find(
        "The UK announced plans to send 50 trainers to help Iraqi forces, and revealed that some 1.4 million pounds worth of ammunition"
        " has been delivered to the Kurdish Peshmerga."
    ).pledges
    assert [(p.pledged_by, p.status) for p in pledges] == [
        ("United Kingdom", PledgeStatus.PLANNED),
        ("United Kingdom", PledgeStatus.DELIVERED),
    ]
    assert (pledges[1].amount_low, pledges[1].currency, pledges[1].recipient) == (
        Decimal(1_400_000),
        "GBP",
        "Peshmerga",
    )


def test_a_sum_of_several_governments_is_a_row_of_its_own(find):
    pledges = find(
        "Canada is kicking in nearly $268 million to help Iraq. That is part of a $2 billion parcel offered up by various governments."
    ).pledges
    assert [(p.pledged_by, p.amount_low, p.is_collective) for p in pledges] == [
        ("Canada", Decimal(268_000_000), False),
        ("", Decimal(2_000_000_000), True),
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Germany pledged 500 million euros in aid to Ukraine.", PledgeStatus.ANNOUNCED),
        ("Australia announced it will boost its training of Iraqi police.", PledgeStatus.ANNOUNCED),
        ("Germany plans to send 18 tanks to Ukraine.", PledgeStatus.PLANNED),
        ("Turkey offered 200 trucks to Iraq.", PledgeStatus.OFFERED),
        ("Germany will not send missiles to Ukraine.", PledgeStatus.REFUSED),
        ("Germany refused to supply tanks to Ukraine.", PledgeStatus.REFUSED),
        ("Germany has delivered 14 tanks to Ukraine.", PledgeStatus.DELIVERED),
    ],
)
def test_it_tells_the_state_of_a_pledge(find, text, status):
    assert [pledge.status for pledge in find(text).pledges] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "Francois Hollande delivered a speech in Paris.",
        "Germany joined the coalition in 2014.",
        "Russia sent a message to Ukraine.",
        "Russia launched 40 missiles at Kyiv on Monday.",
        "Russia has delivered 40 strikes on Kyiv.",
        "The US sent 500 troops to Iraq in 2003.",
        "Ukraine urged Germany to send 18 tanks.",
        "Germany might send 18 tanks to Ukraine.",
        "Germany would send tanks if the US agreed.",
        "Soldiers will open fire on anyone who comes near.",
        "Canada will provide details later.",
    ],
)
def test_it_does_not_fire_on(find, text):
    assert not find(text).pledges


def test_a_pledge_covers_the_sentence_that_says_it(find):
    text = "It rained. Germany pledged 500 million euros in aid to Ukraine. The sun came out."
    pledge = find(text).pledges[0]
    assert text[pledge.start : pledge.end] == pledge.text == "Germany pledged 500 million euros in aid to Ukraine."


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Germany announced a €1.6 billion (about $1.8 billion) support package for Iraq.", "support package for Iraq"),
        ("Germany pledged €500 million.", "money"),
        ("Germany offered €50 million for food and emergency shelter.", "food and emergency shelter"),
        ("Germany will send 18 Leopard tanks to Ukraine.", "Leopard tanks"),
    ],
)
def test_the_item_leaves_out_numbers_and_sums(find, text, item):
    assert [pledge.item for pledge in find(text).pledges] == [item]


def test_a_reward_is_no_pledge(find):
    assert not find("The US had offered a reward of $25 million for information about him.").pledges


@pytest.mark.parametrize(
    ("role", "count"),
    [(BlockRole.PARAGRAPH, 1), (BlockRole.LIST_ITEM, 1), (BlockRole.HEADING, 0), (BlockRole.PULL_QUOTE, 0)],
)
def test_pledges_are_read_from_the_text_and_not_from_what_repeats_it(find, role, count):
    assert len(find((role, "Canada will send 40 engineers to Lebanon.")).pledges) == count


def test_the_headline_repeats_the_text(find):
    assert find("The minister spoke.", headline="Canada will send 40 engineers to Lebanon").pledges == ()
