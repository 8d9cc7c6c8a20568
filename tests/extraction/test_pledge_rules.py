"""Each rule that finds a pledge, by its id, with a near miss beside it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def rules(find, text):
    return [pledge.rule for pledge in find(text).pledges]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada signed off on a 500 million euro loan for Lebanon.", ["agrees on"]),
        ("Canada agreed on a 500 million euro tranche for Lebanon.", ["agrees on"]),
        ("Canada gave the green light to a 40 million euro loan for Lebanon.", ["agrees on"]),
        ("Canada reached a deal on a loan with Lebanon.", ["agrees on"]),
        ("Canada confirmed the deployment of 300 soldiers to Lebanon.", ["acts"]),
        ("Canada is considering the delivery of 20 tanks to Lebanon.", ["acts"]),
        ("Canada backed a 40 million euro loan for Lebanon.", ["backs"]),
        ("Canada paid for the repair of a bridge in Lebanon.", ["pays for"]),
        ("Canada bought 50 drones for Lebanon.", ["buys"]),
        ("Canada opened its doors to 4,000 refugees.", ["shelters"]),
        ("Canada granted asylum to 12 sailors.", ["shelters"]),
        ("Canada lifted its freeze on aid to Lebanon.", ["resumes"]),
        ("Canada turned down a request for missiles from Lebanon.", ["answers"]),
        ("Canada granted its request for a loan.", ["answers"]),
        ("Canada is making 18 jets available to Lebanon.", ["makes available"]),
        ("Canada will join the mission with 850 soldiers.", ["joins"]),
        ("Canada banned the use of its airspace.", ["forbids"]),
        ("A ship carrying 3,000 tonnes of wheat from Canada docked in Lebanon.", ["arrives"]),
        ("Aid from Canada has arrived in Lebanon.", ["arrives"]),
        ("Canada suspended aid to Lebanon.", ["stops"]),
        ("Canada denied the United States the use of a base.", ["denies"]),
        ("Canada ruled out any transfer of weapons to Lebanon.", ["declines"]),
        ("A Canadian loan of 2 billion pounds was welcomed in Lebanon.", ["gift"]),
        ("Canada allowed the United States to use its bases.", ["permits"]),
        ("Canada lets Lebanon draw gas from its stores.", ["lets"]),
        ("Canada will feed 5,000 families in Lebanon.", ["helps"]),
        ("Canada has lent Lebanon six ploughs.", ["hands"]),
        ("Canada cancelled 40 million dollars of debt of Lebanon.", ["remits"]),
    ],
)
def test_a_rule_finds_its_form(find, text, expected):
    assert rules(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada agreed on a line as its border.", []),
        ("Canada signed on Tuesday.", []),
        ("Canada gave a nod.", []),
        ("Canada signed an arms deal with Lebanon.", []),
        ("Canada reached a deal on fishing with Lebanon.", []),
        ("Canada confirmed the arrest of 300 soldiers.", []),
        ("Canada is considering the matter.", []),
        ("Canada backed the motion.", []),
        ("Canada paid for its mistakes.", []),
        ("Canada bought 50 drones.", []),
        ("Canada opened its doors at noon.", []),
        ("Canada granted an interview.", []),
        ("Canada will pay a price.", []),
        ("Canada lifted its flag.", []),
        ("Canada turned down the music.", []),
        ("Canada granted its request for a visa.", []),
        ("Canada put the talks on hold.", []),
        ("Canada is making progress.", []),
        ("Canada will join the talks.", []),
        ("Canada banned smoking.", []),
        ("A ship carrying passengers docked in Lebanon.", []),
        ("Winter has arrived in Lebanon.", []),
        ("Canada suspended its ambassador.", []),
        ("Canada denied the report.", []),
        ("Canada ruled out a coup.", []),
        ("A novel of 2 billion words was welcomed.", []),
        ("Canada allowed the law to lapse.", []),
        ("Two athletes are on their way to Lebanon.", []),
        ("Canada lets its people vote.", []),
        ("Canada will feed on maple.", []),
        ("Canada has lent weight to the plan.", []),
        ("Canada cancelled 40 flights.", []),
    ],
)
def test_a_near_miss_is_no_pledge(find, text, expected):
    assert rules(find, text) == expected
