"""Migrations 0025 to 0027 store bands, texts of versions and counts of lists more compactly, and lose nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from articles.desk.shingles import fingerprint_of
from tests.migrating import migrate_to, migrated_to

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, BANDS, TEXTS = "0023_heartbeat", "0024_packed_bands", "0025_texts_once"
COUNTS = "0026_fewer_indexes"
LONG_AGO = datetime(2025, 5, 1, tzinfo=UTC)


@pytest.fixture
def before():
    with migrated_to(BEFORE) as old:
        yield old


def a_body(*paragraphs):
    return [{"role": "paragraph", "text": text, "sentences": [[0, len(text)]]} for text in paragraphs]


def stories(models, count):
    create = models.get_model("articles", "Article").objects.create
    return [create(headline=f"Story {n}", body=a_body(f"Text {n}"), sha256=f"{n:064}") for n in range(count)]


def test_bands_keep_their_first_32_bits_and_their_stories(before):
    first, second, none = stories(before, 3)
    bands = {first.pk: [-(2**63), -1, 0, 2**63 - 1], second.pk: [5 << 32, (5 << 32) + 1, 7 << 32]}
    old = before.get_model("articles", "LSHBand").objects
    old.bulk_create(old.model(article_id=pk, band=band) for pk, listed in bands.items() for band in listed)

    models = migrate_to(BANDS)

    keys = set(models.get_model("articles", "LSHBand").objects.values_list("key", flat=True))
    expected = {first.pk: [-(2**31), -1, 0, 2**31 - 1], second.pk: [5, 7]}
    assert keys == {(band << 32) + pk for pk, listed in expected.items() for band in listed}
    fingerprints = models.get_model("articles", "TextFingerprint").objects
    assert not fingerprints.filter(pk=none.pk).exists()
    packed = {row.pk: bytes(row.packed) for row in fingerprints.all()}
    assert packed == {
        pk: b"".join(band.to_bytes(4, "big", signed=True) for band in sorted(listed)) for pk, listed in expected.items()
    }
    assert not migrate_to(BEFORE).get_model("articles", "LSHBand").objects.exists()


def test_a_migrated_band_is_that_of_a_new_story_with_the_same_text():
    body = [{"role": "paragraph", "text": " ".join(f"word{n}" for n in range(40))}]
    assert [band for band in fingerprint_of(body).bands if not -(2**31) <= band < 2**31] == []


def test_versions_with_the_text_of_their_story_refer_to_it_and_go_back(before):
    first, second = stories(before, 2)
    create = before.get_model("articles", "ArticleVersion").objects.create
    texts = [(first, 1, ["An earlier text"]), (first, 2, ["Text 0"]), (second, 1, ["Text 1"]), (second, 2, [])]
    for story, number, paragraphs in texts:
        body = [{**block, "sentences": [[0, 1]]} for block in a_body(*paragraphs)]
        create(article=story, number=number, headline="A", body=body, sha256="a", retrieved_at=LONG_AGO)

    versions = migrate_to(TEXTS).get_model("articles", "ArticleVersion").objects.order_by("pk")

    assert [version.other_body for version in versions] == [
        [{"role": "paragraph", "text": "An earlier text"}], None, None, [],
    ]  # fmt: skip
    versions = migrate_to(BEFORE).get_model("articles", "ArticleVersion").objects.order_by("pk")
    assert [[block["text"] for block in version.body] for version in versions] == [words for _, _, words in texts]


def test_counts_that_are_shown_are_not_stored_a_second_time_and_come_back(before):
    counts = {
        "entity:1": {"person": {"1": 5, "2": 1}, "total": {"": 6}},
        "entity:2": {"total": {"": 1}},
        "reference roles": {"A register": {"2020": 3}},
    }
    shown = {"entity:1": {"person": {"1": 5}, "total": {"": 6}}, "entity:2": counts["entity:2"], "reference roles": {}}
    create = before.get_model("articles", "ListRecord").objects.create
    for key, values in counts.items():
        create(key=key, version=1, shown=shown[key], counts=values)

    lists = migrate_to(COUNTS).get_model("articles", "ListRecord").objects

    assert dict(lists.values_list("key", "rest")) == {
        "entity:1": {"person": {"2": 1}}, "entity:2": {}, "reference roles": counts["reference roles"],
    }  # fmt: skip
    lists = migrate_to(BEFORE).get_model("articles", "ListRecord").objects
    assert dict(lists.values_list("key", "counts")) == counts
