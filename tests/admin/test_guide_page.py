"""The editor's guide inside the desk."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from django.contrib.auth.models import User

from articles.admin.guide_page import guide_from

pytestmark = pytest.mark.django_db
PAGE = "/admin/guide/"
TEXT = (Path(settings.BASE_DIR) / "docs" / "editors-guide.md").read_text("utf-8")


def test_the_guide_has_all_headings_tables_and_pictures_of_its_document(desk):
    tree = html5lib.parse(desk.get(PAGE).content, namespaceHTMLElements=False)
    content = next(node for node in tree.iter("div") if node.get("class") == "guide")
    headings = ["".join(node.itertext()) for node in content.iter() if node.tag in ("h2", "h3")]
    assert headings == re.findall(r"^#{2,3} (.+)$", TEXT, re.MULTILINE)
    assert len(list(content.iter("table"))) == TEXT.count("\n|---")
    pictures = [node.get("src") for node in content.iter("img")]
    assert len(pictures) == TEXT.count("![")
    for address in pictures:
        response = desk.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        assert response.content.startswith(b"\x89PNG")
    assert all(node.get("alt") for node in content.iter("img"))


def test_every_link_of_the_guide_leads_somewhere(desk):
    tree = html5lib.parse(desk.get(PAGE).content, namespaceHTMLElements=False)
    ids = {node.get("id") for node in tree.iter()}
    content = next(node for node in tree.iter("div") if node.get("class") == "guide")
    addresses = [node.get("href") for node in content.iter("a")]
    assert [one for one in addresses if not one.startswith("https://") and one.removeprefix("#") not in ids] == []


def test_markup_and_scripts_in_a_document_are_text():
    html = guide_from(
        "# G\n\n## One\n\n<script>x</script> [a](javascript:x) [b](rights.md) [c](https://example.org/)\n"
    ).html
    assert "<script>" not in html
    assert "href" not in html.replace('href="https://example.org/"', "")
    assert " b <a" in html


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e%2feditors-guide"])
def test_a_picture_that_is_none_is_not_found(desk, name):
    assert desk.get(f"{PAGE}{name}.png").status_code == 404


def test_the_header_of_every_page_links_to_the_guide(desk):
    assert f'href="{PAGE}"' in desk.get("/admin/").content.decode()
    assert f'href="{PAGE}"' in desk.get(PAGE).content.decode()


def test_the_guide_is_for_all_who_may_use_the_desk_and_for_nobody_else(client):
    assert client.get(PAGE).status_code == 302
    account = User.objects.create_user("writer", is_staff=True)
    client.force_login(account)
    assert client.get(PAGE).status_code == 200
