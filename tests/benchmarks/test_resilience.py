"""Small runs of the programs that attack, load and kill a whole site; the large ones are run by hand."""

from __future__ import annotations

import json
import random
import shutil
import sys
from pathlib import Path

import pytest

from benchmarks import editors, hostile_files, kills
from benchmarks.live_site import Client, LiveSite, running, wait_until
from benchmarks.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(sys.platform != "linux", reason="the site runs on Linux"),
]
FILES = 5


def a_site(folder, migrated_file):
    """A site without reference data, which takes minutes to load."""
    folder.mkdir()
    shutil.copy(migrated_file, folder / "newsroom.sqlite3")
    port = free_port()
    manage = [sys.executable, str(ROOT / "manage.py")]
    commands = {
        "web": [sys.executable, "-m", "newsroom.web", "--port", str(port), "--workers", "1"],
        "worker": [*manage, "run_worker"],
        "indexer": [*manage, "run_indexer"],
    }
    plan = {"commands": commands, "port": port, "host": "127.0.0.1", "site_name": "A site"}
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.live_settings",
        "TEST_DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/newsroom.sqlite3",
    }
    site = LiveSite(folder, settings=settings, command=["-m", "newsroom.supervisor", json.dumps(plan)], port=port)
    site.add_editors(["editor", "editor0", "editor1"])
    return site


def test_a_batch_has_the_same_result_when_processes_are_killed(tmp_path, migrated_file):
    undisturbed, _ = kills.run(a_site(tmp_path / "undisturbed", migrated_file), FILES, None)
    assert undisturbed["counts"]["article"] == FILES
    assert undisturbed["index"] >= FILES
    points = random.Random(7).sample(range(1, 3 * FILES - 2), 4)  # noqa: S311
    disturbed, killer = kills.run(a_site(tmp_path / "killed", migrated_file), FILES, (points, {}, 7))
    assert len(killer.done) == len(points)
    assert killer.failures == []
    assert kills.compare(undisturbed, disturbed) == []


def test_differences_are_found():
    state = {"counts": {"article": 2}, "stories": [["A", 1]], "index_differences": [], "record_differences": []}
    other = {**state, "counts": {"article": 3}, "stories": [["A", 2]], "index_differences": ["story: 1"]}
    assert kills.compare(state, state) == []
    assert len(kills.compare(state, other)) == 3


def test_editors_upload_at_once_and_nothing_is_lost(tmp_path, migrated_file):
    site = a_site(tmp_path / "site", migrated_file)
    with running(site):
        desk = kills.Desk(site)
        desk.import_batch(2)
        desk.draft_all()
        desk.publish_all()
        load = editors.Load(site, editors=2, files=2, seconds=1.0)
        load.run()
        failures = editors.outcome(load)
    # How long readers wait says how busy the machine is.
    assert [one for one in failures if "95th percentile" not in one] == []
    assert len(load.confirmed) == 4
    assert load.readers.seconds
    assert load.publishing.seconds


def test_an_honest_page_is_read_before_hostile_files_that_take_long(tmp_path, migrated_file):
    site = a_site(tmp_path / "site", migrated_file)
    wanted = ("capitals.html", "quotation-marks.html", "nested.eml", "wide.csv")
    with running(site):
        client = Client(site)
        client.log_in("editor")
        client.upload({name: hostile_files.FILES[name]() for name in wanted})
        client.upload({"honest.html": hostile_files.honest_page()})

        def states():
            return dict(site.rows("SELECT name, status FROM articles_importitem"))

        wait_until(lambda: states()["honest.html"] == "read", 300, "the honest page")
        assert {"received", "reading"} & {states()[name] for name in wanted}
