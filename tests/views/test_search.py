from __future__ import annotations

import re

import pytest

from tests.builders import a_country, a_person, a_place, an_article, an_organization, an_outlet, appear, mention

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uncached(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]


@pytest.fixture
def group(index):
    iraq = a_country("Iraq", code="IQ")
    found = an_organization("Islamic State", "IS", "ISIL", "Daesh")
    mosul, carter = a_place("Mosul", country=iraq), a_person("Ash Carter")
    for number, year in enumerate((2014, 2016, 2016)):
        story = an_article(
            f"Story {number}", "The Islamic State left Mosul.", date=f"{year}-05-01", outlet=an_outlet("Sample Desk")
        )
        mention(story, found)
        mention(story, mosul)
    appear(an_article("Another", date=None), carter)
    index()
    return found


def page_of(client, address):
    return client.get(address).content.decode()


def test_a_name_is_searched_under_all_its_names_and_the_page_says_so(client, group):
    page = page_of(client, "/search/?q=Daesh")
    assert "<b>3 stories</b>" in page
    assert "Searched under all known names: <bdi>Islamic State</bdi>" in page
    assert 'href="?q=Daesh&amp;exact=1">Search for the exact words' in page


def test_only_the_exact_words_can_be_asked_for_and_left_again(client, group):
    page = page_of(client, "/search/?q=Daesh&exact=1")
    assert "<b>0 stories</b>" in page
    assert 'href="?q=Daesh">Search under all known names' in page


def test_the_matching_words_are_marked(client, group):
    assert "<mark>Islamic State</mark>" in page_of(client, "/search/?q=ISIL")


def test_a_search_without_result_offers_the_nearest_names(client, group):
    page = page_of(client, "/search/?q=Mossul")
    assert "Did you mean" in page
    assert "/places/" in page.split("Did you mean")[1].split("</section>")[0]


def test_every_filter_in_force_can_be_removed_by_itself(client, group):
    page = page_of(client, f"/search/?q=Mosul&organization={group.pk}&year=2016&from=2016-01-01")
    chips = re.findall(r'<a class="chip x" href="([^"]*)" rel="nofollow">', page)
    assert chips == [
        "?q=Mosul&amp;year=2016&amp;from=2016-01-01",
        f"?q=Mosul&amp;organization={group.pk}&amp;from=2016-01-01",
        f"?q=Mosul&amp;organization={group.pk}&amp;year=2016",
    ]


def test_the_count_of_a_choice_is_what_choosing_it_gives(client, group):
    page = page_of(client, "/stories/")
    count = re.search(r'name="year" value="2016"><bdi>2016</bdi><span class="n">(\d+)', page)[1]
    assert f"1–{count} of {count}" in page_of(client, "/stories/?year=2016")


def test_the_filter_form_keeps_the_query_but_not_the_page(client, group):
    form = page_of(client, "/search/?q=Mosul&sort=oldest&page=2").split('id="filter"')[1].split("</form>")[0]
    assert 'type="hidden" name="q" value="Mosul"' in form
    assert 'type="hidden" name="sort" value="oldest"' in form
    assert 'name="page"' not in form


def test_the_page_of_a_person_does_not_offer_that_person_as_a_filter(client, group):
    form = page_of(client, group.get_absolute_url()).split('id="filter"')[1]
    assert f'name="organization" value="{group.pk}"' not in form


def test_filters_on_a_page_leave_its_head_alone(client, group):
    page = page_of(client, group.get_absolute_url() + "?year=2014")
    assert '<dt>Stories</dt><dd class="num"><bdi>3</bdi>' in page
    assert "1–1 of 1" in page


def test_names_are_suggested_from_their_beginnings(client, group):
    answer = client.get("/search/suggest/?q=isl").json()
    assert answer == {"items": [{"name": "Islamic State", "kind": "Organization", "url": group.get_absolute_url()}]}


def test_a_draft_is_not_found_and_its_names_are_not_suggested(client, index):
    mention(an_article("Hidden", "Wagner moved.", status="draft"), an_organization("Wagner"))
    index()
    assert "<b>0 stories</b>" in page_of(client, "/search/?q=Wagner")
    assert client.get("/search/suggest/?q=Wag").json() == {"items": []}


def test_undated_stories_are_named_below_the_chart(client, index):
    for day in ("2016-01-01", "2016-03-01", None):
        an_article(date=day)
    index()
    assert "1 undated story is" in page_of(client, "/stories/")


@pytest.mark.parametrize(
    ("address", "first"),
    [("/people/", "Ash Carter"), ("/people/?order=coverage", "John Kerry"), ("/people/?letter=K", "John Kerry")],
)
def test_people_are_listed_by_letter_or_by_coverage(client, index, address, first):
    carter, kerry = a_person("Ash Carter"), a_person("John Kerry")
    appear(an_article("One"), carter, kerry)
    appear(an_article("Two"), kerry)
    index()
    names = page_of(client, address).split('class="names')[1]
    assert re.search(r"<bdi>([^<]*)</bdi>", names)[1] == first


def test_a_page_shows_its_other_names(client, group):
    page = page_of(client, group.get_absolute_url())
    assert "Also known as" in page
    assert "<bdi>Daesh</bdi>" in page


@pytest.mark.parametrize(("spellings", "folded"), [(7, None), (9, "and 2 more names"), (8, "and 1 more name<")])
def test_a_name_with_many_spellings_shows_the_first_of_them(client, index, spellings, folded):
    city = a_place("Kyiv", *(f"Kiev {number}" for number in range(spellings)))
    appear(an_article(), city)
    index()
    head = page_of(client, "/search/?q=Kyiv").split('class="searched"')[1].split('class="sections"')[0]
    assert head.count("<bdi>Kiev") == spellings
    assert (folded in head) if folded else ("<details>" not in head)


@pytest.mark.parametrize(("spellings", "folded"), [(12, None), (14, "2 more names")])
def test_the_page_of_a_place_with_many_spellings_folds_the_rest_away(client, index, spellings, folded):
    city = a_place("Kyiv", *(f"Kiev {number}" for number in range(spellings)))
    appear(an_article(), city)
    index()
    names = page_of(client, city.get_absolute_url()).split('class="aka"')[1].split("</div>")[0]
    assert names.count("<bdi>Kiev") == spellings
    assert (f"<summary>{folded}" in names) if folded else ("<details>" not in names)


@pytest.fixture
def french(index):
    """A story in French and one in English that name one person."""
    carter = a_person("Ash Carter")
    appear(an_article("Une histoire", in_language="fr", section="Monde", genre="opinion"), carter)
    appear(an_article("A story", section="World"), carter)
    index()
    return carter


@pytest.mark.parametrize("choice", ["language=fr", "section=monde", "genre=opinion"])
@pytest.mark.parametrize("address", ["/stories/", "/search/?q=Carter", "person"])
def test_every_list_of_stories_can_be_narrowed_by_language_section_and_genre(client, french, address, choice):
    address = french.get_absolute_url() if address == "person" else address
    name, value = choice.split("=")
    assert f'name="{name}" value="{value}"' in page_of(client, address)
    page = page_of(client, f"{address}{'&' if '?' in address else '?'}{choice}")
    assert "1\u20131 of 1" in page
    assert "Une histoire" in page


@pytest.mark.parametrize("address", ["/stories/?", "/search/?q=Carter&", "person?"])
def test_every_list_of_stories_says_what_of_its_address_was_left_out(client, french, address):
    page = page_of(client, address.replace("person", french.get_absolute_url()) + "language=zz&colour=red&utm_source=x")
    assert "There is no language \u201czz\u201d; it was ignored." in page
    assert "This list has no filter \u201ccolour\u201d; it was ignored." in page
    assert "utm_source" not in page


@pytest.mark.parametrize(
    ("address", "note"),
    [
        ("/people/?order=age", "Names cannot be ordered by \u201cage\u201d; they are listed from A to Z."),
        ("/people/?letter=abc", "Only one letter can be selected; all letters are shown."),
        ("/places/?letter=M&order=coverage", "are not listed by letter; the letter was ignored."),
        ("/countries/?page=x", "There is no page \u201cx\u201d; showing the first page."),
        ("/organizations/?class=army", "This list has no filter \u201cclass\u201d; it was ignored."),
    ],
)
def test_a_list_of_names_says_what_of_its_address_was_left_out(client, group, address, note):
    assert note in page_of(client, address)


def test_countries_have_a_list_of_their_own_that_places_lead_to(client, group):
    assert 'href="/countries/">All countries</a>' in page_of(client, "/places/")
    page = page_of(client, "/countries/")
    assert "<bdi>Iraq</bdi>" in page
    assert "<bdi>Mosul</bdi>" not in page
