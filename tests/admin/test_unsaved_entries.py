"""A page for a refused request gives back what was typed, and nothing else."""

from __future__ import annotations

import json

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from articles.admin.unsaved_entries import entries_of, unsaved_entries


def values(**fields):
    data = QueryDict(mutable=True)
    data.update(fields)
    return [(entry.label, entry.value) for entry in unsaved_entries(data)]


def test_text_is_given_back_with_the_words_of_its_field():
    assert values(image_caption="The bridge", note="") == [("Image caption", "The bridge")]


def test_a_field_of_a_record_is_named_without_its_prefix():
    assert values(**{"mention-4__name": "Ann Lee"}) == [("Name", "Ann Lee")]


def test_a_value_that_the_form_was_opened_with_is_left_out():
    opened = json.dumps({"headline": "Bridge", "byline": "By Ann Lee"})
    assert values(headline="Bridge", byline="By Bob Day", opened=opened) == [("Byline", "By Bob Day")]


@pytest.mark.parametrize("opened", ["", "{", "[]", "7"])
def test_a_damaged_list_of_opened_values_leaves_nothing_out(opened):
    assert values(headline="Bridge", opened=opened) == [("Headline", "Bridge")]


@pytest.mark.parametrize(
    "name", ["password", "new_password1", "csrfmiddlewaretoken", "_save", "keep-headline", "version"]
)
def test_passwords_and_what_nobody_types_are_left_out(name):
    assert values(**{name: "a long secret"}) == []


def test_a_body_that_is_too_large_for_a_form_is_not_read():
    request = RequestFactory().post("/", {"text": "x"}, CONTENT_LENGTH="1000001")
    assert entries_of(request) == []


def test_a_request_with_more_fields_than_are_read_gives_back_nothing(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    assert entries_of(RequestFactory().post("/", dict.fromkeys("abcd", "x"))) == []
