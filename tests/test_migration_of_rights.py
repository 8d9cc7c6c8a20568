"""Accounts of earlier versions keep what they could do."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import connection

migration = import_module("articles.migrations.0022_publishing_right")
pytestmark = pytest.mark.django_db


class Editor:
    """As the migration gets it from Django."""

    connection = connection


def with_rights(holder, *codenames):
    field = holder.permissions if isinstance(holder, Group) else holder.user_permissions
    field.set(Permission.objects.filter(codename__in=codenames, content_type__app_label="articles"))
    return holder


def rights_of(holder):
    field = holder.permissions if isinstance(holder, Group) else holder.user_permissions
    return set(field.values_list("codename", flat=True))


@pytest.mark.parametrize("make", [User.objects.create_user, lambda name: Group.objects.create(name=name)])
def test_who_could_change_stories_still_publishes_and_creates(make):
    holder = with_rights(make("staff"), "change_article", "view_article")
    migration.keep_rights(apps, Editor)
    added = {"publish_article", "add_person", "add_organization", "add_place", "add_outlet"}
    assert rights_of(holder) == {"change_article", "view_article"} | added


def test_who_could_change_imports_still_makes_drafts():
    holder = with_rights(User.objects.create_user("staff"), "change_importitem")
    migration.keep_rights(apps, Editor)
    assert rights_of(holder) == {"change_importitem", "add_article", "add_outlet"}


def test_who_could_only_look_gets_nothing():
    holder = with_rights(User.objects.create_user("staff"), "view_article", "view_person", "add_importitem")
    root = User.objects.create_superuser("root")
    migration.keep_rights(apps, Editor)
    assert rights_of(holder) == {"view_article", "view_person", "add_importitem"}
    assert rights_of(root) == set()


def test_the_right_is_made_where_it_is_missing_and_only_once():
    Permission.objects.filter(codename="publish_article").delete()
    holder = with_rights(User.objects.create_user("staff"), "change_article")
    migration.keep_rights(apps, Editor)
    migration.keep_rights(apps, Editor)
    assert "publish_article" in rights_of(holder)
    assert Permission.objects.filter(codename="publish_article").count() == 1
    assert Permission.objects.get(codename="publish_article").name == "Can publish, correct and withdraw stories"


def test_a_group_with_the_name_of_a_built_in_one_keeps_its_members_and_rights_under_another():
    own = with_rights(Group.objects.create(name="Editor"), "view_article")
    Group.objects.create(name="Editor (own)")
    Group.objects.create(name="Editors")
    migration.free_names(apps, Editor)
    own.refresh_from_db()
    assert own.name == "Editor (own 2)"
    assert rights_of(own) == {"view_article"}
    assert set(Group.objects.values_list("name", flat=True)) == {"Editor (own)", "Editor (own 2)", "Editors"}
