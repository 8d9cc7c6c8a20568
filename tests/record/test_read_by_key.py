"""Reads by key return what a query returns."""

from __future__ import annotations

import pytest

from articles.models import Article
from articles.models.read_by_key import ReadByKey
from tests.builders import an_article

pytestmark = pytest.mark.django_db

READ = ReadByKey(Article.objects.values_list("pk", "headline", "outlet__name"))


def test_rows_are_those_of_the_keys_with_columns_of_other_tables():
    first, second, _ = an_article("First"), an_article("Second"), an_article("Third")
    assert sorted(READ([second.pk, first.pk])) == [
        (first.pk, "First", first.outlet and first.outlet.name),
        (second.pk, "Second", second.outlet and second.outlet.name),
    ]


def test_a_key_without_a_row_has_none(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert READ([10**15]) == []


def test_no_key_takes_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert READ([]) == []
