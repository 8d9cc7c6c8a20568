"""Prints as JSON how many rows the tables of a site have, and how its index and its record differ from new ones.

`python -m benchmarks.site_state` with the settings of a site that does not run. The index and the record are rebuilt.
"""

from __future__ import annotations

import benchmarks.setup_django  # noqa: F401  # before the models

# isort: split

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import tantivy
from django.apps import apps

from articles.models import Article, EntityRecord, ListBucket, ListRecord, LoggedAction, StoryRecord
from articles.record import projector
from articles.search import storage
from articles.search.indexer import rebuild
from articles.search.open_index import open_folder
from articles.search.schema import ENTITY, STORY, schema

if TYPE_CHECKING:
    from django.db.models import Model

# How often these were written depends on the moments at which other processes looked.
_LEFT_OUT = {
    "searchoutbox",
    "recordchange",
    "recordstate",
    "loginattempt",
    "entitypage",
    "frontpage",
    "loggedaction",
    # Searched some minutes after a change.
    "duplicatesearch",
    "possibleduplicate",
    "heartbeat",
}
_MOST = 100_000


def main() -> None:
    kept_index, kept_record = indexed(), recorded()
    rebuild()
    projector.rebuild()
    found = {
        "counts": counts(),
        "stories": stories(),
        "index": len(kept_index),
        "index_differences": differences(kept_index, indexed()),
        "record_differences": differences(kept_record, recorded()),
    }
    print(json.dumps(found))


def counts() -> dict[str, int]:
    """Rows by table, and entries of the log by action."""
    models = [model for model in apps.get_app_config("articles").get_models() if _name(model) not in _LEFT_OUT]
    rows = {_name(model): model._default_manager.count() for model in models}  # noqa: SLF001
    actions = LoggedAction.objects.exclude(action__startswith="user.").values_list("action", flat=True)
    return rows | {f"log: {action}": count for action, count in Counter(actions).items()}


def _name(model: type[Model]) -> str:
    return str(model._meta.model_name)  # noqa: SLF001  # Django's public way to a model's name


def stories() -> list[list[Any]]:
    """What is known of each story, without ids, which depend on the order of work."""
    found = []
    for article in Article.objects.order_by("headline", "sha256"):
        facts = [
            sorted(map(str, getattr(article, name).values_list("block", "start", "end", "status")))
            for name in ("mentions", "quotations", "pledges", "memberships")
        ]
        digest = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
        found.append([article.headline, article.sha256, article.review_status, digest])
    return found


def indexed() -> dict[str, str]:
    """What the search index stores of stories and entities, by key."""
    folder = storage.current()
    if folder is None:
        return {}
    index = open_folder(folder)
    found = {}
    for kind in (STORY, ENTITY):
        hits = index.find(tantivy.Query.term_query(schema(), "type", kind), limit=_MOST)
        for stored in map(index.stored, hits.addresses):
            found[f"{kind}: {json.dumps(stored.get('label', stored))}"] = json.dumps(stored)
    return found


def recorded() -> dict[str, str]:
    """What the record says of stories, entities and lists, by key."""
    rows: dict[str, Any] = {f"story {row.pk}": [row.card, row.counted, row.facts] for row in StoryRecord.objects.all()}
    rows |= {f"entity {row.pk}": row.label for row in EntityRecord.objects.all()}
    rows |= {f"list {row.pk}": [row.shown, row.rest] for row in ListRecord.objects.all()}
    rows |= {f"bucket {row.pk}": row.counts for row in ListBucket.objects.all()}
    return {key: json.dumps(value, default=str) for key, value in rows.items()}


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


if __name__ == "__main__":
    main()
