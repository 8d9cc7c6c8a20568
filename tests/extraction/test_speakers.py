"""Who says a quotation, in the forms in which news prints it, with words in marks that are no speech."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def speakers(find, *paragraphs):
    return [quotation.speaker for quotation in find(*paragraphs).quotations]


def described(find, *paragraphs):
    return [(quotation.speaker_text, quotation.cue, quotation.inferred) for quotation in find(*paragraphs).quotations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will rebuild the port,” Olga Zarnik said.", ["Olga Zarnik"]),
        ("“We will rebuild the port,” said Olga Zarnik.", ["Olga Zarnik"]),
        ("Olga Zarnik said: “We will rebuild the port.”", ["Olga Zarnik"]),
        ("Olga Zarnik warned that “nobody is safe on the coast”.", ["Olga Zarnik"]),
        ("“We will rebuild,” Olga Zarnik told reporters, “and nobody will stop us.”", ["Olga Zarnik", "Olga Zarnik"]),
        ("According to Olga Zarnik, “the port will be rebuilt soon”.", ["Olga Zarnik"]),
        ("Olga Zarnik: “We will rebuild the port.”", ["Olga Zarnik"]),
        ("“We will rebuild the port.” - Olga Zarnik", ["Olga Zarnik"]),
        ("Olga Zarnik, the mayor, called it “a very bad day for all”.", ["Olga Zarnik"]),
        ("“The port is lost,” Olga Zarnik, mayor of Brenwick, said on Monday.", ["Olga Zarnik"]),
        ("“The port is lost,” added Olga Zarnik.", ["Olga Zarnik"]),
        ("Olga Zarnik was quoted as saying “the port is lost for good”.", ["Olga Zarnik"]),
        ("In a statement, Olga Zarnik described the raid as “an act of pure despair”.", ["Olga Zarnik"]),
        ("Olga Zarnik denied it. “We were never there,” she said.", ["Olga Zarnik"]),
        ("“We were never there,” wrote Olga Zarnik in a letter.", ["Olga Zarnik"]),
        ("Olga Zarnik met Ivan Kern. “We were never there,” he said.", ["Ivan Kern"]),
        ("‘We were never there,’ Olga Zarnik said.", ["Olga Zarnik"]),
        ('"We were never there," Olga Zarnik said.', ["Olga Zarnik"]),
        ("«We were never there», Olga Zarnik said.", ["Olga Zarnik"]),
    ],
)
def test_a_verb_of_saying_gives_the_speaker(find, text, expected):
    assert speakers(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will rebuild,” a spokesman for the port said.", [("a spokesman for the port", "said", False)]),
        ("“The port will be rebuilt,” the ministry said.", [("the ministry", "said", False)]),
        ("“The port will be rebuilt,” the statement read.", [("the statement", "read", False)]),
        ("“We will rebuild the port,” he said.", [("he", "said", True)]),
        ("“We will rebuild the port,” residents said.", [("residents", "said", False)]),
        ("According to the report, “the port is lost for ever”.", [("the report", "according to", False)]),
        ("“The port will be rebuilt,” one of them said.", [("one of them", "said", False)]),
    ],
)
def test_the_words_for_the_speaker_are_kept(find, text, expected):
    assert described(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The film “The Long Road Home” opened.", []),
        ("They call it the “role 2” hospital.", []),
        ("The so-called “people's council” met.", []),
        ("The operation, codenamed “Silver Heron”, began.", []),
        ("The word “port” is painted on it.", []),
        ("He sailed on the “Olga”.", []),
    ],
)
def test_words_in_marks_may_be_no_speech(find, text, expected):
    assert speakers(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Olga Zarnik met Ivan Kern. “We agreed on all of it,” she said.", ["Olga Zarnik"]),
        ("Olga Zarnik met Ivan Kern. “We agreed on all of it,” he said.", ["Ivan Kern"]),
        ("Olga Zarnik spoke. Later, “we agreed on all of it,” she said.", ["Olga Zarnik"]),
        ("NATO met on Monday. “We agreed on all of it,” it said.", ["NATO"]),
        ("The ship left. “We agreed on all of it,” he said.", [""]),
        ("Ivan Kern was late. He sat down. “We agreed on all of it,” he said.", ["Ivan Kern"]),
        ("Ivan Kern praised Karl Brandt. “We agreed on all of it,” he said.", ["Ivan Kern"]),
        ("According to Ivan Kern, the port is lost. “We left at once,” he said.", ["Ivan Kern"]),
    ],
)
def test_a_pronoun_means_a_name_that_fits_it(find, text, expected):
    assert speakers(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Defence Minister Olga Zarnik left. “We agreed on all of it,” the minister said.", ["Olga Zarnik"]),
        ("Olga Zarnik, the mayor, left. “We agreed on all of it,” the mayor said.", ["Olga Zarnik"]),
        ("Olga Zarnik, 34, left. “We agreed on all of it,” the 34-year-old said.", ["Olga Zarnik"]),
        ("Defence Minister Olga Zarnik left. “We agreed on all of it,” the general said.", [""]),
        ("Olga Zarnik, 34, left. “We agreed on all of it,” the 43-year-old said.", [""]),
        ("Olga Zarnik left. “We agreed on all of it,” Zarnik said.", ["Olga Zarnik"]),
    ],
)
def test_a_description_means_the_person_printed_with_it(find, text, expected):
    assert speakers(find, text) == expected
