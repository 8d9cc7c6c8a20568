"""The actions of the audit log: key, label for the filter, sentence, and the records that an entry refers to.

`log` takes only a key, so that no code has to parse an English sentence to find out what was done.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.desk.statements import LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from articles.models import Article, LoggedAction

    # A log entry, and its record in words: "this story" or “Bridge open”.
    Formatter = Callable[[LoggedAction, str], str]

LEGACY = "legacy"
_FACTS = {"mention": "name", "quotation": "quotation", "pledge": "pledge", "membership": "role"}
# Columns derived from others, which the log does not list.
_DERIVED = frozenset(
    {"version", "word_count", "touched_fields", "address_key", "sha256", "retrieved_at", "source_version", "source_key",
     "date_precision", "sort_name", "quotation_count", "pledge_count", "kind"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """`carries` are the references that every entry has, `may_carry` those that some have.

    `is_retired` marks an action that only earlier versions wrote; its entries stay readable.
    """

    key: str
    label: str
    formatter: Formatter
    carries: frozenset[str] = frozenset()
    may_carry: frozenset[str] = frozenset()
    is_retired: bool = False

    def check_references(self, given: Collection[str]) -> None:
        """Raises ValueError if the references of an entry are not the declared ones."""
        if self.is_retired:
            raise ValueError(f"The action {self.key} is retired: only entries of earlier versions have it.")
        missing, unknown = self.carries.difference(given), self.carries.union(self.may_carry)
        if missing or not unknown.issuperset(given):
            raise ValueError(f"The action {self.key} refers to {sorted(self.carries)}, not to {sorted(given)}.")


_registry: dict[str, Action] = {}


def register(
    key: str, label: str, sentence: str | Formatter, *carries: str, may: Collection[str] = (), retired: bool = False
) -> None:
    """Register an action. A sentence that is a string is formatted with the record as {what}, and `details` by name."""
    if key in _registry:
        raise ValueError(f"The action {key} is registered twice.")
    formatter = _by_pattern(sentence) if isinstance(sentence, str) else sentence
    _registry[key] = Action(key, label, formatter, frozenset(carries), frozenset(may), retired)


def action_of(key: str) -> Action:
    """Raises ValueError for a key that is not registered."""
    if key not in _registry:
        raise ValueError(f"The action {key} is not registered in articles.desk.actions.")
    return _registry[key]


def registered() -> dict[str, Action]:
    return dict(_registry)


def sentence_of(entry: LoggedAction, *, on: Article | None = None) -> str:
    """The sentence without its user: "published “Bridge open”", or "published this story" on the page of the story."""
    action = _registry.get(entry.action, _registry[LEGACY])
    is_here = on is not None and entry.article_id == on.pk and entry.what == str(on)
    return action.formatter(entry, "this story" if is_here else f"“{entry.what}”")


def _by_pattern(pattern: str) -> Formatter:
    def formatter(entry: LoggedAction, what: str) -> str:
        return pattern.format_map(defaultdict(str, {**entry.details, "what": what}))

    return formatter


def _with_columns(pattern: str) -> Formatter:
    """A sentence that lists the changed columns: "edited this story: headline, text"."""

    def formatter(entry: LoggedAction, what: str) -> str:
        names = [name for name in (*LABELS, *sorted(entry.after)) if name in entry.after and name not in _DERIVED]
        labels = [_column_label(name) for name in dict.fromkeys(names)]
        said = f"{pattern.format(what=what)}: {', '.join(labels)}" if labels else pattern.format(what=what)
        lost = len(entry.details.get("lost", []))
        return f"{said} ({_count(lost, 'finding')} lost {'its' if lost == 1 else 'their'} words)" if lost else said

    return formatter


def _column_label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " ")).lower()


def _of_fact(verb: str) -> Formatter:
    def formatter(entry: LoggedAction, what: str) -> str:
        noun = _FACTS.get(entry.fact_kind, "")
        return f"{verb} the {noun} {what}" if noun else f"{verb} {what}"

    return formatter


def _of_name(verb: str) -> Formatter:
    def formatter(entry: LoggedAction, what: str) -> str:
        count = entry.details.get("mentions", 0)
        return f"{verb} the name {what}" + (f" ({count} mentions)" if count > 1 else "")

    return formatter


def _of_other_name(verb: str) -> Formatter:
    def formatter(entry: LoggedAction, what: str) -> str:
        name = entry.after.get("name") or entry.before.get("name") or entry.details.get("name", "")
        return f"{verb} the other name “{name}” of {what}"

    return formatter


def _accepted_all(entry: LoggedAction, what: str) -> str:
    counts = {noun: entry.details.get(kind, 0) for kind, noun in _FACTS.items()}
    said = ", ".join(_count(count, noun) for noun, count in counts.items() if count)
    return f"accepted all high-confidence suggestions of {what}" + (f": {said}" if said else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _renamed(entry: LoggedAction, what: str) -> str:
    return f"renamed “{entry.before.get('name', '')}” to {what}"


def _legacy(entry: LoggedAction, what: str) -> str:
    return f"{entry.verb} {what}".strip()


def _changed_words(entry: LoggedAction, what: str) -> str:
    """The columns that a source changed, by their labels."""
    changed: Any = entry.details.get("changed") or []
    return f"imported a new version of {what}" + (f": {', '.join(changed).lower()}" if changed else "")


register("article.publish", "Story published", "published {what}", "article")
register("article.withdraw", "Story withdrawn", "withdrew {what}", "article")
register("article.return_to_draft", "Story returned to draft", "returned {what} to draft", "article")
register("article.restore", "Story restored", "restored {what}", "article")
register("article.discard", "Story discarded", "discarded {what}", "article")
register("article.edit", "Story edited", _with_columns("edited {what}"), "article")
register(
    "article.take_version",
    "Source version applied",
    _with_columns("applied a new version to {what}"),
    "article",
)
register(
    "article.follow_source", "Draft updated by its source", _with_columns("updated {what} from its source"), "article"
)
register("article.revoke", "Story revoked by its source", "noted that the source has {status} {what}", "article")
register("article.group", "Stories grouped", "grouped {what}", "article")
register("article.ungroup", "Story ungrouped", "took {what} out of its group", "article")
register("article.mark_distinct", "Stories marked as distinct", "marked as different stories: {what}", "article")
register("article.accept_all", "High-confidence suggestions accepted", _accepted_all, "article")
register("article.extraction_stopped", "Extraction stopped", "could not search {what} for names and facts", "article")

register("fact.accept", "Suggestion accepted", _of_fact("accepted"), "article", "fact")
register("fact.reject", "Suggestion rejected", _of_fact("rejected"), "article", "fact")
register("fact.change", "Fact corrected", _of_fact("corrected"), "article", "fact")
register("fact.add", "Fact added", _of_fact("added"), "article", "fact")
register("name.accept", "Name accepted", _of_name("accepted"), "article", "entity")
register("name.reject", "Name rejected", _of_name("rejected"), "article")

register("entity.add", "Record added", "added the record {what}", "entity", may=["article"])
register("entity.change", "Record changed", _with_columns("changed {what}"), "entity")
register("entity.rename", "Record renamed", _renamed, "entity")
register("entity.merge", "Records merged", "merged “{merged}” into {what}", "entity")
register("other_name.add", "Other name added", _of_other_name("added"), "entity")
register("other_name.change", "Other name changed", _of_other_name("changed"), "entity")
register("other_name.remove", "Other name removed", _of_other_name("removed"), "entity")
register("outlet.add", "Outlet added", "added the outlet {what}", "outlet")
register("outlet.change", "Outlet changed", _with_columns("changed the outlet {what}"), "outlet")

register("import.draft", "Draft created", "created a draft of {what}", "article", "item")
register("import.version", "New version imported", _changed_words, "article", "item")
register("import.duplicate", "Duplicate imported", "imported {what} again: no duplicate was created", "article", "item")
register("import.discard", "Import discarded", "discarded the import {what}", "item")
register("import.read_again", "Import read again", "asked to read the import {what} again", "item")
register("import.use_feed_entry", "Feed text used", "used the text of the feed for the import {what}", "item")
register("import.map_columns", "Columns mapped", "mapped the columns of the import {what}", "item")
register("batch.request_drafts", "Drafts requested", "asked for drafts of all that were read in {what}", "batch")
register(
    "batch.read_again", "Failed imports read again", "asked to read again {count} failed imports of {what}", "batch"
)
register("batch.discard_rest", "Imports discarded", "discarded {count} imports of {what}", "batch")

register("user.login", "Logged in", "logged in", "account")
register("user.login_failed", "Login failed", "refused a login as {what}: the password was wrong")
register("user.lock_out", "Locked out", "locked out {what}: too many failed logins")
register("user.logout", "Logged out", "logged out", "account")
register("user.lift_locks", "Login locks lifted", "lifted the login locks of {what}")

register("reference.load", "Reference data loaded", "loaded reference data: {what}")
register("reference.load_places", "Reference places loaded", "loaded reference places: {what}")

register("record.saved", "Saved (imported history)", _with_columns("saved {what} (imported history)"), retired=True)
register("other_name.change_all", "Other names changed", "changed the other names of {what}", "entity", retired=True)
register(LEGACY, "Other", _legacy, retired=True)
