"""The data of a map for components/map_drawing.html, and of the words around it: numbers and text, no markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


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


@dataclass(frozen=True, slots=True)
class Ground:
    """What is drawn below the places of a map. `land` is every outline not drawn as a separate country."""

    land: str
    countries: tuple[CountryShape, ...]
    names: tuple[Label, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MapPicture:
    """`orientation` are dots of places not named in stories. `rows` are the places, and the countries that are links, for
    those who do not use the picture. `pattern` is the id of the hatch pattern in the page.

    The ground is drawn when it is first read: it is most of the work, and a page that shows the map as a file needs only
    the words around it. `drawn_from` is everything that decides what the picture looks like, as text.
    """

    width: int
    height: int
    label: str
    css: str
    drawn_from: str
    draw_ground: Callable[[], Ground] = field(repr=False, compare=False)
    disputed: tuple[DisputedShape, ...] = ()
    pattern: str = "hatch"
    orientation: tuple[Dot, ...] = ()
    dots: tuple[Dot, ...] = ()
    legend: tuple[LegendStep, ...] = ()
    notes: tuple[str, ...] = ()
    not_shown: tuple[MapRow, ...] = ()
    rows: tuple[MapRow, ...] = ()

    @cached_property
    def _ground(self) -> Ground:
        return self.draw_ground()

    @property
    def land(self) -> str:
        return self._ground.land

    @property
    def countries(self) -> tuple[CountryShape, ...]:
        return self._ground.countries

    @property
    def names(self) -> tuple[Label, ...]:
        return self._ground.names

    @property
    def has_hatch(self) -> bool:
        return any(shape.is_hatched for shape in self.disputed)

    @property
    def has_counts(self) -> bool:
        """Whether it says how many stories name its places: the map of a single story does not."""
        return any(row.stories for row in self.rows)


def stories_in_words(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"


def titled(name: str, count: int) -> str:
    return f"{name}: {stories_in_words(count)}" if count else name
