"""Links to the pages of a list: the first, the last, and those around this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Paginator

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
    pages = Paginator(range(min(total, most * size)), size)
    page = min(page, pages.num_pages)
    numbers = pages.get_elided_page_range(page, on_each_side=_AROUND, on_ends=1)
    shown = (number if isinstance(number, int) else 0 for number in numbers)
    return PageLinks(
        links=tuple(PageLink(number, link(number) if number else "", is_current=number == page) for number in shown),
        previous=link(page - 1) if page > 1 else "",
        next=link(page + 1) if page < pages.num_pages else "",
        first=min(total, (page - 1) * size + 1),
        last=min(total, page * size),
        total=total,
    )
