"""`python -m benchmarks.page_work`: the database work of each type of page on the coverage of DATA_DIR, as JSON."""

from __future__ import annotations

import benchmarks.setup_django  # noqa: F401  # before the models

# isort: split

import json
import sys

from django.test import Client

from benchmarks import steps
from benchmarks.page_types import page_types, render_stored_pages


def measure() -> dict[str, tuple[int, int]]:
    """Mean steps and most queries of each type of page. Each is requested twice: the first request fills caches."""
    client, found, types = Client(), {}, page_types()
    render_stored_pages(types)
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
            found[name] = (sum(work.steps for work in works) // len(works), max(work.queries for work in works))
    return found


if __name__ == "__main__":
    print(json.dumps(measure()))
