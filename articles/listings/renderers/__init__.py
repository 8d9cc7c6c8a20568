"""The registry of formats, selected by `?format=` in the URL of a list. The default is an HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.listings.renderers.atom_feed import AtomRenderer
from articles.listings.renderers.csv_file import CsvRenderer
from articles.listings.renderers.html_page import HtmlRenderer
from articles.listings.renderers.json_document import JsonRenderer
from articles.listings.renderers.json_feed import JsonFeedRenderer
from articles.listings.renderers.rss_feed import RssRenderer

if TYPE_CHECKING:
    from articles.listings.renderers.renderer import Renderer

HTML_PAGE = HtmlRenderer(alternates=(AtomRenderer(), RssRenderer(), JsonFeedRenderer(), CsvRenderer(), JsonRenderer()))
RENDERERS: dict[str, Renderer] = {renderer.name: renderer for renderer in (HTML_PAGE, *HTML_PAGE.alternates)}
