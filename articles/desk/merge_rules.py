"""What a merge does with each reference to a record. A test fails for a reference that has no rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import Model


class Handling(StrEnum):
    # The foreign key is set to the record that is kept.
    MOVE = "move"
    # Names move unless the kept record has them; the main name becomes another name.
    NAMES = "names"
    # Rows of the many-to-many table move unless the kept record is a candidate, too.
    CANDIDATES = "candidates"
    # Derived data, computed again from the facts, or from the outbox.
    DERIVE = "derive"
    # The row of the merged record itself.
    DELETE = "delete"
    # A value that says what was true when it was written, and stays.
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class MergeRule:
    """`noun` counts the links in the preview of a merge ("mention"); it is empty for links that editors do not see.

    `effect` says in the preview what happens to them.
    """

    handling: Handling
    noun: str = ""
    effect: str = ""


_FACT = "Keeps its text and status."
# "table.field", as Django labels them, for every reference to a person, an organization or a place.
RULES: Mapping[str, MergeRule] = {
    "articles.mention.entity": MergeRule(Handling.MOVE, "mention", _FACT),
    "articles.mention.candidates": MergeRule(
        Handling.CANDIDATES, "name with several candidates", "Resolved if no other candidate is left."
    ),
    "articles.quotation.speaker": MergeRule(Handling.MOVE, "quotation", _FACT),
    "articles.pledge.pledged_by": MergeRule(Handling.MOVE, "pledge made", _FACT),
    "articles.pledge.announced_by": MergeRule(Handling.MOVE, "pledge announced", _FACT),
    "articles.pledge.recipient": MergeRule(Handling.MOVE, "pledge received", _FACT),
    "articles.membership.person": MergeRule(Handling.MOVE, "role held", "Keeps its dates and source."),
    "articles.membership.organization": MergeRule(Handling.MOVE, "role in it", "Keeps its dates and source."),
    "articles.organization.parent": MergeRule(
        Handling.MOVE, "subordinate organization", "Becomes part of the record that is kept."
    ),
    "articles.organization.country": MergeRule(Handling.MOVE, "organization in it", "Its country changes."),
    "articles.place.country": MergeRule(Handling.MOVE, "place in it", "Its country changes."),
    "articles.othername.entity": MergeRule(
        Handling.NAMES, "other name", "Moves unless the record that is kept has the same name."
    ),
    "articles.identifier.entity": MergeRule(Handling.MOVE, "identifier", "All identifiers are kept."),
    "articles.redirect.entity": MergeRule(Handling.MOVE, "old address", "Redirects to the record that is kept."),
    "articles.mergerecord.kept": MergeRule(Handling.MOVE, "earlier merge", "Stays in the history."),
    "articles.loggedaction.entity": MergeRule(Handling.MOVE, "log entry", "Listed in the history of the record kept."),
    "articles.referencerecord.entity": MergeRule(Handling.MOVE),
    "articles.appearance.entity": MergeRule(Handling.DERIVE),
    "articles.appearance.via": MergeRule(Handling.DERIVE),
    "articles.entityrecord.entity": MergeRule(Handling.DERIVE),
    "articles.entitystory.entity": MergeRule(Handling.DERIVE),
    "articles.entityroles.entity": MergeRule(Handling.DERIVE),
    "articles.entitypage.entity": MergeRule(Handling.DERIVE),
    "articles.person.entity_ptr": MergeRule(Handling.DELETE),
    "articles.organization.entity_ptr": MergeRule(Handling.DELETE),
    "articles.place.entity_ptr": MergeRule(Handling.DELETE),
    # Ids without a foreign key, and JSON that contains ids of records.
    "articles.mergerecord.merged_id": MergeRule(Handling.HISTORY),
    "articles.mergerecord.moved": MergeRule(Handling.HISTORY),
    "articles.redirect.old_id": MergeRule(Handling.HISTORY),
    "articles.searchoutbox.entity_id": MergeRule(Handling.HISTORY),
    "articles.loggedaction.before": MergeRule(Handling.HISTORY),
    "articles.loggedaction.after": MergeRule(Handling.HISTORY),
    "articles.loggedaction.related": MergeRule(Handling.HISTORY),
    "articles.loggedaction.details": MergeRule(Handling.HISTORY),
    "articles.storyrecord.card": MergeRule(Handling.DERIVE),
    "articles.storyrecord.head": MergeRule(Handling.DERIVE),
    "articles.storyrecord.counted": MergeRule(Handling.DERIVE),
    "articles.storyrecord.facts": MergeRule(Handling.DERIVE),
    "articles.storyrecord.roles": MergeRule(Handling.DERIVE),
    "articles.storyrole.person_id": MergeRule(Handling.DERIVE),
    "articles.storyrole.organization_id": MergeRule(Handling.DERIVE),
    "articles.storyrole.row": MergeRule(Handling.DERIVE),
    "articles.entityrecord.label": MergeRule(Handling.DERIVE),
    "articles.entityroles.stated": MergeRule(Handling.DERIVE),
    "articles.entityroles.names": MergeRule(Handling.DERIVE),
    "articles.entitypage.head": MergeRule(Handling.DERIVE),
    "articles.entitypage.stories": MergeRule(Handling.DERIVE),
    "articles.frontpage.stories": MergeRule(Handling.DERIVE),
    "articles.listrecord.shown": MergeRule(Handling.DERIVE),
    "articles.listrecord.rest": MergeRule(Handling.DERIVE),
}
# "table.field" -> why this JSON or number refers to no record.
NO_REFERENCE: Mapping[str, str] = {
    "articles.article.authors": "names as printed",
    "articles.article.body": "text",
    "articles.article.notices": "text",
    "articles.article.touched_fields": "names of fields",
    "articles.articleversion.other_body": "text",
    "articles.articleversion.fields": "values as the source stated them",
    "articles.articleversion.changed": "names of fields",
    "articles.gazetteerplace.geoname_id": "the number of a place at GeoNames",
    "articles.snapshot.headers": "headers of a response",
    "articles.importitem.columns": "names of columns",
    "articles.importitem.set_fields": "values that an editor set, names of outlets among them",
    "articles.importitem.preview": "read again from the bytes of the import; a name is resolved when the draft is made",
    "articles.loggedaction.fact_id": "a fact",
    "articles.recordstate.cursor": "the position of a rebuild",
    "articles.storyrole.membership_id": "a role",
    "articles.referencerecord.object_id": "a name, an identifier or a role",
    "articles.referencerecord.value": "values as the files had them",
    "articles.searchoutbox.article_id": "a story",
}


def moving_keys() -> Iterator[tuple[type[Model], str]]:
    """(table, foreign key) of the references that a merge sets to the record that is kept."""
    for key, rule in RULES.items():
        if rule.handling == Handling.MOVE:
            table, _, field = key.rpartition(".")
            yield apps.get_model(table), field
