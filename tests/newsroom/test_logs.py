from __future__ import annotations

import errno
import io
import json
import logging
import logging.config
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db.backends.signals import connection_created
from django.test import Client, override_settings
from django.urls import path

from newsroom import request_id, urls
from newsroom.logs import SlowQueries, log_slow_queries, logging_settings


def raising(error):
    def view(_request):
        raise error

    return view


urlpatterns = [
    *urls.urlpatterns,
    path("denied/", raising(PermissionDenied())),
    path("fields/", raising(TooManyFieldsSent("Too many fields."))),
    path("large/", raising(RequestDataTooBig("Too large."))),
    path("bug/", raising(ValueError("a bug"))),
    path("full/", raising(OSError(errno.ENOSPC, "No space left on device"))),
]
handler400, handler500 = urls.handler400, urls.handler500


@pytest.fixture
def lines():
    """What a request leaves in the log of the site: a handler made as the settings say, but writing to memory."""
    written = io.StringIO()
    config = logging.config.DictConfigurator(settings.LOGGING)
    config.config["filters"] = {
        name: config.configure_filter(dict(how)) for name, how in settings.LOGGING["filters"].items()
    }
    handler = logging.StreamHandler(written)
    handler.setFormatter(config.configure_formatter(dict(settings.LOGGING["formatters"]["text"])))
    config.add_filters(handler, settings.LOGGING["handlers"]["console"]["filters"])
    logging.getLogger().addHandler(handler)

    def ask(address, **meta):
        with override_settings(ROOT_URLCONF=__name__):
            Client(raise_request_exception=False).get(address, **meta)
        return written.getvalue().splitlines()

    yield ask
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("address", "meta", "said"),
    [
        ("/denied/", {}, "Forbidden (Permission denied): /denied/"),
        ("/fields/", {}, "Too many fields."),
        ("/large/", {}, "Too large."),
        ("/nothing/", {}, "Not Found: /nothing/"),
        ("/denied/", {"HTTP_HOST": "evil.example"}, "Refused a request for the host 'evil.example'"),
    ],
    ids=["403", "too many fields", "too large", "404", "host"],
)
@pytest.mark.django_db
def test_a_request_that_is_its_senders_fault_is_one_line(lines, address, meta, said):
    (line,) = lines(address, **meta)
    assert said in line
    assert " WARNING " in line


@pytest.mark.django_db
def test_a_fault_of_ours_keeps_its_traceback(lines):
    found = lines("/bug/")
    assert " ERROR django.request: Internal Server Error: /bug/" in found[0]
    assert found[-1] == "ValueError: a bug"


@pytest.mark.django_db
def test_a_full_disk_is_one_line_that_says_so(lines):
    (line,) = lines("/full/")
    assert " ERROR django.request: " in line
    assert "The disk of the server is full" in line


def formatted(record, log_format):
    config = logging_settings(log_format)
    configurator = logging.config.DictConfigurator(config)
    for how in config["filters"].values():
        configurator.configure_filter(dict(how)).filter(record)
    return configurator.configure_formatter(dict(config["formatters"][log_format])).format(record)


def a_record(message, *arguments, error=None):
    exc_info = (type(error), error, None) if error else None
    return logging.LogRecord("articles", logging.INFO, "f.py", 1, message, arguments, exc_info)


def test_a_line_of_json_has_all_of_a_record():
    line = formatted(a_record("Slept %s", "well", error=ValueError("two\nlines")), "json")
    assert "\n" not in line
    found = json.loads(line)
    assert (found["level"], found["logger"], found["message"]) == ("INFO", "articles", "Slept well")
    assert "of_request" not in found
    assert "ValueError: two" in found["exc_info"]


def respond(_environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [request_id.current().encode(), b" ", formatted(a_record("x"), "text").encode()]


def ask_with_id(**environ):
    headers = {}
    body = b"".join(request_id.RequestIds(respond)(environ, lambda _status, given: headers.update(given)))
    return headers["X-Request-ID"], body.decode()


def test_a_request_has_an_id_in_its_response_and_in_the_log():
    number, body = ask_with_id()
    assert body.startswith(number)
    assert f" INFO articles [{number}]: x" in body
    assert request_id.current() == ""
    assert ask_with_id()[0] != number


@pytest.mark.parametrize(
    ("is_behind_proxy", "given", "is_used"),
    [(True, "abc-123_x.9", True), (False, "abc-123_x.9", False), (True, "a b\r\nc" * 3, False), (True, "short", False),
     (True, "a" * 65, False)],
)  # fmt: skip
def test_the_id_of_a_proxy_is_used_if_there_is_one(settings, is_behind_proxy, given, is_used):
    settings.BEHIND_PROXY = is_behind_proxy
    assert (ask_with_id(HTTP_X_REQUEST_ID=given)[0] == given) is is_used


@pytest.mark.parametrize("address", ["/bug/", "/full/"])
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.django_db
def test_an_error_page_shows_the_id_of_the_request(address):
    token = request_id._current.set("0123456789abcdef")
    try:
        page = Client(raise_request_exception=False).get(address).content.decode()
    finally:
        request_id._current.reset(token)
    assert "Request ID, for the operator of the site: 0123456789abcdef" in page
    assert "Request ID" not in Client(raise_request_exception=False).get(address).content.decode()


@pytest.mark.parametrize(("milliseconds", "is_logged"), [(499, False), (500, True), (2000, True)])
def test_a_slow_statement_is_logged_without_its_values(caplog, milliseconds, is_logged):
    times = iter([0.0, milliseconds / 1000])
    watch = SlowQueries(0.5, clock=lambda: next(times))
    answer = watch(lambda *_args: "rows", "SELECT  *\n FROM x WHERE name = %s", ["secret"], False,
                   {"connection": SimpleNamespace(alias="default")})  # fmt: skip
    assert answer == "rows"
    assert ("SELECT * FROM x WHERE name = %s" in caplog.text) is is_logged
    assert "secret" not in caplog.text


def test_every_connection_of_the_site_is_watched_once(settings):
    settings.SLOW_QUERY_MS = 500
    connection = SimpleNamespace(execute_wrappers=[])
    log_slow_queries()
    try:
        for _ in range(2):  # as when a connection is opened again
            connection_created.send(None, connection=connection)
    finally:
        connection_created.disconnect(dispatch_uid="slow queries")
    assert [type(wrapper) for wrapper in connection.execute_wrappers] == [SlowQueries]


def test_with_0_no_connection_is_watched(settings):
    settings.SLOW_QUERY_MS = 0
    log_slow_queries()
    connection = SimpleNamespace(execute_wrappers=[])
    connection_created.send(None, connection=connection)
    assert connection.execute_wrappers == []
