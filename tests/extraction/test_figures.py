"""Reported figures: what is counted, within which bounds, where, when and by whom it is claimed; with near misses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from articles.extraction import pipeline
from articles.extraction.figures.printed_numbers import read_numbers
from articles.extraction.findings import Document
from articles.vocabulary import BlockRole
from tests.extraction.known import GAZETTEER

pytestmark = pytest.mark.model
STORY_DAY = date(2024, 3, 14)  # a Thursday


@pytest.fixture
def figures(language_model):
    def figures_in(text, day=STORY_DAY):
        document = Document(((BlockRole.PARAGRAPH, text),), date=day)
        return pipeline.find(document, GAZETTEER).figures

    return figures_in


def number(value):
    return None if value is None else Decimal(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("At least 12 people were killed in the raid.", [("killed", "people", 12, None)]),
        ("The shelling killed between 30 and 40 soldiers.", [("killed", "soldiers", 30, 40)]),
        ("Dozens of civilians, most of them children, were killed.", [("killed", "civilians", 24, None)]),
        (
            "Twelve people died and 40 others were injured.",
            [("killed", "people", 12, 12), ("wounded", "others", 40, 40)],
        ),
        ("The blast left 12 dead and 30 injured.", [("killed", "dead", 12, 12), ("wounded", "", 30, 30)]),
        ("The death toll rose from 10 to 12.", [("killed", "", 12, 12)]),
        ("The number of wounded now stands at 70.", [("wounded", "", 70, 70)]),
        ("The war has claimed more than 14,000 lives.", [("killed", "lives", 14000, None)]),
        ("The fire caused 12 deaths.", [("killed", "deaths", 12, 12)]),
        ("He confirmed the deaths of 29 miners.", [("killed", "miners", 29, 29)]),
        (
            "The raid killed 12 soldiers and 4 civilians.",
            [("killed", "soldiers", 12, 12), ("killed", "civilians", 4, 4)],
        ),
        (
            "12 people, including 3 children, were killed.",
            [("killed", "people", 12, 12), ("killed", "children", 3, 3)],
        ),
        (
            "Thirteen insurgents and four soldiers were killed.",
            [("killed", "insurgents", 13, 13), ("killed", "soldiers", 4, 4)],
        ),
        ("The mortar fire killed or wounded 40 soldiers.", [("casualties", "soldiers", 40, 40)]),
        ("Up to 300 people are missing.", [("missing", "people", None, 300)]),
        ("Police arrested 14 protesters.", [("detained", "protesters", 14, 14)]),
        ("The group took 12 villagers hostage.", [("detained", "villagers", 12, 12)]),
        ("Some 1.2 million people fled their homes.", [("displaced", "people", 1200000, 1200000)]),
        ("The flood displaced two hundred and fifty people.", [("displaced", "people", 250, 250)]),
        ("The army has deployed 12,000 troops along the border.", [("troops", "troops", 12000, 12000)]),
        (
            "Air defences shot down 30 drones and destroyed 12 tanks.",
            [("other", "drones", 30, 30), ("other", "tanks", 12, 12)],
        ),
        ("The flood caused damage of $2 million.", [("money", "", 2000000, 2000000)]),
        ("Three or more people were killed.", [("killed", "people", 3, None)]),
        ("Twenty-three miners were killed.", [("killed", "miners", 23, 23)]),
    ],
)
def test_a_figure_has_its_kind_and_the_bounds_of_its_words(figures, text, found):
    expected = [(kind, counted, number(low), number(high)) for kind, counted, low, high in found]
    assert [(one.kind, one.counted, one.low, one.high) for one in figures(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The hunters killed three birds with one stone.",
        "A 12-year-old boy was killed.",
        "A man aged 12 was killed.",
        "He was killed in 1995.",
        "The 12th Brigade lost a commander, who was killed.",
        "A suspect in the raid of February 6 was detained.",
        "The bill passed by 12 votes to 3.",
        "They walked 12 kilometres before they were killed.",
        "About 60 percent of those killed were women.",
        "The strike could kill 12 people.",
        "The group threatened to kill 12 people.",
        "No one was killed.",
        "The strike did not kill 12 people.",
        "If the dam breaks, 12 people will be killed.",
        "After 16 months of death and fear, the town is quiet.",
        "They are the two missing parts of the engine.",
        "The regiment served between 1924 and his death.",
        "Twelve delegates met in the town.",
        "The house cost $2 million.",
        "Chapter 12 describes how the king was killed.",
        "The team killed off 2 rival products.",
        "The road is 12 km from where he died.",
    ],
)
def test_a_number_of_something_else_is_no_figure(figures, text):
    assert figures(text) == ()


def test_what_is_pledged_is_no_figure(figures):
    assert figures("Canada will send 40 trucks and deploy 500 soldiers to Lebanon.") == ()


def test_the_subject_of_an_active_verb_is_not_counted_as_killed(figures):
    assert [one.counted for one in figures("Twelve soldiers killed two civilians.")] == ["civilians"]


@pytest.mark.parametrize(
    ("text", "claimed_by"),
    [
        ("At least 12 people were killed, officials said.", "officials"),
        ("According to the local hospital, 12 people were killed.", "local hospital"),
        ("The mayor said that 12 people were killed.", "mayor"),
        ("He said 12 people were killed.", "He"),
        ("At least 12 people were killed.", ""),
        ("The war has claimed 12 lives.", ""),
    ],
)
def test_a_figure_has_its_claimant_or_is_the_outlets_own(figures, text, claimed_by):
    assert [one.claimed_by for one in figures(text)] == [claimed_by]


def test_a_figure_in_a_quotation_is_its_speakers(figures):
    [figure] = figures("“We lost many: 12 civilians were killed,” said Tal Orsey, the governor.")
    assert figure.claimed_by == "Tal Orsey"


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("on 12 March", "2024-03-12", "2024-03-12"),
        ("on March 20", "2023-03-20", "2023-03-20"),
        ("on March 1, 2022", "2022-03-01", "2022-03-01"),
        ("on Monday", "2024-03-11", "2024-03-11"),
        ("on Thursday", "2024-03-14", "2024-03-14"),
        ("yesterday", "2024-03-13", "2024-03-13"),
        ("in February", "2024-02", "2024-02"),
        ("in 2022", "2022", "2022"),
        ("since February", "2024-02", "2024-03-14"),
        ("since 2022", "2022", "2024-03-14"),
    ],
)
def test_the_time_is_as_precise_as_it_is_printed(figures, printed, first, last):
    [figure] = figures(f"At least 12 people were killed {printed}.")
    assert (figure.start_date, figure.end_date) == (first, last)


def test_without_the_day_of_the_story_a_weekday_stays_unknown(figures):
    [figure] = figures("At least 12 people were killed on Monday.", day=None)
    assert (figure.start_date, figure.date_text) == ("", "Monday")


def test_the_day_on_which_it_was_said_is_not_the_day_of_the_figure(figures):
    [figure] = figures("Officials said on Monday that 12 people were killed on Sunday.")
    assert figure.start_date == "2024-03-10"


def test_the_place_is_the_one_that_a_preposition_precedes(figures):
    [figure] = figures("At least 12 people were killed in Lebanon, said a doctor from Jordan.")
    assert figure.place == "Lebanon"


def test_a_place_that_no_sentence_states_is_not_guessed(figures):
    document = Document(
        ((BlockRole.PARAGRAPH, "The raid was in Lebanon."), (BlockRole.PARAGRAPH, "At least 12 people were killed."))
    )
    assert [one.place for one in pipeline.find(document, GAZETTEER).figures] == [""]


def test_offsets_cover_the_number_and_what_it_counts(figures):
    text = "Officials said at least 12 young civilians were killed."
    [figure] = figures(text)
    assert text[figure.start : figure.end] == figure.text == "at least 12 young civilians"


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("12", 12, 12), ("1,200", 1200, 1200), ("1.5 million", 1500000, 1500000), ("at least 12", 12, None),
        ("no fewer than 12", 12, None), ("more than 12", 12, None), ("up to 12", None, 12), ("as many as 12", None, 12),
        ("fewer than 12", None, 12), ("about 12", 12, 12), ("nearly 300", 300, 300), ("30-40", 30, 40), ("30 to 40", 30, 40),
        ("two or three", 2, 3), ("between 30 and 40", 30, 40), ("dozens", 24, None), ("tens of thousands", 20000, None),
        ("several hundred", 300, None), ("a dozen", 12, 12), ("twenty-one", 21, 21), ("two hundred and fifty", 250, 250),
        ("another 12", 12, 12), ("at least another 12", 12, None),
    ],
)  # fmt: skip
def test_a_number_has_the_bounds_that_its_words_state(printed, low, high):
    [found] = read_numbers(f"{printed} people", 0, len(printed) + 7)
    assert (found.low, found.high) == (number(low), number(high))


@pytest.mark.parametrize("printed", ["12th", "12%", "12 per cent", "12-year-old", "$12", "3.5", "10:30", "A12", "12km"])
def test_shares_ordinals_ages_times_and_sums_are_no_numbers_of_people(printed):
    assert list(read_numbers(f"{printed} people", 0, len(printed) + 7)) == []
