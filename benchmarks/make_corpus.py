"""`python -m benchmarks.make_corpus --stories N [--seed S]`: N generated, published stories in the configured database.

DATA_DIR and DATABASE_URL name the database, as they do for the site. One that holds stories which are not generated is
refused. The same numbers make the same corpus. Afterwards the search index is built, and sizes are printed.
"""

from __future__ import annotations

import benchmarks.setup_django  # noqa: F401  # before the models

# isort: split

import argparse
import sys
import time

from articles.management.prepared import ensure_ready
from articles.record import projector
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
        _build_index(stories)
        _build_record(stories)
    print(sizes.report())


def _build_index(stories: int) -> None:

    began, cpu = time.perf_counter(), time.process_time()
    folder = rebuild(_progress)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    size = sizes.folder_bytes(folder)
    print(
        f"\nSearch index in {took:.0f} s ({cpu:.0f} s CPU, {cpu / stories * 1000:.2f} ms a story), "
        f"{size / stories:,.0f} bytes a story."
    )


def _build_record(stories: int) -> None:

    began, cpu, before = time.perf_counter(), time.process_time(), sizes.database_bytes()
    projector.rebuild(_progress)
    indexer = Indexer()
    indexer.drain()  # the roles of people come from the record
    indexer.close()
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(
        f"\nRecord in {took:.0f} s ({cpu:.0f} s CPU, {cpu / stories * 1000:.2f} ms a story), "
        f"{(sizes.database_bytes() - before) / stories:,.0f} bytes a story."
    )


def _progress(done: int, of: int) -> None:
    print(f"\r  {done:,} of {of:,}", end="", flush=True, file=sys.stderr)


if __name__ == "__main__":
    main()
