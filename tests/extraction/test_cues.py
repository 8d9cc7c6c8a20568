"""Verbs of saying near a quotation: with which subjects, and which of several is the nearest."""

from __future__ import annotations

import pytest

import articles.extraction.language_model as models
from articles.extraction.quotations import cues

pytestmark = pytest.mark.model


def nearest(text):
    doc = models.language_model()(text)
    start, end = text.index("“") + 1, text.index("”")
    quoted = doc.char_span(start, end, alignment_mode="expand")
    found = cues.find_cues(quoted, 0, len(doc), lambda token: start <= token.idx < end)
    best = min(found, key=lambda cue: cue.cost, default=None)
    return (best.verb.text, best.subject.text) if best else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The port is lost,” the mayor said on Monday.", ("said", "mayor")),
        ("“The port is lost,” the mayor added on Monday.", ("added", "mayor")),
        ("“The port is lost,” the mayor asked on Monday.", ("asked", "mayor")),
        ("“The port is lost,” the mayor argued on Monday.", ("argued", "mayor")),
        ("“The port is lost,” the mayor claimed on Monday.", ("claimed", "mayor")),
        ("“The port is lost,” the mayor warned on Monday.", ("warned", "mayor")),
        ("“The port is lost,” the mayor noted on Monday.", ("noted", "mayor")),
        ("“The port is lost,” the mayor announced on Monday.", ("announced", "mayor")),
        ("“The port is lost,” the mayor declared on Monday.", ("declared", "mayor")),
        ("“The port is lost,” the mayor explained on Monday.", ("explained", "mayor")),
        ("“The port is lost,” the mayor wrote on Monday.", ("wrote", "mayor")),
        ("“The port is lost,” the mayor insisted on Monday.", ("insisted", "mayor")),
        ("“The port is lost,” the mayor suggested on Monday.", ("suggested", "mayor")),
        ("“The port is lost,” the mayor acknowledged on Monday.", ("acknowledged", "mayor")),
        ("“The port is lost,” the mayor admitted on Monday.", ("admitted", "mayor")),
        ("“The port is lost,” the mayor conceded on Monday.", ("conceded", "mayor")),
        ("“The port is lost,” the mayor replied on Monday.", ("replied", "mayor")),
        ("“The port is lost,” the mayor responded on Monday.", ("responded", "mayor")),
        ("“The port is lost,” the mayor recalled on Monday.", ("recalled", "mayor")),
        ("“The port is lost,” the mayor reported on Monday.", ("reported", "mayor")),
        ("“The port is lost,” the mayor remarked on Monday.", ("remarked", "mayor")),
        ("“The port is lost,” the mayor observed on Monday.", ("observed", "mayor")),
        ("“The port is lost,” the mayor predicted on Monday.", ("predicted", "mayor")),
        ("“The port is lost,” the mayor promised on Monday.", ("promised", "mayor")),
        ("“The port is lost,” the mayor urged on Monday.", ("urged", "mayor")),
        ("“The port is lost,” the mayor confirmed on Monday.", ("confirmed", "mayor")),
        ("“The port is lost,” the mayor denied on Monday.", ("denied", "mayor")),
        ("“The port is lost,” the mayor stressed on Monday.", ("stressed", "mayor")),
        ("“The port is lost,” the mayor reiterated on Monday.", ("reiterated", "mayor")),
        ("“The port is lost,” the mayor joked on Monday.", ("joked", "mayor")),
        ("“The port is lost,” the mayor lamented on Monday.", ("lamented", "mayor")),
        ("“The port is lost,” the mayor complained on Monday.", ("complained", "mayor")),
        ("“The port is lost,” the mayor concluded on Monday.", ("concluded", "mayor")),
        ("“The port is lost,” the mayor continued on Monday.", ("continued", "mayor")),
        ("“The port is lost,” the mayor maintained on Monday.", ("maintained", "mayor")),
        ("“The port is lost,” the mayor agreed on Monday.", ("agreed", "mayor")),
        ("“The port is lost,” the mayor commented on Monday.", ("commented", "mayor")),
        ("“The port is lost,” the mayor demanded on Monday.", ("demanded", "mayor")),
        ("“The port is lost,” the mayor exclaimed on Monday.", ("exclaimed", "mayor")),
        ("“The port is lost,” the mayor revealed on Monday.", ("revealed", "mayor")),
        ("“The port is lost,” the mayor shouted on Monday.", ("shouted", "mayor")),
        ("“The port is lost,” the mayor testified on Monday.", ("testified", "mayor")),
    ],
)
def test_a_verb_of_saying_has_its_subject(text, expected):
    assert nearest(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The port is lost,” said the mayor.", ("said", "mayor")),
        ("“The port is lost,” added the mayor.", ("added", "mayor")),
        ("“The port is lost,” wrote the mayor.", ("wrote", "mayor")),
        ("“The port is lost,” asked the mayor.", ("asked", "mayor")),
        ("“The port is lost,” warned the mayor.", ("warned", "mayor")),
        ("“The port is lost,” noted the mayor.", ("noted", "mayor")),
        ("“The port is lost,” explained the mayor.", ("explained", "mayor")),
        ("“The port is lost,” replied the mayor.", ("replied", "mayor")),
        ("“The port is lost,” continued the mayor.", ("continued", "mayor")),
        ("“The port is lost,” recalled the mayor.", ("recalled", "mayor")),
        ("“The port is lost,” declared the mayor.", ("declared", "mayor")),
    ],
)
def test_a_verb_may_come_before_its_subject(text, expected):
    assert nearest(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The guard said nothing. “The port is lost,” the mayor said.", ("said", "mayor")),
        ("The mayor, who met the guard, said “the port is lost”.", ("said", "mayor")),
        ("“The port is lost,” the mayor said when the guard asked.", ("said", "mayor")),
        ("The guard said the mayor had warned that “the port is lost”.", ("warned", "mayor")),
    ],
)
def test_the_nearest_of_several_is_taken(text, expected):
    assert nearest(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The “port” is lost.", None),
        ("He sailed “home at last” and slept.", None),
        ("A sign at the “old port” fell.", None),
    ],
)
def test_without_a_verb_of_saying_there_is_none(text, expected):
    assert nearest(text) == expected
