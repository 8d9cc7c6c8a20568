"""Scenarios (tests.desk.scenarios) of the actions on accounts and groups."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission, User

from tests.desk.scenarios import scenario


@scenario("account.add")
def add_account(_editor):
    yield
    User.objects.create_user("anna", "anna@news.example", "a long enough password")


@scenario("account.change")
def change_account(_editor):
    account, group = User.objects.create_user("anna"), Group.objects.create(name="Editors")
    yield
    account.first_name, account.is_staff = "Anna", True
    account.save()
    account.groups.add(group)
    account.user_permissions.set(Permission.objects.filter(codename="view_article"))


@scenario("account.remove")
def remove_account(_editor):
    account = User.objects.create_user("anna", first_name="Anna")
    account.groups.add(Group.objects.create(name="Editors"))
    yield
    account.delete()


@scenario("group.add")
def add_group(_editor):
    yield
    Group.objects.create(name="Editors")


@scenario("group.change")
def change_group(_editor):
    group = Group.objects.create(name="Editors")
    yield
    group.name = "Desk"
    group.save()
    group.permissions.set(Permission.objects.filter(codename__in=["view_article", "change_article"]))


@scenario("group.remove")
def remove_group(_editor):
    group = Group.objects.create(name="Editors")
    group.permissions.set(Permission.objects.filter(codename="view_article"))
    User.objects.create_user("anna").groups.add(group)
    yield
    group.delete()
