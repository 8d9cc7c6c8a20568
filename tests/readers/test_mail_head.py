from __future__ import annotations

import pytest

from articles.readers.mail_head import MailHead, read_mail_head
from articles.readers.plain import read_text

BODY = "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement."


def test_the_head_of_a_mail_lands_in_the_fields():
    story = read_text(
        f"From: Sample Desk <desk@example.org>\nTo: all@example.org\nDate: Tue, 05 Mar 2024 14:05:00 +0000\nSubject: Fwd: Army enters the town\n\n{BODY}"
    )
    assert (story.headline, story.outlet, story.authors) == ("Army enters the town", "Sample Desk", ())
    assert str(story.date_published)[:16] == "2024-03-05 14:05"
    assert [block.text for block in story.body] == [BODY]


def test_a_person_who_sends_a_story_is_offered_as_its_author():
    assert read_text(f"Von: Ann Lee\nBetreff: Armee in der Stadt\n\n{BODY}").authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "lines",
    [
        ["From: Kyiv with love"],
        ["Date: 5 March 2024", "To: everybody"],
        ["The minister said to: leave", "Subject: x"],
        [],
    ],
    ids=["one field", "neither sender nor subject", "a sentence first", "nothing"],
)
def test_lines_with_a_colon_are_no_mail(lines):
    assert read_mail_head(lines) == MailHead()
