"""Duplicates: one address or one text is one story, and no edit is overwritten."""

from __future__ import annotations

import pytest

from articles.desk import drafting, duplicates, review
from articles.imports import drafts, receive, worker
from articles.models import Article, ImportItem
from articles.vocabulary import ImportStatus, SourceType
from tests.desk.stories import OTHER_TEXT, TEXT, drafted, pasted

pytestmark = pytest.mark.django_db
URL = "https://news.example/bridge"


def a_page(headline, *paragraphs, url=URL):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    head = f'<title>{headline}</title><link rel="canonical" href="{url}">'
    return (
        f"<!doctype html><html lang=en><head>{head}</head><body><article><h1>{headline}</h1>{body}</article>".encode()
    )


def test_the_same_text_twice_is_one_article_and_two_records(nothing_found, editor):
    article = drafted()
    again = pasted()
    assert (again.status, again.article) == (ImportStatus.DUPLICATE, article)
    assert (Article.objects.count(), ImportItem.objects.count()) == (1, 2)


def test_the_same_text_with_other_quotation_marks_is_the_same(nothing_found):
    article = drafted()
    again = pasted(TEXT.replace('"The', "“The").replace('again,"', "again,”"))
    assert again.article == article


def test_another_text_is_another_story(nothing_found):
    drafted()
    assert pasted(OTHER_TEXT).status == ImportStatus.READ


def test_two_items_read_before_either_is_drafted_come_to_one_article(nothing_found, editor):
    first, second = pasted(), pasted()
    article = drafts.make_draft(first, user=editor, fields={})
    assert drafts.make_draft(second, user=editor, fields={}) == article
    second.refresh_from_db()
    assert second.status == ImportStatus.DUPLICATE


def test_the_loser_of_a_race_takes_the_winners_article(nothing_found, editor, monkeypatch):
    first, second = pasted(), pasted()
    winner = drafts.make_draft(first, user=editor, fields={})
    looked = []

    def too_early(story):
        looked.append(story)
        return duplicates.find_known(story) if len(looked) > 1 else None

    monkeypatch.setattr(drafting, "find_known", too_early)
    assert drafts.make_draft(second, user=editor, fields={}) == winner
    assert Article.objects.count() == 1


def file(content, name="page.html"):
    return worker.read_item(
        receive.receive_source(source_type=SourceType.FILE, content=content, name=name, user=None).pk
    )


OLD = ("Engineers reopened the bridge on Monday after a year of repairs.", "Lorries may cross from Tuesday morning on.")
NEW = ("Engineers reopened the bridge on Monday after two years of repairs.", "Lorries may cross from Friday on.")


def test_new_text_at_one_address_is_a_version_of_the_story(nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    item = file(a_page("Bridge open", *NEW))
    assert item.preview["updates"]["id"] == article.pk
    assert drafts.make_draft(item, user=editor, fields={}) == article
    article.refresh_from_db()
    assert article.body[0]["text"] == NEW[0]
    assert article.versions.count() == 2


def test_the_last_version_once_more_is_a_duplicate(nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    drafts.make_draft(file(a_page("Bridge open", *NEW)), user=editor, fields={})
    again = file(a_page("Bridge open", *NEW))
    assert (again.status, again.article) == (ImportStatus.DUPLICATE, article)


def test_a_source_that_goes_back_to_an_earlier_text_gives_a_new_version(nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    drafts.make_draft(file(a_page("Bridge open", *NEW)), user=editor, fields={})
    drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    assert [version.body[0]["text"] for version in article.versions.all()] == [OLD[0], NEW[0], OLD[0]]


def test_an_import_overwrites_nothing_that_an_editor_touched(nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={"headline": "Our headline"})
    drafts.make_draft(file(a_page("Bridge is open", *NEW)), user=editor, fields={})
    article.refresh_from_db()
    assert article.headline == "Our headline"
    assert article.body[0]["text"] == NEW[0]


def test_an_import_changes_no_word_of_a_public_story(nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    review.publish(article, user=editor)
    drafts.make_draft(file(a_page("Bridge open", *NEW)), user=editor, fields={})
    article.refresh_from_db()
    assert article.body[0]["text"] == OLD[0]
    assert article.versions.count() == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/bridge",
        "https://www.news.example/bridge",
        "HTTPS://News.Example:443/bridge",
        "https://news.example/bridge/",
        "https://news.example/bridge/index.html",
        "https://news.example/bridge#comments",
        "https://news.example/bridge?utm_source=x&fbclid=y#top",
        "https://news.example/bridge/amp",
        "https://news.example/amp/bridge",
        "https://news.example/bridge?amp=1",
        "https://amp.news.example/bridge",
        "https://m.news.example/bridge",
        "https://news-example.cdn.ampproject.org/c/s/news.example/bridge",
        "https://www.google.com/amp/s/news.example/bridge",
    ],
)
def test_one_address_in_all_its_spellings_is_one_story(url, nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    item = file(a_page("Bridge open", *NEW, url=url))
    assert item.preview["updates"]["id"] == article.pk
    assert drafts.make_draft(item, user=editor, fields={}) == article
    article.refresh_from_db()
    assert (Article.objects.count(), article.url) == (1, URL)


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/bridge-2",
        "https://news.example/bridge?id=2",
        "https://sport.news.example/bridge",
        "https://news.example:8443/bridge",
        "https://news.example/Bridge",
    ],
    ids=["path", "query", "part of the site", "port", "case of the path"],
)
def test_an_address_that_differs_in_more_is_another_story(url, nothing_found, editor):
    drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    assert file(a_page("Bridge open", *NEW, url=url)).preview["updates"] is None


def test_an_address_that_an_editor_gives_is_compared_as_well(nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    found = drafts.make_draft(pasted(OTHER_TEXT), user=editor, fields={"url": "http://www.news.example/bridge"})
    assert found == article


def test_an_edit_to_the_address_of_another_story_is_refused_in_any_spelling(nothing_found, editor):
    drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    other = drafted(OTHER_TEXT)
    with pytest.raises(review.IllegalTransitionError, match="has this address already"):
        review.edit_fields(other, user=editor, version=other.version, fields={"url": "http://www.news.example/bridge/"})


LONG = tuple(f"Paragraph {number} tells how the river rose by {number} metres in the week before the bridge was shut." for number in range(6))  # fmt: skip


def test_the_same_text_at_another_outlet_is_another_story_that_is_pointed_at(nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *LONG)), user=editor, fields={})
    item = file(a_page("Bridge open", *LONG, url="https://post.example/bridge"))
    assert (item.status, item.is_lookalike) == (ImportStatus.READ, True)
    assert [(row["id"], row["share"]) for row in item.preview["looks_like"]] == [(article.pk, 1.0)]
    assert drafts.make_draft(item, user=editor, fields={}) != article


def test_the_same_text_elsewhere_on_one_site_is_the_same_story(nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *LONG)), user=editor, fields={})
    item = file(a_page("Bridge open", *LONG, url="https://www.news.example/world/bridge"))
    assert (item.status, item.article) == (ImportStatus.DUPLICATE, article)


def test_a_text_that_says_nothing_of_an_outlet_is_the_story_that_is_here(nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *LONG)), user=editor, fields={})
    again = pasted("Bridge open\n\n" + "\n\n".join(LONG))
    assert (again.status, again.article) == (ImportStatus.DUPLICATE, article)


def test_two_stories_may_come_to_have_one_text(nothing_found, editor):
    drafts.make_draft(file(a_page("Bridge open", *LONG)), user=editor, fields={})
    other = drafts.make_draft(file(a_page("Bridge", *OLD, url="https://post.example/b")), user=editor, fields={})
    item = file(a_page("Bridge", *LONG, url="https://post.example/b"))
    assert drafts.make_draft(item, user=editor, fields={}) == other
    other.refresh_from_db()
    assert other.body[0]["text"] == LONG[0]


def test_a_story_that_shares_most_of_its_text_is_pointed_at(nothing_found, editor):
    article = drafted()
    other = pasted(TEXT + "\n\nA last line was added by a second outlet before it printed the story.")
    assert [(row["id"], row["headline"]) for row in other.preview["looks_like"]] == [(article.pk, article.headline)]


def test_a_story_of_the_same_day_with_another_text_is_not(nothing_found, editor):
    drafted()
    assert pasted(OTHER_TEXT.replace("3 August", "21 July")).preview["looks_like"] == []
