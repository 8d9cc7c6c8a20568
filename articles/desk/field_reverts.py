"""Give one field the value that it had before an action, from the entry of that action in the log.

By the rules that an editor's change of the field follows today. A field that anyone changed since is not reverted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from articles.desk import editing, events, pictures, records, review, sourced_roles
from articles.desk.action_sentences import sentence_of
from articles.desk.actions import registered
from articles.desk.audit import kind_of, snapshot
from articles.desk.columns import EDITABLE
from articles.desk.linking import LINKS
from articles.desk.rights import PUBLISH, require
from articles.desk.statements import LABELS, PARTNERS
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import (
    Article,
    Entity,
    Event,
    Figure,
    LoggedAction,
    Membership,
    MergeRecord,
    Organization,
    OtherName,
    Outlet,
    Person,
    Place,
    Pledge,
    Quotation,
    Redirect,
    StoryPicture,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.auth.models import User
    from django.db.models import Model

_ENTITY = frozenset({"name", "sort_name", "summary"})
# Columns that follow from another one, and go back with it.
_PARTNERS: Mapping[type[Model], Mapping[str, tuple[str, ...]]] = {
    Article: PARTNERS,
    Place: {"feature_code": ("feature_class",)},
    # The record of a name, and the name as printed.
    **{model: {link: (name,) for link, name, _ in links} for model, links in LINKS.items()},
}
# What an editor may change in a form, and so revert.
REVERTIBLE: Mapping[type[Model], frozenset[str]] = {
    Article: EDITABLE.difference(*PARTNERS.values()),
    Quotation: review.CHANGEABLE[Quotation],
    Pledge: review.CHANGEABLE[Pledge],
    Membership: review.CHANGEABLE[Membership],
    Figure: review.CHANGEABLE[Figure],
    Person: _ENTITY | {"given_name", "family_name", "honorific_prefix"},
    Organization: _ENTITY | {"classification", "parent", "country"},
    Place: _ENTITY
    | {"feature_code", "country", "country_code", "latitude", "longitude", "population", "disputed_area", "setting"},
    OtherName: frozenset({"name", "kind", "language", "is_weak", "case_sensitive"}),
    Outlet: frozenset({"name", "url", "note", "is_trusted"}),
    StoryPicture: frozenset({"licence", "licence_terms", "alt"}),
    Event: frozenset({"name", "kind", "place", "place_precision", "start_date", "end_date", "stated_by"}),
}
_BY_KIND: Mapping[str, type[Model]] = {kind_of(model): model for model in REVERTIBLE}
# When another picture came, what was stated of the one before went with it.
_FINAL = frozenset({"picture.read"})


@dataclass(frozen=True, slots=True)
class FieldRevert:
    """`values` are the former values by column, with those that go back with them; `now` is what the field holds."""

    entry: LoggedAction
    record: Model
    field: str
    label: str
    now: Any
    former: Any
    values: Mapping[str, Any]


def revertible_fields(entry: LoggedAction) -> list[str]:
    """The fields that this action changed in its record and that could be reverted, whatever they hold now."""
    model = _model_of(entry)
    if model is None or not entry.before or not entry.after:
        return []
    is_sourced_role = model is Membership and entry.article_id is None
    fields = sourced_roles.CHANGEABLE if is_sourced_role else REVERTIBLE[model]
    return sorted(fields & entry.before.keys() & entry.after.keys())


def field_revert(entry: LoggedAction, field: str) -> FieldRevert:
    """What reverting would do. Raises IllegalTransitionError with the reason why the field cannot be reverted."""
    record = _record_of(entry) if field in revertible_fields(entry) else None
    if record is None:
        raise IllegalTransitionError("This cannot be reverted: the record is gone, or the field is not edited by hand.")
    model, columns = type(record), snapshot(record)
    partners = _PARTNERS.get(model, {}).get(field, ())
    names = [field, *(name for name in partners if name in entry.before)]
    if any(columns[name] != entry.after.get(name) for name in names):
        if columns[field] == entry.before[field]:
            raise IllegalTransitionError("The field has this value already.")
        raise StaleEditError(_changed_since(entry, field))
    values = {name: _value(model, name, entry.before[name]) for name in names}
    values |= {name: getattr(record, name) for name in partners if name not in values}
    label = LABELS.get(field) or str(model._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001  # columns have one
    return FieldRevert(entry, record, field, label.lower(), columns[field], entry.before[field], values)


@transaction.atomic
def revert_field(
    entry: LoggedAction, field: str, *, user: User | None, accepted_losses: Collection[str] | None = None
) -> FieldRevert:
    """Revert it. `accepted_losses` as in `editing.edit`, for a text.

    Raises IllegalTransitionError, StaleEditError if anyone changed the field since, MissingRightError, and
    UnconfirmedLossError.
    """
    owner = _lock(entry)
    wanted = field_revert(entry, field)
    record, details = wanted.record, {"field": wanted.label, "reverts": entry.pk}
    _require_rights(record, owner)
    try:
        if isinstance(record, Article):
            editing.edit(
                record, user=user, version=record.version, fields=wanted.values, accepted_losses=accepted_losses,
                action="article.revert", details=details,
            )  # fmt: skip
        elif isinstance(record, Membership) and record.article_id is None:
            own = {name: value for name, value in wanted.values.items() if name in sourced_roles.CHANGEABLE}
            sourced_roles.change_role(record.pk, own, user=user, action="role.revert", details=details)
        elif isinstance(record, Quotation | Pledge | Membership | Figure):
            review.revert(record, user=user, changes=wanted.values)
        elif isinstance(record, StoryPicture):
            pictures.revert(record, wanted.values, user=user, details=details)
        else:
            _save_record(record, wanted, user, details)
    except ValidationError as error:
        raise IllegalTransitionError(f"Not reverted: {' '.join(error.messages)}") from error
    return wanted


def apply_values(record: Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def _save_record(record: Model, wanted: FieldRevert, user: User | None, details: Mapping[str, Any]) -> None:
    apply_values(record, wanted.values)
    record.full_clean()
    if isinstance(record, Outlet):
        taken = records.outlet_taken(record.name, but=record.pk)
        if taken is not None:
            raise IllegalTransitionError(f"An outlet with this name already exists: {taken.name}.")
        records.save_outlet(record, user=user, changed=[wanted.field], action="outlet.revert", details=details)
    elif isinstance(record, Event):
        events.save_event(record, user=user, action="event.revert", details=details)
    elif isinstance(record, OtherName):
        records.save_names(
            record.entity, saved=[record], deleted=(), user=user, action="other_name.revert", details=details
        )
    else:
        entity = cast("Entity", record)
        records.save_entity(entity, user=user, changed=[wanted.field], action="entity.revert", details=details)


def _model_of(entry: LoggedAction) -> type[Model] | None:
    action = registered().get(entry.action)
    subject = action.subject if action and action.key not in _FINAL else ""
    kind = {"fact": entry.fact_kind, "entity": entry.entity.kind if entry.entity else ""}.get(subject, subject)
    return _BY_KIND.get(kind)


def _record_of(entry: LoggedAction) -> Model | None:
    """The record of the entry, unless it is gone, or became another one in a merge."""
    model = _model_of(entry)
    if model is None or _was_merged(entry):
        return None
    ids: dict[type[Model], Any] = {
        Article: entry.article_id, Outlet: entry.outlet_id, OtherName: entry.details.get("id"),
        StoryPicture: entry.details.get("id"),
        Event: entry.details.get("id"),
        Quotation: entry.fact_id, Pledge: entry.fact_id, Membership: entry.fact_id,
        Figure: entry.fact_id,
    }  # fmt: skip
    pk = ids.get(model, entry.entity_id)
    return model._default_manager.filter(pk=pk).first() if pk else None  # noqa: SLF001 (Django's public way to a model's rows)


def _was_merged(entry: LoggedAction) -> bool:
    """Whether the entry is about a record that was merged into another, which has its entries since."""
    merges = MergeRecord.objects.filter(kept=entry.entity_id, undone_at=None, at__gte=entry.at)
    return entry.entity_id is not None and merges.filter(merged_name__in=[entry.what, *_names(entry)]).exists()


def _names(entry: LoggedAction) -> list[str]:
    return [columns["name"] for columns in (entry.before, entry.after) if isinstance(columns.get("name"), str)]


def _lock(entry: LoggedAction) -> Model | None:
    """Lock the record, or the story or the record that it belongs to."""
    owner: Model | None = None
    if entry.article_id:
        owner = Article.objects.select_for_update().filter(pk=entry.article_id).first()
    elif entry.entity_id:
        owner = Entity.objects.select_for_update().filter(pk=entry.entity_id).first()
    elif entry.outlet_id:
        owner = Outlet.objects.select_for_update().filter(pk=entry.outlet_id).first()
    return owner


def _require_rights(record: Model, owner: Model | None) -> None:
    kind = kind_of(owner or record)
    if isinstance(owner, Entity):
        kind = owner.kind
    require(f"articles.change_{kind}")
    if (
        (isinstance(owner, Article) and owner.is_published)
        or (isinstance(owner, Entity) and Entity.objects.filter(pk=owner.pk).public().exists())
        or (isinstance(owner, Outlet) and owner.articles.published().exists())
    ):
        require(PUBLISH)


def _value(model: type[Model], name: str, value: Any) -> Any:
    """The value of a column from the log; a record that was merged is followed. Raises IllegalTransitionError."""
    field: Any = model._meta.get_field(name)  # noqa: SLF001 (Django's public description of a model)
    if field.related_model is None or value is None:
        return field.to_python(value)
    rows = field.related_model._default_manager  # noqa: SLF001 (Django's public way to a model's rows)
    found = rows.filter(pk=value).first()
    if found is None and issubclass(field.related_model, Entity):
        target = Redirect.objects.filter(old_id=value).values_list("entity_id", flat=True).first()
        found = rows.filter(pk=target).first() if target else None
    if found is None:
        raise IllegalTransitionError("Not reverted: the record that it referred to no longer exists.")
    return found


def _changed_since(entry: LoggedAction, field: str) -> str:
    same = Q(article=entry.article_id) if entry.article_id else Q(entity=entry.entity_id, outlet=entry.outlet_id)
    later = LoggedAction.objects.filter(same, pk__gt=entry.pk).select_related("by").order_by("-pk")
    for one in later:
        is_same_row = (one.fact_id, one.details.get("id")) == (entry.fact_id, entry.details.get("id"))
        if field in one.after and is_same_row:
            who = one.by.get_username() if one.by else "the site"
            return f"Not reverted: {who} has changed this since ({sentence_of(one)})."
    return "Not reverted: this was changed since."
