"""The scene of a story, as inferred from the words before place names."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Mention
from articles.pages.scene import scene_of
from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, EntityKind, FactStatus, Resolution
from tests import builders
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db
COUNTRIES = {
    "Iraq": "IQ", "Syria": "SY", "United States": "US", "Turkey": "TR", "Russia": "RU", "Ukraine": "UA", "Chad": "TD",
    "Sudan": "SD", "Qatar": "QA", "France": "FR", "Mali": "ML", "Belgium": "BE", "Rwanda": "RW",
}  # fmt: skip
TOWNS = {
    "Mosul": ("Iraq", "PPL"), "Baghdad": ("Iraq", "PPLC"), "Damascus": ("Syria", "PPLC"), "Kobani": ("Syria", "PPL"),
    "Washington": ("United States", "PPLC"), "Moscow": ("Russia", "PPLC"), "Nice": ("France", "PPL"),
    "Brussels": ("Belgium", "PPLC"), "Doha": ("Qatar", "PPLC"), "Tine": ("Chad", "PPL"), "Kyiv": ("Ukraine", "PPLC"),
}  # fmt: skip


@pytest.fixture
def places():
    countries = {name: builders.a_country(name, code=code) for name, code in COUNTRIES.items()}
    towns = {
        name: builders.a_place(name, country=countries[country], feature_code=code)
        for name, (country, code) in TOWNS.items()
    }
    crimea = builders.a_place("Crimea", country=countries["Ukraine"], feature_class="A", feature_code="ADM1")
    sevastopol = builders.a_place("Sevastopol", country=countries["Ukraine"])
    type(crimea).objects.filter(pk__in=[crimea.pk, sevastopol.pk]).update(disputed_area="crimea")
    crimea.refresh_from_db()
    sevastopol.refresh_from_db()
    group = builders.an_organization("Reuters", classification="media")
    return countries | towns | {"Crimea": crimea, "Sevastopol": sevastopol, "Reuters": group}


def scene(places, headline, paragraph="It was a quiet day.", description="", dateline=""):
    article = builders.an_article(headline, paragraph, description=description, dateline=dateline)
    texts = {HEADLINE_BLOCK: headline, DESCRIPTION_BLOCK: description, 0: paragraph}
    for block, text in texts.items():
        for name, entity in places.items():
            for found in re.finditer(rf"\b{name}\b", text):
                Mention.objects.create(
                    article=article, block=block, start=found.start(), end=found.end(), text=name, name=name,
                    kind=entity.kind, entity=entity, resolution=Resolution.ONE, status=FactStatus.ACCEPTED,
                )  # fmt: skip
    mentions = Mention.objects.accepted().filter(article=article).select_related("entity__place__country")
    found = scene_of(article, mentions.in_text_order())
    return (found.widest.name, found.place.name) if found else None


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        pytest.param("Troops enter the outskirts of Mosul", ("Iraq", "Mosul"), id="a town"),
        pytest.param("Mosul falls to fighters", ("Iraq", "Mosul"), id="a town that begins the headline"),
        pytest.param(
            "Rebels take Mosul as leaders tell Rwanda to withdraw", ("Iraq", "Mosul"), id="a country is addressed"
        ),
        pytest.param("Rebels enter Damascus", ("Syria", "Damascus"), id="a capital that is taken"),
        pytest.param("United States strikes targets in Syria", ("Syria", "Syria"), id="a country that acts elsewhere"),
        pytest.param("Army enters Kobani after deal with Damascus", ("Syria", "Kobani"), id="a deal before"),
        pytest.param("United States withdraws troops from Syria", ("Syria", "Syria"), id="from a country"),
        pytest.param("France to send tanks to Ukraine", ("Ukraine", "Ukraine"), id="to a country"),
        pytest.param("Donors pledge money for people in Sudan", ("Sudan", "Sudan"), id="people in a country"),
        pytest.param("Blast in Syria's Kobani kills two", ("Syria", "Kobani"), id="a town after its country"),
        pytest.param("Drones hit depot near Sevastopol", ("Sevastopol", "Sevastopol"), id="a disputed town"),
        pytest.param("Drones hit depot near Sevastopol in Crimea", ("Crimea", "Sevastopol"), id="in a disputed area"),
        pytest.param("Russia attacks Ukraine", ("Ukraine", "Ukraine"), id="what is attacked"),
        pytest.param("Mali's president resigns", ("Mali", "Mali"), id="the only country"),
        pytest.param("France and Qatar sign a pact", None, id="two that act"),
        pytest.param("Fighting in Syria and Iraq goes on", None, id="two equal"),
        pytest.param("Reuters wins a prize", None, id="an outlet"),
        pytest.param("A bridge was repaired", None, id="no name"),
    ],
)
def test_the_scene_is_read_off_the_headline(places, headline, expected):
    assert scene(places, headline) == expected


@pytest.mark.parametrize(
    ("headline", "paragraph", "expected"),
    [
        pytest.param(
            "Seventeen die near Sudan border", "A drone struck a funeral in the town of Tine in Chad.",
            ("Chad", "Tine"), id="near the border is not in the country",
        ),
        pytest.param(
            "France sends its carrier after Nice attack", "The carrier leaves after the attack in Nice.",
            ("France", "France"), id="what went before is no scene",
        ),
        pytest.param(
            "Leaders discuss the battle for Mosul", "Ministers agreed at a summit in Brussels on Monday.",
            ("Iraq", "Mosul"), id="where people met weighs less",
        ),
        pytest.param(
            "Ceasefire holds", "On Tuesday Russia said that calm had returned to Kyiv.", ("Ukraine", "Kyiv"),
            id="a day is no place",
        ),
        pytest.param("Ceasefire holds", "In Syria, Turkey said nothing.", ("Syria", "Syria"), id="a comma parts"),
    ],
)  # fmt: skip
def test_the_first_paragraph_decides_where_the_headline_does_not(places, headline, paragraph, expected):
    assert scene(places, headline, paragraph) == expected


def test_of_two_that_act_the_one_that_the_story_was_written_from_is_the_scene(places):
    assert scene(places, "France and Qatar sign a pact", dateline="Paris, France") == ("France", "France")


def test_a_dateline_abroad_does_not_move_the_scene(places):
    assert scene(places, "Leader died in raid in Syria", dateline="Washington, United States") == ("Syria", "Syria")


def test_the_standfirst_decides_a_country_and_never_a_spot(places):
    assert scene(places, "Talks go on", description="Two were killed in Mosul") == ("Iraq", "Iraq")


def test_a_heading_above_the_first_paragraph_does_not_hide_it(places):
    heading = builders.a_block("What happened", "heading")
    article = builders.an_article("Talks go on", heading, "Two were killed in Mosul.")
    Mention.objects.create(
        article=article, block=1, start=19, end=24, text="Mosul", name="Mosul", kind=EntityKind.PLACE,
        entity=places["Mosul"], resolution=Resolution.ONE, status=FactStatus.ACCEPTED,
    )  # fmt: skip
    mentions = Mention.objects.filter(article=article).select_related("entity__place__country")
    assert scene_of(article, mentions).place.name == "Mosul"


@given(
    words=st.lists(st.sampled_from([*COUNTRIES, *TOWNS, "Reuters", "in", "of", "after", "the", ",", "."]), max_size=9)
)
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_scene_is_always_a_place_that_the_story_names_or_its_country(places, words):
    headline = " ".join(["News", *words])
    found = scene(places, headline)
    named = {name for name in words if name in COUNTRIES or name in TOWNS}
    named |= {TOWNS[name][0] for name in named & set(TOWNS)}
    assert found is None or set(found) <= named
