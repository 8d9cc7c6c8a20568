"""The environ of a request that came over RSGI is as PEP 3333 specifies."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIRequest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.web.environ import make_environ

NAMES = st.text("abcdefghijklmnopqrstuvwxyz-_", min_size=1, max_size=20)


class Headers:
    def __init__(self, items):
        self._items = items

    def items(self):
        return self._items

    def get(self, key):
        return next((value for name, value in self._items if name == key), None)


def scope(path="/", query="", headers=(), client="192.0.2.7:5555", server="127.0.0.1:8000"):
    return SimpleNamespace(
        proto="http", http_version="1.1", client=client, server=server, scheme="http", method="GET", path=path,
        query_string=query, headers=Headers(list(headers)),
    )  # fmt: skip


def request(**parts):
    return WSGIRequest(make_environ(scope(**parts), io.BytesIO()))


@given(path=st.text(st.characters(exclude_categories=["Cs"]), max_size=30), word=st.text("aé€中😀", max_size=8))
def test_django_reads_the_path_and_the_question_as_they_were_sent(path, word):
    asked = request(path=f"/{path}", query=f"q={word}")
    assert asked.path_info == f"/{path}"
    assert asked.GET.get("q", "") == word


@given(st.lists(st.tuples(NAMES, st.text("abc", max_size=5)), max_size=8))
def test_no_header_can_be_sent_in_the_name_of_another(headers):
    environ = make_environ(scope(headers=headers), io.BytesIO())
    plain = {name for name, _value in headers if "_" not in name} - {"content-length", "content-type"}
    assert {key for key in environ if key.startswith("HTTP_")} == {
        f"HTTP_{name.upper().replace('-', '_')}" for name in plain
    }


def test_a_header_that_was_sent_twice_is_joined():
    environ = make_environ(
        scope(headers=[("cookie", "a=1"), ("cookie", "b=2"), ("x-a", "1"), ("x-a", "2")]), io.BytesIO()
    )
    assert (environ["HTTP_COOKIE"], environ["HTTP_X_A"]) == ("a=1; b=2", "1,2")


@pytest.mark.parametrize(
    ("client", "address"),
    [("192.0.2.7:5555", "192.0.2.7"), ("[2001:db8::1]:80", "2001:db8::1"), ("", "")],
    ids=["IPv4", "IPv6", "no address"],
)
def test_the_address_of_the_client_comes_without_its_port(client, address):
    assert request(client=client).META["REMOTE_ADDR"] == address
