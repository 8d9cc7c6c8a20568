from __future__ import annotations

import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.test import Client, override_settings
from django.urls import path

from newsroom import urls


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
]


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
        ("/denied/", {"HTTP_HOST": "evil.example"}, "Invalid HTTP_HOST header: 'evil.example'"),
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
