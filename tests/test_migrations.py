"""Data that migrations rewrite."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from articles.models import Entity, Outlet
from articles.text import fold
from tests.builders import a_place

pytestmark = pytest.mark.django_db

fold_letters = import_module("articles.migrations.0004_fold_apostrophe_letters")


def test_keys_with_apostrophe_letters_are_written_anew():
    place = a_place("Reshʿayna")
    Entity.objects.filter(pk=place.pk).update(key="reshʿayna")
    fold_letters.fold_keys(apps, None)
    assert Entity.objects.get(pk=place.pk).key == fold(place.name) == "reshayna"


def test_an_outlet_whose_new_key_is_taken_keeps_its_own():
    Outlet.objects.create(name="Al Raʿi", key="alraʿi")
    Outlet.objects.create(name="Al Rai", key="alrai")
    fold_letters.fold_keys(apps, None)
    assert set(Outlet.objects.values_list("key", flat=True)) == {"alraʿi", "alrai"}
