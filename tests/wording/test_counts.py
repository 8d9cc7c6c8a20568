from __future__ import annotations

import pytest

from articles.wording.counts import counted


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 stories"), (1, "1 story"), (2, "2 stories"), (1200, "1,200 stories")]
)
def test_one_thing_is_singular_and_every_other_number_plural(count, words):
    assert counted(count, "story", "stories") == words
