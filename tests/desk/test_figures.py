"""Figures at the desk: proposed, linked, decided, undone, anchored again and reverted like other facts."""

from __future__ import annotations

import pytest

from articles.desk import field_reverts, merging, review, undoing
from articles.desk.propose import propose
from articles.desk.transitions import IllegalTransitionError
from articles.extraction.findings import FigureFinding, Findings
from articles.models import Figure, LoggedAction, Mention
from articles.vocabulary import EntityKind, FactStatus, FigureKind, Resolution
from tests import builders
from tests.desk.stories import a_mention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]
TEXT = "At least 12 people were killed in Brenwick on Monday, the Aldersey Fire Brigade said."


def a_figure(words="At least 12 people", **fields):
    start = TEXT.index(words)
    values = {
        "kind": FigureKind.KILLED, "counted": "people", "low": 12, "high": None, "place": "Brenwick",
        "start_date": "2016-07-18", "end_date": "2016-07-18", "date_text": "Monday",
        "claimed_by": "Aldersey Fire Brigade", "rule": "verb after", "confidence": 0.9, **fields,
    }  # fmt: skip
    return FigureFinding(block=0, start=start, end=start + len(words), text=words, **values)


def found(*figures):
    mentions = (
        a_mention("Brenwick", kind=EntityKind.PLACE, text=TEXT),
        a_mention("Aldersey Fire Brigade", kind=EntityKind.ORGANIZATION, text=TEXT),
    )
    return Findings(mentions=mentions, figures=figures or (a_figure(),))


@pytest.fixture
def article():
    made = builders.an_article("Fire in the old mill", TEXT, status="draft")
    propose(made, found())
    return made


def test_a_figure_is_proposed_with_what_the_text_states(article):
    figure = article.figures.get()
    assert (figure.status, figure.kind, figure.low, figure.high) == (FactStatus.PROPOSED, FigureKind.KILLED, 12, None)
    assert (figure.place_name, figure.claimed_by_name, figure.start_date) == (
        "Brenwick", "Aldersey Fire Brigade", "2016-07-18",
    )  # fmt: skip


def test_a_new_run_of_extraction_keeps_a_decided_figure(article, editor):
    review.reject(article.figures.get(), user=editor)
    propose(article, found())
    assert article.figures.get().status == FactStatus.REJECTED


def test_a_figure_follows_the_records_of_its_names(article, editor):
    review.accept(article.figures.get(), user=editor)
    review.accept_name(article, EntityKind.PLACE, "Brenwick", user=editor)
    review.accept_name(article, EntityKind.ORGANIZATION, "Aldersey Fire Brigade", user=editor)
    figure = article.figures.get()
    assert figure.place.name == "Brenwick"
    assert figure.claimed_by.name == "Aldersey Fire Brigade"


def test_a_place_that_is_named_like_a_claimant_is_not_linked_as_its_place(article, editor):
    builders.an_organization("Brenwick")
    assert review.accept(article.figures.get(), user=editor).place is None


def test_accepting_confident_findings_includes_figures(article, editor):
    assert review.accept_all(article, user=editor, minimum_confidence=0.8)["figure"] == 1
    assert LoggedAction.objects.filter(action="article.accept_all").exists()


def test_a_figure_without_bounds_cannot_be_accepted(article, editor):
    with pytest.raises(IllegalTransitionError, match="bound"):
        review.accept(article.figures.get(), user=editor, low=None)
    assert article.figures.get().status == FactStatus.PROPOSED


def test_a_decision_on_a_figure_is_undone(article, editor):
    review.accept(article.figures.get(), user=editor, counted="miners")
    entry = undoing.last_decision(article.actions.all(), editor)
    undoing.undo(article, entry.pk, user=editor)
    figure = article.figures.get()
    assert (figure.status, figure.counted) == (FactStatus.PROPOSED, "people")


def test_a_field_of_a_figure_is_reverted(article, editor):
    review.accept(article.figures.get(), user=editor)
    review.change(article.figures.get(), user=editor, low=14)
    entry = LoggedAction.objects.filter(action="fact.change").latest("pk")
    field_reverts.revert_field(entry, "low", user=editor)
    assert article.figures.get().low == 12


def edited(article, editor, text):
    body = [{"role": "paragraph", "text": text}]
    return review.edit_fields(article, user=editor, version=article.version, fields={"body": body})


def test_a_figure_moves_with_its_words(article, editor):
    review.accept(article.figures.get(), user=editor)
    article = edited(article, editor, f"The mill burned down. {TEXT}")
    figure = article.figures.get()
    assert figure.status == FactStatus.ACCEPTED
    assert article.text_of(0)[figure.start : figure.end] == "At least 12 people"


def test_a_figure_whose_number_is_corrected_is_decided_again(article, editor):
    review.accept(article.figures.get(), user=editor)
    article = edited(article, editor, TEXT.replace("12", "13"))
    assert article.figures.get().status == FactStatus.PROPOSED


def test_a_merge_moves_the_figures_of_a_place_and_of_a_claimant(article, editor):
    kept, gone = builders.a_place("Brenwick"), builders.a_place("Old Brenwick")
    figure = article.figures.get()
    Figure.objects.filter(pk=figure.pk).update(place=gone, claimed_by=gone)
    merging.merge(kept, gone, user=editor)
    figure.refresh_from_db()
    assert (figure.place_id, figure.claimed_by_id) == (kept.pk, kept.pk)


def test_marked_words_become_an_accepted_figure(article, editor):
    start = TEXT.index("12 people")
    figure = review.add(
        article, Figure, user=editor, block=0, start=start, end=start + 9, kind=FigureKind.KILLED, low=12, high=12
    )
    assert (figure.status, figure.text, figure.method) == (FactStatus.ACCEPTED, "12 people", "editor")


def test_figures_of_an_unpublished_story_are_not_public(article, editor):
    review.accept(article.figures.get(), user=editor)
    assert not Figure.objects.public().exists()
    Mention.objects.all().update(resolution=Resolution.NONE)
    review.publish(article, user=editor)
    assert Figure.objects.public().count() == 1
