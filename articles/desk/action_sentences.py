"""The entries of the audit log as English sentences."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from articles.desk.actions import LEGACY, registered
from articles.desk.statements import LABELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from articles.models import Article, LoggedAction

    # The sentence of the action, a log entry, and its record in words: "this story" or “Bridge open”.
    Formatter = Callable[[str, LoggedAction, str], str]

_FACTS = {"mention": "name", "quotation": "quotation", "pledge": "pledge", "membership": "role", "figure": "figure"}
# Columns derived from others, which a sentence does not list.
_DERIVED = frozenset(
    {"version", "word_count", "touched_fields", "address_key", "sha256", "retrieved_at", "source_version", "source_key",
     "date_precision", "sort_name", "kind"}
)  # fmt: skip


def sentence_of(entry: LoggedAction, *, on: Article | None = None) -> str:
    """The sentence without its user: "published “Bridge open”", or "published this story" on the page of the story."""
    actions = registered()
    action = actions.get(entry.action, actions[LEGACY])
    is_here = on is not None and entry.article_id == on.pk and entry.what == str(on)
    formatter = _FORMATTERS.get(action.key, _by_pattern)
    return formatter(action.sentence, entry, "this story" if is_here else f"“{entry.what}”")


def _by_pattern(sentence: str, entry: LoggedAction, what: str) -> str:
    return sentence.format_map(defaultdict(str, {**entry.details, "what": what}))


def _with_columns(sentence: str, entry: LoggedAction, what: str) -> str:
    """A sentence that lists the changed columns: "edited this story: headline, text"."""
    names = [name for name in (*LABELS, *sorted(entry.after)) if name in entry.after and name not in _DERIVED]
    labels = [_column_label(name) for name in dict.fromkeys(names)]
    said = _by_pattern(sentence, entry, what) + (f": {', '.join(labels)}" if labels else "")
    lost = len(entry.details.get("lost", []))
    return f"{said} ({_count(lost, 'fact')} lost)" if lost else said


def _column_label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " ")).lower()


def _of_fact(verb: str, entry: LoggedAction, what: str) -> str:
    noun = _FACTS.get(entry.fact_kind, "")
    return f"{verb} the {noun} {what}" if noun else f"{verb} {what}"


def _of_name(verb: str, entry: LoggedAction, what: str) -> str:
    count = entry.details.get("mentions", 0)
    if entry.details.get("of", count) > count:
        return f"{verb} {count} of {entry.details['of']} mentions of the name {what}"
    return f"{verb} the name {what}" + (f" ({count} mentions)" if count > 1 else "")


def _of_other_name(verb: str, entry: LoggedAction, what: str) -> str:
    name = entry.after.get("name") or entry.before.get("name") or entry.details.get("name", "")
    return f"{verb} the other name “{name}” of {what}"


def _of_note(sentence: str, entry: LoggedAction, what: str) -> str:
    """With the text of the note, as it was taken back or is since."""
    text = entry.after.get("text") or entry.before.get("text") or ""
    return _by_pattern(sentence, entry, what) + (f": {text}" if text else "")


def _accepted_all(sentence: str, entry: LoggedAction, what: str) -> str:
    counts = {noun: entry.details.get(kind, 0) for kind, noun in _FACTS.items()}
    listed = ", ".join(_count(count, noun) for noun, count in counts.items() if count)
    return _by_pattern(sentence, entry, what) + (f": {listed}" if listed else "")


def _rejected_all(sentence: str, entry: LoggedAction, what: str) -> str:
    return f"{_by_pattern(sentence, entry, what)}: {_count(entry.details.get('names', 0), 'name')}"


def _undone(_sentence: str, entry: LoggedAction, _what: str) -> str:
    kept = entry.details.get("kept", 0)
    said = f"undid: {entry.details.get('decision', '')}"
    return f"{said} ({_count(kept, 'fact')} changed since and kept)" if kept else said


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _renamed(verb: str, entry: LoggedAction, what: str) -> str:
    return f"{verb} “{entry.before.get('name', '')}” to {what}"


def _undone_move(sentence: str, entry: LoggedAction, what: str) -> str:
    """The links that moved back, those that an editor assigned, and those that were changed since and stay."""
    counts = {
        "moved back": entry.details.get("moved", 0) or entry.details.get("count", 0),
        "made since and assigned": entry.details.get("assigned", 0),
        "changed since and kept": entry.details.get("stayed", 0),
    }
    listed = ", ".join(f"{_count(count, 'link')} {outcome}" for outcome, count in counts.items() if count)
    return _by_pattern(sentence, entry, what) + (f" ({listed})" if listed else "")


def _split(sentence: str, entry: LoggedAction, what: str) -> str:
    said = _by_pattern(sentence, entry, what)
    return said.replace("1 links", "1 link", 1) if entry.details.get("count") == 1 else said


def _legacy(_sentence: str, entry: LoggedAction, what: str) -> str:
    return f"{entry.verb} {what}".strip()


def _changed_fields(sentence: str, entry: LoggedAction, what: str) -> str:
    """The fields that a source changed, by their labels."""
    changed: Any = entry.details.get("changed") or []
    return _by_pattern(sentence, entry, what) + (f": {', '.join(changed).lower()}" if changed else "")


# The actions whose sentence depends on more than the record and the details.
_FORMATTERS: Mapping[str, Formatter] = {
    **dict.fromkeys(
        ("article.edit", "article.take_version", "article.follow_source", "entity.change", "outlet.change", "event.change",
         "account.change", "group.change", "record.saved"),
        _with_columns,
    ),
    **dict.fromkeys(
        ("fact.accept", "fact.reject", "fact.change", "fact.add", "fact.move", "fact.revert"), _of_fact
    ),
    **dict.fromkeys(("name.accept", "name.reject"), _of_name),
    **dict.fromkeys(
        ("other_name.add", "other_name.change", "other_name.remove", "other_name.revert"), _of_other_name
    ),
    **dict.fromkeys(("note.add", "note.change", "note.remove"), _of_note),
    "article.accept_all": _accepted_all,
    "article.reject_all": _rejected_all,
    "article.undo": _undone,
    "entity.rename": _renamed,
    **dict.fromkeys(("entity.undo_merge", "entity.undo_split"), _undone_move),
    **dict.fromkeys(("entity.split", "entity.split_off"), _split),
    "import.version": _changed_fields,
    LEGACY: _legacy,
}  # fmt: skip
