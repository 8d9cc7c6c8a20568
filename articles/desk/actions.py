"""The actions of the audit log: key, label for the filter, and the records that an entry refers to.

`log` takes only a key, so that no code has to parse an English sentence to find out what was done. The sentences are in
`articles.desk.action_sentences`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

LEGACY = "legacy"


@dataclass(frozen=True, slots=True)
class Action:
    """`sentence` has {what} for the record and {name} for each of the entry's details.

    `carries` are the references that every entry has, `may_carry` those that some have. `subject` is the reference whose
    columns `before` and `after` hold; a table without a reference of its own is named here, and `details["id"]` is the
    primary key. It is empty for actions that change no columns of one record.
    `is_retired` marks an action that only earlier versions wrote; its entries stay readable.
    """

    key: str
    label: str
    sentence: str
    carries: frozenset[str] = frozenset()
    may_carry: frozenset[str] = frozenset()
    subject: str = ""
    is_retired: bool = False

    def check(self, given: Collection[str], *, has_columns: bool) -> None:
        """Raises ValueError if the references of an entry are not the declared ones, or its columns belong to none."""
        if self.is_retired:
            raise ValueError(f"The action {self.key} is retired: only entries of earlier versions have it.")
        missing, unknown = self.carries.difference(given), self.carries.union(self.may_carry)
        if missing or not unknown.issuperset(given):
            raise ValueError(f"The action {self.key} refers to {sorted(self.carries)}, not to {sorted(given)}.")
        if has_columns and not self.subject:
            raise ValueError(f"The action {self.key} changes no columns of a record.")


_registry: dict[str, Action] = {}


def register(
    key: str,
    label: str,
    sentence: str,
    *carries: str,
    may: Collection[str] = (),
    subject: str = "",
    retired: bool = False,
) -> None:
    if key in _registry:
        raise ValueError(f"The action {key} is registered twice.")
    _registry[key] = Action(key, label, sentence, frozenset(carries), frozenset(may), subject, retired)


def action_of(key: str) -> Action:
    """Raises ValueError for a key that is not registered."""
    if key not in _registry:
        raise ValueError(f"The action {key} is not registered in articles.desk.actions.")
    return _registry[key]


def registered() -> dict[str, Action]:
    return dict(_registry)


register("article.publish", "Story published", "published {what}", "article", subject="article")
register("article.withdraw", "Story withdrawn", "withdrew {what}", "article", subject="article")
register("article.return_to_draft", "Story returned to draft", "returned {what} to draft", "article", subject="article")
register("article.restore", "Story restored", "restored {what}", "article", subject="article")
register("article.discard", "Story discarded", "discarded {what}", "article", subject="article")
register(
    "article.schedule",
    "Publication scheduled",
    "scheduled the publication of {what} for {time}",
    "article",
    subject="scheduledpublication",
)
register(
    "article.unschedule",
    "Scheduled publication cancelled",
    "cancelled the publication of {what} on {time}",
    "article",
    subject="scheduledpublication",
)
register(
    "article.schedule_failed",
    "Scheduled publication failed",
    "did not publish {what} on {time}: {reason}",
    "article",
    subject="scheduledpublication",
)
register("article.edit", "Story edited", "edited {what}", "article", subject="article")
register("article.revert", "Field of a story reverted", "reverted {field} of {what}", "article", subject="article")
register(
    "article.take_version", "Source version applied", "applied a new version to {what}", "article", subject="article"
)
register(
    "article.follow_source",
    "Draft updated by its source",
    "updated {what} from its source",
    "article",
    subject="article",
)
register(
    "article.revoke",
    "Story revoked by its source",
    "noted that the source has {status} {what}",
    "article",
    subject="article",
)
register("article.group", "Stories grouped", "grouped {what}", "article")
register("article.ungroup", "Story ungrouped", "removed {what} from its group", "article", subject="article")
register("article.mark_distinct", "Stories marked as distinct", "marked as different stories: {what}", "article")
register(
    "article.accept_all",
    "High-confidence suggestions accepted",
    "accepted all high-confidence suggestions of {what}",
    "article",
)
register("article.reject_all", "Unknown names rejected", "rejected the unknown names of {what}", "article")
register("article.take_down", "Story taken down", "took down {what} for good ({ground})")
register("article.undo", "Decision undone", "undid a decision on {what}", "article")
register("article.extraction_stopped", "Extraction stopped", "stopped the extraction from {what}", "article")
register(
    "article.replace_lost", "Lost facts replaced", "replaced the lost facts of {what} with new suggestions", "article"
)

register("note.add", "Correction note added", "added a correction note to {what}", "article", subject="correctionnote")
register(
    "note.change", "Correction note changed", "changed a correction note of {what}", "article", subject="correctionnote"
)
register(
    "note.remove",
    "Correction note taken back",
    "took back a correction note of {what}",
    "article",
    subject="correctionnote",
)

register(
    "version.withhold",
    "Published version withheld",
    "withheld version {number} of {what} from readers",
    "article",
    subject="withheldversion",
)
register(
    "version.show",
    "Published version shown again",
    "showed readers version {number} of {what} again",
    "article",
    subject="withheldversion",
)
register("picture.fetch", "Picture requested", "had the picture of {what} fetched", "article", subject="storypicture")
register("picture.upload", "Picture uploaded", "uploaded a picture for {what}", "article", subject="storypicture")
register("picture.read", "Picture read", "stored the picture of {what}", "article", subject="storypicture")
register(
    "picture.fail", "Picture not read", "could not read the picture of {what}: {reason}", "article",
    subject="storypicture",
)  # fmt: skip
register(
    "picture.describe", "Picture described", "changed the description of the picture of {what}", "article",
    subject="storypicture",
)  # fmt: skip
register(
    "picture.revert", "Field of a picture reverted", "reverted {field} of the picture of {what}", "article",
    subject="storypicture",
)  # fmt: skip
register(
    "picture.hide", "Picture hidden", "set that the picture of {what} is not shown", "article", subject="storypicture"
)
register(
    "picture.show", "Picture no longer hidden", "took back that the picture of {what} is not shown", "article",
    subject="storypicture",
)  # fmt: skip

register("fact.accept", "Suggestion accepted", "accepted", "article", "fact", subject="fact")
register("fact.reject", "Suggestion rejected", "rejected", "article", "fact", subject="fact")
register("fact.change", "Fact corrected", "corrected", "article", "fact", subject="fact")
register("fact.move", "Finding moved to other words", "moved", "article", "fact", subject="fact")
register("fact.revert", "Field of a fact reverted", "reverted", "article", "fact", subject="fact")
register("fact.add", "Fact added", "added", "article", "fact", subject="fact")
register(
    "fact.find_namesakes",
    "Namesakes found",
    "found several records with the name {what}",
    "article",
    "fact",
    subject="fact",
)
register("name.accept", "Name accepted", "accepted", "article", "entity")
register("name.reject", "Name rejected", "rejected", "article")

register("entity.add", "Record added", "added the record {what}", "entity", may=["article"], subject="entity")
register("entity.change", "Record changed", "changed {what}", "entity", subject="entity")
register("entity.rename", "Record renamed", "renamed", "entity", subject="entity")
register("entity.revert", "Field of a record reverted", "reverted {field} of {what}", "entity", subject="entity")
register("entity.merge", "Records merged", "merged “{merged}” into {what}", "entity")
register(
    "entity.mark_distinct",
    "Records marked as different",
    "marked as different {noun}: {what} and “{other}”",
    "entity",
)
register(
    "entity.unmark_distinct",
    "Records no longer marked as different",
    "took back that these are different {noun}: {what} and “{other}”",
    "entity",
)
register("entity.undo_merge", "Merge undone", "undid the merge of “{merged}” into {what}", "entity")
register(
    "entity.restore",
    "Merged record restored",
    "restored the record {what}, which had been merged into “{kept}”",
    "entity",
)
register("entity.split", "Record split", "moved {count} links of {what} to “{target}”", "entity")
register("entity.split_off", "Links received from a split", "moved {count} links of “{from}” to {what}", "entity")
register("entity.undo_split", "Split undone", "undid the split of {what} into “{target}”", "entity")
register("entity.remove", "Record removed", "removed the record {what}", may=["article"])
register("role.add", "Role added", "added the role “{role}” of {what}", "entity", "fact", subject="fact")
register("role.change", "Role changed", "changed the role “{role}” of {what}", "entity", "fact", subject="fact")
register("role.remove", "Role removed", "removed the role “{role}” of {what}", "entity", "fact", subject="fact")
register("role.restore", "Role restored", "restored the role “{role}” of {what}", "entity", "fact", subject="fact")
register(
    "role.revert",
    "Field of a role reverted",
    "reverted {field} of the role “{role}” of {what}",
    "entity",
    "fact",
    subject="fact",
)
register("other_name.add", "Other name added", "added", "entity", subject="othername")
register("other_name.change", "Other name changed", "changed", "entity", subject="othername")
register("other_name.remove", "Other name removed", "removed", "entity", subject="othername")
register("other_name.revert", "Other name reverted", "reverted", "entity", subject="othername")
register(
    "identifier.add", "Identifier added", "added {database} {identifier} to {what}", "entity", subject="identifier"
)
register(
    "identifier.remove", "Identifier removed", "removed {database} {identifier} from {what}", "entity",
    subject="identifier",
)  # fmt: skip
register("record.import", "Records imported", "imported records from {what}: {saved} saved, {refused} not")
register("event.add", "Event added", "added the event {what}", subject="event")
register("event.change", "Event changed", "changed the event {what}", subject="event")
register("event.revert", "Field of an event reverted", "reverted {field} of the event {what}", subject="event")
register(
    "event.add_story", "Story added to an event", "added a story to the event {what}", "article", subject="eventstory"
)
register(
    "event.reject_story",
    "Story rejected for an event",
    "said that a story does not report the event {what}",
    "article",
    subject="eventstory",
)
register("event.assign_figures", "Figures of an event set", "changed which figures belong to the event {what}: {count}")
register("event.merge", "Events merged", "merged the event “{merged}” into {what}")
register("event.undo_merge", "Merge of events undone", "undid the merge of the event “{merged}” into {what}")
register("event.remove", "Event removed", "removed the event {what}")
register("outlet.add", "Outlet added", "added the outlet {what}", "outlet", subject="outlet")
register("outlet.change", "Outlet changed", "changed the outlet {what}", "outlet", subject="outlet")
register("outlet.revert", "Field of an outlet reverted", "reverted {field} of {what}", "outlet", subject="outlet")
register("feed.add", "Feed added", "subscribed to the feed {what}", subject="feed")
register("feed.change", "Feed changed", "changed the feed {what}", subject="feed")
register("feed.pause", "Feed paused", "paused the feed {what}", subject="feed")
register("feed.resume", "Feed resumed", "resumed the feed {what}", subject="feed")
register("feed.poll", "Feed polled", "polled the feed {what}")

register("import.draft", "Draft created", "created a draft of {what}", "article", "item", subject="article")
register("import.version", "New version imported", "imported a new version of {what}", "article", "item")
register("import.duplicate", "Duplicate imported", "imported {what} again: no duplicate was created", "article", "item")
register("import.discard", "Import discarded", "discarded the import {what}", "item", subject="item")
register("import.cancel", "Import cancelled", "cancelled the import {what} before it was read", "item", subject="item")
register("import.read_again", "Import read again", "requeued the import {what}", "item", subject="item")
register(
    "import.use_feed_entry", "Feed text used", "used the text of the feed for the import {what}", "item", subject="item"
)
register("import.map_columns", "Columns mapped", "mapped the columns of the import {what}", "item", subject="item")
register(
    "batch.request_drafts",
    "Drafts requested",
    "requested drafts of all imports that were read in {what}",
    "batch",
    subject="batch",
)
register("batch.rename", "Batch renamed", "renamed the batch {what}", "batch", subject="batch")
register("batch.set_fields", "Fields of imports set", "set {fields} for {count} imports of {what}", "batch")
register("batch.read_again", "Failed imports read again", "requeued {count} failed imports of {what}", "batch")
register("batch.cancel", "Imports cancelled", "cancelled {count} imports of {what} before they were read", "batch")
register("batch.discard_rest", "Imports discarded", "discarded {count} imports of {what}", "batch")

register("user.login", "Logged in", "logged in", "account")
register("user.login_failed", "Login failed", "refused a login as {what}: the password was wrong")
register("user.lock_out", "Locked out", "locked out {what}: too many failed logins")
register("user.logout", "Logged out", "logged out", "account")
register("user.denied", "Access denied", "was refused {what}: it lacks {rights}", "account")
register("user.lift_locks", "Login locks lifted", "lifted the login locks of {what}")

register("account.add", "Account added", "added the account {what}", "account", subject="account")
register("account.change", "Account changed", "changed the account {what}", "account", subject="account")
register("account.set_password", "Password set", "set the password of the account {what}", "account")
register("account.remove", "Account removed", "removed the account {what}", subject="user")
register("group.add", "Group added", "added the group {what}", subject="group")
register("group.change", "Group changed", "changed the group {what}", subject="group")
register("group.remove", "Group removed", "removed the group {what}", subject="group")

register("reference.load", "Reference data loaded", "loaded reference data: {what}")
register("reference.load_places", "Reference places loaded", "loaded reference places: {what}")

register("record.saved", "Saved (imported history)", "saved {what} (imported history)", retired=True)
register("other_name.change_all", "Other names changed", "changed the other names of {what}", "entity", retired=True)
register(LEGACY, "Other", "", retired=True)
