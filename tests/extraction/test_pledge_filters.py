"""What reads like giving and is none: attacks, shows of force, purchases, spending at home."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def found(find, text):
    return [(pledge.pledged_by, pledge.item) for pledge in find(text).pledges]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada sent 300 soldiers to Lebanon to train its army.", [("Canada", "soldiers")]),
        ("Canada deployed 40 medics to support Lebanon.", [("Canada", "medics")]),
        ("Canada will invest 4 million euros in schools in Lebanon.", [("Canada", "schools in Lebanon")]),
        ("Canada will send a frigate to protect aid ships off Lebanon.", [("Canada", "frigate")]),
        ("Canada sent rescue teams to Lebanon.", [("Canada", "rescue teams")]),
        ("Canada provided training to 200 officers of Lebanon.", [("Canada", "training to 200 officers of Lebanon")]),
        ("Canada will take in 200 refugees from Lebanon.", [("Canada", "refugees")]),
        ("Canada evacuated 120 Libyans.", [("Canada", "Libyans")]),
        ("Canada sent 40 drones to Lebanon.", [("Canada", "drones")]),
        ("Canada will build two schools in Lebanon.", [("Canada", "schools in Lebanon")]),
        ("Canada gave tents to Lebanon.", [("Canada", "tents")]),
        ("Canada will send peacekeepers to Lebanon.", [("Canada", "peacekeepers")]),
    ],
)
def test_help_is_kept(find, text, expected):
    assert found(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada sent 40 drones into Lebanon.", []),
        ("Canada deployed 300 soldiers against Lebanon.", []),
        ("Canada deployed troops to its border.", []),
        ("Canada sent two warships to blockade Lebanon.", []),
        ("Canada will build two schools.", []),
        ("Canada will spend 4 million euros on schools.", []),
        ("Canada sent a letter to Lebanon.", []),
        ("Canada gave Lebanon an ultimatum.", []),
        ("Canada offered an apology to Lebanon.", []),
        ("Canada gave a speech in Lebanon.", []),
        ("Canada offered a reward of 5 million dollars.", []),
        ("Canada handed over a suspect to Lebanon.", []),
        ("Canada sold 40 tanks to Lebanon.", []),
        ("Canada increased its tax on oil.", []),
        ("Canada sent its ambassador to Lebanon.", []),
        ("Canada fired 30 rockets at Lebanon.", []),
        ("Canada evacuated 120 Canadians.", []),
        ("Canada granted a visa to 40 tourists.", []),
        ("Canada awarded a medal to a pilot.", []),
    ],
)
def test_force_trade_and_business_at_home_are_filtered(find, text, expected):
    assert found(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada will send 40 trucks to Lebanon.", [("trucks", "trucks", "")]),
        (
            "Canada will send nearly 40 trucks and 12 howitzers to Lebanon.",
            [("trucks", "trucks", "nearly"), ("howitzers", "howitzers", "")],
        ),
        ("Canada will give Lebanon 30 million euros.", [("money", "", "")]),
        ("Canada will send a shipment of 20 tanks to Lebanon.", [("tanks", "tanks", "")]),
        ("Canada will supply Lebanon with 20 Leopard 2 tanks.", [("Leopard 2 tanks", "Leopard 2 tanks", "")]),
        ("Canada will provide Lebanon with medical supplies.", [("medical supplies", "", "")]),
        ("Canada will send up to 200 tonnes of wheat to Lebanon.", [("tonnes of wheat", "tonnes", "up to")]),
        ("Canada will give Lebanon a loan of 40 million dollars.", [("loan", "", "")]),
    ],
)
def test_what_is_given_is_read(find, text, expected):
    assert [(p.item, p.unit, p.qualifier) for p in find(text).pledges] == expected
