"""The indexer as a separate process: killed at any moment, it loses and duplicates nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Each test starts several processes one after the other, and each of them loads Django.
pytestmark = pytest.mark.timeout(900)

WRITE = """
from tests.builders import a_person, an_article, appear
from articles.search.outbox import changed_article
person = a_person()
for number in range(3):
    changed_article(appear(an_article(f"Story {number}", "Troops moved."), person).pk)
"""
KILL = """
import os, signal
from articles.search import indexer
real = indexer._Writing.{step}
def die(self, *args):
    if {before}:
        os.kill(os.getpid(), signal.SIGKILL)
    real(self, *args)
    os.kill(os.getpid(), signal.SIGKILL)
indexer._Writing.{step} = die
indexer.Indexer().drain()
"""
DRAIN = """
from articles.search.indexer import Indexer
indexer = Indexer()
indexer.drain()
indexer.close()
"""
ASK = """
import json
from articles.search.names import suggest
from articles.search.query import search
from articles.search.result import StoryQuery
result = search(StoryQuery("troops"))
print(json.dumps([result.total, sorted(hit.article_id for hit in result.hits), [l.stories for l in suggest("ash")]]))
"""


def environment(folder):
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "DATA_DIR": str(folder),
        "PYTHONPATH": str(ROOT),
    }


def run(folder, code):
    code = "import django\ndjango.setup()\n" + textwrap.dedent(code)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(folder), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done


@pytest.fixture(scope="module")
def made(tmp_path_factory, migrated_file):
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(migrated_file, folder)
    run(folder, DRAIN + WRITE)
    return folder


@pytest.fixture
def site(made, tmp_path):
    """A separate site with its database in a file, an empty index and three stories to index."""
    return shutil.copytree(made, tmp_path / "site")


@pytest.mark.parametrize(
    ("step", "before"),
    [("stories", True), ("stories", False), ("entities", False), ("commit", True), ("commit", False)],
    ids=["before_adding", "after_stories", "after_entities", "before_the_commit", "after_the_commit"],
)
def test_a_killed_indexer_loses_nothing_and_doubles_nothing(site, step, before):
    assert run(site, KILL.format(step=step, before=before)).returncode == -signal.SIGKILL
    total, ids, stories_of_carter = json.loads(run(site, DRAIN + ASK).stdout)
    assert (total, len(set(ids)), stories_of_carter) == (3, 3, [3])


@pytest.mark.parametrize("step", ["stories", "commit", "close"])
def test_a_killed_rebuild_leaves_the_index_as_it_was(site, step):
    kill = KILL.format(step=step, before=False).replace("indexer.Indexer().drain()", "indexer.rebuild()")
    assert run(site, DRAIN + kill).returncode == -signal.SIGKILL
    answers = run(site, ASK + "from articles.search.indexer import rebuild\nrebuild()" + ASK).stdout.splitlines()
    assert [json.loads(answer)[0] for answer in answers] == [3, 3]


def start_indexer(site):
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_indexer"], env=environment(site), cwd=ROOT, stderr=subprocess.PIPE, text=True
    )


UNTIL_FOUND = """
import time
from articles.search.query import search
from articles.search.result import StoryQuery
while search(StoryQuery("troops")).total != 3:
    time.sleep(0.1)
"""


def test_a_running_indexer_indexes_a_story_and_stops_on_request(site):
    with start_indexer(site) as indexer:
        try:
            run(site, UNTIL_FOUND)
            with start_indexer(site) as second:
                _, said = second.communicate()
            assert second.returncode == 1
            assert said.count("\n") == 1
            assert "Another indexer is already running on" in said
            indexer.send_signal(signal.SIGTERM)
            assert indexer.wait() == 0
        finally:
            indexer.kill()
