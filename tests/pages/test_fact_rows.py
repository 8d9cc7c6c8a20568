"""Quotations and pledges as readers see them: parties, roles, dates, status, and the sentence they lead to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from articles.models import Pledge, Quotation
from articles.pages.fact_rows import paragraph_number, parties, pledge_row, quote_card, sentence_id
from articles.vocabulary import BlockRole, PledgeStatus
from tests.builders import a_block, a_country, a_person, an_article, an_organization, an_outlet

pytestmark = pytest.mark.django_db
TEXT = "First here. Second there. Third."


@pytest.fixture
def article():
    outlet = an_outlet("Sample Desk", note="Written by us.")
    body = [
        a_block("A heading", BlockRole.HEADING),
        a_block(TEXT),
        a_block("Pulled.", BlockRole.PULL_QUOTE),
        a_block("An item.", BlockRole.LIST_ITEM),
    ]
    return an_article("Talks end", *body, outlet=outlet, description="A standfirst.")


def a_card(article, *, public=(), elsewhere=True, **fields):
    fields = {"block": 1, "start": 12, "end": 24, "text": "Second there", **fields}
    return quote_card(Quotation(article=article, **fields), article, public, elsewhere=elsewhere)


def a_row(article, *, public=(), elsewhere=True, **fields):
    fields = {"block": 1, "start": 12, "end": 24, "text": "Second there", "item": "trainers", **fields}
    return pledge_row(Pledge(article=article, **fields), article, public, elsewhere=elsewhere)


@pytest.mark.parametrize(
    ("block", "start", "expected"),
    [(-1, 0, "headline"), (-2, 3, "standfirst"), (1, 0, "s-1-1"), (1, 11, "s-1-1"), (1, 12, "s-1-2"), (1, 31, "s-1-3")],
)
def test_a_fact_leads_to_its_sentence(article, block, start, expected):
    assert sentence_id(article, block, start) == expected


def test_a_block_without_sentences_is_one_sentence(article):
    article.body[1]["sentences"] = []
    assert sentence_id(article, 1, 20) == "s-1-1"


@pytest.mark.parametrize(("block", "number"), [(-2, 0), (-1, 0), (0, 0), (1, 1), (2, 1), (3, 2)])
def test_headings_and_pull_quotes_do_not_count_as_paragraphs(article, block, number):
    assert paragraph_number(article, block) == number


def test_on_another_page_a_fact_names_its_story_and_the_note_of_its_outlet(article):
    for row in (a_card(article), a_row(article)):
        assert (row.headline, row.outlet_note) == ("Talks end", "Written by us.")
        assert row.url == f"{article.get_absolute_url()}#s-1-2"
        assert row.date.iso == "2016-07-21"


def test_on_the_page_of_its_story_a_fact_does_not_repeat_the_story(article):
    for row in (a_card(article, elsewhere=False), a_row(article, elsewhere=False)):
        assert (row.headline, row.outlet_note, row.url) == ("", "", "#s-1-2")


def test_a_speaker_is_linked_only_with_a_public_page(article):
    carter = a_person()
    assert a_card(article, speaker=carter, public={carter.pk}).speaker_url == carter.get_absolute_url()
    card = a_card(article, speaker=carter, public={carter.pk + 1})
    assert (card.speaker, card.speaker_url, card.speaker_kind) == ("Ash Carter", "", "person")


def test_the_record_of_a_speaker_goes_before_the_name_that_the_story_gives(article):
    group = an_organization("Islamic State")
    card = a_card(article, speaker=group, speaker_name="ISIL")
    assert (card.speaker, card.speaker_kind, card.initials) == ("Islamic State", "organization", "IS")


@pytest.mark.parametrize(("name", "initials"), [("Ann Lee", "AL"), ("", ""), ("Jean-Yves Le Drian", "JD")])
def test_a_speaker_without_a_record_is_named_as_in_the_story(article, name, initials):
    card = a_card(article, speaker_name=name)
    assert (card.speaker, card.speaker_url, card.initials) == (name, "", initials)


@pytest.mark.parametrize(
    ("inferred", "printed", "note"),
    [
        (False, "he", ""),
        (True, "he", "speaker inferred from “he”"),
        (True, "", "speaker inferred from the surrounding sentences"),
        (True, "Carter", "the story says only “Carter”"),
        (True, "Ash Carter", "speaker inferred from the surrounding sentences"),
    ],
)
def test_an_inferred_speaker_says_what_it_is_based_on(article, inferred, printed, note):
    assert a_card(article, speaker=a_person(), inferred=inferred, attribution_text=printed).inference == note


@pytest.mark.parametrize(
    ("role", "day", "shown"),
    [
        ("Secretary of Defense", "2016-07-21", "Secretary of Defense"),
        ("envoy until last December", "2016-07-21", "envoy until last December (as of 21 July 2016)"),
        ("envoy until last December", None, ""),
        ("", "2016-07-21", ""),
    ],
)
def test_a_role_with_a_relative_date_has_the_day_of_its_story(role, day, shown):
    assert a_card(an_article("H", TEXT, date=day), block=0, role=role).role == shown


@pytest.mark.parametrize(("text", "shown"), [("We will stay,", "We will stay"), ("We will stay.", "We will stay.")])
def test_a_quotation_does_not_end_with_the_comma_of_its_sentence(article, text, shown):
    assert a_card(article, text=text).text == shown


@pytest.mark.parametrize(
    ("status", "due", "dot"),
    [
        (PledgeStatus.DELIVERED, "", "done"),
        (PledgeStatus.DELIVERED, "by May", "done"),
        (PledgeStatus.REFUSED, "", "none"),
        (PledgeStatus.ANNOUNCED, "", "open"),
        (PledgeStatus.ANNOUNCED, "by May", "half"),
        (PledgeStatus.OFFERED, "", "open"),
    ],
)
def test_the_dot_of_a_pledge_says_how_far_it_is(article, status, due, dot):
    row = a_row(article, pledge_status=status, due=due)
    assert (row.status, row.due, row.dot) == (status.label, due, dot)


@pytest.mark.parametrize(
    ("fields", "figures"),
    [
        ({}, ()),
        ({"quantity_low": 560}, ("560",)),
        ({"quantity_low": 40, "quantity_high": 60}, ("40\u201360",)),
        ({"quantity_high": 60}, ("up to 60",)),
        ({"amount_low": Decimal(1400000), "currency": "GBP"}, ("£1.4m",)),
        ({"amount_low": Decimal(5), "currency": "USD", "quantity_low": 2}, ("$5", "2")),
    ],
    ids=str,
)
def test_the_figures_of_a_pledge_are_those_of_the_story_money_first(article, fields, figures):
    assert a_row(article, **fields).figures == figures


@pytest.mark.parametrize(
    ("fields", "who"),
    [
        ({"pledged_by_name": "allies"}, "Allies"),
        ({"is_collective": True}, "Several parties jointly"),
        ({"is_collective": True, "pledged_by_name": "the G7"}, "The G7"),
        ({}, ""),
    ],
    ids=str,
)
def test_who_pledges_is_named_or_said_to_be_several(article, fields, who):
    assert a_row(article, **fields).who == who


def test_who_announces_is_named_unless_it_is_who_pledges(article):
    carter, canada = a_person(), a_country("Canada")
    row = a_row(article, pledged_by=canada, announced_by=carter, public={canada.pk, carter.pk})
    assert (row.who, row.announced_by) == ("Canada", "Ash Carter")
    assert (row.who_url, row.announced_by_url) == (canada.get_absolute_url(), carter.get_absolute_url())
    assert a_row(article, pledged_by_name="Canada", announced_by_name="Canada").announced_by == ""


@pytest.mark.parametrize(
    ("unit", "item", "what"),
    [("tonnes", "grain", "tonnes grain"), ("Tonnes", "tonnes of grain", "tonnes of grain"), ("", "grain", "grain")],
)
def test_the_unit_is_said_once(article, unit, item, what):
    assert a_row(article, unit=unit, item=item).what == what


def test_a_long_item_is_cut_between_words_at_a_glance_only(article):
    item = "a mobile field hospital with an operating theatre and sixty beds for the wounded"
    row = a_row(article, item=item)
    assert row.what == item
    assert row.short_what == "a mobile field hospital with an operating theatre and…"
    assert a_row(article, item="trainers").short_what == "trainers"


def test_the_parties_of_facts_are_all_entities_in_them(article):
    carter, canada, iraq = a_person(), a_country("Canada"), a_country("Iraq")
    facts = [
        Quotation(article=article, speaker=carter),
        Pledge(article=article, pledged_by=canada, recipient=iraq, announced_by=carter),
        Quotation(article=article, speaker_name="Ann Lee"),
    ]
    assert parties(facts) == {carter.pk, canada.pk, iraq.pk}
    assert parties([]) == set()
