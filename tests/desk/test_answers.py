"""The JSON output of the commands read_story and find_facts."""

from __future__ import annotations

import json

import pytest

from articles.desk.output import facts_answer, failure_output, story_output
from articles.models import GazetteerName, GazetteerPlace, Identifier, Place
from articles.readers import registry
from articles.text import fold

STORY_FIELDS = {
    "headline", "description", "byline", "authors", "date_published", "date_precision", "date_modified", "language",
    "outlet", "url", "image", "body", "related", "problems",
}  # fmt: skip
MENTION_FIELDS = {"start", "end", "text", "kind", "entity", "candidates", "rule", "confidence"}
QUOTATION_FIELDS = {"start", "end", "text", "speaker_text", "speaker", "cue", "inferred"}
PLEDGE_FIELDS = {
    "start", "end", "sentence", "pledged_by", "announced_by", "recipient", "item", "quantity_low", "quantity_high",
    "unit", "amount_low", "amount_high", "currency", "due", "duration", "status", "confidence",
}  # fmt: skip
TEXT = (
    "Iraq will send 20 trucks to the Red Crescent by March, Health Minister Edda Lindqvist said on Monday.\n\n"
    "“We keep our word,” Lindqvist told reporters in Mosul 🙂.\n"
)


@pytest.fixture
def iraq(db):
    place = Place.objects.create(name="Iraq", feature_class="A", feature_code="PCLI", country_code="IQ")
    Identifier.objects.create(entity=place, scheme="iso3166", identifier="IQ")
    Identifier.objects.create(entity=place, scheme="start", identifier="country/iq")
    return place


@pytest.fixture
def facts(iraq):
    mosul = GazetteerPlace.objects.create(
        pk=99072, name="Mosul", feature_class="P", feature_code="PPLA", country_code="IQ", population=1_700_000,
        latitude=36.3, longitude=43.1,
    )  # fmt: skip
    GazetteerName.objects.create(place=mosul, name="Mosul", key=fold("Mosul"))
    return facts_answer("\U0001f642 First line.\n\n" + TEXT, None)


def test_a_story_answers_with_the_agreed_fields():
    [story] = registry.read(b"<html><head><title>Bridge opens</title></head><body><p>It is open.</p></body></html>")
    assert set(story_output(story)) == STORY_FIELDS


def test_an_answer_is_json():
    [story] = registry.read(b"Bridge opens\n\n2 May 2024\n\nThe bridge over the Tigris opened on Thursday.")
    assert json.loads(json.dumps(story_output(story)))["date_published"].startswith("2024-05-02")


def test_what_cannot_be_read_answers_with_the_same_fields_and_the_reason():
    answer = failure_output("This is a PDF file.")
    assert set(answer) == STORY_FIELDS
    assert answer["problems"] == ["This is a PDF file."]


@pytest.mark.model
def test_facts_answer_with_the_agreed_fields(facts):
    assert {name for one in facts["mentions"] for name in one} == MENTION_FIELDS
    assert {name for one in facts["quotations"] for name in one} == QUOTATION_FIELDS
    assert {name for one in facts["pledges"] for name in one} == PLEDGE_FIELDS


@pytest.mark.model
def test_offsets_count_code_points_of_the_whole_text(facts):
    text = "\U0001f642 First line.\n\n" + TEXT
    assert facts["mentions"]
    for found in (*facts["mentions"], *facts["quotations"]):
        assert text[found["start"] : found["end"]] == found["text"]
    for pledge in facts["pledges"]:
        assert text[pledge["start"] : pledge["end"]] == pledge["sentence"]


@pytest.mark.model
def test_a_known_name_answers_with_its_entity_and_public_identifiers_only(facts):
    [iraq] = [one for one in facts["mentions"] if one["text"] == "Iraq"]
    assert iraq["entity"] == {"name": "Iraq", "identifiers": {"iso3166": "IQ"}}


@pytest.mark.model
def test_an_unknown_name_has_no_entity(facts):
    strangers = [one for one in facts["mentions"] if "Lindqvist" in one["text"]]
    assert strangers
    assert all(one["entity"] is None for one in strangers)


@pytest.mark.model
def test_a_reference_place_answers_without_becoming_a_record(facts):
    [mosul] = [one for one in facts["mentions"] if one["text"] == "Mosul"]
    assert mosul["entity"] == {"name": "Mosul", "identifiers": {"geonames": "99072"}}
    assert not Place.objects.filter(name="Mosul").exists()


@pytest.mark.model
def test_numbers_are_numbers(facts):
    [pledge] = facts["pledges"]
    assert (pledge["quantity_low"], pledge["amount_low"]) == (20, None)
