"""Facts about a database, read with SQL that both database systems support; used on copies, without models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # Runs a statement and returns its rows.
    Ask = Callable[[str], Sequence[Sequence[Any]]]

COUNTS = {
    "stories": "SELECT COUNT(*) FROM articles_article",
    "published stories": "SELECT COUNT(*) FROM articles_article WHERE review_status = 'published'",
    "people": "SELECT COUNT(*) FROM articles_entity WHERE kind = 'person'",
    "organizations": "SELECT COUNT(*) FROM articles_entity WHERE kind = 'organization'",
    "places": "SELECT COUNT(*) FROM articles_entity WHERE kind = 'place'",
    "imports": "SELECT COUNT(*) FROM articles_importitem",
    "accounts": "SELECT COUNT(*) FROM auth_user",
}
_SINGULAR = {
    "stories": "story", "people": "person", "organizations": "organization", "places": "place", "imports": "import",
    "accounts": "account",
}  # fmt: skip
# Rows here are somebody's work; a database without any can be replaced without asking.
_OF_PEOPLE = ("stories", "imports", "accounts")


@dataclass(frozen=True, slots=True)
class Facts:
    """`migrations` are those applied, as "app.name"."""

    migrations: frozenset[str]
    counts: dict[str, int]

    @property
    def is_empty(self) -> bool:
        return not any(self.counts[name] for name in _OF_PEOPLE)


def facts(ask: Ask) -> Facts:
    """Raises the error of the database where it has no tables of this site."""
    migrations = frozenset(f"{app}.{name}" for app, name in ask("SELECT app, name FROM django_migrations"))
    return Facts(migrations, {name: int(ask(statement)[0][0]) for name, statement in COUNTS.items()})


def in_words(counts: dict[str, int]) -> str:
    """For example "2 stories (1 published), 1 person"; unknown names stay unchanged."""
    published = counts.get("published stories", 0)
    parts = []
    for name, count in counts.items():
        if name != "published stories":
            note = f" ({published:,} published)" if name == "stories" else ""
            parts.append(f"{count:,} {_SINGULAR.get(name, name) if count == 1 else name}{note}")
    return ", ".join(parts)
