"""Links to the pages of a list: the first, the last, and those around this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_AROUND = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """`number` 0 marks a gap."""

    number: int
    url: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Falsy if everything fits on one page. `first` and `last` are the 1-based numbers of the rows shown."""

    links: tuple[PageLink, ...]
    previous: str
    next: str
    first: int
    last: int
    total: int

    def __bool__(self) -> bool:
        return len(self.links) > 1


def page_links(page: int, size: int, total: int, link: Callable[[int], str], most: int) -> PageLinks:
    """`most` is the highest page number that can be requested."""
    last_page = min(most, max(1, -(-total // size)))
    page = min(page, last_page)
    shown = sorted({1, last_page, *range(max(1, page - _AROUND), min(last_page, page + _AROUND) + 1)})
    links: list[PageLink] = []
    for number in shown:
        if links and number - links[-1].number > 1:
            links.append(PageLink(0))
        links.append(PageLink(number, link(number), is_current=number == page))
    return PageLinks(
        links=tuple(links),
        previous=link(page - 1) if page > 1 else "",
        next=link(page + 1) if page < last_page else "",
        first=min(total, (page - 1) * size + 1),
        last=min(total, page * size),
        total=total,
    )
