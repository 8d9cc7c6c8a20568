"""The versions of a story that readers saw: derived from the log, and the same as what was shown at each time."""

from __future__ import annotations

import random
from itertools import groupby, pairwise

import pytest

from articles.desk import editing, statuses, withholding
from articles.desk.actions import registered
from articles.desk.transitions import IllegalTransitionError
from articles.imports.taking_down import take_down
from articles.models import Article, LoggedAction, PublishedVersion, RecordState, WithheldVersion
from articles.pages.published_texts import STATUS_ACTIONS, TEXT_ACTIONS
from articles.record import projector, published_versions
from articles.record.published_versions import text_of
from articles.vocabulary import TakedownGround
from tests.builders import a_block
from tests.record.contents import contents
from tests.record.editor import DERIVED, a_draft, published
from tests.thoroughness import seeds

pytestmark = pytest.mark.django_db


def edited(article, **fields):
    article.refresh_from_db()
    return editing.edit_fields(article, user=None, version=article.version, fields=fields)


def withdrawn(article):
    return statuses.withdraw(article, user=None, reason="A mistake.")


def rows(article):
    return list(PublishedVersion.objects.filter(article=article).order_by("number"))


def shown_now(article):
    """What readers see of a story, independently of the code that is tested."""
    article.refresh_from_db()
    return {
        "headline": article.headline,
        "standfirst": article.description,
        "byline": ", ".join(article.authors) if article.authors else article.byline,
        "dateline": article.dateline,
        "body": [[block["role"], block["text"]] for block in article.body],
        "caption": article.image_caption,
    }


def of_text(text, like):
    return {name: text[name] for name in like}


def test_a_story_that_was_never_changed_has_no_rows(keep_up):
    published(a_draft())
    keep_up()
    assert not PublishedVersion.objects.exists()


def test_edits_before_the_first_publication_are_no_versions(keep_up):
    story = a_draft("First words")
    edited(story, headline="Second words")
    published(story)
    keep_up()
    assert rows(story) == []
    edited(story, headline="Third words")
    keep_up()
    assert [text_of(row)["headline"] for row in rows(story)] == ["Second words", "Third words"]
    assert [row.changed for row in rows(story)] == [[], ["headline"]]


def test_a_column_that_readers_do_not_see_makes_no_version(keep_up):
    story = published(a_draft())
    edited(story, section="Harbours", image_url="https://example.org/harbour.jpg")
    keep_up()
    assert rows(story) == []


def test_a_byline_is_no_version_while_the_names_of_authors_are_shown(keep_up):
    story = published(a_draft(authors=["A. Writer"], byline="By A. Writer"))
    edited(story, byline="A. WRITER")
    keep_up()
    assert rows(story) == []
    edited(story, authors=["A. Writer", "B. Writer"])
    keep_up()
    assert [row.changed for row in rows(story)] == [[], ["byline"]]


def test_a_text_that_returns_after_a_withdrawal_is_the_same_version_with_two_spans(keep_up):
    story = published(a_draft("One"))
    edited(story, headline="Two")
    withdrawn(story)
    keep_up()
    assert rows(story) == []
    statuses.return_to_draft(story, user=None)
    edited(story, headline="Never seen")
    edited(story, headline="Two")
    published(story)
    keep_up()
    first, second = rows(story)
    assert (text_of(first)["headline"], text_of(second)["headline"]) == ("One", "Two")
    assert [len(row.periods) for row in (first, second)] == [1, 2]
    assert [until is None for _, until in second.periods] == [False, True]
    assert first.periods[0][1] == second.periods[0][0]


def test_a_text_that_was_changed_while_the_story_was_withdrawn_is_a_version_from_its_publication(keep_up):
    story = published(a_draft("One"))
    withdrawn(story)
    statuses.return_to_draft(story, user=None)
    edited(story, headline="Two")
    published(story)
    keep_up()
    first, second = rows(story)
    assert first.periods[0][1] < second.periods[0][0]
    last = LoggedAction.objects.filter(article=story, action="article.publish").order_by("id").last()
    assert (second.action_id, second.periods[0][0]) == (last.pk, last.at.isoformat())


def test_a_new_version_is_added_without_reading_the_former_ones(keep_up, monkeypatch):
    story = published(a_draft("Start"))
    for number in range(6):
        edited(story, headline=f"Headline {number}")
        keep_up()
    kept = rows(story)[:-1]
    LoggedAction.objects.filter(article=story, pk__lt=kept[-1].action_id).update(before={"headline": "not read"})
    edited(story, headline="Last")
    keep_up()
    assert [text_of(row)["headline"] for row in rows(story)] == [
        "Start",
        *(f"Headline {number}" for number in range(6)),
        "Last",
    ]
    assert [row.pk for row in rows(story)][:5] == [row.pk for row in kept][:5]


def test_entries_that_are_later_than_the_row_of_the_story_are_left_out(keep_up, monkeypatch):
    story = published(a_draft("One"))
    edited(story, headline="Two")
    real = published_versions.entries_since_publication
    was_edited = []

    def edit_between(ids):
        if was_edited == ["once"]:
            was_edited.append("twice")
            edited(story, headline="Three")
        elif not was_edited:
            was_edited.append("once")
        return real(ids)

    monkeypatch.setattr(published_versions, "entries_since_publication", edit_between)
    change = published_versions.versions_change([story.pk])
    assert was_edited == ["once", "twice"]
    assert [text_of(row)["headline"] for row in change.rows] == ["One", "Two"]
    monkeypatch.undo()
    keep_up()
    assert [text_of(row)["headline"] for row in rows(story)] == ["One", "Two", "Three"]


def test_a_story_from_before_the_log_has_the_versions_that_the_log_has(keep_up):
    story = published(a_draft("One"))
    LoggedAction.objects.filter(article=story).delete()
    edited(story, headline="Two")
    keep_up()
    story.refresh_from_db()
    first, second = rows(story)
    assert (first.action_id, first.periods[0][0]) == (0, story.first_published_here.isoformat())
    assert [text_of(row)["headline"] for row in (first, second)] == ["One", "Two"]


def test_a_withheld_version_has_no_text_in_the_record_until_it_is_shown_again(keep_up):
    story = published(a_draft("One"))
    edited(story, headline="Two")
    edited(story, headline="Three")
    keep_up()
    withholding.withhold_version(story, 1, user=None, reason="A court ordered it.")
    keep_up()
    first, second, third = rows(story)
    assert (bytes(first.text), first.withheld) == (b"", "A court ordered it.")
    assert [bool(row.text) for row in (second, third)] == [True, True]
    withholding.show_version(story, 1, user=None)
    keep_up()
    assert [text_of(row)["headline"] for row in rows(story)] == ["One", "Two", "Three"]
    assert not WithheldVersion.objects.exists()


@pytest.mark.parametrize(
    ("number", "reason", "said"),
    [(2, "A reason.", "on the page of the story"), (1, " ", "Give the reason"), (9, "A reason.", "no published version"),
     (1, "a" * 501, "501 characters")],
)  # fmt: skip
def test_what_cannot_be_withheld_is_refused_with_a_sentence(keep_up, number, reason, said):
    story = published(a_draft("One"))
    edited(story, headline="Two")
    keep_up()
    with pytest.raises(IllegalTransitionError, match=said):
        withholding.withhold_version(story, number, user=None, reason=reason)


def test_a_takedown_leaves_no_version(keep_up):
    story = published(a_draft("One"))
    edited(story, headline="Two")
    edited(story, headline="Three")
    keep_up()
    withholding.withhold_version(story, 1, user=None, reason="A court ordered it.")
    story.refresh_from_db()
    take_down(story, user=None, version=story.version, ground=TakedownGround.LAW, reason="A court order")
    assert not PublishedVersion.objects.exists()
    assert not WithheldVersion.objects.exists()
    keep_up()
    assert not PublishedVersion.objects.exists()


def test_a_takedown_changes_the_versions_of_another_story_as_it_changes_their_log(keep_up):
    gone = published(a_draft("Boats sank in the storm"))
    story = published(a_draft("Boats sank in the storm"))
    edited(story, headline="Boats came back")
    edited(story, description="All are well.")
    keep_up()
    gone.refresh_from_db()
    take_down(gone, user=None, version=gone.version, ground=TakedownGround.LAW, reason="A court order")
    keep_up()
    texts = [text_of(row) for row in rows(story)]
    assert [text["headline"] for text in texts] == [f"Story {gone.pk} (taken down)", *["Boats came back"] * 2]
    kept = contents()["versions"]
    published_versions.derive_versions()
    assert contents()["versions"] == kept


def test_every_action_that_changes_a_story_is_known_to_change_its_text_its_status_or_neither():
    neither = {"article.revoke", "article.ungroup", "import.draft"}
    of_story = {key for key, action in registered().items() if action.subject == "article" and not action.is_retired}
    assert of_story == (TEXT_ACTIONS - {"legacy"}) | STATUS_ACTIONS | neither


class Desk:
    """An editor who edits and publishes stories at random, and what readers saw meanwhile."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311 (not for secrets)
        self.stories = [a_draft(f"Report {number}") for number in range(4)]
        self.seen = {story.pk: [] for story in self.stories}

    def text(self):
        choices = ["One", "Two", "Three"]
        name = self.random.choice(["headline", "description", "byline", "authors", "body", "image_caption", "section"])
        value = self.random.choice(choices)
        if name == "authors":
            return {name: [value] if self.random.random() < 0.5 else []}
        if name == "body":
            return {name: [a_block(f"{self.random.choice(choices)} boats came.") for _ in range(3)]}
        return {name: value}

    def move(self):
        story = Article.objects.filter(pk=self.random.choice(self.stories).pk).first()
        if story is None:
            return
        moves = [
            lambda: edited(story, **self.text()), lambda: edited(story, **self.text()),
            lambda: edited(story, **self.text()), lambda: published(story), lambda: published(story),
            lambda: withdrawn(story), lambda: statuses.return_to_draft(story, user=None),
            lambda: statuses.return_to_draft(story, user=None), lambda: statuses.discard(story, user=None),
            lambda: self.withhold(story), lambda: self.take_down(story),
        ]  # fmt: skip
        try:
            self.random.choice(moves)()
        except IllegalTransitionError:
            return
        self.look(story)

    def withhold(self, story):
        number = self.random.choice([1, 2, 3])
        if self.random.random() < 0.5:
            withholding.withhold_version(story, number, user=None, reason="A court ordered it.")
        else:
            withholding.show_version(story, number, user=None)

    def take_down(self, story):
        if self.random.random() < 0.05:
            story.refresh_from_db()
            take_down(story, user=None, version=story.version, ground=TakedownGround.LAW, reason="A court order")

    def look(self, story):
        if Article.objects.filter(pk=story.pk).exists() and (story.refresh_from_db() or story.is_published):
            self.seen[story.pk].append(shown_now(story))

    def expected(self, story):
        return [text for text, _ in groupby(self.seen[story.pk])]


@pytest.mark.parametrize("seed", seeds(12))
def test_the_versions_are_what_readers_saw(keep_up, client, seed):
    desk = Desk(seed)
    for _ in range(70):
        desk.move()
        if desk.random.random() < 0.4:
            keep_up()
    keep_up()
    for story in desk.stories:
        now = Article.objects.filter(pk=story.pk).first()
        stored = rows(story)
        expected = desk.expected(story)
        response = client.get(f"/stories/{story.pk}/versions/")
        if now is None or not now.is_published:
            assert stored == []
            assert response.status_code == (410 if (now is None and expected) or (now and now.withdrawn_at) else 404)
            continue
        assert response.status_code == 200
        if len(expected) == 1:
            assert stored == []
            continue
        assert len(stored) == len(expected)
        for row, text in zip(stored, expected, strict=True):
            if row.withheld:
                assert not row.text
            else:
                assert of_text(text_of(row), text) == text
        spans = [span for row in stored for span in row.periods]
        assert spans == sorted(spans, key=lambda span: span[0])
        assert [until for _, until in spans][-1] is None
        assert all(one[1] <= two[0] for one, two in pairwise(spans))
    kept = contents()["versions"]
    for model in DERIVED:
        model.objects.all().delete()
    RecordState.objects.update(format="")
    projector.rebuild()
    assert contents()["versions"] == kept
