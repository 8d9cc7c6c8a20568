"""The pages of people, organizations and places: what is shown, what is not public, what is left out."""

from __future__ import annotations

import pytest

from articles.models import Pledge, Quotation, RecordState
from articles.pages.entity_facts import MAX_QUOTATIONS
from articles.pages.entity_page import entity_page
from articles.pages.entity_parts import MAX_NAMED_WITH
from articles.pages.organization_page import ORGANIZATION
from articles.pages.person_page import PERSON
from articles.pages.place_page import PLACE
from articles.search.result import StoryQuery
from articles.vocabulary import NameKind, OrganizationClass
from tests.builders import (
    a_country,
    a_person,
    a_place,
    a_role,
    an_article,
    an_organization,
    an_outlet,
    appear,
    other_name,
)

pytestmark = pytest.mark.django_db
SPECS = {"person": PERSON, "organization": ORGANIZATION, "place": PLACE}
MAKERS = {"person": a_person, "organization": an_organization, "place": a_country}


def page_of(entity, **fields):
    return entity_page(SPECS[entity.kind], entity.pk, StoryQuery(entities=(entity.pk,), **fields))


def a_fact(model, article, start=0, status="accepted", **fields):
    text = article.body[0]["text"][start : start + 9]
    return model.objects.create(
        article=article, block=0, start=start, end=start + len(text), text=text, status=status, **fields
    )


def without_record():
    RecordState.objects.update(format="")


@pytest.mark.parametrize("kind", SPECS)
@pytest.mark.parametrize("status", ["draft", "withdrawn", None])
def test_a_name_in_no_published_story_has_no_page(index, kind, status):
    entity = MAKERS[kind]("Example")
    if status:
        appear(an_article(status=status), entity)
    index()
    assert page_of(entity) is None


@pytest.mark.parametrize("kind", SPECS)
def test_a_page_without_facts_has_its_stories_and_no_empty_sections(index, kind):
    entity = MAKERS[kind]("Example")
    appear(an_article(date=None), entity)
    index()
    page = page_of(entity)
    assert (page.quotations.rows, page.quotations.total, page.pledges.rows, page.pledges.total) == ((), 0, (), 0)
    assert (page.names, page.named_with, page.notes, bool(page.roles)) == ((), (), (), False)
    assert [(stat.title, stat.value, stat.detail) for stat in page.stats] == [("Stories", "1", "1 undated")]


@pytest.mark.parametrize(
    ("days", "stories", "latest"),
    [
        (["2016-07-21"], ("1", "Jul 2016"), "Jul 2016"),
        (["2016-07-01", "2016-07-30"], ("2", "Jul 2016"), "Jul 2016"),
        (["2015-12-01", None, "2016-07-30"], ("3", "Dec 2015 to Jul 2016, 1 undated"), "Jul 2016"),
    ],
    ids=str,
)
def test_key_figures_say_the_period_of_the_stories(index, days, stories, latest):
    carter = a_person()
    for day in days:
        appear(an_article(date=day), carter)
    index()
    first, second = page_of(carter).stats
    assert (first.value, first.detail) == stories
    assert (second.title, second.value, second.detail) == ("Latest story", latest, "latest in this collection")


def test_breadcrumbs_lead_to_the_list_of_the_kind(index):
    carter = a_person()
    appear(an_article(), carter)
    index()
    crumbs = [(crumb.name, crumb.url) for crumb in page_of(carter).crumbs]
    assert crumbs == [("Home", "/"), ("People", "/people/"), ("Ash Carter", "")]


def test_other_names_are_listed_without_demonyms(index):
    canada = a_country("Canada")
    for name, kind in (
        ("Canadian", NameKind.DEMONYM),
        ("Dominion of Canada", NameKind.FORMER),
        ("Kanada", NameKind.NATIVE),
    ):
        other_name(canada, name, kind=kind)
    appear(an_article(), canada)
    index()
    assert [name.name for name in page_of(canada).names] == ["Dominion of Canada", "Kanada"]


def test_a_name_of_two_hundred_letters_is_shown_whole(index):
    name = ("Committee for the Examination of Very Long Names " * 5)[:200].strip()
    group = an_organization(name)
    appear(an_article(), group)
    index()
    page = page_of(group)
    assert (page.entity.name, page.crumbs[-1].name) == (name, name)


@pytest.mark.parametrize("with_record", [True, False])
def test_the_newest_quotations_are_shown_and_all_are_counted(index, with_record):
    carter = a_person()
    for number in range(MAX_QUOTATIONS + 2):
        article = an_article(f"Story {number:02d}", date=f"2016-07-{number + 1:02d}")
        appear(article, carter)
        a_fact(Quotation, article, speaker=carter)
    index()
    if not with_record:
        without_record()
    said = page_of(carter).quotations
    assert said.total == MAX_QUOTATIONS + 2
    assert [row.headline for row in said.rows] == [f"Story {number:02d}" for number in range(13, 1, -1)]


@pytest.mark.parametrize("with_record", [True, False])
@pytest.mark.parametrize(
    ("article_status", "fact_status", "shown"),
    [
        ("published", "accepted", 1),
        ("published", "proposed", 0),
        ("published", "rejected", 0),
        ("withdrawn", "accepted", 0),
        ("draft", "accepted", 0),
    ],
)
def test_only_accepted_facts_of_published_stories_are_shown(index, with_record, article_status, fact_status, shown):
    carter = a_person()
    appear(an_article("Seen"), carter)
    article = appear(an_article("Told", status=article_status), carter)
    a_fact(Quotation, article, status=fact_status, speaker=carter)
    a_fact(Pledge, article, status=fact_status, announced_by=carter, item="trainers")
    index()
    if not with_record:
        without_record()
    page = page_of(carter)
    for rows in (page.quotations, page.pledges):
        assert (len(rows.rows), rows.total) == (shown, shown)


def test_a_withdrawn_story_is_hidden_before_the_record_is_updated(index):
    carter = a_person()
    for headline in ("Kept", "Withdrawn"):
        article = appear(an_article(headline), carter)
        a_fact(Quotation, article, speaker=carter)
    index()
    type(article).objects.filter(pk=article.pk).update(review_status="withdrawn")
    page = page_of(carter)
    assert [row.headline for row in page.quotations.rows] == ["Kept"]
    assert [card.headline for card in page.stories.cards] == ["Kept"]


def test_a_pledge_counts_for_who_makes_it_and_who_receives_it_and_a_person_who_announces_it(index):
    canada, iraq, carter, kerry = a_country("Canada"), a_country("Iraq", code="IQ"), a_person(), a_person("John Kerry")
    article = appear(an_article(), canada, iraq, carter, kerry)
    a_fact(Pledge, article, pledged_by=canada, recipient=iraq, announced_by=carter, item="trainers")
    index()
    totals = {entity.name: page_of(entity).pledges.total for entity in (canada, iraq, carter, kerry)}
    assert totals == {"Canada": 1, "Iraq": 1, "Ash Carter": 1, "John Kerry": 0}
    assert [stat.title for stat in page_of(canada).stats][-1] == "Pledges reported"


def test_a_place_shows_everything_said_in_its_stories_and_a_person_only_what_that_person_says(index):
    mosul, carter, kerry = a_place("Mosul"), a_person(), a_person("John Kerry")
    article = appear(an_article(), mosul, carter, kerry)
    a_fact(Quotation, article, speaker=carter)
    a_fact(Quotation, article, start=10, speaker=kerry)
    index()
    assert [page_of(entity).quotations.total for entity in (mosul, carter, kerry)] == [2, 1, 1]


@pytest.mark.parametrize("with_record", [True, False])
@pytest.mark.parametrize(
    ("role", "quoted"),
    [
        ({"role": "Secretary of Defense", "article": True}, 1),
        ({"role": "former Secretary of Defense", "article": True}, 0),
        ({"role": "Secretary of Defense", "start_date": "2015", "end_date": "2017"}, 1),
        ({"role": "Secretary of Defense", "start_date": "2017", "end_date": "2019"}, 0),
    ],
    ids=str,
)
def test_an_organization_quotes_people_who_held_a_role_in_it_then(index, with_record, role, quoted):
    body, carter = an_organization("Department of Defense"), a_person()
    article = appear(an_article("H", "Ash Carter spoke of the bridge.", date="2016-07-21"), body, carter)
    a_fact(Quotation, article, speaker=carter)
    fields = dict(role)
    if fields.pop("article", False):
        fields |= {"article": article, "end": 9}
    a_role(carter, organization=body, **fields)
    index()
    if not with_record:
        without_record()
    assert page_of(body).quotations.total == quoted


def test_co_occurring_names_leave_out_the_page_itself_and_news_organizations(index):
    carter, group = a_person(), an_organization("Islamic State")
    agency = an_organization("Example News", classification=OrganizationClass.MEDIA)
    appear(an_article(), carter, group, agency, a_person("John Kerry"), a_place("Mosul"))
    index()
    named = {group.title: [row.label for row in group.bars.rows] for group in page_of(carter).named_with}
    assert named["People named most"] == ["John Kerry"]
    assert named["Organizations named most"] == ["Islamic State"]
    assert named["Places covered most"] == ["Mosul"]


def test_six_co_occurring_names_of_a_kind_are_shown_the_most_frequent_first(index):
    carter, people = a_person(), [a_person(f"Person {number}") for number in range(8)]
    for number in range(3):
        appear(an_article(), carter, *people[number * 3 :])
    index()
    (named,) = page_of(carter).named_with
    assert [row.label for row in named.bars.rows[:2]] == ["Person 6", "Person 7"]
    assert len(named.bars.rows) == MAX_NAMED_WITH


def test_the_summary_of_a_page_ignores_the_filters_of_its_list(index):
    carter = a_person()
    for day in ("2015-07-21", "2016-07-21"):
        appear(an_article(date=day), carter)
    index()
    page = page_of(carter, filters={"year": (2015,)})
    assert (page.stories.total, page.stats[0].value) == (1, "2")


def test_each_note_of_an_outlet_is_given_once(index):
    carter, outlet = a_person(), an_outlet("Sample Desk", note="Written by us.")
    for _ in range(2):
        article = appear(an_article(outlet=outlet), carter)
        a_fact(Quotation, article, speaker=carter)
    index()
    assert page_of(carter).notes == ("Written by us.",)


@pytest.mark.parametrize("covered", [True, False])
def test_an_organization_links_its_parent_and_country_if_they_have_a_page(index, covered):
    parent, iraq = an_organization("Government"), a_country("Iraq", code="IQ")
    army = an_organization("Iraqi Army", parent=parent, country=iraq)
    appear(an_article(), army, *([parent, iraq] if covered else []))
    index()
    links = page_of(army).details.belongs_to
    assert [link.name for link in links] == ["Government", "Iraq"]
    assert [bool(link.url) for link in links] == [covered, covered]


def test_an_organization_that_belongs_to_nothing_says_nothing(index):
    group = an_organization()
    appear(an_article(), group)
    index()
    assert page_of(group).details.belongs_to == ()


def test_a_town_is_below_its_country_and_a_country_below_nothing(index):
    iraq = a_country("Iraq", code="IQ")
    mosul = a_place("Mosul", country=iraq)
    appear(an_article(), mosul)
    index()
    assert [crumb.name for crumb in page_of(mosul).crumbs] == ["Home", "Places", "Iraq", "Mosul"]
    assert page_of(mosul).details.country.url == iraq.get_absolute_url()
    assert [crumb.name for crumb in page_of(iraq).crumbs] == ["Home", "Places", "Iraq"]


def test_a_town_of_a_disputed_area_is_below_the_area_and_in_no_country(index):
    ukraine = a_country("Ukraine", code="UA")
    town = a_place("Sevastopol", country=ukraine, at=(44.6, 33.5), disputed_area="crimea")
    appear(an_article(), town)
    index()
    details = page_of(town).details
    assert (details.country, [(crumb.name, crumb.url) for crumb in details.above]) == (None, [("Crimea", "")])
    area = a_place("Crimea", country=ukraine, at=(45.0, 34.0), feature_class="A", disputed_area="crimea")
    appear(an_article(), area)
    index()
    assert page_of(town).details.above[0].url == area.get_absolute_url()
    assert page_of(area).details.above == ()


def test_a_country_lists_the_places_inside_it_and_names_the_most_covered(index):
    iraq, syria = a_country("Iraq", code="IQ"), a_country("Syria", code="SY")
    mosul, raqqa = a_place("Mosul", country=iraq), a_place("Raqqa", country=syria, at=(35.9, 39.0))
    erbil = a_place("Erbil", country=iraq, at=(36.2, 44.0))
    for places in ((mosul, raqqa), (mosul, erbil), (mosul,)):
        appear(an_article(), *places)
    index()
    page = page_of(iraq)
    assert [(stat.title, stat.value, stat.detail) for stat in page.stats][1] == (
        "Most covered place", "Mosul", "3 stories",
    )  # fmt: skip
    assert [row.label for row in page.named_with[-1].bars.rows] == ["Mosul", "Erbil"]


def test_a_country_without_places_in_its_stories_has_no_most_covered_place(index):
    iraq = a_country("Iraq", code="IQ")
    appear(an_article(date=None), iraq)
    index()
    assert [stat.title for stat in page_of(iraq).stats] == ["Stories"]


def test_the_map_of_a_person_has_the_places_of_the_stories_sized_by_their_number(index, monkeypatch):
    drawn = []
    monkeypatch.setattr("articles.pages.entity_page.locator_map", lambda places, **given: drawn.append((places, given)))
    carter, iraq = a_person(), a_country("Iraq", code="IQ")
    mosul = a_place("Mosul", country=iraq)
    for places in ((mosul, a_place("Erbil", country=iraq)), (mosul,), ()):
        appear(an_article(), carter, *places)
    index()
    page_of(carter)
    ((places, given),) = drawn
    assert next((place.name, place.stories, place.url) for place in places) == ("Mosul", 2, mosul.get_absolute_url())
    assert {place.name for place in places} == {"Mosul", "Erbil"}
    assert given["highlight_countries"] == {"IQ": iraq.get_absolute_url()}
    assert given["label"] == "Map of places in stories that name Ash Carter"


def test_the_map_of_a_country_frames_it_and_has_disputed_places_that_it_claims(index, monkeypatch):
    drawn = []
    monkeypatch.setattr("articles.pages.place_page.locator_map", lambda places, **given: drawn.append((places, given)))
    ukraine, iraq = a_country("Ukraine", code="UA"), a_country("Iraq", code="IQ")
    town = a_place("Sevastopol", country=ukraine, at=(44.6, 33.5), disputed_area="crimea")
    kyiv = a_place("Kyiv", country=ukraine, at=(50.45, 30.52))
    appear(an_article(), ukraine, town, kyiv, a_place("Mosul", country=iraq))
    index()
    for entity in (ukraine, kyiv, town):
        page_of(entity)
    assert [[place.name for place in places] for places, _ in drawn] == [
        ["Kyiv", "Sevastopol"],
        ["Kyiv"],
        ["Sevastopol"],
    ]
    assert [given["frame_countries"] for _, given in drawn] == [["UA"], (), ()]
    assert [set(given["highlight_countries"]) for _, given in drawn] == [{"UA"}, {"UA"}, set()]
    assert [given["label"] for _, given in drawn][:2] == [
        "Map of Ukraine with places named in stories", "Map of Kyiv and its surroundings",
    ]  # fmt: skip
