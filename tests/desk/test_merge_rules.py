"""Every reference to a record has a rule for merging."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from articles.desk.merge_rules import NO_REFERENCE, RULES, Handling, moving_keys
from articles.models import Entity


def fields():
    for model in apps.get_models(include_auto_created=True):
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            yield model, field, f"{model._meta.label_lower}.{field.name}"


def points_to_a_record(field):
    target = field.remote_field.model if field.remote_field else None
    return isinstance(target, type) and issubclass(target, Entity)


def may_hold_ids(model, field):
    is_number = isinstance(field, models.IntegerField) and field.name.endswith("_id")
    return model._meta.app_label == "articles" and (is_number or isinstance(field, models.JSONField))


def references():
    through = Entity.candidate_mentions.through._meta.label_lower  # the rule of its many-to-many field applies
    return {name for model, field, name in fields() if points_to_a_record(field) and model._meta.label_lower != through}


def test_every_reference_to_a_record_has_a_rule():
    assert references() - RULES.keys() == set()


def test_every_json_and_every_id_without_a_foreign_key_is_judged():
    possible = {name for model, field, name in fields() if may_hold_ids(model, field)}
    assert possible - RULES.keys() - NO_REFERENCE.keys() == set()


def test_every_rule_is_about_an_existing_field():
    existing = {name for _, _, name in fields()}
    assert (RULES.keys() | NO_REFERENCE.keys()) - existing == set()
    assert RULES.keys() & NO_REFERENCE.keys() == set()


def test_only_foreign_keys_to_records_are_moved():
    assert {f"{model._meta.label_lower}.{field}" for model, field in moving_keys()} <= references()
    assert all(rule.effect for rule in RULES.values() if rule.noun)


def test_what_a_merge_would_delete_by_cascade_has_another_rule():
    cascading = {
        name
        for _, field, name in fields()
        if points_to_a_record(field) and getattr(field.remote_field, "on_delete", None) is models.CASCADE
    }
    deleted = {name for name, rule in RULES.items() if rule.handling == Handling.DELETE}
    assert {name for name in cascading if name.endswith("_ptr")} == deleted
