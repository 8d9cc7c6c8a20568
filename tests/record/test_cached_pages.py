"""A cached page is never older than the record: every change drops the pages that show it."""

from __future__ import annotations

import pytest
from django.conf import settings as site

from tests.record.editor import Editor, pages_at, public_addresses
from tests.thoroughness import seeds

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", seeds(5))
def test_every_cached_page_equals_one_rendered_now_after_each_change(keep_up, client, seed):
    editor = Editor(seed)
    for _ in range(30):
        editor.move()
    keep_up()
    for _ in range(24):
        made = editor.move()
        keep_up()
        addresses = public_addresses()
        cached = pages_at(addresses, client)
        fresh = pages_at(addresses, client, cookie=f"{site.SESSION_COOKIE_NAME}=none")
        assert [address for address in addresses if cached[address] != fresh[address]] == [], made
