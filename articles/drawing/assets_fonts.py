"""The site's four fonts, subset from the font packages to the characters and weights in use."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

if TYPE_CHECKING:
    from pathlib import Path

# Latin with the letters of European languages and of transliterated Arabic, Hebrew and Cyrillic names, and punctuation.
UNICODES = (
    "U+0020-007E,U+00A0-017F,U+0218-021B,U+0259,U+02BB-02BF,U+02DC,U+1E0C-1E0D,U+1E24-1E25,U+1E62-1E63,U+1E6C-1E6D,"
    "U+1E92-1E93,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2197,U+2212"
)
LAYOUT_FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum"]


@dataclass(frozen=True, slots=True)
class FontRecipe:
    """`limits` fixes an axis to one value or narrows it to a range."""

    name: str
    package: str
    file: str
    limits: dict[str, float | tuple[float, float]]


_NEWSREADER = "fontpkg_newsreader"
RECIPES = (
    FontRecipe("newsreader-display", _NEWSREADER, "Newsreader[opsz,wght].ttf", {"opsz": 48, "wght": 500}),
    FontRecipe("newsreader-text", _NEWSREADER, "Newsreader[opsz,wght].ttf", {"opsz": 14, "wght": (400, 600)}),
    FontRecipe("newsreader-text-italic", _NEWSREADER, "Newsreader-Italic[opsz,wght].ttf", {"opsz": 14, "wght": 400}),
    FontRecipe("franklin", "fontpkg_libre_franklin", "LibreFranklin[wght].ttf", {"wght": (400, 700)}),
)


def build_font(recipe: FontRecipe, folder: Path) -> None:
    """Subset first, so that the slow step, instancing, sees 400 letters and not 2,000."""
    folder.mkdir(parents=True, exist_ok=True)
    with files(recipe.package).joinpath("files", recipe.file).open("rb") as source:
        font = TTFont(source)
        options = subset.Options()
        options.layout_features = LAYOUT_FEATURES
        options.hinting = False
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=subset.parse_unicodes(UNICODES))
        subsetter.subset(font)
        font = instancer.instantiateVariableFont(font, recipe.limits, inplace=True, optimize=False)
        font.flavor = "woff2"
        target = folder / f"{recipe.name}.woff2"
        part = target.with_suffix(".part")
        font.save(part)
        part.replace(target)
