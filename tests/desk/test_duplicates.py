"""Stories that are here already: one address or one text is one story, and nobody's words are overwritten."""

from __future__ import annotations

import pytest

from articles.desk import drafting, duplicates, intake, reading, review
from articles.models import Article, ImportItem
from articles.vocabulary import Door, ImportStatus
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
    article = intake.make_draft(first, user=editor, fields={})
    assert intake.make_draft(second, user=editor, fields={}) == article
    second.refresh_from_db()
    assert second.status == ImportStatus.DUPLICATE


def test_the_loser_of_a_race_takes_the_winners_article(nothing_found, editor, monkeypatch):
    first, second = pasted(), pasted()
    winner = intake.make_draft(first, user=editor, fields={})
    looked = []

    def too_early(story):
        looked.append(story)
        return duplicates.find_known(story) if len(looked) > 1 else None

    monkeypatch.setattr(drafting, "find_known", too_early)
    assert intake.make_draft(second, user=editor, fields={}) == winner
    assert Article.objects.count() == 1


def file(content, name="page.html"):
    return reading.read_item(intake.receive(door=Door.FILE, content=content, name=name, user=None).pk)


OLD = ("Engineers reopened the bridge on Monday after a year of repairs.", "Lorries may cross from Tuesday morning on.")
NEW = ("Engineers reopened the bridge on Monday after two years of repairs.", "Lorries may cross from Friday on.")


def test_new_text_at_one_address_is_a_version_of_the_story(nothing_found, editor):
    article = intake.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    item = file(a_page("Bridge open", *NEW))
    assert item.preview["updates"]["id"] == article.pk
    assert intake.make_draft(item, user=editor, fields={}) == article
    article.refresh_from_db()
    assert article.body[0]["text"] == NEW[0]
    assert article.versions.count() == 2


def test_a_version_seen_before_is_a_duplicate(nothing_found, editor):
    article = intake.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    intake.make_draft(file(a_page("Bridge open", *NEW)), user=editor, fields={})
    again = file(a_page("Bridge open", *OLD))
    assert (again.status, again.article) == (ImportStatus.DUPLICATE, article)


def test_an_import_overwrites_nothing_that_an_editor_touched(nothing_found, editor):
    article = intake.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={"headline": "Our headline"})
    intake.make_draft(file(a_page("Bridge is open", *NEW)), user=editor, fields={})
    article.refresh_from_db()
    assert article.headline == "Our headline"
    assert article.body[0]["text"] == NEW[0]


def test_an_import_changes_no_word_of_a_public_story(nothing_found, editor):
    article = intake.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    review.publish(article, user=editor)
    intake.make_draft(file(a_page("Bridge open", *NEW)), user=editor, fields={})
    article.refresh_from_db()
    assert article.body[0]["text"] == OLD[0]
    assert article.versions.count() == 2


@pytest.mark.parametrize(
    ("url", "is_same"),
    [(URL + "?utm_source=x#top", True), ("https://news.example/bridge-2", False)],
    ids=["tracking", "another page"],
)
def test_an_address_is_compared_in_its_canonical_spelling(url, is_same, nothing_found, editor):
    intake.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    assert bool(file(a_page("Bridge open", *NEW, url=url)).preview["updates"]) == is_same


def test_a_story_that_shares_most_of_its_text_is_pointed_at(nothing_found, editor):
    article = drafted()
    other = pasted(TEXT + "\n\nA last line was added by a second outlet before it printed the story.")
    assert [(row["id"], row["headline"]) for row in other.preview["looks_like"]] == [(article.pk, article.headline)]


def test_a_story_of_the_same_day_with_another_text_is_not(nothing_found, editor):
    drafted()
    assert pasted(OTHER_TEXT.replace("3 August", "21 July")).preview["looks_like"] == []
