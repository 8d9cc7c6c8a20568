from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers.addresses import address_key, canonical_address
from articles.readers.hosts import shown_address, shown_host


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("bb\u0441.com", "xn--bb-pmc.com"),  # Cyrillic s beside Latin letters
        ("xn--bb-pmc.com", "xn--bb-pmc.com"),
        ("\u0430\u0440\u0440\u04cf\u0435.com", "xn--80ak6aa92e.com"),  # Cyrillic letters alone that read as Latin
        ("\u03c1\u03b1\u03c4.com", "xn--mxa5ak.com"),
        ("news.p\u0430ypal.com:8080", "news.xn--pypal-4ve.com:8080"),
        ("\u0261oogle.com", "xn--oogle-qmc.com"),  # a Latin letter that no browser shows in names
        ("\u2603.net", "xn--n3h.net"),
    ],
)
def test_a_name_that_imitates_another_is_shown_in_punycode(host, shown):
    assert shown_host(host) == shown


@pytest.mark.parametrize(
    "host",
    [
        "news.example.org",
        "m\u00fcnchen.de",
        "\u043f\u0440\u0430\u0432\u0434\u0430.\u0440\u0444",
        "\u043a\u043e\u043c\u043c\u0435\u0440\u0441\u0430\u043d\u0442\u044a.com",
        "\u0442\u0430\u0441\u0441.ru",  # similar letters, on a site of a country that writes them
        "\u4f8b\u3048.jp",
        "\u0645\u062b\u0627\u0644.com",
        "127.0.0.1:8000",
        "[::1]:8000",
    ],
)
def test_a_name_in_one_script_is_shown_in_its_letters(host):
    assert shown_host(host) == host


@pytest.mark.parametrize("host", ["xn--zz.com", "xn--.org", "xn--a-\u0430.com", "a.xn--\u00e9.com"])
def test_punycode_that_means_nothing_stays_without_letters_of_another_alphabet(host):
    assert shown_host(host).isascii()


@pytest.mark.parametrize(
    ("host", "is_shown"),
    [
        ("\u043e\u043a\u043d\u043e.com", True),  # not all of its letters look like Latin ones
        ("\u0440\u0430\u0440.com", False),
        ("\u0440\u0430\u0440.ru", True),
        ("\u0440\u0430\u0440.\u0440\u0444", True),
        ("\u0440\u0430\u0440", False),
        ("\u03bf\u03c1\u03bf\u03c5.gr", True),
        ("\u03bf\u03c1\u03bf\u03c5.ru", False),
        ("\u30a2a\u6f22.jp", True),  # scripts that Japanese uses together
        ("\u30a2\ud55c.jp", False),
        ("\u13a0\u13a1.com", False),
    ],
)
def test_letters_alone_do_not_decide(host, is_shown):
    assert (shown_host(host) == host) is is_shown
    assert is_shown or "xn--" in shown_host(host)


def test_a_port_stays_with_its_name():
    assert shown_host("bb\u0441.com:8080") == "xn--bb-pmc.com:8080"
    assert shown_host("m\u00fcnchen.de:80") == "m\u00fcnchen.de:80"


def test_both_forms_of_a_name_are_one_address():
    assert canonical_address("https://xn--mnchen-3ya.de/a") == canonical_address("https://m\u00fcnchen.de/a")
    assert address_key("https://xn--bb-pmc.com/a") == address_key("https://bb\u0441.com/a")
    assert address_key("https://bb\u0441.com/a") != address_key("https://bbc.com/a")


def test_only_the_host_of_an_address_changes():
    assert (
        shown_address("https://bb\u0441.com/\u0441?q=\u0441#\u0441") == "https://xn--bb-pmc.com/\u0441?q=\u0441#\u0441"
    )
    assert shown_address("a file.html") == "a file.html"
    assert shown_address("http://[broken") == "http://[broken"


@given(st.text(max_size=30))
def test_any_text_is_shown_somehow_and_only_once(text):
    once = shown_host(text)
    assert shown_host(once) == once


@given(st.text(alphabet="abcx\u0430\u0441\u0435\u03b1", min_size=1, max_size=8))
def test_letters_of_two_alphabets_are_never_shown_in_one_name(label):
    shown = shown_host(f"{label}.com")
    alphabets = {c > "\u03ff" for c in shown if c.isalpha() and not c.isascii()} | {
        None for c in shown[:-4] if c.isascii() and c.isalpha()
    }
    assert shown.startswith("xn--") or len(alphabets) <= 1
