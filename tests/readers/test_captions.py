from __future__ import annotations

import pytest

from articles.readers.captions import split_caption


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("A soldier at the gate. (AP Photo/Ann Lee)", "A soldier at the gate.", "AP Photo/Ann Lee"),
        ("A soldier at the gate [Reuters]", "A soldier at the gate", "Reuters"),
        ("A soldier at the gate. Photo: Ann Lee/Reuters", "A soldier at the gate.", "Ann Lee/Reuters"),
        ("A soldier at the gate. Photograph by Ann Lee", "A soldier at the gate.", "Ann Lee"),
        ("A soldier at the gate | Credit: EPA", "A soldier at the gate", "EPA"),
        ("A soldier at the gate. Ann Lee/AFP/Getty Images", "A soldier at the gate.", "Ann Lee/AFP/Getty Images"),
        ("A soldier at the gate. REUTERS/Ann Lee", "A soldier at the gate.", "REUTERS/Ann Lee"),
        ("AP Photo/Ann Lee", "", "AP Photo/Ann Lee"),
        ("Image copyright Getty Images", "", "Getty Images"),
    ],
)
def test_caption_and_credit_part(line, caption, credit):
    assert split_caption(line) == (caption, credit)


@pytest.mark.parametrize(
    "line",
    ["Two ministers (left) at the gate", "The general (second from right).", "A soldier at the gate", "The credit of the state is gone.",
     "A photo of the missing hangs on the wall", ""],
)  # fmt: skip
def test_a_caption_without_credit_stays_whole(line):
    assert split_caption(line) == (line, "")
