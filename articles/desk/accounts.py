"""The log of changes to accounts and groups, whoever makes them: the desk, a command or a shell.

Django's own pages and commands write accounts, so signals are the only place that sees every save. A QuerySet.update()
sends none: nothing here may change accounts that way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group, User
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from articles.desk.acting import acting_user
from articles.desk.audit import RowChanges, kind_of, log, snapshot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import Model

    from articles.desk.audit import Columns

_MODELS = (User, Group)
_FIELDS = (User.groups.through, User.user_permissions.through, Group.permissions.through)
_ADDED: Mapping[type[Model], str] = {User: "account.add", Group: "group.add"}
_CHANGED: Mapping[type[Model], str] = {User: "account.change", Group: "group.change"}
_REMOVED: Mapping[type[Model], str] = {User: "account.remove", Group: "group.remove"}
# The attribute in which a record keeps its former values between the two signals of one change.
_FORMER = "_former_for_log"


def connect() -> None:
    for model in _MODELS:
        pre_save.connect(_before_save, sender=model)
        post_save.connect(_after_save, sender=model)
        pre_delete.connect(_before_delete, sender=model)
        post_delete.connect(_after_delete, sender=model)
    for through in _FIELDS:
        m2m_changed.connect(_around_links, sender=through)


def _before_save(sender: type[Model], instance: Model, **_: Any) -> None:
    setattr(instance, _FORMER, _stored(sender, instance.pk))


def _after_save(sender: type[Model], instance: Model, *, update_fields: Collection[str] | None, **_: Any) -> None:
    old, new = instance.__dict__.pop(_FORMER), _stored(sender, instance.pk)
    if old is None:
        _log(_ADDED[sender], new, after=snapshot(new))
        return
    _log_change(new, snapshot(old), snapshot(new))
    # Django hashes a password again at a login if its hash is outdated; then the password itself is not new.
    is_new_hash = update_fields is not None and set(update_fields) == {"password"} and instance._password is None  # type: ignore[attr-defined]  # noqa: SLF001 (how Django itself distinguishes the two)
    if isinstance(new, User) and old.password != new.password and not is_new_hash:
        _log("account.set_password", new, details={"can_log_in": new.has_usable_password()})


def _before_delete(instance: Model, **_: Any) -> None:
    members = RowChanges()
    if isinstance(instance, Group):
        members.watch(instance.user_set.all())
    setattr(instance, _FORMER, (snapshot(instance), members))


def _after_delete(instance: Model, **_: Any) -> None:
    before, members = instance.__dict__.pop(_FORMER)
    _log(_REMOVED[type(instance)], instance, before=before, related=members)


def _around_links(
    sender: type[Model],
    instance: Model,
    *,
    action: str,
    reverse: bool,
    model: type[Model],
    pk_set: Collection[int] | None,
    **_: Any,
) -> None:
    """Before and after rows of a many-to-many field are added, removed or cleared, from either side."""
    if action.startswith("pre_"):
        holders = _holders(sender, instance, model, pk_set) if reverse else [instance]
        setattr(instance, _FORMER, [(holder, snapshot(holder)) for holder in holders])
        return
    for holder, before in instance.__dict__.pop(_FORMER):
        _log_change(holder, before, snapshot(holder))


def _holders(through: type[Model], instance: Model, model: type[Model], pks: Collection[int] | None) -> Iterable[Model]:
    """The accounts or groups whose links change, where the change was made from the other side."""
    if pks is None:
        rows = through._default_manager.filter(**{kind_of(instance): instance.pk})  # noqa: SLF001 (Django's public way to a model's rows)
        pks = list(rows.values_list(kind_of(model), flat=True))
    return model._default_manager.filter(pk__in=pks)  # noqa: SLF001 (Django's public way to a model's rows)


def _stored(model: type[Model], pk: int | None) -> Any:
    return model._default_manager.filter(pk=pk).first() if pk else None  # noqa: SLF001 (Django's public way to a model's rows)


def _log_change(record: Model, before: Columns, after: Columns) -> None:
    if before != after:
        _log(_CHANGED[type(record)], record, before=before, after=after)


def _log(key: str, record: Model, *, details: Mapping[str, Any] | None = None, **columns: Any) -> None:
    """A group, and an account that was removed, are identified by `details`: the log has no foreign key to them."""
    account = record if isinstance(record, User) and key != _REMOVED[User] else None
    details = {**(details or {}), **({"id": record.pk} if account is None else {})}
    user = acting_user()
    log(
        key, str(record), user=user, account=account, details=details,
        source="" if user else "command line", **columns,
    )  # fmt: skip
