"""The order of the review page: what needs judgement first, doubtful new names and decided suggestions folded."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.admin.review_order import arranged
from articles.models import Membership, Mention, Organization
from articles.vocabulary import EntityKind, FactStatus
from tests import builders
from tests.admin.suggestions import decide, review_address, shown, suggest_mention, suggest_quotation, suggest_role
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db
TEXT = (
    "Ash Carter met Tal Orsey of the Harbour Board in Brenwick. The Border Council and Ellery Sound agreed near Mosul."
)


@pytest.fixture
def story():
    return builders.an_article("Talks", TEXT, status="draft")


def page_of(client, article):
    return client.get(review_address(article)).context["page"]


def groups(client, article):
    return {group.key: [row.title for row in group.rows] for group in page_of(client, article).groups}


def test_the_least_certain_come_first_and_confident_ones_after(desk, story):
    suggest_mention(story, "Ash Carter", kind="person", confidence=0.95)
    suggest_mention(story, "Tal Orsey", kind="person", confidence=0.6)
    suggest_mention(story, "Ellery Sound", kind="place", confidence=0.5)
    suggest_role(story, "near", person_name="Tal Orsey", role="Envoy", confidence=0.3)
    found = groups(desk, story)
    assert list(found) == ["to-decide", "confident"]
    assert found["to-decide"][:2] == ["Ellery Sound", "Tal Orsey"]
    assert "Envoy" in found["to-decide"][2]  # a role after the people, whatever its confidence
    assert found["confident"] == ["Ash Carter"]


@pytest.mark.parametrize(
    ("name", "is_known", "is_doubtful"),
    [
        (("Harbour Board", EntityKind.ORGANIZATION, 0.6), False, True),
        (("Harbour Board", EntityKind.ORGANIZATION, 0.6), True, False),
        (("Harbour Board", EntityKind.ORGANIZATION, 0.9), False, False),
        (("Brenwick", EntityKind.PLACE, 0.5), False, True),
        (("Ellery Sound", EntityKind.PLACE, 0.5), False, False),
        (("Tal Orsey", EntityKind.PERSON, 0.5), False, False),
    ],
)
def test_unknown_organizations_and_new_places_of_one_word_are_folded(desk, story, name, is_known, is_doubtful):
    words, kind, confidence = name
    known = Organization.objects.create(name=words) if is_known else None
    suggest_mention(story, words, kind=kind, confidence=confidence, entity=known)
    assert ("unknown" in groups(desk, story)) is is_doubtful
    assert ("on record has this name" in shown(desk, story)) is is_doubtful


def test_a_decided_suggestion_stays_in_place_with_its_outcome_and_is_folded_later(desk, story):
    first = suggest_mention(story, "Tal Orsey", kind="person", confidence=0.6)
    suggest_mention(story, "Ellery Sound", kind="place", confidence=0.7)
    response = decide(desk, first, "reject")
    html = desk.get(response["Location"])
    assert [row.title for row in html.context["page"].group("to-decide").rows] == ["Tal Orsey", "Ellery Sound"]
    assert groups(desk, story) == {"to-decide": ["Ellery Sound"], "decided": ["Tal Orsey"]}
    assert '<details class="sec folded" id="group-decided"' in shown(desk, story)


def test_decided_suggestions_are_not_folded_if_nothing_else_is_left(desk, story):
    decide(desk, suggest_mention(story, "Tal Orsey", kind="person"), "reject")
    shown(desk, story)  # with the outcome
    page = shown(desk, story)
    assert "open" in page[page.index('id="group-decided"') :].partition(">")[0]


def test_a_story_without_findings_says_so(desk, story):
    assert "Nothing was found in this story." in shown(desk, story)


def test_the_reasons_of_a_finding_are_given_in_words(desk, story):
    board = Organization.objects.create(name="Harbour Authority")
    board.other_names.create(name="Harbour Board")
    suggest_mention(
        story, "Harbour Board", kind="organization", entity=board, method="model and gazetteer; only one known",
        confidence=0.95,
    )  # fmt: skip
    suggest_mention(story, "Tal Orsey", kind="person", method="model; unknown", confidence=0.6, title="Envoy")
    suggest_quotation(story, "Border Council", speaker_name="Tal Orsey", method="verb of saying", cue="said")
    rows = {row.title: row.reasons for row in page_of(desk, story).suggestions}
    assert rows["Harbour Board"] == [
        "The language model read these words as a name, and they are on record.",
        "Only one record has this name.",
        "The record is found by its other name “Harbour Board”.",
    ]
    assert rows["Tal Orsey"][1:] == ["No record has this name.", "Printed with the title “Envoy”."]
    html = shown(desk, story)
    assert "The verb of saying is “said”." in html
    assert "Medium confidence, 60%." in html


def test_what_an_editor_added_has_no_reasons(desk, story):
    suggest_mention(story, "Tal Orsey", kind="person", method="editor")
    assert page_of(desk, story).suggestions[0].reasons == []


class Row:
    """A suggestion as far as its place on the page depends on it."""

    def __init__(self, number, noun, confidence, is_open, doubt):
        self.anchor, self.noun, self.confidence = f"row-{number}", noun, confidence
        self.is_open, self.doubt, self.is_several = is_open, doubt, False
        model = Mention if noun == "mention" else Membership
        self.fact = model(block=0, start=number, status=FactStatus.PROPOSED)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["mention", "membership"]), st.sampled_from([0.3, 0.5, 0.85, 0.95]), st.booleans(),
        st.sampled_from(["", "New."]),
    ),
    max_size=12,
)  # fmt: skip


@given(rows=ROWS, data=st.data())
@settings(max_examples=examples(200), deadline=None)
def test_deciding_never_changes_the_order_of_what_is_left(rows, data):
    made = [Row(number, *row) for number, row in enumerate(rows)]
    before = [row.anchor for group in arranged(made) for row in group.rows if row.is_open]
    if not before:
        return
    decided = data.draw(st.sampled_from(before))
    for row in made:
        row.is_open = row.is_open and row.anchor != decided
    at_once = [row.anchor for group in arranged(made, {decided}) for row in group.rows]
    later = [row.anchor for group in arranged(made) for row in group.rows if row.is_open]
    assert [anchor for anchor in at_once if anchor in before] == before
    assert later == [anchor for anchor in before if anchor != decided]
