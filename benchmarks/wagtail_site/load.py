"""`python -m benchmarks.wagtail_site.load CORPUS.sqlite3`: its published stories and their people as Wagtail pages.

Prints the addresses that are compared, as JSON. Runs with the interpreter of the environment that has Wagtail.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.wagtail_site.settings")
django.setup()

from django.contrib.contenttypes.models import ContentType  # after the set-up
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, Site

from benchmarks.wagtail_site.models import PersonPage, StoryListPage, StoryPage

_BATCH = 2_000
_PUBLISHED = "published"
_STORIES = """SELECT a.id, a.headline, a.slug, a.description, a.body, a.date_published, coalesce(o.name, '')
FROM articles_article a LEFT JOIN articles_outlet o ON o.id = a.outlet_id WHERE a.review_status = ?"""
_PEOPLE = "SELECT id, name, slug FROM articles_entity WHERE kind = 'person' AND id IN (SELECT entity_id FROM articles_appearance)"
_NAMED = """SELECT p.article_id, p.entity_id FROM articles_appearance p JOIN articles_article a ON a.id = p.article_id
JOIN articles_entity e ON e.id = p.entity_id WHERE a.review_status = ? AND e.kind = 'person'"""


def main() -> None:
    corpus = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    call_command("migrate", verbosity=0)
    if not StoryPage.objects.exists():
        load(corpus)
    print(json.dumps(addresses()))


def load(corpus) -> None:
    home = Page.objects.get(depth=2)
    home = home.add_child(instance=StoryListPage(title="Stories", slug="stories"))
    Site.objects.update(hostname="127.0.0.1", root_page=home, is_default_site=True)
    people = home.add_child(instance=StoryListPage(title="People", slug="people"))
    stories = home.add_child(instance=StoryListPage(title="Texts", slug="texts"))
    pages_of_people = add(people, PersonPage, map(a_person, corpus.execute(_PEOPLE)))
    pages_of_stories = add(stories, StoryPage, map(a_story, corpus.execute(_STORIES, [_PUBLISHED])))
    links = [
        StoryPage.people.through(storypage_id=pages_of_stories[story], personpage_id=pages_of_people[person])
        for story, person in corpus.execute(_NAMED, [_PUBLISHED])
    ]
    StoryPage.people.through.objects.bulk_create(links, batch_size=_BATCH)


def a_person(row):
    key, name, slug = row
    return key, {"title": name, "slug": f"{key}-{slug}"[:200]}


def a_story(row):
    key, headline, slug, description, body, published, outlet = row
    text = "\n\n".join(block["text"] for block in json.loads(body))
    date = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else datetime(1970, 1, 1, tzinfo=UTC)
    fields = {"title": headline[:255], "slug": f"{key}-{slug}"[:200], "search_description": description or text[:200]}
    return key, {**fields, "date": date, "outlet": outlet, "body": text}


def add(parent, model, rows):
    """Children of `parent`, in bulk with the paths that treebeard would give them; page ids by key of the corpus."""
    kind, made = ContentType.objects.get_for_model(model), {}
    first = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    pages, own = [], []
    names = [field.name for field in model._meta.local_fields if field.name != "page_ptr"]
    for number, (key, fields) in enumerate(rows, start=1):
        specific = {name: fields.pop(name) for name in names}
        pk = made[key] = first + number - 1
        path = Page._get_path(parent.path, parent.depth + 1, number)
        url = f"{parent.url_path}{fields['slug']}/"
        pages.append(
            Page(pk=pk, path=path, depth=parent.depth + 1, content_type=kind, url_path=url, draft_title=fields["title"],
                 locale=parent.locale, **fields)
        )  # fmt: skip
        own.append((pk, *specific.values()))
    Page.objects.bulk_create(pages, batch_size=_BATCH // 4)
    columns = ["page_ptr_id", *names]
    table, marks = connection.ops.quote_name(model._meta.db_table), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", own)
    Page.objects.filter(pk=parent.pk).update(numchild=len(pages))
    return made


def addresses():
    """By the names that `benchmarks.page_types` has for the same pages."""
    person = PersonPage.objects.annotate(count=django.db.models.Count("stories")).order_by("-count").first()
    middle = StoryPage.objects.order_by("pk")[StoryPage.objects.count() // 2]
    texts = StoryPage.objects.first().get_parent()
    return {"story list, first": texts.url, "story, any": middle.url, "person, hot": person.url}


if __name__ == "__main__":
    main()
