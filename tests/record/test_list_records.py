"""The counts of long lists: a change writes what it changed, and leaves what a new count would."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from articles.models import ListBucket, ListRecord
from articles.pages.whole_lists import counts_in_row
from articles.record import list_records
from articles.record.list_records import change_counts, number_of_buckets, stored_counts, write_counts
from articles.search.counting import shown_counts
from articles.search.list_counts import added

pytestmark = pytest.mark.django_db
KEY = "entity:7"


@pytest.fixture
def small(monkeypatch):
    """Buckets of a few values, so that a list of some hundreds has many."""
    monkeypatch.setattr(list_records, "MAX_IN_ROW", 20)
    monkeypatch.setattr(list_records, "IN_BUCKET", 8)


def rows():
    """All rows as they are stored, without the version."""
    return (
        list(ListRecord.objects.order_by("pk").values_list("pk", "shown", "rest", "buckets", "rest_size")),
        list(ListBucket.objects.order_by("pk").values_list("pk", "list_key", "number", "counts")),
    )


def keys_in_order(counts):
    return {name: list(values) for name, values in counts.items()}


def a_change(random_, counts, *, taken):
    """What a story adds, or what one that was counted takes away."""
    delta = Counter()
    for name, values in (("person", 400), ("organization", 90), ("outlet", 80), ("months", 30)):
        for _ in range(random_.randint(0, 6)):
            # As among real names, few have most stories.
            value = str(min(values, int(random_.paretovariate(0.6))))
            if not taken:
                delta[name, value] += 1
            elif counts.get(name, {}).get(value, 0) > -delta[name, value]:
                delta[name, value] -= 1
    return delta


@pytest.mark.parametrize("seed", range(4))
def test_counts_moved_by_many_changes_are_stored_like_counts_written_at_once(small, seed):
    random_, bucketed = random.Random(seed), 0  # noqa: S311  # not for secrets
    write_counts({KEY: added({}, {("person", str(pk)): 1 + pk % 3 for pk in range(400)})}, 1)
    counts = stored_counts([KEY])[KEY]
    for step in range(90):
        # Towards the end more is taken away than added, until the list fits its row again.
        delta = a_change(random_, counts, taken=random_.random() < (0.3 if step < 60 else 0.9))
        if step >= 60:
            delta.update({("person", value): -number for value, number in list(counts.get("person", {}).items())[:16]})
        counts = added(counts, delta)
        change_counts({KEY: delta}, step + 2)
        assert stored_counts([KEY]).get(KEY, {}) == counts
        bucketed += ListBucket.objects.exists()
        in_steps = rows()
        write_counts({KEY: counts}, 1)
        assert in_steps == rows()
        if counts:
            assert keys_in_order(stored_counts([KEY])[KEY]) == keys_in_order(counts)
    assert bucketed > 40
    assert not ListBucket.objects.exists()


def test_a_change_of_a_long_list_writes_only_the_buckets_of_its_values(small, django_assert_max_num_queries):
    write_counts({KEY: {"person": {str(pk): 1000 - pk for pk in range(900)}}}, 1)
    before = dict(ListBucket.objects.values_list("pk", "counts"))
    assert len(before) > 60
    with django_assert_max_num_queries(5):
        change_counts({KEY: Counter({("person", "899"): 1, ("person", "2"): 1, ("person", "new"): 1})}, 2)
    after = dict(ListBucket.objects.values_list("pk", "counts"))
    assert len([key for key in after if after[key] != before.get(key)]) == 2


def test_a_value_that_rises_is_shown_and_the_one_it_displaces_is_kept(small):
    counts = {"person": {str(pk): 1000 - pk for pk in range(900)}}
    write_counts({KEY: counts}, 1)
    last = list(shown_counts(counts)["person"])[-1]
    change_counts({KEY: Counter({("person", "899"): 5000})}, 2)
    row = ListRecord.objects.get()
    assert row.shown["person"]["899"] == 5101
    assert last not in row.shown["person"]
    assert stored_counts([KEY])[KEY]["person"][last] == counts["person"][last]


def test_a_value_that_falls_makes_room_for_one_of_any_bucket(small):
    counts = {"person": {str(pk): 1000 - pk for pk in range(900)}}
    write_counts({KEY: counts}, 1)
    change_counts({KEY: Counter({("person", "0"): -999})}, 2)
    after = added(counts, {("person", "0"): -999})
    assert ListRecord.objects.get().shown == shown_counts(after)
    assert stored_counts([KEY])[KEY] == after


def test_the_last_story_of_a_list_takes_its_rows_with_it(small):
    counts = {"person": {str(pk): 1 for pk in range(900)}}
    write_counts({KEY: counts}, 1)
    change_counts({KEY: Counter({("person", value): -1 for value in counts["person"]})}, 2)
    assert rows() == ([], [])


def test_other_lists_are_left_alone(small):
    long = {"person": {str(pk): 1 for pk in range(300)}}
    write_counts({KEY: long, "entity:70": long}, 1)
    change_counts({KEY: Counter({("person", "5"): 1})}, 2)
    assert stored_counts(["entity:70"])["entity:70"]["person"] == dict(sorted(long["person"].items()))


def test_a_row_of_an_older_release_is_split_with_the_next_change(small):
    """Until then it is read as it is."""
    counts = added({}, {("person", str(pk)): 1 + pk % 3 for pk in range(400)})
    shown = shown_counts(counts)
    rest = {"person": {value: n for value, n in counts["person"].items() if value not in shown["person"]}}
    ListRecord.objects.create(key=KEY, version=1, shown=shown, rest=rest)
    assert stored_counts([KEY])[KEY] == counts
    change_counts({KEY: Counter({("person", "7"): 1})}, 2)
    assert (ListRecord.objects.get().rest, ListBucket.objects.exists()) == ({}, True)
    assert stored_counts([KEY])[KEY] == added(counts, {("person", "7"): 1})


@pytest.mark.parametrize(("size", "number"), [(0, 0), (500, 0), (501, 4), (1000, 4), (1001, 8), (110_000, 512)])
def test_the_number_of_buckets_follows_from_the_number_of_values(size, number):
    assert number_of_buckets(size) == number


def test_all_outlets_are_in_the_row_of_a_long_list(small, index):
    """The About page lists them, and reads no buckets."""
    index()
    outlets = {str(pk): 1 for pk in range(120)}
    write_counts({KEY: {"outlet": outlets, "person": {str(pk): 1 for pk in range(300)}}}, 1)
    assert ListBucket.objects.exists()
    assert counts_in_row(KEY)["outlet"] == dict(sorted(outlets.items()))
    change_counts({KEY: Counter({("outlet", "119"): -1, ("outlet", "new"): 1, ("person", "7"): 1})}, 2)
    assert set(counts_in_row(KEY)["outlet"]) == outlets.keys() - {"119"} | {"new"}
