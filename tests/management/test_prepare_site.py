"""What `make run` prepares before the site starts, in which order, and what it refuses."""

from __future__ import annotations

import dataclasses
import io
import socket
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from articles.management.commands import run_site
from articles.models import ImportBatch
from newsroom.site_lock import InUseError
from tests.builders import an_article

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def ran(monkeypatch):
    """The commands that the preparation calls, instead of running them."""
    names = []
    monkeypatch.setattr(run_site, "call_command", lambda name, **_options: names.append(name))
    return names


@pytest.fixture
def site(settings, monkeypatch, tmp_path):
    """A site whose data folder is free and whose processes only are recorded."""
    settings.ENV = dataclasses.replace(settings.ENV, editor_password=PASSWORD, production=False, port=0)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATICFILES_DIRS[0].mkdir()
    started = []
    monkeypatch.setattr(run_site.supervisor, "become", lambda plan, _kept: started.extend(plan.commands))
    return started


def users(**fields):
    return list(get_user_model().objects.filter(**fields).values_list("username", flat=True))


def prepared(*, sample=True):
    out = io.StringIO()
    run_site.Command(stdout=out).prepare(sample=sample)
    return out.getvalue()


def test_everything_is_prepared_in_an_order_in_which_each_step_finds_what_it_needs(ran, site):
    prepared()
    assert ran == ["build_assets", "collectstatic", "load_reference_data", "backfill_fingerprints", "load_sample"]
    assert users(is_superuser=True) == ["editor"]
    assert set(Group.objects.values_list("name", flat=True)) == {"Editor", "Publisher", "Administrator"}


def test_a_database_with_pending_migrations_is_updated_first(ran, site, monkeypatch):
    monkeypatch.setattr(run_site, "pending_migrations", lambda: True)
    assert prepared().splitlines()[0] == "Updating the database …"
    assert ran[0] == "migrate"


@pytest.mark.parametrize(
    ("sample", "site_has", "loaded"),
    [
        (True, None, True),
        (False, None, False),
        (True, "", False),
        (True, "Sample coverage", True),
        (True, "Another batch", False),
    ],
)
def test_the_sample_is_loaded_into_an_empty_site_and_continued_where_it_was_begun(ran, site, sample, site_has, loaded):
    if site_has is not None:
        an_article()
        ImportBatch.objects.create(note=site_has)
    prepared(sample=sample)
    assert ("load_sample" in ran) is loaded


def test_static_files_are_collected_again_only_when_one_changed(ran, site, settings):
    file = settings.STATICFILES_DIRS[0] / "site.css"
    file.write_text("a")
    assert "Collecting static files …" in prepared()
    assert "Collecting" not in prepared()
    file.write_text("longer")
    assert "Collecting" in prepared()
    assert ran.count("collectstatic") == 2


def test_a_new_or_removed_static_file_is_a_change(site, settings):
    folder = settings.STATICFILES_DIRS[0]
    states = [run_site.static_state()]
    (folder / "deep").mkdir()
    states.append(run_site.static_state())
    (folder / "deep" / "a.css").write_text("a")
    states.append(run_site.static_state())
    (folder / "deep" / "a.css").unlink()
    states.append(run_site.static_state())
    assert states[0] == states[1] == states[3] != states[2]


def test_a_generated_password_is_printed_once_and_works(ran, site, settings):
    settings.ENV = dataclasses.replace(settings.ENV, editor_password="")
    said = prepared()
    password = said.rsplit("password: ", 1)[1].split()[0]
    assert "(shown only this once)" in said
    assert get_user_model().objects.get(username="editor").check_password(password)
    assert "password" not in prepared()


def test_a_password_from_the_environment_is_used_and_not_printed(ran, site):
    assert PASSWORD not in prepared()
    editor = get_user_model().objects.get(username="editor")
    assert editor.check_password(PASSWORD)
    assert editor.is_staff


def test_the_user_of_the_sample_becomes_the_first_account(ran, site):
    get_user_model().objects.create_user("editor", is_active=False)
    prepared()
    assert users(is_superuser=True, is_active=True) == users() == ["editor"]


def test_a_site_that_has_an_administrator_gets_no_other(ran, site, admin_user):
    admin_user.set_password("their own password")
    admin_user.save()
    prepared()
    assert users() == ["admin"]
    admin_user.refresh_from_db()
    assert admin_user.check_password("their own password")


def test_prepare_only_prepares_and_starts_nothing(ran, site):
    call_command("run_site", prepare_only=True, no_sample=True)
    assert ran
    assert "load_sample" not in ran
    assert site == []


@contextmanager
def free(_folder):
    yield


@pytest.mark.parametrize("sample", [True, False])
@pytest.mark.parametrize("is_first", [True, False])
def test_the_first_start_is_prepared_in_a_child_and_later_ones_here(ran, site, monkeypatch, sample, is_first):
    children = []
    monkeypatch.setattr(run_site, "the_only_site", free)
    monkeypatch.setattr(run_site, "is_prepared", lambda: not is_first)
    monkeypatch.setattr(run_site, "prepare_in_child", lambda *, sample: children.append(sample))
    call_command("run_site", no_sample=not sample)
    assert children == ([sample] if is_first else [])
    assert bool(ran) is not is_first
    assert site == ["web", "worker", "indexer"]


def test_a_second_site_on_the_same_data_is_refused_in_a_sentence_and_starts_nothing(ran, site, monkeypatch):
    @contextmanager
    def taken(_folder):
        raise InUseError("Another site uses the data folder.")
        yield

    monkeypatch.setattr(run_site, "the_only_site", taken)
    with pytest.raises(CommandError, match=r"^Another site uses the data folder\.$"):
        call_command("run_site")
    assert (ran, site) == ([], [])


def test_a_port_in_use_is_named_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"^Port {port} is in use.*make run PORT={port + 1}$"):
            run_site.refuse_busy_port(port)
    run_site.refuse_busy_port(port)  # and free again


def test_the_port_and_the_number_of_workers_are_those_of_the_settings():
    plan = run_site.site_plan(8123, 3)
    assert plan.port == 8123
    assert plan.commands["web"][-4:] == ["--port", "8123", "--workers", "3"]
    assert (plan.commands["worker"][-1], plan.commands["indexer"][-1]) == ("run_worker", "run_indexer")


def test_a_machine_without_a_web_server_waits_for_no_answer():
    assert run_site.site_plan(8123, 3, "worker").port is None


@pytest.mark.parametrize(("hosts", "host"), [(["*"], "localhost"), ([".news.example"], "news.example")])
def test_the_web_server_is_asked_under_a_name_that_it_accepts(settings, hosts, host):
    settings.ALLOWED_HOSTS = hosts
    assert run_site.site_plan(8123, 3).host == host


@pytest.fixture
def shared_database(monkeypatch, settings):
    """A prepared PostgreSQL database, and a key that all machines have."""
    settings.ENV = dataclasses.replace(settings.ENV, has_generated_key=False)
    monkeypatch.setattr(run_site, "connection", SimpleNamespace(vendor="postgresql"))
    monkeypatch.setattr(run_site, "is_prepared", lambda: True)
    monkeypatch.setattr(run_site, "the_only_site", free)


PARTS = {"web": (["build_assets", "collectstatic"], ["web", "indexer"]), "worker": ([], ["worker"])}


@pytest.mark.usefixtures("shared_database")
@pytest.mark.parametrize("role", PARTS)
def test_a_machine_with_a_role_prepares_and_runs_only_its_part(ran, site, role):
    call_command("run_site", role=role)
    assert (ran, site) == PARTS[role]


def test_a_role_is_refused_with_sqlite(site, shared_database, monkeypatch):
    monkeypatch.setattr(run_site, "connection", SimpleNamespace(vendor="sqlite"))
    with pytest.raises(CommandError, match=r"^--role web needs PostgreSQL"):
        call_command("run_site", role="web")


def test_a_role_is_refused_with_a_generated_key(site, shared_database, settings):
    settings.ENV = dataclasses.replace(settings.ENV, has_generated_key=True)
    with pytest.raises(CommandError, match=r"^--role worker needs SECRET_KEY"):
        call_command("run_site", role="worker")


def test_a_role_is_refused_on_a_database_that_is_not_prepared(site, shared_database, monkeypatch):
    monkeypatch.setattr(run_site, "is_prepared", lambda: False)
    with pytest.raises(CommandError, match="--prepare-only` on one machine first"):
        call_command("run_site", role="web")
