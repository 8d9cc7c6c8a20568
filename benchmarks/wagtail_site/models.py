"""Page types: a list of stories, a story, and a person with the stories that name them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db import models
from wagtail.models import Page

PAGE_SIZE = 20


class StoryListPage(Page):
    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        stories = StoryPage.objects.child_of(self).live().order_by("-date")
        context["stories"] = Paginator(stories.prefetch_related("people"), PAGE_SIZE).get_page(request.GET.get("page"))
        return context


class PersonPage(Page):
    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        stories = self.stories.live().order_by("-date")
        context["stories"] = Paginator(stories, PAGE_SIZE).get_page(request.GET.get("page"))
        return context


class StoryPage(Page):
    date = models.DateTimeField(db_index=True)
    outlet = models.CharField(max_length=255)
    body = models.TextField()
    people = models.ManyToManyField(PersonPage, related_name="stories")
