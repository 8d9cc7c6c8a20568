"""What the words around a verb say about it: planned, announced, offered, done, refused, or nothing at all."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def read(find, text):
    return [(pledge.status.value, pledge.rule) for pledge in find(text).pledges]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada will send 40 trucks to Lebanon.", [("announced", "will")]),
        ("Canada has sent 40 trucks to Lebanon.", [("delivered", "delivered")]),
        ("Canada is sending 40 trucks to Lebanon.", [("announced", "is giving")]),
        ("Canada sends 40 trucks to Lebanon.", [("delivered", "delivered")]),
        ("Canada would send 40 trucks to Lebanon.", [("planned", "would")]),
        ("Canada will not send trucks to Lebanon.", [("refused", "will not")]),
        ("Canada is not sending trucks to Lebanon.", [("refused", "is not giving")]),
        ("Canada cannot send trucks to Lebanon.", [("refused", "is not giving")]),
        ("Canada pledged 40 trucks to Lebanon.", [("announced", "pledged")]),
        ("Canada offered 40 trucks to Lebanon.", [("offered", "offered")]),
        ("Canada approved 40 trucks for Lebanon.", [("announced", "pledged")]),
        ("Canada to send 40 trucks to Lebanon.", [("announced", "is to")]),
        ("Canada donated 40 trucks to Lebanon.", [("delivered", "delivered")]),
        ("Canada has promised Lebanon 40 trucks.", [("announced", "pledged")]),
        ("Canada had delivered 40 trucks to Lebanon.", [("delivered", "delivered")]),
        ("Forty trucks were delivered to Lebanon by Canada.", [("delivered", "delivered")]),
        ("Forty trucks will be delivered to Lebanon by Canada.", [("announced", "will")]),
        ("Canada is to send 40 trucks to Lebanon.", [("announced", "undertakes to")]),
        ("No trucks will be sent to Lebanon by Canada.", [("refused", "none")]),
    ],
)
def test_the_words_at_the_verb_give_the_status(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada plans to send 40 trucks to Lebanon.", [("planned", "undertakes to")]),
        ("Canada promised to send 40 trucks to Lebanon.", [("announced", "undertakes to")]),
        ("Canada offered to send 40 trucks to Lebanon.", [("offered", "undertakes to")]),
        ("Canada refused to send 40 trucks to Lebanon.", [("refused", "undertakes to")]),
        ("Canada decided to send 40 trucks to Lebanon.", [("announced", "undertakes to")]),
        ("Canada is ready to send 40 trucks to Lebanon.", [("offered", "undertakes to")]),
        ("Canada is considering sending 40 trucks to Lebanon.", [("planned", "undertakes to")]),
        ("Canada ruled out sending trucks to Lebanon.", [("refused", "undertakes to")]),
        ("Canada agreed to send 40 trucks to Lebanon.", [("announced", "undertakes to")]),
        ("Canada intends to send 40 trucks to Lebanon.", [("planned", "undertakes to")]),
        ("Canada is unwilling to send trucks to Lebanon.", [("refused", "undertakes to")]),
        ("Canada is likely to send 40 trucks to Lebanon.", [("planned", "undertakes to")]),
        ("Canada declined to send trucks to Lebanon.", [("refused", "undertakes to")]),
        ("Canada vowed to send 40 trucks to Lebanon.", [("announced", "undertakes to")]),
        ("Canada proposed to send 40 trucks to Lebanon.", [("planned", "undertakes to")]),
        ("Canada is expected to send 40 trucks to Lebanon.", [("planned", "undertakes to")]),
        ("Canada will begin to send 40 trucks to Lebanon.", [("announced", "will")]),
        ("Canada announced a decision to send 40 trucks to Lebanon.", [("announced", "undertakes to")]),
        ("Canada did not agree to send trucks to Lebanon.", [("refused", "undertakes to")]),
        ("Canada committed to sending 40 trucks to Lebanon.", [("announced", "undertakes to")]),
        ("Canada is open to sending 40 trucks to Lebanon.", [("offered", "undertakes to")]),
        ("Canada is reluctant to send trucks to Lebanon.", [("refused", "undertakes to")]),
        ("Canada volunteered to send 40 trucks to Lebanon.", [("offered", "undertakes to")]),
        ("Canada chose to send 40 trucks to Lebanon.", [("announced", "undertakes to")]),
        ("Canada is due to send 40 trucks to Lebanon.", [("planned", "undertakes to")]),
        ("Canada voted to send 40 trucks to Lebanon.", [("announced", "undertakes to")]),
        ("Canada balked at sending trucks to Lebanon.", [("refused", "undertakes to")]),
    ],
)
def test_a_governing_word_gives_the_status(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada will send 40 trucks to Lebanon if the road opens.", [("offered", "if")]),
        ("Canada will send 40 trucks to Lebanon once the road opens.", [("offered", "if")]),
        ("Canada will send 40 trucks to Lebanon unless the road closes.", [("offered", "if")]),
        ("Canada will send 40 trucks to Lebanon when the road opens.", [("announced", "will")]),
    ],
)
def test_a_condition_makes_an_offer(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada may send 40 trucks to Lebanon.", []),
        ("Canada might send 40 trucks to Lebanon.", []),
        ("Canada could send 40 trucks to Lebanon.", []),
        ("Canada should send 40 trucks to Lebanon.", []),
        ("Canada must send 40 trucks to Lebanon.", []),
        ("Lebanon asked Canada to send 40 trucks.", []),
        ("Lebanon urged Canada to send 40 trucks.", []),
        ("It is unclear whether Canada will send 40 trucks to Lebanon.", []),
        ("Lebanon wants Canada to send 40 trucks.", []),
        ("Canada was criticized for sending 40 trucks to Lebanon.", []),
        ("Canada had previously sent 40 trucks to Lebanon.", []),
        ("The talks began after Canada had sent 40 trucks to Lebanon.", []),
        ("Canada failed to send 40 trucks to Lebanon.", []),
        ("Lebanon expects Canada to send 40 trucks.", []),
        ("Canada was accused of sending 40 trucks to Lebanon.", []),
        ("A call to send 40 trucks to Lebanon was heard in Canada.", []),
        ("Canada does not send trucks to Lebanon.", []),
        ("Canada did not send trucks to Lebanon.", []),
        ("Canada was forced to send 40 trucks to Lebanon.", []),
    ],
)
def test_possibilities_demands_and_background_say_nothing(find, text, expected):
    assert read(find, text) == expected
