"""Reads by primary key whose SQL is written once.

Django takes 0.25 ms to write the SQL of a query, and SQLite 0.03 ms to answer one by key. A stored page is one or two such
reads, so that nearly all of its cost would be writing the same SQL again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import connections, router

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


class ReadByKey:
    """`queryset` says which columns are read: `Model.objects.values_list(...)`, without conditions.

    Values are those of the database driver: a JSON column is text, and bytes of PostgreSQL are a memoryview.
    """

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self._queryset = queryset.order_by()
        self._sql = lru_cache(maxsize=256)(self._write_sql)

    def __call__(self, keys: Collection[int]) -> list[tuple[Any, ...]]:
        """The rows with these keys, in no order."""
        if not keys:
            return []
        alias = router.db_for_read(self._queryset.model)
        with connections[alias].cursor() as cursor:
            cursor.execute(self._sql(alias, len(keys)), list(keys))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _write_sql(self, alias: str, count: int) -> str:
        query = self._queryset.using(alias).filter(pk__in=range(count)).query
        return str(query.get_compiler(using=alias).as_sql()[0])
