"""What readers see of corrections: on the story, on its card, on the page of corrections and in the feeds."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles.desk import correction_notes, review
from articles.desk.correction_notes import PublicNote
from articles.models import Article, CorrectionEntry, CorrectionNote, ListRecord
from articles.pages.corrections_page import PAGE_SIZE, parse_corrections
from articles.record import projector
from articles.record.corrections_ledger import count_ledger, ledger_change, write_ledger
from tests.builders import an_article, an_outlet
from tests.thoroughness import seeds

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)
TEXT = "The bridge has <two> lanes, not four."
SHOWN = "The bridge has &lt;two&gt; lanes, not four."


def noted(article, kind="correction", text=TEXT, at=MARCH):
    row = correction_notes.add_note(article, PublicNote(kind, text), user=None)
    CorrectionNote.objects.filter(pk=row.pk).update(at=at)
    return row


@pytest.fixture
def rows(index):
    """Bring index and record up to date."""
    return index


def page(client, address="/corrections/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("kind", "lead"),
    [
        ("correction", "Corrected on 3 March 2026"),
        ("clarification", "Clarified on 3 March 2026"),
        ("update", "Updated on 3 March 2026"),
        ("editors_note", "Editor’s note, 3 March 2026"),
    ],
)
def test_a_story_says_at_the_top_what_was_changed_and_lists_all_notes_at_its_end(client, rows, kind, lead):
    article = an_article("Governor opens a bridge")
    noted(article, "update", "An older note.", MARCH - timedelta(days=1))
    noted(article, kind)
    rows()
    html = page(client, article.get_absolute_url())
    head, _, end = html.partition("<main")[2].partition('id="corrections"')
    assert f'<time datetime="2026-03-03T14:05:00+00:00">{lead}</time>:</b> <bdi>{SHOWN}</bdi>' in head
    assert "An older note." not in head
    assert end.index(SHOWN) < end.index("An older note.")
    assert "3 March 2026, 14:05 UTC" in end


def test_a_story_without_notes_says_nothing_of_them(client, rows):
    article = an_article("Governor opens a bridge")
    rows()
    assert 'id="corrections"' not in page(client, article.get_absolute_url())
    assert 'class="corrected"' not in page(client, "/stories/")


def test_lists_mark_the_story_in_every_format(client, rows):
    article = an_article("Governor opens a bridge")
    noted(article)
    rows()
    assert f'href="{article.get_absolute_url()}#corrections">Corrected 3 Mar 2026</a>' in page(client, "/stories/")
    item = client.get("/stories/?format=json").json()["items"][0]
    assert (item["note_kind"], item["note_date"], item["note"]) == ("Correction", MARCH.isoformat(), TEXT)
    entry = feedparser.parse(client.get("/stories/?format=atom").content).entries[0]
    assert SHOWN in entry.summary
    assert entry.updated >= article.first_published_here.isoformat()[:10]


def test_the_page_lists_notes_and_withdrawals_the_newest_first(client, rows):
    first, second = an_article("Governor opens a bridge", outlet="Coast Herald"), an_article("Wells open again")
    noted(first)
    review.withdraw(second, user=None, reason="The wells were <others>.")
    rows()
    html = page(client)
    assert html.index("Wells open again") < html.index("Governor opens a bridge")
    assert "The wells were &lt;others&gt;." in html
    assert "3 March 2026, 14:05 UTC" in html
    assert f'href="{first.get_absolute_url()}#note-' in html


def test_a_hidden_headline_is_neither_on_the_page_nor_in_the_feed(client, rows):
    story = an_article("Quillon bridge is repaired")
    noted(story, text="The Quillon bridge has two lanes.")
    review.withdraw(story, user=None, reason="By law", hides_headline=True)
    rows()
    for address in ("/corrections/", "/corrections/feed/"):
        html = page(client, address)
        assert "quillon" not in html.lower()
        assert f"/stories/{story.pk}/" in html


def test_notes_of_a_story_disappear_with_it_before_the_record_knows(client, rows):
    story = an_article("Quillon bridge is repaired")
    noted(story, text="The Quillon bridge has two lanes.")
    rows()
    assert "two lanes" in page(client)
    review.withdraw(story, user=None, reason="By law", hides_headline=True)
    other = page(client, "/corrections/?month=2026-03")  # the page above is in the page cache until the record follows
    assert "quillon" not in other.lower()


def test_a_note_that_is_taken_back_is_nowhere(client, rows):
    story = an_article("Governor opens a bridge")
    row = noted(story)
    rows()
    correction_notes.remove_note(story, row.pk, user=None, version=1)
    projector.drain()
    for address in ("/corrections/", "/corrections/feed/", story.get_absolute_url()):
        assert SHOWN not in page(client, address)
    assert not CorrectionEntry.objects.exists()


def test_the_page_is_filtered_by_outlet_and_month(client, rows):
    herald, post = an_outlet("Coast Herald"), an_outlet("Valley Post")
    noted(an_article("Of the Herald in March", outlet=herald))
    noted(an_article("Of the Post in March", outlet=post))
    noted(an_article("Of the Post in May", outlet=post), at=MARCH + timedelta(days=61))
    rows()
    html = page(client, f"/corrections/?outlet={post.pk}&month=2026-03")
    assert "Of the Post in March" in html
    assert "Of the Herald" not in html
    assert "in May" not in html
    assert "Valley Post (2)" in html
    assert "March 2026 (2)" in html
    assert "No corrections match" in page(client, f"/corrections/?outlet={herald.pk}&month=2026-05")
    assert client.get("/corrections/?month=2026-03")["X-Robots-Tag"] == "noindex"


def test_pages_show_each_entry_once_also_where_moments_are_equal(client, rows):
    total = 2 * PAGE_SIZE + 3
    story = an_article("Governor opens a bridge")
    for number in range(total):
        noted(story, text=f"Note {number:03}.", at=MARCH + timedelta(days=number // 30))
    rows()
    address, seen = "/corrections/", []
    while address:
        html = page(client, address)
        seen += [int(one[:3]) for one in html.split(">Note ")[1:]]
        _, _, link = html.partition('rel="next" href="')
        address = link.partition('"')[0].replace("&amp;", "&")
    assert len(seen) == total
    assert set(seen) == set(range(total))
    assert seen[:13] == list(range(total - 1, 29, -1))


@pytest.mark.parametrize(
    "params",
    [
        "outlet=x",
        "outlet=" + "9" * 40,
        "month=2026-13",
        "month=0000-05",
        "month=2026",
        "before=1",
        "before=1-" + "9" * 19,
    ],
)
def test_values_that_mean_nothing_are_left_out_and_named(client, rows, params):
    rows()
    assert "The address has a value for" in page(client, f"/corrections/?{params}")


def test_the_last_month_of_the_calendar_is_a_month(client, rows):
    rows()
    assert "so far" in page(client, "/corrections/?month=9999-12") or "No corrections" in page(
        client, "/corrections/?month=9999-12"
    )


@given(st.dictionaries(st.sampled_from(["outlet", "month", "before"]), st.text(max_size=30)))
def test_no_address_is_an_error(params):
    assert parse_corrections(params).address.startswith("/corrections/")


def test_the_feed_is_valid_atom(client, rows):
    story = an_article("Governor opens a bridge")
    row = noted(story)
    review.withdraw(an_article("Wells open again"), user=None, reason="A test")
    rows()
    response = client.get("/corrections/feed/")
    feed = feedparser.parse(response.content)
    assert response["Content-Type"].startswith("application/atom+xml")
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert [entry.title for entry in feed.entries] == [
        "Withdrawal: Wells open again",
        "Correction: Governor opens a bridge",
    ]
    assert feed.entries[1].id == f"http://testserver/stories/{story.pk}/#note-{row.pk}"
    assert feed.entries[1].updated == "2026-03-03T14:05:00+00:00"
    assert all(feed.feed.get(name) for name in ("id", "title", "updated", "link"))
    assert all(entry.get(name) for entry in feed.entries for name in ("id", "title", "updated", "link", "summary"))


def test_the_page_and_its_feed_are_linked(client, rows):
    rows()
    assert 'type="application/atom+xml"' in page(client)
    for address in ("/", "/about/"):
        assert 'href="/corrections/"' in page(client, address)


def test_an_empty_feed_has_the_time_at_which_the_site_was_set_up(client, rows):
    rows()
    first = min(row.applied for row in MigrationRecorder(connection).applied_migrations().values())
    feeds = [
        feedparser.parse(client.get(address).content) for address in ("/corrections/feed/", "/stories/?format=atom")
    ]
    assert [feed.entries for feed in feeds] == [[], []]
    for feed in feeds:
        assert datetime.fromisoformat(feed.feed.updated) == first
        assert first.year > 2000


def test_counts_move_by_what_changed_and_no_other_entry_is_read(rows):
    for number in range(5):
        noted(an_article(f"Bridge {number}", outlet=an_outlet("Valley Post")), at=MARCH - timedelta(days=31 * number))
    story = an_article("Governor opens a bridge")
    rows()
    noted(story)
    change = ledger_change([story.pk])
    with CaptureQueriesContext(connection) as queries:
        write_ledger(change, 7)
    assert [query["sql"] for query in queries if "correctionentry" in query["sql"] and " IN (" not in query["sql"]
            and query["sql"].startswith("SELECT")] == []  # fmt: skip
    moved = ListRecord.objects.get(pk=CorrectionEntry.COUNTS).shown
    count_ledger(8)
    assert ListRecord.objects.get(pk=CorrectionEntry.COUNTS).shown == moved


@pytest.mark.parametrize("seed", seeds(10))
def test_counts_that_moved_equal_counts_of_all_entries(rows, seed):
    chosen = random.Random(seed)  # noqa: S311 (not for secrets)
    outlets = [an_outlet("Valley Post"), an_outlet("Coast Herald"), None]
    stories = [an_article(f"Report {number}", outlet=chosen.choice(outlets)) for number in range(5)]
    for _ in range(30):
        story = Article.objects.get(pk=chosen.choice(stories).pk)
        note = story.correction_notes.first()
        if note and chosen.random() < 0.4:
            note.delete()
        elif chosen.random() < 0.2:
            Article.objects.filter(pk=story.pk).update(outlet=chosen.choice(outlets))
        elif story.is_published and chosen.random() < 0.2:
            review.withdraw(story, user=None, reason="A test")
        elif story.is_published:
            noted(story, at=MARCH - timedelta(days=chosen.randrange(90)))
        write_ledger(ledger_change([story.pk]), 1)
        moved = ListRecord.objects.filter(pk=CorrectionEntry.COUNTS).values_list("shown", flat=True).first()
        count_ledger(1)
        assert ListRecord.objects.filter(pk=CorrectionEntry.COUNTS).values_list("shown", flat=True).first() == moved
