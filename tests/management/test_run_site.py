from __future__ import annotations

import dataclasses
import io

import pytest

from articles.management.commands import run_site
from articles.management.commands.load_sample import SAMPLE_NOTE
from articles.models import ImportBatch
from tests import builders


@pytest.mark.parametrize(("sample", "options"), [(True, []), (False, ["--no-sample"])])
def test_the_first_start_is_prepared_in_a_separate_process(monkeypatch, sample, options):
    ran = []
    monkeypatch.setattr(run_site, "run_to_end", lambda process: ran.append(process.command[2:]) or 0)
    run_site.prepare_in_child(sample=sample)
    assert ran == [["run_site", "--prepare-only", *options]]


def test_a_preparation_that_fails_stops_the_start_with_a_sentence(monkeypatch):
    monkeypatch.setattr(run_site, "run_to_end", lambda _process: 1)
    with pytest.raises(run_site.CommandError, match="could not be prepared"):
        run_site.prepare_in_child(sample=True)


@pytest.mark.django_db
def test_a_site_with_an_editor_account_is_prepared(admin_user):
    assert run_site.is_prepared()
    admin_user.delete()
    assert not run_site.is_prepared()


@pytest.fixture
def editor_password(settings):
    def set_password(password):
        settings.ENV = dataclasses.replace(settings.ENV, editor_password=password)

    return set_password


@pytest.mark.django_db
def test_the_first_start_creates_the_editor(editor_password, django_user_model):
    editor_password("a first password")
    run_site.Command(stdout=io.StringIO()).create_editor()
    editor = django_user_model.objects.get()
    assert (editor.username, editor.is_superuser, editor.check_password("a first password")) == ("editor", True, True)


@pytest.mark.django_db
def test_a_later_start_leaves_the_password_that_the_editor_chose(editor_password, django_user_model):
    editor_password("a first password")
    run_site.Command(stdout=io.StringIO()).create_editor()
    editor = django_user_model.objects.get()
    editor.set_password("a password of her own")
    editor.save()
    editor_password("a third password")
    run_site.Command(stdout=io.StringIO()).create_editor()
    editor.refresh_from_db()
    assert editor.check_password("a password of her own")


@pytest.mark.django_db
def test_a_site_with_another_administrator_gets_no_editor(admin_user, editor_password, django_user_model):
    editor_password("a first password")
    run_site.Command(stdout=io.StringIO()).create_editor()
    assert list(django_user_model.objects.all()) == [admin_user]


@pytest.mark.django_db
def test_a_generated_password_is_printed_and_a_given_one_is_not(editor_password):
    said = io.StringIO()
    editor_password("a first password")
    run_site.Command(stdout=said).create_editor()
    assert said.getvalue() == ""


@pytest.mark.django_db
def test_the_sample_is_for_an_empty_site_or_one_that_has_it():
    assert run_site.wants_sample()
    builders.an_article("A story of the operator")
    assert not run_site.wants_sample()
    ImportBatch.objects.create(note=SAMPLE_NOTE)
    assert run_site.wants_sample()


def test_static_files_are_collected_again_when_one_changes(settings, tmp_path, monkeypatch):
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [tmp_path / "from"], tmp_path / "to"
    for folder in ("from", "to"):
        (tmp_path / folder).mkdir()
    (tmp_path / "from" / "a.css").write_text("a")
    ran = []
    monkeypatch.setattr(run_site, "call_command", lambda name, **_options: ran.append(name))
    command = run_site.Command(stdout=io.StringIO())
    for _ in range(2):
        command.collect_static()
    assert ran == ["collectstatic"]
    (tmp_path / "from" / "a.css").write_text("ab")
    command.collect_static()
    assert ran == ["collectstatic", "collectstatic"]
