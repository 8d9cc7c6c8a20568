"""How often the tests with random input are repeated: less in `make test` than in `make thorough`."""

from __future__ import annotations

import os

from django.db import connection

IS_THOROUGH = os.environ.get("THOROUGH") == "true"
_SHARE = 4
_FEWEST = 10


def examples(thorough: int) -> int:
    """The number of examples of a property: all of them in a thorough run, a quarter otherwise."""
    return thorough if IS_THOROUGH else min(thorough, max(_FEWEST, thorough // _SHARE))


def seeds(thorough: int) -> range:
    """The seeds of random sequences: all of them in a thorough run, otherwise every other one on each database."""
    if IS_THOROUGH:
        return range(thorough)
    return range(1 if connection.vendor == "postgresql" else 0, thorough, 2)
