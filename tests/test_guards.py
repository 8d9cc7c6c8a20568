"""What the documents promise of the code: sizes, and that nothing is left out of a table that ought to be in it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import resolve

from articles import urls
from tests.views.test_public_pages import PAGES

ROOT = Path(__file__).resolve().parents[1]
MAX_FILE_LINES, MAX_FUNCTION_LINES, MAX_VIEW_LINES = 400, 40, 25
MODULES = [
    path
    for folder in ("articles", "newsroom")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
# Packages whose tests were once thin, and the lines of tests that each line of their code has at least.
TESTED_PACKAGES, MIN_TEST_LINES = ("extraction", "management", "pages"), 0.8
# Addresses that are no page of their own: an address without its words leads to the one with them, others give no HTML.
NO_PAGES = {
    "suggest",
    "corrections-feed",
    "robots.txt",
    "sitemap-index",
    "sitemap",
    "news-sitemap",
    "favicon.ico",
    "world-map",
    "story-map",
    "lead-map",
    "person-map",
    "organization-map",
    "place-map",
    "story-picture",
}


def functions(path):
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]


def length(function):
    return function.end_lineno - function.lineno + 1


def is_view(function):
    first = function.args.args[:2]
    return any(argument.arg in ("request", "_request") for argument in first)


def name_of(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_file_and_its_functions_stay_within_their_sizes(path):
    assert len(path.read_text("utf-8").splitlines()) <= MAX_FILE_LINES
    assert [f"{one.name}: {length(one)}" for one in functions(path) if length(one) > MAX_FUNCTION_LINES] == []


@pytest.mark.parametrize("path", [path for path in MODULES if path.parent.name in ("views", "admin")], ids=name_of)
def test_a_view_stays_within_its_size(path):
    views = [one for one in functions(path) if is_view(one)]
    assert [f"{one.name}: {length(one)}" for one in views if length(one) > MAX_VIEW_LINES] == []


def lines_of(folder):
    return sum(len(path.read_text("utf-8").splitlines()) for path in folder.rglob("*.py"))


@pytest.mark.parametrize("package", TESTED_PACKAGES)
def test_a_package_has_four_lines_of_tests_for_five_of_code(package):
    assert lines_of(ROOT / "tests" / package) >= MIN_TEST_LINES * lines_of(ROOT / "articles" / package)


def test_every_address_is_in_the_table_of_pages_or_of_exceptions():
    tested = {resolve(address.partition("?")[0]).url_name for address in PAGES.values()}
    # The pages of one story and of one entity of each kind are added by the fixture of that table.
    tested |= {
        "story-detail",
        "story-citation",
        "story-versions",
        "person-detail",
        "organization-detail",
        "place-detail",
    }
    named = {pattern.name or str(pattern.pattern) for pattern in urls.urlpatterns}
    shortened = {str(pattern.pattern) for pattern in urls.urlpatterns if pattern.default_args.get("slug") == ""}
    shortened |= {pattern.name for pattern in urls.urlpatterns if pattern.default_args.get("slug") == ""}
    assert named - tested - NO_PAGES - shortened == set()


def names_used(path):
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in nodes
        if isinstance(node, ast.Name | ast.Attribute)
    }


def test_every_table_is_used_by_code():
    used = set().union(*(names_used(path) for path in MODULES if path.parent.name != "models"))
    tables = {model.__name__ for model in apps.get_app_config("articles").get_models()}
    assert tables - used == set()


def test_every_table_is_in_the_data_model():
    document = (ROOT / "docs" / "data-model.md").read_text("utf-8")
    tables = [model.__name__ for model in apps.get_app_config("articles").get_models()]
    assert [name for name in tables if f"`{name}`" not in document] == []
