"""The page of a place: its kind and location, and which places a country includes."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from articles.search.names import labels, suggest
from tests.builders import a_country, a_place, an_article, an_organization, mention

pytestmark = pytest.mark.django_db
TEXT = "Reuters said: Islamic State, Sevastopol in Crimea, Mosul, Strait and Kyiv in Ukraine were named on Monday."


@pytest.fixture
def places(index):
    ukraine, iraq = a_country("Ukraine", code="UA"), a_country("Iraq", code="IQ")
    crimea = a_place("Crimea", country=ukraine, feature_class="A", feature_code="ADM1", disputed_area="crimea")
    found = {
        "Ukraine": ukraine,
        "Crimea": crimea,
        "Sevastopol": a_place("Sevastopol", country=ukraine, at=(44.6, 33.5), disputed_area="crimea"),
        "Kyiv": a_place("Kyiv", country=ukraine, at=(50.45, 30.52)),
        "Mosul": a_place("Mosul", country=iraq),
        "Strait": a_place("Strait", country=iraq, feature_class="H", feature_code="STRT", setting="between A and B"),
        "Reuters": an_organization("Reuters", classification="media"),
        "Islamic State": an_organization("Islamic State", classification="armed_group"),
    }
    for number in range(3):
        article = an_article(f"Story {number}", TEXT)
        for name, entity in found.items():
            if name != "Kyiv" or number == 0:
                mention(article, entity)
    index()
    cache.clear()
    return found


def page(client, entity):
    return client.get(entity.get_absolute_url()).content.decode()


def crumbs(html):
    return html.split('aria-label="Breadcrumb"')[1].split("</nav>")[0]


def test_a_disputed_town_is_in_no_country_on_its_page(client, places):
    html = page(client, places["Sevastopol"])
    assert "Town or city in Crimea: disputed, claimed by Russia and Ukraine" in html
    assert "in Ukraine" not in html
    assert "Ukraine" not in crumbs(html)
    assert f'href="{places["Crimea"].get_absolute_url()}"' in crumbs(html)


def test_a_town_that_is_not_disputed_lies_in_its_country(client, places):
    html = page(client, places["Mosul"])
    assert ">Town or city in <" in html
    assert "Iraq" in crumbs(html)


def test_waters_say_what_they_lie_between(client, places):
    html = page(client, places["Strait"])
    assert "Strait between A and B" in html
    assert "Iraq" not in crumbs(html)


def test_lists_and_suggestions_say_so_as_well(places):
    assert [label.description for label in suggest("Sevast")] == ["Crimea, disputed"]
    assert labels([places["Crimea"].pk])[places["Crimea"].pk].description == "Disputed area"
    assert labels([places["Mosul"].pk])[places["Mosul"].pk].description == "Iraq"


def test_a_country_counts_only_what_lies_in_it(client, places):
    html = page(client, places["Ukraine"])
    figure = html.split("Most covered place")[1].split("</div>")[0]
    assert "Kyiv" in figure
    group = html.split("Places covered most")[1].split("</section>")[0]
    assert "Kyiv" in group
    assert "Mosul" not in group
    assert "Sevastopol" not in group


def test_news_organizations_do_not_rank_among_those_named_most(client, places):
    group = page(client, places["Ukraine"]).split("Organizations named most")[1].split("</section>")[0]
    assert "Islamic State" in group
    assert "Reuters" not in group


def test_the_page_about_the_site_lists_every_disputed_area(client, places):
    html = client.get("/about/").content.decode()
    assert "<b>Crimea</b>: claimed by Russia and Ukraine; controlled by Russia since 2014" in html
