"""`python -m benchmarks.make_corpus --stories N [--seed S]`: N generated, published stories in the configured database.

DATA_DIR and DATABASE_URL name the database, as they do for the site. One that holds stories which are not generated is
refused. The same numbers make the same corpus. Afterwards the search index and the record are built, and sizes are
printed.
"""

from __future__ import annotations

import benchmarks.setup_django  # noqa: F401  # before the models

# isort: split

import argparse
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from django.db import connections

from articles.management.prepared import ensure_ready
from articles.models import FrontPage
from articles.record import projector
from articles.record.front_page import store_front_page
from articles.record.page_format import can_render
from articles.search.indexer import Indexer, rebuild
from benchmarks.corpus import making, sizes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, required=True, help="how many published stories")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives another corpus of the same size")
    parser.add_argument("--no-index", action="store_true", help="leave the search index as it is")
    options = parser.parse_args()
    if options.stories < 1:
        parser.error("--stories must be at least 1")
    run(options.stories, options.seed, with_index=not options.no_index)


def run(stories: int, seed: int, *, with_index: bool) -> None:

    ensure_ready()
    before = sizes.database_bytes()
    try:
        made = making.make(stories, seed, _progress, makers=2)
    except making.RefusedError as refusal:
        sys.exit(str(refusal))
    if made.stories:
        grown = sizes.database_bytes() - before
        print(
            f"\n{made.stories:,} stories ({stories:,} published) in {made.seconds:.0f} s: "
            f"{made.stories / made.seconds:,.0f} a second, {grown / made.stories:,.0f} bytes each."
        )
    else:
        print("This corpus is in the database already.")
    if with_index:
        _build_index_and_record(stories)
    print(sizes.report())


@dataclass(frozen=True, slots=True)
class _Built:
    """`size` is in bytes."""

    seconds: float
    cpu: float
    size: int

    def describe(self, name: str, stories: int) -> str:
        each = f"{self.cpu / stories * 1000:.2f} ms a story"
        return (
            f"{name} in {self.seconds:.0f} s ({self.cpu:.0f} s CPU, {each}), {self.size / stories:,.0f} bytes a story."
        )


def _build_index_and_record(stories: int) -> None:
    """Both at the same time, each in a process of its own. The roles of people in the index come from the record."""
    began = time.perf_counter()
    connections.close_all()  # a connection must not be shared with a fork
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        record = pool.submit(_build_record)
        index = _build_index()
        built = record.result()
    cpu = time.process_time()
    indexer = Indexer()
    indexer.drain()
    indexer.close()
    FrontPage.objects.all().delete()  # it shows counts of the index, which was not there yet
    if can_render():
        store_front_page()
    print(f"\n{index.describe('Search index', stories)}\n{built.describe('Record', stories)}")
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"Both in {took:.0f} s, with {cpu:.0f} s CPU for the roles of people.")


def _build_index() -> _Built:
    began, cpu = time.perf_counter(), time.process_time()
    folder = rebuild()
    return _Built(time.perf_counter() - began, time.process_time() - cpu, sizes.folder_bytes(folder))


def _build_record() -> _Built:
    began, cpu, before = time.perf_counter(), time.process_time(), sizes.database_bytes()
    projector.rebuild(_progress)
    return _Built(time.perf_counter() - began, time.process_time() - cpu, sizes.database_bytes() - before)


def _progress(done: int, of: int) -> None:
    print(f"\r  {done:,} of {of:,}", end="", flush=True, file=sys.stderr)


if __name__ == "__main__":
    main()
