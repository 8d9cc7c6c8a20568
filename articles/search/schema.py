"""The schema of the index: stories, entities, labels, and the position in the outbox."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path

import tantivy

from articles.search import facets
from articles.search.facets import FACETS

# Raise it with every change here, in tokens.py, stems.py, index_documents.py or the wording of roles, so that existing
# sites rebuild their index at the next start. Changes of facets are noticed (`index_format`).
SCHEMA_VERSION = 5
_FACETS_FOLDER = Path(facets.__file__).parent

STORY, ENTITY, LABEL, STATE = "story", "entity", "label", "state"


@cache
def index_format() -> str:
    """Part of the name of the folder of an index: another one for another schema, and for other code of facets."""
    digest = hashlib.blake2b(digest_size=4)
    for file in sorted(_FACETS_FOLDER.glob("*.py")):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return f"v{SCHEMA_VERSION}.{digest.hexdigest()}"


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("stored", stored=True)  # JSON of the data shown for a hit, by kind of document
    for name in ("key", "type", "kind", "name_key", "surname_key"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("plain", "cased"):  # the folded words, and the words with their case, both with positions, for phrases
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("headline", "stem"):  # "en:run": a stem matches only in stories of its language
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("name_word", tokenizer_name="whitespace", index_option="basic")
    for name in ("letter", "by_name", "by_coverage"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for facet in FACETS.values():
        facet.add_field(builder)
    for name in ("id", "entities", "month"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("newest", "oldest", "stories"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    return builder.build()


def key_of(kind: str, pk: int | str) -> str:
    """The unique key by which a document is replaced."""
    return f"{kind}:{pk}"
