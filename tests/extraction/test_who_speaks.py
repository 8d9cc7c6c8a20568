"""Speakers that the parser does not give at once: statements, datelines, shared subjects, pronouns, and near misses."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def attributed(find, *paragraphs):
    return [(quotation.speaker, quotation.rule) for quotation in find(*paragraphs).quotations]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ann Lee released a statement which read: “We will rebuild the port soon.”", "Ann Lee"),
        ("The blogger Yegor Zarnik called it “a very bad day for all of us”.", "Yegor Zarnik"),
        ("DES MOINES (AP) - Candidate Jo Zarnik called the plan “a very bad idea for farmers”.", "Jo Zarnik"),
        ("“We will rebuild the port,” said by telephone the mayor, Olga Zarnik.", "Olga Zarnik"),
        ("Jane Roe, 86, a patient at a hospice told the visitor: “We were never there at all.”", "Jane Roe"),
        ("Olga Zarnik stood up and said “we will never leave this port”.", "Olga Zarnik"),
        ("Olga Zarnik left the room, saying “we will never leave this port”.", "Olga Zarnik"),
        ("Olga Zarnik said the talks had failed, adding that “nobody was to blame for it”.", "Olga Zarnik"),
        ("The report was described by Olga Zarnik as “a list of old excuses”.", "Olga Zarnik"),
        ("Olga Zarnik told the Times: “We were never there at all.”", "Olga Zarnik"),
    ],
)
def test_the_subject_of_the_verb_of_saying_is_found_through_other_words(find, text, speaker):
    assert attributed(find, text) == [(speaker, "verb of saying")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Olga Zarnik was blunt. “We failed the people of the coast.”", [("Olga Zarnik", "sentence before")]),
        ("The plan was blunt. “We failed the people of the coast.”", [("", "no speaker printed")]),
        ("Olga Zarnik thanked “the brave people of the coast”.", [("Olga Zarnik", "subject of the sentence")]),
        ("According to the mayor, “the port will be rebuilt soon”.", [("", "according to; unnamed")]),
        ("According to “a list of old excuses”, the port is lost.", []),
        ("The minister is said to have called it “a list of old excuses”.", []),
    ],
)
def test_without_a_verb_of_saying_a_speaker_is_inferred_or_left_open(find, text, expected):
    assert attributed(find, text) == expected


@pytest.mark.parametrize(
    ("paragraphs", "speakers"),
    [
        (
            (
                "“We will rebuild,” said Olga Zarnik.",
                "“It will take a year,” she added.",
                "“And more money,” she said.",
            ),
            ["Olga Zarnik"] * 3,
        ),
        (
            ("“We were never there,” the company's head, Ivan Kern, told reporters. “It is not ours,” he said.",),
            ["Ivan Kern"] * 2,
        ),
        (("The head of the port, Ivan Kern, spoke to Olga Zarnik. “It is not ours,” she said.",), ["Olga Zarnik"]),
        (("Hartwell met the press. “We will rebuild the port,” he said.",), [""]),
        (("The ministry published a report. “The port is lost,” it said.",), [""]),
    ],
)
def test_a_pronoun_means_the_person_it_fits_and_nobody_where_none_does(find, paragraphs, speakers):
    assert [speaker for speaker, _ in attributed(find, *paragraphs)] == speakers


def test_a_pronoun_is_an_inference_and_keeps_the_role_of_the_speaker(find):
    _, second = find("“We left,” the head of the port, Ivan Kern, said. “It is not ours,” he said.").quotations
    assert (second.speaker, second.speaker_text, second.inferred) == ("Ivan Kern", "he", True)
