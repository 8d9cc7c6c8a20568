from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import cache_url
from newsroom.cache_url import cache_settings


@pytest.fixture
def with_packages(monkeypatch):
    monkeypatch.setattr(cache_url, "find_spec", lambda name: name)


@pytest.mark.parametrize(
    ("url", "backend", "location"),
    [
        ("redis://cache:6379/0", "RedisCache", "redis://cache:6379/0"),
        ("memcached://cache", "PyMemcacheCache", "cache:11211"),
        ("memcached://cache:1", "PyMemcacheCache", "cache:1"),
        ("database://shared_pages", "DatabaseCache", "shared_pages"),
        ("file:///srv/pages", "FileBasedCache", "/srv/pages"),
    ],
)
def test_a_url_names_a_cache(with_packages, url, backend, location):
    found = cache_settings(url)
    assert (found["BACKEND"].rpartition(".")[2], found["LOCATION"]) == (backend, location)


@pytest.mark.parametrize(
    "url", ["cache", "http://cache", "redis://", "memcached://", "database://a/b", "file://a/b", "file:///"]
)
def test_another_url_is_refused(with_packages, url):
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL must be"):
        cache_settings(url)


def test_an_invalid_port_is_refused(with_packages):
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL is not a valid URL"):
        cache_settings("memcached://cache:x")


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(cache_url, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match="needs the package redis"):
        cache_settings("redis://cache")
