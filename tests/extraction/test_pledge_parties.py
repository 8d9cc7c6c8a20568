"""Who gives, who says so and who receives."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def parties(find, *paragraphs):
    return [(p.pledged_by, p.announced_by, p.recipient, p.is_collective) for p in find(*paragraphs).pledges]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada will send 40 trucks to Lebanon.", [("Canada", "", "Lebanon", False)]),
        ("The Canadian government will send 40 trucks to Lebanon.", [("Canada", "", "Lebanon", False)]),
        (
            "Canadian Prime Minister Paula Renn promised 40 trucks to Lebanon.",
            [("Canada", "Paula Renn", "Lebanon", False)],
        ),
        ("Canada and Germany will send 40 trucks to Lebanon.", [("Canada; Germany", "", "Lebanon", True)]),
        ("European countries will send 40 trucks to Lebanon.", [("", "", "Lebanon", True)]),
        ("Various countries pledged 40 trucks to Lebanon.", [("", "", "Lebanon", True)]),
        ("The Royal Canadian Navy will send 40 trucks to Lebanon.", [("Canada", "", "Lebanon", False)]),
        ("Lebanon will receive 40 trucks from Canada.", [("Canada", "", "Lebanon", False)]),
        ("Lebanon has received 40 trucks.", []),
        ("Forty trucks will be sent to Lebanon by Canada.", [("Canada", "", "Lebanon", False)]),
        ("Canada said Germany will send 40 trucks to Lebanon.", [("Germany", "", "Lebanon", False)]),
        ("NATO will send 40 trucks to Lebanon.", [("NATO", "", "Lebanon", False)]),
        ("A Canadian loan of 40 million euros was given to Lebanon.", [("Canada", "", "Lebanon", False)]),
        ("Ukraine's allies pledged 40 trucks to Lebanon.", [("", "", "Lebanon", True)]),
        ("Lawmakers in Canada approved 40 million dollars for Lebanon.", [("Canada", "", "Lebanon", False)]),
        ("Canada, which borders none of them, will send 40 trucks to Lebanon.", [("Canada", "", "Lebanon", False)]),
        ("Paula Renn gave 40 trucks to Lebanon.", []),
        ("Kalvania will send 40 trucks to Lebanon.", [("Kalvania", "", "Lebanon", False)]),
        ("Germany's ally Canada will send 40 trucks to Lebanon.", [("Canada", "", "Lebanon", False)]),
        ("The ministry will send 40 trucks to Lebanon.", [("", "", "Lebanon", False)]),
    ],
)
def test_who_gives_is_read(find, text, expected):
    assert parties(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada will give Lebanon 40 trucks.", ["Lebanon"]),
        ("Canada will send 40 trucks for Lebanon.", ["Lebanon"]),
        ("Canada will send 40 trucks to help Lebanon.", ["Lebanon"]),
        ("Canada will send 40 trucks to the Lebanese army.", ["Lebanon"]),
        ("Canada will train 200 Lebanese officers.", ["Lebanon"]),
        ("Canada will build a school in Lebanon.", ["Lebanon"]),
        ("Canada will drop 40 tonnes of food over Lebanon.", ["Lebanon"]),
        ("Canada will take in 200 refugees from Lebanon.", ["Lebanon"]),
        ("Canada will supply Lebanon with 40 trucks.", ["Lebanon"]),
        ("Canada will send 40 trucks to fight Libya.", [""]),
        ("Canada will send 40 trucks amid a war in Libya.", [""]),
        ("Canada will send 40 tents to 12,000 families.", ["families"]),
        ("Canada will send 40 trucks.", [""]),
        ("Canada accepted Lebanon's request to send 40 trucks.", ["Lebanon"]),
        ("Canada allowed the United States to use its bases.", ["United States"]),
        ("Canada will share intelligence with Lebanon.", ["Lebanon"]),
        ("Canada will send 40 trucks to the Peshmerga.", ["Peshmerga"]),
        ("Canada will deploy 40 medics in Lebanon.", ["Lebanon"]),
    ],
)
def test_who_receives_is_read(find, text, expected):
    assert [p.recipient for p in find(text).pledges] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Germany pledged 18 tanks, France 14 and Canada six.", [("Germany", 18), ("France", 14), ("Canada", 6)]),
        ("Canada will send 500 troops to Lebanon, followed by Germany with 200.", [("Canada", 500), ("Germany", 200)]),
        (
            "Canada gave 5 million euros to Lebanon, and Germany 3 million euros.",
            [("Canada", 5000000), ("Germany", 3000000)],
        ),
        (
            "Canada will send 500 troops to Lebanon, while Germany offered 200 more.",
            [("Canada", 500), ("Germany", 200)],
        ),
        ("Canada will send 500 troops to Lebanon, and Germany is watching.", [("Canada", 500)]),
        ("Canada will supply 90 engines and Germany up to 40 mechanics to Lebanon.", [("Canada", 90), ("Germany", 40)]),
    ],
)
def test_further_givers_are_read_by_their_numbers(find, text, expected):
    assert [(p.pledged_by, int(p.quantity_low or p.amount_low)) for p in find(text).pledges] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("France will send 40 trucks to Nice.", []),
        ("France will send 40 trucks to Tripoli.", [("France", "", "Tripoli", False)]),
        ("Ukraine will give 40 million dollars to Kyiv.", []),
        ("Iraq will send 40 trucks to Mosul.", []),
    ],
)
def test_a_recipient_at_home_is_none(find, text, expected):
    assert parties(find, text) == expected


def test_a_second_pledge_of_a_sentence_goes_to_the_recipient_of_the_first(find):
    found = parties(find, "Canada will give $5 million to Lebanon, while Norway will give $3 million.")
    assert [(giver, recipient) for giver, _, recipient, _ in found] == [("Canada", "Lebanon"), ("Norway", "Lebanon")]


def test_a_pledge_of_another_sentence_does_not(find):
    found = parties(find, "Canada will give $5 million to Lebanon. Norway will give $3 million.")
    assert [recipient for _, _, recipient, _ in found] == ["Lebanon", ""]
