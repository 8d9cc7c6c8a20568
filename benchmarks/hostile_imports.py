"""Uploads hostile files to a real site and an honest page behind them: how soon is that read, in how much memory?

`python -m benchmarks.hostile_imports`. It fails if the honest page takes longer than 20 s, if the processes of the site
together need more than 1 GB of memory, or if a file does not end by itself. The honest page is also uploaded first, alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.hostile_files import FILES, honest_page
from benchmarks.live_site import Client, LiveSite, memory_of, running, wait_until

_MAX_HONEST_SECONDS, _MAX_MEGABYTES = 20.0, 1024
_PATIENCE, _WHOLE_PATIENCE = 300.0, 1800.0
_OPEN = ("received", "reading")


class MemoryWatch(threading.Thread):
    """Looks at the memory of a site twice a second; `most` is the highest sum, in megabytes, and `parts` what each process
    needed then.
    """

    def __init__(self, site: LiveSite) -> None:
        super().__init__(daemon=True)
        self._site, self._ended, self.most = site, threading.Event(), 0
        self.parts: dict[str, int] = {}

    def run(self) -> None:
        while not self._ended.wait(0.5):
            parts = {name: size // 1024**2 for name, size in memory_of(self._site.members()).items()}
            if sum(parts.values()) > self.most:
                self.most, self.parts = sum(parts.values()), parts

    def end(self) -> int:
        self._ended.set()
        self.join()
        return self.most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="a data folder for the site (default: a temporary one)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hostile-") as temporary:
        site = LiveSite(given.folder or Path(temporary))
        site.prepare()
        with running(site):
            failures = measure(site)
    for failure in failures:
        print(failure)
    sys.exit(bool(failures))


def measure(site: LiveSite) -> list[str]:
    """Print the figures, and return what is wrong."""
    editor = Client(site)
    editor.log_in("editor")
    print(f"alone: {read_honest(site, editor, 0):.1f} s")
    watch = MemoryWatch(site)
    watch.start()
    began = time.monotonic()
    editor.upload({name: make() for name, make in FILES.items()})
    print(f"{len(FILES)} hostile files uploaded in {time.monotonic() - began:.1f} s")
    honest = read_honest(site, editor, 1)
    print(f"behind them: {honest:.1f} s")
    failures = [] if honest <= _MAX_HONEST_SECONDS else [f"The honest page took {honest:.1f} s."]
    try:
        wait_until(lambda: not has_open(site), _WHOLE_PATIENCE, "the end of all imports", every=1.0)
    except TimeoutError as error:
        failures.append(str(error))
    print(f"all of them: {time.monotonic() - began:.0f} s")
    most = watch.end()
    print(f"memory of the site: {most} MB")
    for name, size in sorted(watch.parts.items(), key=lambda part: -part[1]):
        print(f"  {size:5} MB  {name[-100:]}")
    show(site)
    if most > _MAX_MEGABYTES:
        failures.append(f"The processes of the site needed {most} MB.")
    return failures


def read_honest(site: LiveSite, editor: Client, number: int) -> float:
    """Seconds from the upload of an honest page until it is read."""
    name = f"honest-{number}.html"
    began = time.monotonic()
    answer = editor.upload({name: honest_page(number)})
    if answer.status != 302:
        raise ValueError(f"The upload was answered with {answer.status}.")

    def is_read() -> bool:
        ((status,),) = site.rows(f"SELECT status FROM articles_importitem WHERE name = '{name}'")  # noqa: S608
        return bool(status not in _OPEN)

    wait_until(is_read, _PATIENCE, "the honest page", every=0.1)
    return time.monotonic() - began


def has_open(site: LiveSite) -> bool:
    return bool(site.rows("SELECT 1 FROM articles_importitem WHERE status IN ('received', 'reading') LIMIT 1"))


def show(site: LiveSite) -> None:
    """The outcome of each file."""
    query = """SELECT name, status, attempts, error FROM articles_importitem WHERE parent_id IS NULL ORDER BY id"""
    for name, status, attempts, error in site.rows(query):
        print(f"  {name:26} {status:10} {f'{attempts} deaths' if attempts else '':9} {error[:110]}")


if __name__ == "__main__":
    main()
