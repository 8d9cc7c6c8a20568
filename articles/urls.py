"""Public addresses: plural nouns, the stable id first, then words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "articles"
urlpatterns: list[URLPattern] = []
