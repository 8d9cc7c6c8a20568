"""The data of a drawn map for components/map.html: numbers and text, no markup."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """`css` holds the map's text classes: cl country, pl place, s minor, area without a dot, sm not on phones."""

    text: str
    x: float
    y: float
    anchor: str = "middle"
    css: str = "cl"


@dataclass(frozen=True, slots=True)
class CountryShape:
    """A country drawn separately. Without `url` it is not a link; `title` is its tooltip and accessible name."""

    path: str
    title: str
    url: str
    css: str


@dataclass(frozen=True, slots=True)
class DisputedShape:
    """A disputed area: `fill` is the CSS class of the ground below the mark, empty if a country's fill shows through.

    `statement` describes the mark: "Crimea: claimed by Russia and Ukraine; controlled by …". `is_central` is True if a
    country that the map is about claims the area, or a place that it is about is in it.
    """

    path: str
    statement: str
    url: str
    fill: str = "land"
    is_hatched: bool = True
    is_approximate: bool = False
    is_central: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """`radius` 0 means an area: only its label is drawn. `label` is None if there was no room."""

    title: str
    url: str
    x: float
    y: float
    radius: float
    label: Label | None
    css: str = "dot"


@dataclass(frozen=True, slots=True)
class LegendStep:
    css: str
    words: str


@dataclass(frozen=True, slots=True)
class MapRow:
    name: str
    url: str
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPicture:
    """`land` is every outline not drawn as a separate country; `orientation` are dots of places not named in stories.

    `pattern` is the id of the hatch pattern in the page.
    """

    width: int
    height: int
    label: str
    css: str
    land: str
    countries: tuple[CountryShape, ...]
    disputed: tuple[DisputedShape, ...] = ()
    pattern: str = "hatch"
    names: tuple[Label, ...] = ()
    orientation: tuple[Dot, ...] = ()
    dots: tuple[Dot, ...] = ()
    legend: tuple[LegendStep, ...] = ()
    notes: tuple[str, ...] = ()
    not_shown: tuple[MapRow, ...] = ()
    rows: tuple[MapRow, ...] = ()

    @property
    def has_hatch(self) -> bool:
        return any(shape.is_hatched for shape in self.disputed)


def stories_in_words(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"


def titled(name: str, count: int) -> str:
    return f"{name}: {stories_in_words(count)}" if count else name
