"""What earlier runs gave: a later run adds only what is new, so that what an editor deleted or renamed stays so."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from articles.models import Entity, Identifier, LoggedAction, Organization, OtherName, Person, Place
from articles.search import outbox
from articles.text import fold
from articles.vocabulary import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterable

VERB = "loaded start knowledge"
WIKIDATA = "wikidata"
_SHORT_ACRONYM = 3
AnyEntity = Person | Organization | Place


class Given:
    """The ledger of one run. `names` maps "scheme:identifier" to all names (and roles) that were ever given."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = defaultdict(set)
        for after in LoggedAction.objects.filter(verb=VERB).values_list("after", flat=True):
            for key, names in after.get("names", {}).items():
                self.names[key].update(names)
        self._known = {f"{row.scheme}:{row.identifier}": row.entity_id for row in Identifier.objects.all()}
        self._numbered = set(Identifier.objects.filter(scheme=WIKIDATA).values_list("entity_id", flat=True))
        self._namesakes: dict[type[AnyEntity], dict[str, list[int]]] = {}
        self._new_names: list[OtherName] = []
        self._new_numbers: list[Identifier] = []
        # Records whose pages show something else than before, beside new names.
        self.changed: set[int] = set()
        self.entities: dict[str, int] = {}
        self.own_names: dict[str, str] = {}

    def entity(self, model: type[AnyEntity], key: str, name: str, **fields: Any) -> int | None:
        """The record of this key: there already, or taken over from an editor's of that name, or new.

        None where it was given before and is gone: an editor deleted it.
        """
        pk = self._known.get(key)
        if pk is None and key in self.names:
            return None
        if pk is None:
            pk = self._theirs(model, name) or model.objects.create(name=name, is_start_knowledge=True, **fields).pk
            scheme, _, identifier = key.partition(":")
            self._new_numbers.append(Identifier(entity_id=pk, scheme=scheme, identifier=identifier))
        self.names[key].add(name)
        self.entities[key], self.own_names[key] = pk, name
        return pk

    def _theirs(self, model: type[AnyEntity], name: str) -> int | None:
        """The editor's record of this name, where there is one and not several. Places share names too often."""
        if model is Place:
            return None
        if model not in self._namesakes:
            held: dict[str, list[int]] = defaultdict(list)
            self._namesakes[model] = held
            for pk, key in model._default_manager.values_list("pk", "key"):  # noqa: SLF001 (Django's public way to a model's rows)
                held[key].append(pk)
        namesakes = self._namesakes[model].get(fold(name), [])
        return namesakes[0] if len(namesakes) == 1 else None

    def number(self, key: str, number: str) -> None:
        """The Wikidata number of a record that has none, once: an editor's own, or its deletion, stands."""
        pk = self.entities.get(key)
        if pk is not None and self.is_new(key, f"wikidata: {number}") and pk not in self._numbered:
            self._new_numbers.append(Identifier(entity_id=pk, scheme=WIKIDATA, identifier=number))

    def name(self, key: str, name: str, **fields: Any) -> None:
        """Another name of a record, once."""
        pk = self.entities.get(key)
        if pk is None or not self.is_new(key, name):
            return
        self._new_names.append(OtherName(entity_id=pk, name=name, key=fold(name)[:200], **fields))

    def is_new(self, key: str, what: str) -> bool:
        """Whether this was never given before; from now on it was."""
        known = self.names[key]
        is_new = what not in known
        known.add(what)
        return is_new

    def acronyms_and_names(
        self, key: str, names: Iterable[str], *, exact: Iterable[str] = (), weak: Iterable[str] = ()
    ) -> None:
        """Names from the files. Short acronyms match only as written: "IS" is not "is"."""
        exact, weak = set(exact), set(weak)
        for name in [*names, *sorted(weak - set(names))]:
            is_acronym = name.isupper() and name.isalpha()
            is_exact = name in exact or (is_acronym and len(name) <= _SHORT_ACRONYM)
            kind = NameKind.ACRONYM if is_acronym and name.isascii() else NameKind.ALIAS
            kind = kind if name.isascii() or _is_latin(name) else NameKind.NATIVE
            self.name(key, name, kind=kind, case_sensitive=is_exact and name.isascii(), is_weak=name in weak)

    def save(self, version: str) -> int:
        """Write the new names and the ledger; how many names were new."""
        there = set(
            OtherName.objects.filter(entity_id__in={name.entity_id for name in self._new_names}).values_list(
                "entity_id", "name"
            )
        )
        fresh = [name for name in self._new_names if (name.entity_id, name.name) not in there]
        OtherName.objects.bulk_create(fresh, batch_size=1000)
        Identifier.objects.bulk_create(self._new_numbers, batch_size=1000, ignore_conflicts=True)
        for pk in _named_in_stories(self.changed.union(name.entity_id for name in fresh)):
            outbox.changed_entity(pk)
        LoggedAction.objects.create(
            action="reference.load",
            verb=VERB,
            what=f"{len(self.entities)} records",
            source=version,
            after={"names": {key: sorted(names) for key, names in self.names.items()}},
        )
        return len(fresh)


def _named_in_stories(ids: set[int]) -> list[int]:
    return list(Entity.objects.filter(Q(appearances__isnull=False), pk__in=ids).values_list("pk", flat=True).distinct())


def _is_latin(name: str) -> bool:
    return all(ord(letter) < 0x250 or 0x2000 <= ord(letter) < 0x2070 for letter in name)
