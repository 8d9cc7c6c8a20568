"""Stored pages are sent as they are stored, and decompressed for clients that do not take Brotli."""

from __future__ import annotations

import brotli
import pytest
from django.urls import reverse

from articles.models import EntityPage
from articles.record.entity_pages import render_pages
from articles.record.waiting_pages import render_waiting
from tests.builders import a_person, an_article, appear

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uncached(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]


@pytest.fixture
def addresses(index):
    person = a_person()
    story = appear(an_article("Troops enter Mosul", "Ash Carter spoke.", date=None), person)  # without an age banner
    index()
    EntityPage.objects.update_or_create(pk=person.pk, defaults={"version": 0})
    render_pages()
    render_waiting(0)
    return [reverse("articles:home"), story.get_absolute_url(), person.get_absolute_url()]


def test_a_page_is_the_same_with_and_without_brotli(client, addresses):
    for address in addresses:
        packed, plain = client.get(address, headers={"Accept-Encoding": "br"}), client.get(address)
        assert packed["Content-Encoding"] == "br", address
        assert not plain.has_header("Content-Encoding")
        assert brotli.decompress(packed.content) == plain.content
        assert {packed["Vary"], plain["Vary"]} == {"Accept-Encoding"}


def test_a_client_that_refuses_brotli_gets_none(client, addresses):
    for address in addresses:
        answer = client.get(address, headers={"Accept-Encoding": "br;q=0, gzip"})
        assert b"Troops enter Mosul" in answer.content


def test_a_page_is_the_same_on_every_host(client, addresses, settings):
    settings.ALLOWED_HOSTS = ["first.example", "second.example"]
    for address in addresses:
        first, second = (client.get(address, headers={"Host": f"{name}.example"}) for name in ("first", "second"))
        assert first.content == second.content
