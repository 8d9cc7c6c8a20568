"""Values in batches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from articles.batches import batches


@given(st.lists(st.integers(), max_size=50), st.integers(1, 10))
def test_batches_have_all_values_in_order_and_none_is_longer_than_asked(values, size):
    found = list(batches(values, size))
    assert [value for batch in found for value in batch] == values
    assert all(len(batch) == size for batch in found[:-1])
    assert all(0 < len(batch) <= size for batch in found)


def test_no_values_make_no_batch():
    assert list(batches([], 3)) == []
