"""Pages that a site sends in place of a story are named; stories about such things are not."""

from __future__ import annotations

import pytest

from articles.readers import registry
from articles.readers.page_kinds import page_kinds, page_problem, page_problems_among
from articles.readers.story import UnreadableError

SENTENCES = {kind.name: kind.sentence for kind in page_kinds()}
LONG = " ".join(
    f"The court heard witness number {number} on the events at the bridge that morning." for number in range(40)
)


def page(title, *paragraphs, heading=None):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head><title>{title}</title></head><body><main><h1>{heading or title}</h1>{body}</main></body></html>".encode()


def problems(data):
    try:
        return page_problems_among(registry.read(data)[0].problems)
    except UnreadableError as error:
        return [sentence for sentence in SENTENCES.values() if sentence in str(error)]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("missing", page("Page not found | Sample Desk", "Sorry, the page you are looking for has been moved.")),
        ("missing", page("404", "Nothing here.")),
        ("missing", page("Seite nicht gefunden", "Bitte prüfen Sie die Adresse.")),
        ("missing", page("Страница не найдена - Новости", "Вернитесь на главную.")),
        ("missing", page("Sample Desk", "We can’t find the page you asked for.")),
        ("consent", page("We value your privacy", "We and our partners store and/or access information on a device.")),
        ("consent", page("Sample Desk", "We and our partners process data.", "Accept all", "Reject all")),
        ("consent", page("Der Standard", "Wir und unsere Partner verarbeiten Daten.", "Alle akzeptieren")),
        (
            "paywall",
            page("Bridge reopens after a year", "The bridge was opened on Monday.", "Subscribe to continue reading"),
        ),
        ("paywall", page("Le pont rouvre", "Le pont a rouvert lundi.", "Cet article est réservé aux abonnés.")),
        ("login", page("Log in", "Enter your e-mail address and your password.")),
        ("login", page("Iniciar sesión - Diario", "Correo electrónico")),
        ("script", page("Sample Desk", "Please enable JavaScript to use this site.")),
        ("robot", page("Just a moment...", "Checking your browser before accessing news.example.")),
        ("robot", page("Access Denied", "You don't have permission to access this page on this server.")),
    ],
)
def test_a_page_in_place_of_a_story_is_named(kind, data):
    assert problems(data) == [SENTENCES[kind]]


@pytest.mark.parametrize(
    "data",
    [
        page("Bridge reopens after a year", "The bridge was opened on Monday, the governor said."),
        page(
            "Regulator fines site over cookies",
            "The site made it hard to reject all cookies, the regulator said.",
            LONG,
        ),
        page(
            "Regulator fines site over cookies",
            "Its button to accept all cookies was larger, the regulator said on Monday.",
        ),
        page(
            "Memorial for the 404 soldiers of the battalion",
            "The page of history was not found easily, the mayor said.",
        ),
        page("Newspapers put up walls", LONG, "Subscribe to continue reading"),
        page(
            "Ministers sign in ceremony the new pact", "The ministers met on Monday to sign in the hall of the palace."
        ),
        page("Captured: how the army fell", LONG),
        page("Bridge reopens", LONG, "<noscript>Please enable JavaScript to view the comments.</noscript>"),
    ],
)
def test_a_story_about_such_things_is_a_story(data):
    assert problems(data) == []


def test_a_story_that_is_not_free_is_told_only_where_its_beginning_is_all_there_is():
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge reopens", "isAccessibleForFree": false}</script>'
    short = page("Bridge reopens", "The bridge was opened on Monday, the governor said.").replace(
        b"</head>", f"{data}</head>".encode()
    )
    whole = page("Bridge reopens", LONG).replace(b"</head>", f"{data}</head>".encode())
    assert problems(short) == [SENTENCES["paywall"]]
    assert problems(whole) == []


@pytest.mark.parametrize("kind", page_kinds(), ids=lambda kind: kind.name)
def test_every_heading_of_the_data_names_its_kind_or_one_before_it(kind):
    for heading in kind.headings:
        assert page_problem([heading.capitalize()], "", ["Short."])
        assert page_problem([f"{heading} | Sample Desk"], "", ["Short."])
        assert not page_problem([heading], "", [LONG])


@pytest.mark.parametrize("kind", page_kinds(), ids=lambda kind: kind.name)
def test_the_data_is_in_lower_case_and_long_enough_to_say_something(kind):
    assert all(phrase == phrase.casefold() for phrase in kind.phrases)
    assert all(len(phrase) > 3 for phrase in kind.phrases)
    assert 0 < kind.max_story < 2000
    assert kind.sentence.endswith(".")
