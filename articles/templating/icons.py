"""Our own line icons, 24 by 24. They decorate words that stand beside them, so they say nothing themselves."""

from __future__ import annotations

from markupsafe import Markup

PATHS = {
    "search": "M17.500 11a6.500 6.500 0 1 1-13 0a6.500 6.500 0 0 1 13 0zM16 16l5 5",
    "clock": "M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0zM12 7v5l3.500 2",
    "place": "M12 21s7-6.200 7-11.500A7 7 0 0 0 5 9.500C5 14.800 12 21 12 21zM14.500 9.500a2.500 2.500 0 1 1-5 0a2.500 2.500 0 0 1 5 0z",
    "organization": "M4 21V9l8-5 8 5v12M3 21h18M9 21v-6h6v6",
    "person": "M16 8a4 4 0 1 1-8 0a4 4 0 0 1 8 0zM4.500 20.500c.8-4 3.800-6 7.500-6s6.700 2 7.500 6",
    "pledge": "M5 12.500l4.500 4.500L19 7.500",
    "quote": "M10 7H5v6h5v-1c0 3-1.500 4.500-4 5M20 7h-5v6h5v-1c0 3-1.500 4.500-4 5",
    "filter": "M4 6h16M7 12h10M10 18h4",
}


_ICON = Markup('<svg class="icon" aria-hidden="true" focusable="false"><use href="#icon-{}"/></svg>')
_SYMBOL = Markup('<symbol id="icon-{}" viewBox="0 0 24 24"><path d="{}"/></symbol>')
_ICONS = {name: _ICON.format(name) for name in PATHS}
_SYMBOLS = Markup('<svg class="symbols" aria-hidden="true">{}</svg>').format(
    Markup("").join(_SYMBOL.format(name, path) for name, path in sorted(PATHS.items()))
)


def icon(name: str) -> Markup:
    """Raises KeyError for an icon that is not drawn: a template that asks for one is wrong."""
    return _ICONS[name]


def icon_symbols() -> Markup:
    """The drawings of all icons, once on each page that has any: a list shows the same few dozens of times."""
    return _SYMBOLS
