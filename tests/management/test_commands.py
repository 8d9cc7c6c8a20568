"""Requirements for every command of this app, and what the short ones print and refuse."""

from __future__ import annotations

import io
import threading
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import OperationalError

from articles.management.commands import backup, rebuild_record, restore, run_indexer, run_worker
from articles.models import LoginAttempt, StoryRecord
from newsroom.backup.archive import SECRET_KEY
from newsroom.backup.errors import BackupError
from tests.builders import an_article

COMMANDS = sorted(name for name, app in get_commands().items() if app == "articles")

# The options that Django gives every command.
DJANGOS = frozenset(
    {"help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks"}
)


def run(command, /, *args, **options):
    out = io.StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_in_a_sentence_and_names_its_arguments(name):
    command = load_command_class("articles", name)
    parser = command.create_parser("manage.py", name)
    assert command.help.endswith(".")
    own = [action for action in parser._actions if action.dest not in DJANGOS]
    assert [action.dest for action in own if not action.help and not action.metavar] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_that_there_is_not_is_refused(name):
    with pytest.raises(CommandError):
        call_command(name, "--no-such-option")


@pytest.mark.parametrize(("count", "said"), [(0, ""), (1, "1 existing story."), (3, "3 existing stories.")])
@pytest.mark.parametrize("name", ["backfill_fingerprints", "remember_copies"])
def test_fingerprints_are_counted_and_nothing_is_said_where_none_is_missing(monkeypatch, name, count, said):
    module = "articles.management.commands.backfill_fingerprints.near_duplicates.backfill_fingerprints"
    monkeypatch.setattr(module, lambda: count)
    assert run(name) == (f"Computed fingerprints for {said}\n" if said else "")


@pytest.mark.django_db
def test_fingerprints_are_computed_once():
    an_article("Talks end", " ".join(f"word{number}" for number in range(60)))
    assert "1 existing story." in run("backfill_fingerprints")
    assert run("backfill_fingerprints") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "3 failed attempts cleared."),
        ({"name": "Ann"}, "2 failed attempts cleared."),
        ({"address": "10.0.0.2"}, "1 failed attempt cleared."),
        ({"name": "Ann", "address": "10.0.0.9"}, "0 failed attempts cleared."),
    ],
    ids=str,
)
def test_locks_are_lifted_for_a_name_an_address_or_all(options, said):
    for name, address in (("ann", "10.0.0.1"), ("ann", "10.0.0.1"), ("bob", "10.0.0.2")):
        LoginAttempt.objects.create(name=name, network=address)
    assert run("lift_login_locks", **options).strip() == said


@pytest.mark.parametrize("address", ["nowhere", "10.0.0.256", "10.0.0.1/8"])
def test_what_is_no_address_is_refused_and_named(address):
    with pytest.raises(CommandError, match=rf"^{address} is not an IP address\.$"):
        run("lift_login_locks", address=address)


@pytest.fixture
def backed_up(monkeypatch):
    """A backup of two stories that is only pretended."""
    asked = []

    def back_up(target, *, replace):
        asked.append(replace)
        target.write_bytes(b"x" * 2_000_000)
        return SimpleNamespace(counts={"stories": 2, "published stories": 1}, files={SECRET_KEY: None})

    monkeypatch.setattr(backup, "back_up", back_up)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    return asked


def test_a_backup_says_where_it_is_how_large_and_what_it_holds(backed_up, tmp_path):
    lines = run("backup", str(tmp_path / "backup.zip")).splitlines()
    assert lines[0].startswith(f"Wrote and checked {tmp_path / 'backup.zip'} (")
    assert lines[1:] == ["It holds 2 stories (1 published)."]
    assert backed_up == [False]


def test_a_secret_key_of_the_environment_is_said_to_be_missing_in_the_backup(backed_up, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "from outside")
    assert "SECRET_KEY comes from the environment" in run("backup", str(tmp_path / "backup.zip"), force=True)
    assert backed_up == [True]


@pytest.mark.parametrize(
    ("module", "name", "function"), [(backup, "backup", "back_up"), (restore, "restore", "restore")]
)
def test_what_a_backup_refuses_is_a_sentence_of_the_command(monkeypatch, tmp_path, module, name, function):
    def refuse(*_args, **_options):
        raise BackupError("The file exists already.")

    monkeypatch.setattr(module, function, refuse)
    with pytest.raises(CommandError, match=r"^The file exists already\.$"):
        run(name, str(tmp_path / "backup.zip"))


@pytest.mark.parametrize(("kept", "force"), [([], False), (["var/before-1", "var/before-2"], True)])
def test_a_restore_says_what_it_restored_and_what_it_kept(monkeypatch, kept, force):
    asked = []

    def restored(source, *, replace):
        asked.append((source, replace))
        manifest = SimpleNamespace(created="2026-11-22T10:00:00+00:00", app_version="1.2")
        return SimpleNamespace(manifest=manifest, counts={"stories": 1, "published stories": 1}, kept=kept)

    monkeypatch.setattr(restore, "restore", restored)
    lines = run("restore", "backup.zip", force=force).splitlines()
    assert asked == [(Path("backup.zip"), force)]
    assert lines[0] == "Restored the backup of 2026-11-22T10:00:00+00:00 (version 1.2)."
    assert lines[1] == "The site now holds 1 story (1 published)."
    assert [line.strip() for line in lines if line.startswith("  ")] == kept
    assert ("The previous content is kept" in "\n".join(lines)) is bool(kept)


def test_the_record_is_rebuilt_with_its_progress_and_again_without_a_change(index):
    for number in range(2):
        an_article(f"Story {number}")
    index()
    before = list(StoryRecord.objects.order_by("pk").values())
    StoryRecord.objects.all().delete()
    assert run("rebuild_record").splitlines() == ["  2 of 2 stories", "Record rebuilt."]
    rebuilt = list(StoryRecord.objects.order_by("pk").values("pk", "card", "counted"))
    assert rebuilt == [{"pk": row["article_id"], "card": row["card"], "counted": row["counted"]} for row in before]
    run("rebuild_record")
    assert list(StoryRecord.objects.order_by("pk").values("pk", "card", "counted")) == rebuilt


@pytest.mark.django_db
def test_while_an_indexer_runs_it_is_asked_to_rebuild_the_record(monkeypatch):
    asked = []
    monkeypatch.setattr(rebuild_record.ProjectorLock, "acquire", lambda _lock: False)
    monkeypatch.setattr(rebuild_record.projector, "request_rebuild", lambda: asked.append(True))
    monkeypatch.setattr(rebuild_record.projector, "rebuild", lambda _report: pytest.fail("rebuilt beside the indexer"))
    assert run("rebuild_record") == "The running indexer rebuilds the record now; its log says when it is done.\n"
    assert asked == [True]


@pytest.mark.parametrize("has_lock", [True, False])
def test_only_the_indexer_with_the_lock_keeps_the_record(monkeypatch, has_lock):
    drained = []
    monkeypatch.setattr(run_indexer.projector, "drain", lambda: drained.append(True))
    run_indexer.keep_record(SimpleNamespace(acquire=lambda: has_lock))
    assert bool(drained) is has_lock


def test_the_indexer_stops_at_a_signal_and_closes_its_index(monkeypatch, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    handlers, done = {}, []
    monkeypatch.setattr(run_indexer.signal, "signal", handlers.__setitem__)

    class FakeIndexer:
        exclusive = staticmethod(nullcontext)

        def run(self, stop, then):
            handlers[run_indexer.signal.SIGTERM](15, None)
            done.append((stop.is_set(), then.func is run_indexer.keep_record))

        def close(self):
            done.append("closed")

    monkeypatch.setattr(run_indexer, "Indexer", FakeIndexer)
    run("run_indexer")
    assert done == [(True, True), "closed"]
    assert set(handlers) == {run_indexer.signal.SIGTERM, run_indexer.signal.SIGINT}


@pytest.fixture
def beats(monkeypatch):
    """The heartbeats, instead of rows in the database."""
    kinds = []
    monkeypatch.setattr(run_worker, "Heartbeat", SimpleNamespace(objects=SimpleNamespace(beat=kinds.append)))
    return kinds


@pytest.fixture
def tasks(monkeypatch):
    """What is done with the rows of the task queue, in order."""
    calls = []
    for name in ("requeue_lost_tasks", "prune_finished"):
        monkeypatch.setattr(run_worker.lost_tasks, name, partial(calls.append, name))
    monkeypatch.setattr(run_worker.story_pictures, "requeue_waiting", partial(calls.append, "requeue_pictures"))
    monkeypatch.setattr(run_worker.feed_subscriptions, "queue_due", partial(calls.append, "queue_due"))
    monkeypatch.setattr(run_worker.scheduling, "publish_due", partial(calls.append, "publish_due"))
    monkeypatch.setattr(run_worker.duplicate_search, "queue_due", partial(calls.append, "queue_search"))
    return calls


@pytest.fixture
def worker(monkeypatch, tmp_path, settings, beats, tasks):
    """A worker whose queue is only pretended: the calls that it makes, in order."""
    settings.DATA_DIR = tmp_path
    calls = []
    monkeypatch.setattr(run_worker.requeue, "requeue_stale", lambda: calls.append("requeue") or 2)
    monkeypatch.setattr(run_worker, "call_command", lambda name, **options: calls.append((name, options["batch"])))
    return calls


@pytest.mark.parametrize("until_empty", [True, False])
def test_a_worker_first_requeues_what_another_left(worker, beats, tasks, until_empty, caplog):
    caplog.set_level("INFO")
    run("run_worker", batch=until_empty)
    assert worker == ["requeue", ("db_worker", until_empty)]
    assert beats == ["worker"]
    assert tasks == ["requeue_lost_tasks"]
    assert "Requeued 2 imports abandoned by a worker" in caplog.text


def test_the_requeueing_of_a_worker_ends_with_it(worker, monkeypatch):
    stops = []
    monkeypatch.setattr(run_worker, "requeue_until", stops.append)

    def fail(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(run_worker, "call_command", fail)
    with pytest.raises(KeyboardInterrupt):
        run("run_worker")
    assert [stop.is_set() for stop in stops] == [True]


def test_requeueing_goes_on_after_a_failure_of_the_database(monkeypatch, caplog, beats, tasks):
    stop, rounds = threading.Event(), []

    def requeue_stale():
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise OperationalError("away")
        stop.set()

    monkeypatch.setattr(run_worker.requeue, "requeue_stale", requeue_stale)
    monkeypatch.setattr(run_worker, "close_old_connections", lambda: None)
    run_worker.requeue_until(stop, every=0.001)
    assert rounds == [0, 1]
    assert beats == ["worker", "worker"]
    assert tasks == [
        "requeue_lost_tasks", "prune_finished", "requeue_pictures", "queue_due", "publish_due", "queue_search",
    ]  # fmt: skip
    assert "Abandoned imports could not be requeued: away" in caplog.text
