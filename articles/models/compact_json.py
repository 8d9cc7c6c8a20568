"""How JSON is written into text columns, which SQLite has: PostgreSQL stores it in a form of its own."""

from __future__ import annotations

import json
from typing import Any


class CompactJSONEncoder(json.JSONEncoder):
    """Without spaces, and with letters as they are: as an escape, each of another script takes six bytes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "separators": (",", ":"), "ensure_ascii": False})
