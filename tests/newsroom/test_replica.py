from __future__ import annotations

import pytest
from django.core.cache.backends.db import BaseDatabaseCache
from django.core.signals import request_finished

from articles.models import Article
from newsroom.replica import REPLICA, ReplicaRouter, read_from, reads_replica


@pytest.fixture
def router():
    yield ReplicaRouter()
    read_from("default")


def test_everything_reads_the_primary_unless_a_request_chose_the_replica(router):
    assert router.db_for_read(Article) == "default"
    read_from(REPLICA)
    assert router.db_for_read(Article) == REPLICA


def test_everything_is_written_to_the_primary(router):
    read_from(REPLICA)
    assert router.db_for_write(Article) == "default"


def test_the_choice_ends_with_the_request(router, db):
    read_from(REPLICA)
    request_finished.send(sender=None)
    assert not reads_replica()


def test_only_the_primary_is_migrated(router):
    assert [router.allow_migrate(alias, "articles") for alias in ("default", REPLICA)] == [True, False]


def test_a_cache_in_the_database_is_read_from_the_primary(router):
    read_from(REPLICA)
    assert router.db_for_read(BaseDatabaseCache("table", {}).cache_model_class) == "default"
