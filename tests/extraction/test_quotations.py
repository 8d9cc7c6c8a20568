from __future__ import annotations

import pytest

from articles.vocabulary import BlockRole

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ('"By isolating the cities, we will win the war," Ash Carter said.', "Ash Carter", "said"),
        ("“By isolating the cities, we will win the war,” said Ash Carter.", "Ash Carter", "said"),
        ("Ash Carter told reporters: “By isolating the cities, we will win the war.”", "Ash Carter", "told"),
        (
            'French President Francois Hollande sent the ship, vowing, "We will hit them where they hide."',
            "Francois Hollande",
            "vowing",
        ),
        ("John Kerry said the allies had “a great deal of work” before them.", "John Kerry", "said"),
        ("According to Ash Carter, the plan is “a very good one indeed”.", "Ash Carter", "according to"),
    ],
    ids=["after", "inverted", "before", "participle", "mixed", "according to"],
)
def test_it_finds_the_speaker(find, text, speaker, cue):
    quotations = find(text).quotations
    assert [(q.speaker, q.cue, q.inferred) for q in quotations] == [(speaker, cue, False)]


def test_a_pronoun_means_the_last_person_and_is_marked_as_inferred(find):
    found = find(
        'Harjit Singh Sajjan met John Kerry. Sajjan spoke afterwards. "We will always take a look at it," he said on Wednesday.'
    )
    assert [(q.speaker_text, q.speaker, q.inferred) for q in found.quotations] == [("he", "Harjit Singh Sajjan", True)]


def test_the_role_is_kept_as_printed(find):
    found = find('"We have to break the barriers down," US Secretary of State John Kerry said.')
    assert found.quotations[0].role == "US Secretary of State"


def test_a_quotation_goes_on_in_the_next_paragraph(find):
    found = find(
        "“We will go on with this for as long as it takes,” Ash Carter said. “It is hard.", "“But we will win.”"
    )
    assert [q.speaker for q in found.quotations] == ["Ash Carter"] * 3


def test_a_speaker_whom_the_story_does_not_name_stays_unknown(find):
    quotation = find("“We were all asleep when the roof came down,” a resident said.").quotations[0]
    assert (quotation.speaker_text, quotation.speaker) == ("a resident", "")


@pytest.mark.parametrize(
    "text",
    [
        'The ministry described the clinic as "role 2".',
        "The so-called “moderate opposition” lost ground.",
        "The operation “Inherent Resolve Of Freedom” began in 2014.",
        "It’s the ministers’ second meeting this year.",
    ],
    ids=["two words", "words at arm's length", "a title", "apostrophes"],
)
def test_words_in_marks_are_not_always_speech(find, text):
    assert not find(text).quotations


def test_a_pull_quote_is_not_a_second_quotation(find):
    words = "We have to keep breaking down the barriers."
    found = find(
        (BlockRole.PULL_QUOTE, f'"{words}"'), f'"{words}" Kerry said.', "US Secretary of State John Kerry left."
    )
    assert [q.block for q in found.quotations] == [1]


def test_a_repeated_paragraph_gives_way_to_the_one_with_a_speaker(find):
    words = "We have to keep breaking down the structural barriers in every country"
    found = find("John Kerry came to Paris.", f'"{words}."', f'"{words}," Kerry said.')
    assert [(q.block, q.speaker) for q in found.quotations] == [(2, "John Kerry")]


def test_the_offsets_leave_the_marks_outside(find):
    text = "“By isolating the cities, we will win,” Ash Carter said."
    quotation = find(text).quotations[0]
    assert text[quotation.start : quotation.end] == quotation.text == "By isolating the cities, we will win,"
