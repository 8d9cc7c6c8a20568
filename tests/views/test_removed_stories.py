"""At the address of a story that was taken down for good: 410, the date and the public sentence, and nothing else."""

from __future__ import annotations

import pytest

from articles.desk import statuses
from articles.imports.taking_down import take_down
from articles.models import Takedown
from tests import builders
from tests.imports.taken_down import follow

pytestmark = pytest.mark.django_db
SENTENCE = "A person named in it asked for it."


def taken_down(article, **fields):
    values = {"ground": "privacy", "reason": "Secret", "public_sentence": SENTENCE, **fields}
    return take_down(article, user=None, version=article.version, **values)


@pytest.fixture
def article(index):
    made = builders.an_article("Sluice keepers meet")
    index()
    return made


@pytest.mark.parametrize("indexed", [False, True])
@pytest.mark.parametrize("words", ["", "-sluice-keepers-meet", "-former-words", "--"])
def test_its_address_says_that_it_was_removed(client, article, words, indexed):
    assert client.get(article.get_absolute_url()).status_code == 200
    pk = article.pk
    taken_down(article)
    if indexed:
        follow()
    response = client.get(f"/stories/{pk}{words}/")
    page = response.content.decode()
    assert response.status_code == 410
    assert response["X-Robots-Tag"] == "noindex"
    assert SENTENCE in page
    assert f"{Takedown.objects.get().at:%Y}" in page
    for absent in ("Sluice", "Secret", "rivacy"):
        assert absent not in page


@pytest.mark.parametrize("address", ["/", "/stories/", "/search/?q=sluice", "/stories.json", "/stories.atom"])
@pytest.mark.parametrize("indexed", [False, True])
def test_no_other_page_shows_it(client, article, address, indexed):
    taken_down(article)
    if indexed:
        follow()
    page = client.get(address, follow=True).content.decode()
    assert "Sluice keepers" not in page
    assert "luice-keepers" not in page


def test_without_a_sentence_it_has_the_date_only(client, article):
    pk = article.pk
    taken_down(article, public_sentence="")
    assert client.get(f"/stories/{pk}/").status_code == 410


def test_a_withdrawn_story_that_is_taken_down_loses_its_headline_too(client, article):
    pk, withdrawn = article.pk, statuses.withdraw(article, user=None, reason="An error")
    assert "Sluice" in client.get(article.get_absolute_url()).content.decode()
    taken_down(withdrawn)
    page = client.get(f"/stories/{pk}/")
    assert page.status_code == 410
    assert "Sluice" not in page.content.decode()


def test_a_draft_that_was_taken_down_is_not_found(client, index):
    draft = builders.an_article("Sluice keepers meet", status="draft")
    index()
    pk = draft.pk
    taken_down(draft)
    assert client.get(f"/stories/{pk}/").status_code == 404
