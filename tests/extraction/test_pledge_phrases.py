"""Pledges told by a verb and a noun together, by loads and models, each with a near miss."""

from __future__ import annotations

from decimal import Decimal

import pytest

from articles.vocabulary import PledgeStatus

pytestmark = pytest.mark.model

ANNOUNCED, DELIVERED = PledgeStatus.ANNOUNCED, PledgeStatus.DELIVERED
PLANNED, REFUSED = PledgeStatus.PLANNED, PledgeStatus.REFUSED


@pytest.mark.parametrize(
    ("text", "giver", "status"),
    [
        ("Canada signed off on the delivery of six boats to Kenya.", "Canada", ANNOUNCED),
        ("Canada gave the green light to a €50 million aid package for Kenya.", "Canada", ANNOUNCED),
        ("Canada reached an agreement with Kenya on a loan of 2 billion euros.", "Canada", ANNOUNCED),
        ("Canada confirms the deployment of 400 police officers to Haiti.", "Canada", DELIVERED),
        ("Canada begins airdrops of food over Kenya.", "Canada", DELIVERED),
        ("Canada lifts its freeze on development aid to Kenya.", "Canada", ANNOUNCED),
        ("Canada turned down a Kenyan request for 20 helicopters.", "Canada", REFUSED),
        ("Canada put 90 million euros of aid for Kenya on hold.", "Canada", REFUSED),
        ("Canada is making 18 jets available to Kenya.", "Canada", ANNOUNCED),
        ("Canada will join the mission in Kenya with 850 soldiers.", "Canada", ANNOUNCED),
        ("Canada bans the use of its airspace for strikes on Kenya.", "Canada", REFUSED),
        ("Canada proposes a €140 billion loan to Kenya.", "Canada", PLANNED),
        ("Canada will finance the purchase of 50 drones for Kenya.", "Canada", ANNOUNCED),
        ("Canada buys 50 drones for Kenya.", "Canada", ANNOUNCED),
        ("Canada opens its doors to 4,000 Kenyan refugees.", "Canada", ANNOUNCED),
        ("Canada cancels 40 billion yen of debt owed by Kenya.", "Canada", ANNOUNCED),
        ("Canada ruled out any further loans to Kenya.", "Canada", REFUSED),
        ("Canada is sharing military intelligence with Kenya.", "Canada", ANNOUNCED),
        ("Lawmakers in Canada approved a 400 million euro loan to Kenya.", "Canada", ANNOUNCED),
        ("Canada will hand over 20 trucks to Kenya by December.", "Canada", ANNOUNCED),
        ("A Canadian ship carrying 3,000 tonnes of wheat for Kenya docked on Sunday.", "Canada", DELIVERED),
        ("Canada will pay Kenya to take in the refugees.", "Canada", ANNOUNCED),
        ("Canada welcomes 49 Haitian refugees from Kenya.", "Canada", DELIVERED),
        ("Canada stands ready to take in the wounded from Kenya.", "Canada", PledgeStatus.OFFERED),
        ("Canada suspends the intake of refugees from Kenya.", "Canada", REFUSED),
        ("Kenya secured a $7 billion loan from Canada.", "Canada", DELIVERED),
    ],
)
def test_a_verb_and_a_noun_together_make_a_pledge(find, text, giver, status):
    assert [(p.pledged_by, p.status) for p in find(text).pledges] == [(giver, status)]


@pytest.mark.parametrize(
    "text",
    [
        "Canada signed a trade agreement with Kenya on Friday.",
        "Shops in Canada gave the green light to paper bags.",
        "Canada and Kenya reached an agreement on a ceasefire.",
        "Canada confirms the death of 400 police officers in Haiti.",
        "The army begins a ground offensive in Kenya.",
        "Canada lifts a freeze on wages.",
        "Canada turned down a request for the extradition of two men.",
        "Canada put the pension reform on hold.",
        "Canada joined the union with 27 members.",
        "Canada bans the use of drones near its border.",
        "The Senate passed a $1.7 trillion funding package.",
        "Canada buys 50 drones for its army.",
        "Canada opens its border to trade.",
        "Canada ruled out talks with Kenya.",
        "Canada shares a border with the United States.",
        "Two ships carrying oil collided in the strait.",
        "Canada will pay a man to repair the roof.",
        "Canada welcomes the decision of Kenya.",
        "Canada and Kenya agreed on a line as their shared border.",
        "Police in Canada stopped 40 migrants.",
        "Kenya secured the release of 40 prisoners from Canada.",
    ],
)
def test_the_same_verb_with_another_noun_makes_none(find, text):
    assert not find(text).pledges


def test_a_weapon_may_be_told_by_its_model(find):
    pledges = find("Denmark will donate 19 F-16s to Ukraine.").pledges
    assert [(p.item, p.quantity_low) for p in pledges] == [("F-16s", Decimal(19))]


def test_a_receiver_without_a_name_is_reported_as_printed(find):
    pledges = find("The Red Cross distributed food parcels to 12,000 families.").pledges
    assert [p.recipient for p in pledges] == ["families"]


def test_a_law_that_gives_is_whose_parliament_signed_it(find):
    pledges = find("The Canadian parliament passed a law that gives Kenya $3 billion in aid.").pledges
    assert [(p.pledged_by, p.recipient) for p in pledges] == [("Canada", "Kenya")]


def test_no_troops_are_a_refusal(find):
    pledges = find("Canada said that no troops would be sent to Kenya.").pledges
    assert [p.status for p in pledges] == [REFUSED]


def test_people_are_evacuated_from_elsewhere_and_own_people_are_not_counted(find):
    assert find("Canada evacuated 120 wounded Haitians.").pledges
    assert not find("Canada evacuated 300 Canadians from Haiti.").pledges


def test_letting_nobody_use_a_base_is_a_refusal(find):
    pledges = find("Iraq says it will not let the United States use its bases.").pledges
    assert [p.status for p in pledges] == [REFUSED]
