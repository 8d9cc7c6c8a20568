"""Citations: what a reference manager reads is what the story states."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from articles.pages.citations import CITATION_FORMATS, CitedStory, as_bibtex, as_csl_json, as_ris, as_text
from articles.vocabulary import ArticleStatus
from tests.builders import an_article, an_outlet

URL = "https://record.example/stories/12/"
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).map(str.strip).filter(bool)


def cited(**fields):
    values = {
        "pk": 12, "headline": "Bridge opens", "authors": ("Mara Linfield", "Tal Orsey"), "outlet": "The Northern Herald",
        "date": (2016, 7, 21), "date_words": "21 July 2016", "language": "en", "source_url": "https://news.example/bridge",
        "address": "/stories/12/", "shown": "/stories/12-bridge-opens/",
    }  # fmt: skip
    return CitedStory(**{**values, **fields})


def test_a_citation_in_words():
    assert as_text(cited(), URL) == (
        "Mara Linfield and Tal Orsey, “Bridge opens”, The Northern Herald, 21 July 2016. "
        f"{settings.SITE_NAME}, https://record.example/stories/12/"
    )


def test_an_outlet_that_is_the_author_is_named_once():
    assert as_text(cited(authors=("The Northern Herald",)), URL).count("The Northern Herald") == 1


@pytest.mark.parametrize(
    ("authors", "words"), [((), "“Bridge"), (("A",), "A, “Bridge"), (("A", "B", "C"), "A, B and C, “Bridge")]
)
def test_authors_are_joined_as_in_a_sentence(authors, words):
    assert as_text(cited(authors=authors), URL).startswith(words)


def test_what_is_not_known_is_left_out_of_every_format():
    story = cited(authors=(), outlet="", date=(), date_words="no date", language="", source_url="")
    assert as_text(story, URL).startswith("“Bridge opens”, no date. ")
    assert not re.search(r"author|year|month|howpublished|language", as_bibtex(story, URL))
    assert not re.search(r"^(AU|T2|PY|DA|LA|L2)", as_ris(story, URL), re.MULTILINE)
    assert not {"author", "container-title", "issued", "language"} & json.loads(as_csl_json(story, URL))[0].keys()


@pytest.mark.parametrize("date", [(2016,), (2016, 7), (2016, 7, 21)])
def test_a_date_is_as_precise_as_it_is_known(date):
    story = cited(date=date)
    assert json.loads(as_csl_json(story, URL))[0]["issued"] == {"date-parts": [list(date)]}
    assert ("month = jul" in as_bibtex(story, URL)) == (len(date) > 1)
    assert f"DA  - {'/'.join(f'{part:02d}' for part in date)}\r\n" in as_ris(story, URL)


@given(LINES, LINES)
def test_no_text_breaks_out_of_its_field(headline, author):
    story = cited(headline=headline, authors=(author,))
    bibtex = as_bibtex(story, URL)
    unescaped = re.sub(r"\\[{}]", "", bibtex)
    depths, depth = [], 0
    for character in unescaped:
        depth += {"{": 1, "}": -1}.get(character, 0)
        depths.append(depth)
    assert min(depths) == 0 == depth
    assert not re.search(r"(?<!\\)[%#&$_]", bibtex.replace(URL, ""))
    ris = as_ris(story, URL).split("\r\n")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris[:-1])
    assert [line[:2] for line in ris[:-1]].count("TY") == [line[:2] for line in ris[:-1]].count("ER") == 1
    assert json.loads(as_csl_json(story, URL))[0]["title"] == headline


@pytest.mark.django_db
def test_the_page_of_a_story_leads_to_its_citations(client):
    story = an_article("Bridge opens", "A text.", outlet=an_outlet("The Northern Herald"), authors=["Mara Linfield"])
    assert f'href="/stories/{story.pk}/cite/"' in client.get(story.get_absolute_url()).content.decode()
    page = client.get(f"/stories/{story.pk}/cite/").content.decode()
    assert f"http://testserver/stories/{story.pk}/" in page
    for name in CITATION_FORMATS:
        assert f'href="?format={name}"' in page
        answer = client.get(f"/stories/{story.pk}/cite/?format={name}")
        assert (answer.status_code, "Bridge opens" in answer.content.decode()) == (200, True)
        assert answer["Content-Disposition"].startswith('attachment; filename="story-')


@pytest.mark.django_db
def test_the_address_in_a_citation_leads_to_the_story_under_a_new_headline(client):
    story = an_article("Bridge opens", "A text.")
    story.headline = "Bridge opens late"
    story.save()
    assert client.get(f"/stories/{story.pk}/", follow=True).redirect_chain[-1][0] == story.get_absolute_url()


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "code"), [(ArticleStatus.DRAFT, 404), (ArticleStatus.WITHDRAWN, 410)])
def test_a_story_that_readers_cannot_see_cannot_be_cited(client, status, code):
    story = an_article("Secret headline", "A text.", status=status, hides_headline=True)
    for query in ("", "?format=ris"):
        answer = client.get(f"/stories/{story.pk}/cite/{query}")
        assert answer.status_code == code
        assert "Secret headline" not in answer.content.decode()


@pytest.mark.django_db
def test_an_unknown_format_is_named_with_those_that_there_are(client):
    answer = client.get(f"/stories/{an_article().pk}/cite/?format=endnote")
    assert answer.status_code == 400
    assert answer.content.decode() == "There is no format “endnote” here. Citations come as bibtex, ris, csl.\n"
