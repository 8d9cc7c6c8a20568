"""The order, the filters and further columns of the work table of a batch."""

from __future__ import annotations

import pytest

from articles.desk import review
from articles.models import Article
from articles.vocabulary import ImportStatus
from tests import boxes
from tests.admin.suggestions import suggest_mention
from tests.admin.test_batch_table import a_drafted_batch, items_of, page, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]


@pytest.fixture(autouse=True)
def _boxes(monkeypatch):
    boxes.install(monkeypatch)


def test_rows_are_sorted_by_a_heading_and_back(desk):
    batch, stories = a_drafted_batch(3)
    for story, headline, date in zip(
        stories, ("Beta", "alpha", "Gamma"), ("2020-01-03", None, "2020-01-01"), strict=True
    ):
        values = {"headline": headline, "date_published": f"{date}T00:00Z" if date else None}
        values["date_precision"] = "day" if date else "unknown"
        Article.objects.filter(pk=story.pk).update(**values)

    def sorted_by(sort):
        return [row.headline for row in rows_of(desk, batch, f"?sort={sort}").values() if row.item.article_id]

    assert sorted_by("headline") == ["alpha", "Beta", "Gamma"]
    assert sorted_by("-headline") == ["Gamma", "Beta", "alpha"]
    assert sorted_by("date") == ["Gamma", "Beta", "alpha"]
    assert sorted_by("-date") == ["Beta", "Gamma", "alpha"]  # what is unknown comes last
    assert sorted_by("nothing") == ["Beta", "alpha", "Gamma"]
    html = page(desk, batch, "?sort=headline").content.decode()
    assert 'aria-sort="ascending"' in html
    assert "?sort=-headline" in html


def test_rows_are_sorted_by_their_open_findings(desk):
    batch, stories = a_drafted_batch(3)
    for count, story in enumerate(stories):
        for word in story.text_of(0).split()[:count]:
            suggest_mention(story, word, kind="person")
    shown = rows_of(desk, batch, "?sort=-open").values()
    assert [row.open_findings for row in shown if row.item.article_id] == [2, 1, 0]


def test_sorting_and_filters_are_kept_from_page_to_page(desk):
    batch, _ = a_drafted_batch(3)
    html = page(desk, batch, "?status=drafted&sort=-date").content.decode()
    assert "status=drafted&amp;sort=headline" in html
    assert "status=published&amp;missing=&amp;sort=-date" not in html  # there is none
    assert "missing=outlet&amp;sort=-date" in html


def test_published_rows_and_those_that_look_like_another_story_have_filters(desk, editor):
    batch, stories = a_drafted_batch(3)
    review.publish(stories[0], user=editor)
    items = items_of(batch)
    batch.items.filter(pk=items[1].pk).update(article=None, status=ImportStatus.READ, is_lookalike=True)
    assert list(rows_of(desk, batch, "?status=published")) == [items[0].pk]
    assert list(rows_of(desk, batch, "?status=held")) == [items[1].pk]
    filters = {one.label: one.total for one in page(desk, batch).context["filters"]}
    assert filters["Published"] == 1
    assert filters["Held: looks like another story"] == 1


def test_the_place_of_writing_and_the_unsure_findings_are_shown(desk):
    batch, (story, *_) = a_drafted_batch(2)
    Article.objects.filter(pk=story.pk).update(dateline="Erbil")
    first, second = story.text_of(0).split()[:2]
    suggest_mention(story, first, kind="person", confidence=0.4)
    suggest_mention(story, second, kind="person", confidence=0.97)
    row = next(row for row in rows_of(desk, batch).values() if row.item.article_id == story.pk)
    assert (row.place, row.open_findings, row.unsure) == ("Erbil", 2, 1)
    assert "dateline" not in row.missing
    assert "1 unsure" in page(desk, batch).content.decode()
