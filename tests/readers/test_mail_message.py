from __future__ import annotations

from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.readers.registry import read
from articles.readers.story import UnreadableError
from tests.thoroughness import examples

FIRST = "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement."
SECOND = "Nobody knows how many people have left, and the mayor of the town has not been heard of since Sunday evening."
PLAIN = f"{FIRST}\n\n{SECOND}\n"
PAGE = f"<html><body><h2>What is known</h2><p>{FIRST}</p><p>{SECOND}</p></body></html>"


def a_mail(*, subject="Army enters the town", sender="Ann Lee <ann@example.org>", **fields):
    message = EmailMessage(policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, "in@example.org", subject
    message["Date"] = "Tue, 05 Mar 2024 14:05:00 +0200"
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    return message


def texts(story):
    return [block.text for block in story.body]


def test_subject_sender_date_and_text_land_in_their_fields():
    message = a_mail(subject="Fwd: Die Armee rückt in die Stadt ein, \u4e95\u6238")
    message.set_content(PLAIN, cte="base64")
    (story,) = read(bytes(message))
    assert (story.headline, story.authors) == ("Die Armee rückt in die Stadt ein, \u4e95\u6238", ("Ann Lee",))
    assert str(story.date_published) == "2024-03-05 14:05:00+02:00"
    assert texts(story) == [FIRST, SECOND]
    assert story.problems == ()


def test_a_desk_that_sends_is_the_outlet():
    message = a_mail(sender='"Sample Desk" <desk@example.org>')
    message.set_content(PLAIN)
    assert (read(bytes(message))[0].outlet, read(bytes(message))[0].authors) == ("Sample Desk", ())


@pytest.mark.parametrize("cte", ["7bit", "quoted-printable", "base64"])
def test_markup_is_taken_where_it_says_as_much(cte):
    message = a_mail()
    message.set_content(PLAIN, cte=cte)
    message.add_alternative(PAGE, subtype="html", cte=cte)
    assert texts(read(bytes(message))[0]) == ["What is known", FIRST, SECOND]


def test_plain_text_is_taken_where_the_markup_says_less():
    message = a_mail()
    message.set_content(PLAIN)
    message.add_alternative(f"<p>{FIRST}</p>", subtype="html")
    assert texts(read(bytes(message))[0]) == [FIRST, SECOND]


def test_what_is_attached_is_named_and_not_read():
    message = a_mail()
    message.set_content(PLAIN)
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="statement.pdf")
    message.add_attachment("Other words", filename="notes.txt")
    (story,) = read(bytes(message))
    assert texts(story) == [FIRST, SECOND]
    assert story.problems == ("What is attached to this mail was not read: statement.pdf, notes.txt.",)


def test_a_mail_of_attachments_only_is_refused():
    message = a_mail()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="statement.pdf")
    with pytest.raises(UnreadableError, match="no text"):
        read(bytes(message))


def test_old_charsets_are_read():
    message = a_mail(subject="Кабинет")
    message.set_content("Правительство заявило в понедельник, что армия вошла в город.\n", charset="koi8-r", cte="8bit")
    assert texts(read(bytes(message))[0]) == ["Правительство заявило в понедельник, что армия вошла в город."]


def test_flowed_lines_are_joined_and_the_signature_goes():
    message = a_mail()
    message.set_content(f"{FIRST[:60]} \n{FIRST[61:]}\n\n-- \nAnn Lee\nSample Desk\n")
    message.replace_header("Content-Type", 'text/plain; charset="utf-8"; format=flowed')
    halves = f"{FIRST[:60].rstrip()} {FIRST[60:].lstrip()}"
    message.set_payload(f"{FIRST[:60].rstrip()} \n{FIRST[60:].lstrip()}\n\n-- \nAnn Lee\nSample Desk\n")
    assert texts(read(bytes(message))[0]) == [halves]


def test_a_mail_without_mime_is_read():
    data = f"Received: from a\n by b\nFrom: Ann Lee <a@example.org>\nSubject: Army enters the town\n\n{PLAIN}".encode()
    (story,) = read(data)
    assert (story.headline, texts(story)) == ("Army enters the town", [FIRST, SECOND])


def test_an_unreadable_date_is_told():
    data = f"From: Ann Lee <a@example.org>\nSubject: Army enters the town\nDate: Tue, 35 Mar 2024\n\n{PLAIN}".encode()
    assert any("35 Mar 2024" in problem for problem in read(data)[0].problems)


def test_a_mailbox_is_split():
    box = b""
    for subject in ("Army enters the town", "Bridge closed"):
        message = a_mail(subject=subject)
        message.set_content(f"{PLAIN}\n>From the town nothing is heard, said the mayor of the town.\n")
        box += b"From ann@example.org Tue Mar  5 14:05:00 2024\n" + bytes(message).replace(b"\r\n", b"\n") + b"\n"
    stories = read(box)
    assert [story.headline for story in stories] == ["Army enters the town", "Bridge closed"]
    assert texts(stories[0])[-1].startswith("From the town")


def test_what_is_stated_to_be_mail_and_is_none_says_so():
    with pytest.raises(UnreadableError, match="no mail"):
        read(PLAIN.encode(), kind="mail")


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from((
            "From: \u00e9 <a@b>", "Subject: =?utf-8?q?x", "Subject: =?nocharset?b?!!!?=", "Date: never", "MIME-Version: 1.0", "Content-Type: multipart/mixed",
            "Content-Type: multipart/alternative; boundary=b", 'Content-Type: text/html; charset="nope"', "Content-Transfer-Encoding: base64",
            "Content-Transfer-Encoding: uuencode", "Content-Disposition: attachment; filename*=utf-8''%", "Content-Type: message/rfc822",
            "Content-Type: text/plain; charset=utf-7", "Content-Type: ;;;", "\tfolded", "", "--b", "--b--", FIRST, "<p>x", "====", "\ud800", "=\n=3D",
        )),
        max_size=25,
    )
)  # fmt: skip
def test_any_mail_is_a_story_or_refused(lines):
    data = "\n".join(["From: Ann Lee <a@example.org>", "Subject: Army", *lines]).encode("utf-8", "surrogatepass")
    try:
        stories = read(data, kind="mail")
    except UnreadableError:
        return
    assert all(block.text and "\n" not in block.text for story in stories for block in story.body)
