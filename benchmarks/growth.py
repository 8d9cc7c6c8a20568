"""`make growth`: does a page need more work of the database where there are more stories?

Two generated corpora are made, one ten times as large as the other, and each type of page is requested on both. Work
is counted in steps (benchmarks/steps.py), not in seconds, so that a busy machine changes nothing. A page may need 1.2
times as much on the larger corpus; those that are known to need more are listed in benchmarks/growth_limits.toml with
what they need today, and may not get worse. It fails as well when a page of that list is within the limit by now, and
when a page, or everything, was not measured.

`python -m benchmarks.growth [--sizes SMALL LARGE] [--keep FOLDER] [--postgres]`
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
LIMITS = ROOT / "benchmarks" / "growth_limits.toml"
SIZES = (1_000, 10_000)
# Fewer steps than these are a look-up by key or two: their number may double without meaning anything.
_TRIFLE = 1_000
# What a new version of SQLite or of a library may change.
_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a page that grows too much needed when it was listed: its ratio, and its steps on the larger corpus."""

    ratio: float
    steps: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Steps and queries of one type of page on the smaller and on the larger corpus."""

    page: str
    small: int
    large: int
    queries: int = 0

    @property
    def ratio(self) -> float:
        return max(self.large, _TRIFLE) / max(self.small, _TRIFLE)

    def is_worse_than(self, ceiling: Ceiling) -> bool:
        """More steps, or a higher ratio with about as many: one that does less everywhere may have a higher ratio."""
        is_cheaper = self.large < ceiling.steps * (1 - _TOLERANCE)
        return self.large > ceiling.steps * (1 + _TOLERANCE) or (
            self.ratio > ceiling.ratio * (1 + _TOLERANCE) and not is_cheaper
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """`limit` is the ratio that a page may grow by; `known` are those that grow by more today."""

    limit: float
    known: Mapping[str, Ceiling]


def limits() -> Limits:
    given = tomllib.loads(LIMITS.read_text("utf-8"))
    return Limits(given["limit"], {name: Ceiling(**ceiling) for name, ceiling in given["known"].items()})


def problems(grown: list[Growth], bounds: Limits) -> list[str]:
    """A sentence for each reason to fail."""
    if not grown:
        return ["Nothing was measured."]
    if not any(one.large for one in grown):
        return ["No page needed the database at all: the steps were not counted."]
    missing = sorted(set(bounds.known) - {one.page for one in grown})
    found = [f"Not measured, although it is listed in {LIMITS.name}: {name}." for name in missing]
    return found + [sentence for one in grown if (sentence := _problem(one, bounds))]


def _problem(one: Growth, bounds: Limits) -> str:
    ceiling = bounds.known.get(one.page)
    if ceiling is None:
        is_within = one.ratio <= bounds.limit
        return "" if is_within else f"{one.page} grows {one.ratio:.2f} times, and may grow {bounds.limit:g} times."
    if one.ratio <= bounds.limit:
        return f"{one.page} is within the limit now: remove it from {LIMITS.name}."
    if one.is_worse_than(ceiling):
        return (
            f"{one.page} got worse: {one.large:,} steps, {one.ratio:.2f} times those of the smaller corpus, "
            f"where {ceiling.steps:,} and {ceiling.ratio:.2f} times are known."
        )
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs=2, type=int, default=SIZES, metavar=("SMALL", "LARGE"))
    parser.add_argument("--keep", type=Path, help="make the corpora here, and use those that are here")
    parser.add_argument(
        "--postgres",
        action="store_true",
        help="count pages of the PostgreSQL of DATABASE_URL; prints, and judges nothing",
    )
    parser.add_argument("--measure", action="store_true", help="print the steps of each page of this DATA_DIR as JSON")
    parser.add_argument("--list", action="store_true", help="print the list of growing pages for growth_limits.toml")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure()))
        return
    folder = options.keep or Path(tempfile.mkdtemp(prefix="growth-"))
    try:
        small, large = (_measured(folder, size, is_postgres=options.postgres) for size in options.sizes)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    grown = [Growth(page, small[page][0], large[page][0], large[page][1]) for page in large if page in small]
    bounds = limits()
    print(report(grown, bounds, options.sizes))
    if options.list:
        print(as_toml(grown, bounds.limit))
    if options.list or options.postgres:
        return
    if found := problems(grown, bounds):
        sys.exit("\n".join(found))
    print("No page grows by more than it may.")


def report(grown: list[Growth], bounds: Limits, sizes: tuple[int, int]) -> str:
    heads = [f"{size:,}" for size in sizes]
    lines = [f"{'database steps a page':<28}{heads[0]:>12}{heads[1]:>14}{'ratio':>9}{'known':>9}{'queries':>9}"]
    lines += [
        f"{one.page:<28}{one.small:>12,}{one.large:>14,}{one.ratio:>9.2f}{_known(one.page, bounds):>9}{one.queries:>9}"
        for one in grown
    ]
    return "\n".join(lines)


def _known(page: str, bounds: Limits) -> str:
    return f"{bounds.known[page].ratio:.2f}" if page in bounds.known else ""


def as_toml(grown: list[Growth], limit: float) -> str:
    """The list of pages that grow by more than the limit, as benchmarks/growth_limits.toml has it."""
    rows = [f'"{one.page}" = {{ ratio = {one.ratio:.2f}, steps = {one.large} }}' for one in grown if one.ratio > limit]
    return "\n".join(["[known]", *rows])


def _measured(folder: Path, size: int, *, is_postgres: bool) -> dict[str, tuple[int, int]]:
    """Steps and queries by page on a corpus of this size, each in a process with a separate data folder."""
    data = folder / f"{size}"
    environment = {**os.environ, "DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    if is_postgres:
        data.mkdir(parents=True, exist_ok=True)
        environment["DATABASE_URL"] = _created(os.environ.get("DATABASE_URL", ""), f"growth_{size}")
    else:
        environment.pop("DATABASE_URL", None)  # the gate counts on SQLite, whatever the site uses
    if not is_postgres and not data.exists():
        data.mkdir(parents=True)
        _copy_reference_data(folder, data)
    corpus = [sys.executable, "-m", "benchmarks.make_corpus", "--stories", str(size)]
    corpus += ["--no-index"] if (data / "index").exists() else []
    subprocess.run(corpus, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)
    command = [sys.executable, "-m", "benchmarks.growth", "--measure"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE).stdout
    return {page: (steps, queries) for page, (steps, queries) in json.loads(answer).items()}


def _created(server: str, name: str) -> str:
    """The address of an empty database of this name on the server of another one."""
    import psycopg2  # noqa: PLC0415  # for this option alone

    if not server.startswith("postgres"):
        sys.exit("DATABASE_URL must name a PostgreSQL server.")
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _copy_reference_data(folder: Path, data: Path) -> None:
    """Loading it takes longer than a small corpus, so it is loaded once and copied."""
    base = folder / "base"
    if not base.exists():
        environment = {**os.environ, "DATA_DIR": str(base)}
        environment.pop("DATABASE_URL", None)
        for command in ("migrate", "load_reference_data"):
            subprocess.run(
                [sys.executable, "manage.py", command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
            )
    shutil.copytree(base, data, dirs_exist_ok=True)


def measure() -> dict[str, tuple[int, int]]:
    """Mean steps and most queries of each type of page. Each is requested twice: the first request fills caches."""
    import django  # noqa: PLC0415  # the other half of this program needs no settings

    django.setup()
    from django.test import Client  # noqa: PLC0415

    from benchmarks import steps  # noqa: PLC0415
    from benchmarks.page_types import page_types, render_entity_pages  # noqa: PLC0415

    client, found, types = Client(), {}, page_types()
    render_entity_pages(types)
    for name, addresses in types.items():
        works = []
        for address in addresses:
            for is_counted in (False, True):
                with steps.counted() as work:
                    response = client.get(address)
                if response.status_code != 200:
                    sys.exit(f"{name}: {address} answered {response.status_code}.")
                if is_counted:
                    works.append(work)
        if works:
            found[name] = (
                sum(work.steps for work in works) // len(works), max(work.queries for work in works),
            )  # fmt: skip
    return found


if __name__ == "__main__":
    main()
