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


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('Musa Zarnik arrived. "Three rifles and 112 rounds were found," according to him.', "Musa Zarnik"),
        ('The pro-war blogger Yegor Zarnik called the loss "a disgrace for the whole fleet."', "Yegor Zarnik"),
        ('"He looked the picture of health to me," laughed Ann Zarnik.', "Ann Zarnik"),
        (
            'DES MOINES, Iowa (AP) — Hopeful Jo Zarnik on Tuesday called rival Ann Veldhuis "a career politician".',
            "Jo Zarnik",
        ),
    ],
    ids=["according to him", "the name after its noun", "laughing", "after a dateline"],
)
def test_it_finds_the_speaker_in_other_shapes(find, text, speaker):
    assert [quotation.speaker for quotation in find(text).quotations] == [speaker]


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


def speakers(found):
    return [q.speaker or q.speaker_text for q in found.quotations]


@pytest.mark.parametrize(
    "text",
    [
        "'The rebels' convoy didn't stop,' Nora Halvorsen said.",
        "‘The rebels’ convoy didn’t stop,’ Nora Halvorsen said.",
        "Nora Halvorsen told reporters: 'The rebels' convoy didn't stop.'",
        "'The convoy of the \"volunteers\" didn't stop,' said Nora Halvorsen.",
        "„The convoy did not stop at all“, Nora Halvorsen said.",
        "«The convoy did not stop at all», Nora Halvorsen said.",
        "»The convoy did not stop at all«, Nora Halvorsen said.",
        "``The convoy did not stop at all,'' Nora Halvorsen said.",
    ],
    ids=["straight", "curly", "after a colon", "double inside single", "low", "outward", "inward", "typewriter"],
)
def test_it_reads_the_marks_of_many_countries(find, text):
    found = find(text)
    assert speakers(found) == ["Nora Halvorsen"]
    assert found.quotations[0].text.rstrip(",.").endswith(("stop", "at all"))


@pytest.mark.parametrize(
    "text",
    [
        "The farmers' union met the drivers' union in the teachers' hall.",
        "It was the summer of '68 and the farmers' union won.",
        "They rounded 'em up and let 'em go at the soldiers' request.",
    ],
    ids=["possessives", "a year", "cut words"],
)
def test_an_apostrophe_opens_no_quotation(find, text):
    assert not find(text).quotations


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("“We were not asked,” Nora Halvorsen, the former mayor of Oslo, said by telephone.", "Nora Halvorsen", "said"),
        ("Nora Halvorsen left Oslo in March, adding that it “was never safe to begin with”.", "Nora Halvorsen", "adding"),
        ("Nora Halvorsen said the talks “should be over by Friday,” referring to the summit.", "Nora Halvorsen", "said"),
        ("The plan was described by Nora Halvorsen as “a slow way to lose a war”.", "Nora Halvorsen", "described"),
        ("Nora Halvorsen was quoted as saying that “nobody asked the villages”.", "Nora Halvorsen", "saying"),
        ("“We never asked for this,” Nora Halvorsen seethed.", "Nora Halvorsen", "seethed"),
        ("Nora Halvorsen: “We never asked for this war.”", "Nora Halvorsen", ""),
        ("“We never asked for this war.” – Nora Halvorsen", "Nora Halvorsen", ""),
        ("In a tweet, Nora Halvorsen wrote: “We never asked for this war.”", "Nora Halvorsen", "wrote"),
        ("Nora Halvorsen told Peter Aldous: “We never asked for this war.”", "Nora Halvorsen", "told"),
        ("“He never asked for this,” Nora Halvorsen said of Peter Aldous.", "Nora Halvorsen", "said"),
    ],
    ids=[
        "far verb", "and-ing", "the governing verb", "passive", "overheard", "any verb after speech", "colon", "signed",
        "tweet", "told somebody", "said of somebody",
    ],
)  # fmt: skip
def test_it_finds_the_speaker_in_less_plain_sentences(find, text, speaker, cue):
    assert [(q.speaker, q.cue) for q in find(text).quotations] == [(speaker, cue)]


def test_a_thing_does_not_speak_where_a_person_stands_near(find):
    found = find("Peter Aldous said people pay more for goods described as “safe for every child”.")
    assert speakers(found) == ["Peter Aldous"]


def test_whoever_is_spoken_of_is_not_the_speaker(find):
    assert not find("Peter Aldous was described as “a man who never sleeps”.").quotations


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["“It is over now,” Peter Aldous said. “We can all go home.”"], ["Peter Aldous"] * 2),
        (["“The talks,” Peter Aldous said, “will go on for some weeks.”"], ["Peter Aldous"] * 2),
        (["Peter Aldous was blunt. “We have failed these people.”"], ["Peter Aldous"]),
        (["“It is over now,” Peter Aldous said.", "“We can all go home to our families.”"], ["Peter Aldous"] * 2),
        (["In Paris, Peter Aldous warned:", "“We have failed these people.”"], ["Peter Aldous"]),
        (["“It was dark.", "“We saw nothing at all,” Peter Aldous said."], ["Peter Aldous"] * 2),
    ],
    ids=["same paragraph", "parted", "sentence before", "paragraph alone", "announced", "signed at the end"],
)
def test_speech_without_a_verb_of_its_own_belongs_to_who_speaks_around_it(find, paragraphs, expected):
    assert speakers(find(*paragraphs)) == expected


def test_a_paragraph_with_words_of_its_own_does_not_go_on(find):
    found = find("“It is over now,” Peter Aldous said.", "Outside, walls read “we are all going home now”.")
    assert speakers(found)[0] == "Peter Aldous"
    assert "Peter Aldous" not in speakers(found)[1:]


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Peter Aldous met Maria Lindqvist. “The talks went very well,” she said.", "she", "Maria Lindqvist"),
        ("Peter Aldous met Maria Lindqvist. “The talks went very well,” he said.", "he", "Peter Aldous"),
        ("Peter Aldous praised Paul Brandt. He said: “The talks went very well.”", "He", "Peter Aldous"),
        ("Peter Aldous arrived late. Speaking to Paul Brandt, he said: “It is too late.”", "he", "Peter Aldous"),
        ("According to Peter Aldous, Paul Brandt’s plan failed. He said: “It is too late.”", "He", "Peter Aldous"),
        ("Ms Halvorsen met Mr Aldous. “The talks went very well,” she said.", "she", "Halvorsen"),
        ("The Norland Institute denied it. It said: “No ship of ours was there that day.”", "It", "Norland Institute"),
    ],
    ids=["she", "he", "subject before object", "addressed", "according to", "by title", "a body"],
)
def test_a_pronoun_means_whoever_fits_it(find, text, pronoun, name):
    quotation = find(text).quotations[-1]
    assert (quotation.speaker_text, quotation.speaker, quotation.inferred) == (pronoun, name, True)


def test_a_pronoun_that_fits_nobody_stays_unknown(find):
    quotation = find("Peter Aldous left Paris. “I will never go back there,” she said.").quotations[0]
    assert (quotation.speaker_text, quotation.speaker) == ("she", "")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Defense Secretary Peter Aldous left Paris. “It is too late now,” the secretary said.", "Peter Aldous"),
        ("Nora Halvorsen, 34, lost her house. “It is too late now,” the 34-year-old said.", "Nora Halvorsen"),
        ("Defense Secretary Peter Aldous left Paris. “It is too late now,” a secretary said.", ""),
        ("Defense Secretary Peter Aldous left Paris. “It is too late now,” the driver said.", ""),
    ],
    ids=["role", "age", "not the one before", "another role"],
)
def test_a_description_means_the_person_printed_with_it(find, text, speaker):
    assert [q.speaker for q in find(text).quotations] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Peter Aldous liked the film “Nothing left to lose” very much.",
        "Peter Aldous said on the show “Meet The Whole Press” that he would stay.",
        "The programme, known as “money for good deeds”, ended in March.",
        "Peter Aldous received the “Medal of the Grand Duke” on Monday.",
    ],
    ids=["film", "all capitals", "known as", "award"],
)
def test_names_of_works_and_things_are_not_speech(find, text):
    assert not find(text).quotations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peter Aldous thanked “the swift and brave men of the guard” on Monday.", ["Peter Aldous"]),
        ("The road to the town passes “the old mill by the river” on the left.", []),
        ("Peter Aldous visited the ship “Queen of the North” on Monday.", []),
    ],
    ids=["a person", "a thing", "a name"],
)
def test_words_quoted_without_a_verb_of_saying_are_those_of_the_person_who_acts(find, text, expected):
    assert speakers(find(text)) == expected


def test_a_name_that_looks_like_a_work_does_not_hide_speech(find):
    assert speakers(find("Peter Aldous said the words of Maria Song “were quite unhelpful indeed”.")) == [
        "Peter Aldous"
    ]


def test_a_single_word_is_speech_where_it_stands_as_a_sentence(find):
    assert speakers(find("“Never,” Peter Aldous said.")) == ["Peter Aldous"]
    assert not find("Peter Aldous called the idea “absurd”.").quotations
