"""Accounts and groups at the desk: nobody gives or takes over rights that they do not have."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from articles.desk.groups import create_groups
from articles.models import LoggedAction
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def groups():
    create_groups()


def account(name, *groups, **fields):
    made = User.objects.create_user(name, password=PASSWORD, is_staff=True, **fields)
    made.groups.set(Group.objects.filter(name__in=groups))
    return made


@pytest.fixture
def root():
    return account("root", is_superuser=True)


@pytest.fixture
def admin():
    return account("admin", "Administrator")


def page_of(one):
    return reverse("admin:auth_user_change", args=[one.pk])


def save(client, one, **changes):
    """Save the form of an account as a browser would, with fields that the form may not have."""
    page = client.get(page_of(one))
    fields = form_on(page, "") if page.status_code == 200 else {}
    return client.post(page_of(one), {"username": one.username, **fields, **changes})


def test_an_administrator_adds_an_editor(client, admin):
    client.force_login(admin)
    fields = {"username": "nina", "usable_password": "true", "password1": "another password 71", "password2": "another password 71"}  # fmt: skip
    assert client.post(reverse("admin:auth_user_add"), fields).status_code == 302
    nina = User.objects.get(username="nina")
    editors = Group.objects.get(name="Editor")
    assert save(client, nina, is_staff="on", groups=[editors.pk]).status_code == 302
    nina = User.objects.get(username="nina")
    assert nina.is_staff
    assert nina.has_perm("articles.change_article")
    assert not nina.has_perm("articles.publish_article")


def test_an_administrator_cannot_make_anybody_superuser_or_give_single_rights(client, admin):
    editor = account("nina", "Editor")
    right = Permission.objects.get(codename="change_group")
    client.force_login(admin)
    for one in (admin, editor):
        save(client, one, is_superuser="on", user_permissions=[right.pk])
        assert not User.objects.get(pk=one.pk).is_superuser
        assert not one.user_permissions.exists()
    html = client.get(page_of(editor)).content.decode()
    assert 'name="is_superuser"' not in html
    assert 'name="user_permissions"' not in html


def test_a_superuser_can_do_both(client, root):
    editor = account("nina", "Editor")
    right = Permission.objects.get(codename="change_group")
    client.force_login(root)
    assert save(client, editor, is_superuser="on", user_permissions=[right.pk]).status_code == 302
    editor.refresh_from_db()
    assert editor.is_superuser
    assert list(editor.user_permissions.all()) == [right]


def test_groups_with_more_rights_are_not_offered_and_not_accepted(client, admin):
    powerful = Group.objects.create(name="Powerful")
    powerful.permissions.add(Permission.objects.get(codename="delete_user"))
    editor = account("nina", "Editor")
    client.force_login(admin)
    assert "Powerful" not in client.get(page_of(editor)).content.decode()
    assert save(client, editor, groups=[powerful.pk]).status_code == 200  # not a valid choice
    assert not editor.groups.filter(pk=powerful.pk).exists()


def test_an_account_with_the_right_on_accounts_only_gives_no_other_rights(client):
    clerk = account("clerk")
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["change_user", "view_user", "add_user"]))
    client.force_login(clerk)
    for name in ("Editor", "Publisher", "Administrator"):
        save(client, clerk, groups=[Group.objects.get(name=name).pk])
    assert not clerk.groups.exists()
    assert client.post(page_of(account("nina", "Editor")), {"username": "taken"}).status_code == 403


def test_accounts_with_more_rights_are_not_taken_over(client, admin, root):
    with_more = account("more", "Editor")
    with_more.user_permissions.add(Permission.objects.get(codename="delete_group"))
    inactive = account("inactive", is_active=False)
    inactive.user_permissions.add(Permission.objects.get(codename="delete_group"))
    client.force_login(admin)
    for one in (root, with_more, inactive):
        former = one.password
        password = reverse("admin:auth_user_password_change", args=[one.pk])
        new = {"password1": "another password 71", "password2": "another password 71"}
        assert client.post(password, new).status_code == 403
        assert client.get(password).status_code == 403
        assert client.post(page_of(one), {"username": "taken"}).status_code == 403
        one.refresh_from_db()
        assert (one.password, one.username == "taken") == (former, False)


def test_an_administrator_sets_the_password_of_an_editor(client, admin):
    editor = account("nina", "Editor")
    client.force_login(admin)
    password = reverse("admin:auth_user_password_change", args=[editor.pk])
    assert client.post(password, {"password1": "another password 71", "password2": "another password 71"}).status_code == 302  # fmt: skip
    editor.refresh_from_db()
    assert editor.check_password("another password 71")


@pytest.mark.parametrize("name", ["admin", "root"])
def test_nobody_deactivates_the_own_account(client, request, name):
    own = request.getfixturevalue(name)
    client.force_login(own)
    html = client.get(page_of(own)).content.decode()
    assert 'name="is_active"' not in html
    assert client.post(page_of(own), {"username": name, "groups": []}).status_code == 302
    own.refresh_from_db()
    assert (own.is_active, own.is_staff, own.is_superuser) == (True, True, name == "root")


def test_an_account_is_deactivated(client, admin):
    editor = account("nina", "Editor")
    client.force_login(admin)
    fields = form_on(client.get(page_of(editor)), "")
    del fields["is_active"]
    assert client.post(page_of(editor), fields).status_code == 302
    editor.refresh_from_db()
    assert not editor.is_active
    assert LoggedAction.objects.filter(action="account.change", account=editor, by=admin).exists()


def test_no_account_is_deleted_not_even_by_a_superuser(client, root):
    editor = account("nina", "Editor")
    client.force_login(root)
    page = reverse("admin:auth_user_delete", args=[editor.pk])
    chosen = {"action": "delete_selected", "_selected_action": [editor.pk], "post": "yes"}
    statuses = [
        client.get(page).status_code, client.post(page, {"post": "yes"}).status_code,
        client.post(reverse("admin:auth_user_changelist"), chosen).status_code,
    ]  # fmt: skip
    assert statuses == [403, 403, 405]
    assert User.objects.filter(pk=editor.pk).exists()
    assert "deletelink" not in client.get(page_of(editor)).content.decode()


@pytest.mark.parametrize("name", ["Editor", "Publisher", "Administrator"])
def test_the_groups_of_the_site_are_shown_and_not_changed(client, root, name):
    group = Group.objects.get(name=name)
    client.force_login(root)
    change, delete = (reverse(f"admin:auth_group_{verb}", args=[group.pk]) for verb in ("change", "delete"))
    assert client.get(change).status_code == 200
    assert client.post(change, {"name": "Other", "permissions": []}).status_code == 403
    assert client.post(delete, {"post": "yes"}).status_code == 403
    group.refresh_from_db()
    assert group.name == name
    assert group.permissions.exists()


def test_a_superuser_makes_changes_and_removes_another_group(client, root):
    client.force_login(root)
    right = Permission.objects.get(codename="view_article")
    client.post(reverse("admin:auth_group_add"), {"name": "Interns", "permissions": [right.pk]})
    group = Group.objects.get(name="Interns")
    change, delete = (reverse(f"admin:auth_group_{verb}", args=[group.pk]) for verb in ("change", "delete"))
    assert client.post(change, {"name": "Guests", "permissions": []}).status_code == 302
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert not Group.objects.filter(pk=group.pk).exists()


def test_an_administrator_changes_no_group(client, admin):
    group = Group.objects.create(name="Interns")
    client.force_login(admin)
    change = reverse("admin:auth_group_change", args=[group.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"name": "Interns", "permissions": []}).status_code == 403


def test_the_history_of_an_account_is_in_the_log(client, root):
    editor = account("nina", "Editor")
    client.force_login(root)
    answer = client.get(reverse("admin:auth_user_history", args=[editor.pk]), follow=True)
    assert answer.status_code == 200
    assert "Added the account “nina”" in answer.content.decode()
    assert "Added the account “root”" not in answer.content.decode()
    assert client.get(reverse("admin:auth_user_history", args=[10**6])).status_code == 404
