"""What a corpus takes on the disk, by table with its indexes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from pathlib import Path

_MAX_ROWS = 8


def database_bytes() -> int:
    return sum(table_bytes().values())


def table_bytes() -> dict[str, int]:
    """Bytes of each table with its indexes, the largest first."""
    sizes = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    return dict(sorted(sizes.items(), key=lambda row: -row[1]))


def report() -> str:
    sizes = table_bytes()
    lines = [f"{'table with indexes':<36}{'MB':>10}", f"{'all':<36}{sum(sizes.values()) / 1e6:>10,.1f}"]
    lines += [f"{name:<36}{size / 1e6:>10,.1f}" for name, size in list(sizes.items())[:_MAX_ROWS]]
    return "\n".join(lines)


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _sqlite() -> dict[str, int]:
    """By SQLite's own account of its pages, where it was built with one; else the file as a whole."""
    sizes: defaultdict[str, int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pragma_compile_options WHERE compile_options = 'ENABLE_DBSTAT_VTAB'")
        if cursor.fetchone() is None:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            return {"all tables": int(cursor.fetchone()[0])}
        cursor.execute(
            "SELECT m.tbl_name, SUM(d.pgsize) FROM dbstat d JOIN sqlite_master m ON m.name = d.name "
            "WHERE d.aggregate = TRUE GROUP BY 1"
        )
        for name, size in cursor.fetchall():
            sizes[name] += size
    return dict(sizes)


def _postgresql() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, pg_total_relation_size(relid) FROM pg_stat_user_tables")
        return dict(cursor.fetchall())
