"""Changes to accounts and groups are in the audit log, whoever makes them; no password is, not even as a hash."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db.models import ProtectedError
from django.urls import reverse

from articles.desk.action_sentences import sentence_of
from articles.models import LoggedAction

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def anna(db):
    return User.objects.create_user("anna", password=PASSWORD)


@pytest.fixture
def group(db):
    return Group.objects.create(name="Editors")


def newest():
    return LoggedAction.objects.order_by("pk").last()


def sentences():
    return [sentence_of(entry) for entry in LoggedAction.objects.order_by("pk")]


def test_a_new_account_is_logged_with_its_columns(anna):
    entry = LoggedAction.objects.get()
    assert (sentence_of(entry), entry.account, entry.by, entry.source) == (
        "added the account “anna”", anna, None, "command line",
    )  # fmt: skip
    assert (entry.after["is_active"], entry.after["is_superuser"], entry.after["groups"]) == (True, False, [])


def test_an_account_that_a_command_creates_is_logged(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", username="root", email="root@news.example", interactive=False, verbosity=0)
    assert sentences() == ["added the account “root”"]
    assert newest().after["is_superuser"] is True


def test_a_change_at_the_desk_is_logged_with_its_editor(admin_client, admin_user, anna, group):
    page = reverse("admin:auth_user_change", args=[anna.pk])
    values = {
        "username": "anna", "email": "anna@news.example", "is_active": "on", "is_staff": "on", "groups": [group.pk],
        "date_joined_0": "2026-01-01", "date_joined_1": "12:00:00",
    }  # fmt: skip
    assert admin_client.post(page, values).status_code == 302
    first, second = LoggedAction.objects.filter(action="account.change").order_by("pk")
    assert (first.by, first.account, first.source) == (admin_user, anna, "")
    assert (first.before["is_staff"], first.after["is_staff"]) == (False, True)
    assert (second.before, second.after) == ({"groups": []}, {"groups": [group.pk]})
    assert sentence_of(second) == "changed the account “anna”: groups"


def test_a_group_saved_at_the_desk_is_logged_with_its_permissions(admin_client, admin_user):
    permission = Permission.objects.get(codename="change_article")
    admin_client.post(reverse("admin:auth_group_add"), {"name": "Editors", "permissions": [permission.pk]})
    assert sentences()[-2:] == ["added the group “Editors”", "changed the group “Editors”: permissions"]
    assert (newest().by, newest().after) == (admin_user, {"permissions": [permission.pk]})


def test_a_password_set_at_the_desk_is_logged_without_its_hash(admin_client, admin_user, anna):
    page = reverse("admin:auth_user_password_change", args=[anna.pk])
    admin_client.post(page, {"password1": "another password 71", "password2": "another password 71"})
    entry = newest()
    assert (sentence_of(entry), entry.by, entry.account) == ("set the password of the account “anna”", admin_user, anna)


def test_an_editor_who_changes_the_own_password_is_logged(admin_client, admin_user):
    new = "another password 71"
    page = reverse("admin:password_change")
    admin_client.post(page, {"old_password": "password", "new_password1": new, "new_password2": new})
    assert (newest().action, newest().by, newest().account) == ("account.set_password", admin_user, admin_user)


def test_a_password_hash_that_is_set_directly_is_logged(anna):
    anna.password = make_password("another password 71")
    anna.save()
    assert newest().action == "account.set_password"


def test_a_password_that_is_removed_is_logged(anna):
    anna.set_unusable_password()
    anna.save()
    assert (newest().action, newest().details) == ("account.set_password", {"can_log_in": False})


def test_a_password_that_is_only_hashed_again_at_a_login_is_not_logged(anna, settings):
    former, count = anna.password, LoggedAction.objects.count()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    assert authenticate(username="anna", password=PASSWORD) == anna
    anna.refresh_from_db()
    assert anna.password != former
    assert LoggedAction.objects.count() == count


def test_no_entry_contains_a_password(anna, group):
    anna.set_password("another password 71")
    anna.save()
    anna.delete()
    hashes = {"pbkdf2", "md5$", PASSWORD, "another password 71"}
    logged = json.dumps(list(LoggedAction.objects.values("before", "after", "related", "details", "what", "source")))
    assert [part for part in hashes if part in logged] == []


def test_a_login_changes_no_account(client, anna):
    count = LoggedAction.objects.filter(action="account.change").count()
    client.force_login(anna)
    assert LoggedAction.objects.filter(action="account.change").count() == count


def test_a_save_without_a_change_is_not_logged(anna):
    anna.save()
    assert sentences() == ["added the account “anna”"]


def test_members_added_from_the_side_of_the_group_are_logged_on_their_accounts(anna, group):
    group.user_set.add(anna)
    assert (newest().account, newest().after) == (anna, {"groups": [group.pk]})
    group.user_set.clear()
    assert (newest().account, newest().before, newest().after) == (anna, {"groups": [group.pk]}, {"groups": []})


def test_the_entry_of_a_removed_group_has_its_members(anna, group):
    anna.groups.add(group)
    pk = group.pk
    group.delete()
    entry = newest()
    assert (sentence_of(entry), entry.details, entry.before["name"]) == (
        "removed the group “Editors”", {"id": pk}, "Editors",
    )  # fmt: skip
    assert entry.related == [{"kind": "user", "id": anna.pk, "before": {"groups": [pk]}, "after": {"groups": []}}]


def test_an_account_that_never_acted_can_be_removed(anna):
    pk = anna.pk
    anna.delete()
    assert (newest().action, newest().what, newest().details) == ("account.remove", "anna", {"id": pk})


def test_an_account_that_acted_cannot_be_removed(anna):
    LoggedAction.objects.create(action="user.login", what="anna", by=anna)
    with pytest.raises(ProtectedError):
        anna.delete()
    assert User.objects.filter(pk=anna.pk).exists()


def test_the_desk_removes_no_account(admin_client, admin_user, anna):
    page = reverse("admin:auth_user_delete", args=[anna.pk])
    assert admin_client.get(page).status_code == 403
    assert admin_client.post(page, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [anna.pk], "post": "yes"}
    assert admin_client.post(reverse("admin:auth_user_changelist"), chosen).status_code == 405
    assert User.objects.filter(pk=anna.pk).exists()
