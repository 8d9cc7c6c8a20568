"""Adding a finding to marked words, and moving a finding to them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import LoggedAction, Membership, Mention, Pledge, Quotation
from articles.vocabulary import FactStatus
from tests import builders
from tests.admin.forms import form_on, forms_on
from tests.admin.suggestions import decide, review_address, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(draft):
    return reverse("admin:articles_article_mark", args=[draft.pk])


def at(article, words, block=0):
    start = article.text_of(block).index(words)
    return {"words": words, "block": block, "start": start, "end": start + len(words)}


def marked(desk, address, what, **place):
    return desk.get(address, {"what": what, **place})


def add(desk, address, what, place, **fields):
    page = marked(desk, address, what, **place)
    (form,) = [
        one for _, one in forms_on(page) if ("target" not in one and "name" in one) or "role" in one or "item" in one
    ]
    return desk.post(address, {**form, **fields})


def test_a_name_is_added_at_the_selected_words(desk, draft, address):
    response = add(desk, address, "organization", at(draft, "engineers", 1), name="Corps of Engineers")
    mention = Mention.objects.get(text="engineers")
    assert response["Location"] == f"{review_address(draft)}#mention-{mention.pk}"
    assert (mention.status, mention.name, mention.method) == ("accepted", "Corps of Engineers", "editor")
    assert mention.entity.kind == "organization"
    assert "Added and accepted." in shown(desk, draft)


def test_a_second_occurrence_can_be_meant(desk):
    draft = builders.an_article("Armies meet", "The army met the army.", status="draft")
    address = reverse("admin:articles_article_mark", args=[draft.pk])
    add(desk, address, "organization", {"words": "army", "block": 0, "start": 17, "end": 21}, name="Northern Army")
    assert Mention.objects.get(name="Northern Army").start == 17


def test_typed_words_take_their_first_occurrence_that_is_not_marked(desk):
    draft = builders.an_article("Armies meet", "The army met the army.", status="draft")
    address = reverse("admin:articles_article_mark", args=[draft.pk])
    for _ in range(2):
        add(desk, address, "organization", {"words": "army"}, name="Northern Army")
    assert list(Mention.objects.filter(text="army").values_list("start", flat=True)) == [4, 17]


@pytest.mark.parametrize(
    "place",
    [
        {"words": "helicopters"},
        {"words": "engineers", "block": 7, "start": 0, "end": 9},
        {"words": "engineers", "block": 1, "start": 900, "end": 909},
        {"words": "engineers", "block": 1, "start": 9, "end": 3},
        {"words": "engineers", "block": -5, "start": 0, "end": 9},
    ],
)
def test_offsets_that_are_not_those_of_the_words_are_ignored(desk, address, place):
    page = marked(desk, address, "person", **place)
    assert page.status_code == (200 if place["words"] == "engineers" else 400)
    assert ("These words are not in the text" in page.content.decode()) == (place["words"] == "helicopters")


@pytest.mark.parametrize(
    "given", [{"what": "event"}, {"words": ""}, {"block": "x"}, {"start": "9" * 30}, {"words": "\x00"}]
)
def test_odd_values_are_told_on_the_page(desk, draft, address, given):
    place = {"what": "person", **at(draft, "engineers", 1), **given}
    assert desk.get(address, place).status_code == 400


def test_a_known_name_is_linked_and_a_role_printed_with_it_is_kept(desk, draft, address):
    canada = builders.a_place("Canada")
    add(desk, address, "place", at(draft, "Canada", 1), title="country")
    mention = Mention.objects.get(text="Canada")
    assert (mention.entity_id, mention.title) == (canada.pk, "country")


def test_of_several_records_one_is_chosen(desk, draft, address):
    first, _ = builders.a_place("Canada"), builders.a_place("Canada")
    response = add(desk, address, "place", at(draft, "Canada", 1))
    assert "Several records have this name" in response.content.decode()
    add(desk, address, "place", at(draft, "Canada", 1), name=f"Canada #{first.pk}")
    assert Mention.objects.get(text="Canada").entity_id == first.pk


def test_a_different_record_with_the_same_name_is_made_when_asked(desk, draft, address):
    known = builders.a_place("Canada")
    add(desk, address, "place", at(draft, "Canada", 1), is_new="on")
    assert Mention.objects.get(text="Canada").entity_id != known.pk


def test_a_quotation_gets_all_its_fields(desk, draft, address):
    add(
        desk,
        address,
        "quotation",
        at(draft, "send 40 engineers", 1),
        speaker_name="Ann Lee",
        role="minister",
        inferred="on",
    )
    quotation = Quotation.objects.get(text="send 40 engineers")
    assert (quotation.speaker_name, quotation.role, quotation.inferred) == ("Ann Lee", "minister", True)


def test_a_pledge_takes_its_sentence_and_all_its_fields(desk, draft, address):
    Pledge.objects.all().delete()
    place = at(draft, "40 engineers", 1)
    fields = {"pledged_by_name": "Canada", "quantity_low": "40", "unit": "people", "due": "October"}
    add(desk, address, "pledge", place, **fields)
    pledge = Pledge.objects.get()
    assert pledge.text == "Canada will send 40 engineers to Mosul by October."
    assert (pledge.item, pledge.quantity_low, pledge.unit, pledge.due) == ("40 engineers", 40, "people", "October")


def test_a_pledge_without_an_item_is_refused_and_keeps_what_was_typed(desk, draft, address):
    response = add(desk, address, "pledge", at(draft, "40 engineers", 1), item="", pledged_by_name="Canada")
    assert response.status_code == 400
    assert 'value="Canada"' in response.content.decode()


def test_a_role_needs_a_holder(desk, draft, address):
    person = builders.a_person("Ann Lee")
    response = add(desk, address, "role", at(draft, "engineers", 1), role="engineer")
    assert response.status_code == 409
    add(desk, address, "role", at(draft, "engineers", 1), role="engineer", person_name=f"Ann Lee #{person.pk}")
    role = Membership.objects.get(article=draft)
    assert (role.person_id, role.role, role.text) == (person.pk, "engineer", "engineers")


def test_a_name_that_overlaps_is_moved_instead_of_added(desk, draft, address):
    carter = draft.mentions.get(name="Ash Carter")
    decide(desk, carter, "accept")
    place = at(draft, "Carter", carter.block)
    page = marked(desk, address, "person", **place)
    assert "Names do not overlap" in page.content.decode()
    (form,) = [form for _, form in forms_on(page)]
    response = desk.post(address, {**form, "target": carter.pk})
    carter.refresh_from_db()
    assert response["Location"].endswith(f"#mention-{carter.pk}")
    assert (carter.text, carter.name, carter.status) == ("Carter", "Ash Carter", FactStatus.ACCEPTED)
    assert draft.text_of(carter.block)[carter.start : carter.end] == "Carter"
    assert LoggedAction.objects.filter(action="fact.move").exists()


def test_moving_a_finding_is_undone(desk, draft, address):
    carter = draft.mentions.get(name="Ash Carter")
    decide(desk, carter, "accept")
    place = at(draft, "Carter", carter.block)
    desk.post(address, {**place, "what": "person", "target": carter.pk})
    undo = reverse("admin:articles_article_undo", args=[draft.pk])
    desk.post(undo, form_on(shown(desk, draft), undo))
    carter.refresh_from_db()
    assert carter.text == "Ash Carter"


def test_a_quotation_may_overlap_another(desk, draft, address):
    quotation = draft.quotations.get()
    words = quotation.text.split()[0]
    add(desk, address, "quotation", at(draft, words, quotation.block), speaker_name="Ann Lee")
    assert draft.quotations.count() == 2


def test_a_finding_elsewhere_is_not_moved(desk, draft, address):
    carter = draft.mentions.get(name="Ash Carter")
    place = at(draft, "engineers", 1)
    assert desk.post(address, {**place, "what": "person", "target": carter.pk}).status_code == 404


def test_words_whose_name_was_rejected_are_marked_as_something_else(desk, draft, address):
    carter = draft.mentions.get(name="Ash Carter")
    decide(desk, carter, "reject")
    add(desk, address, "organization", at(draft, "Ash Carter", carter.block), name="Carter Center")
    carter.refresh_from_db()
    assert (carter.status, carter.kind, carter.name) == ("accepted", "organization", "Carter Center")


def test_words_that_are_marked_are_not_marked_again(desk, draft, address):
    carter = draft.mentions.get(name="Ash Carter")
    place = at(draft, "Ash Carter", carter.block)
    response = desk.post(address, {**place, "what": "organization", "name": "Carter Center"})
    assert response.status_code == 409
    assert "A name is marked at exactly these words." in response.content.decode()


def test_every_kind_has_a_key_of_its_own(desk, draft):
    html = shown(desk, draft)
    assert [html.count(f'data-mark-key="{key}"') for key in "polqgtn"] == [1] * 7
