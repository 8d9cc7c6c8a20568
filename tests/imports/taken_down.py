"""A story whose words are wherever the site can keep them, and a search for them through all that the site has."""

from __future__ import annotations

import json
import zlib

import brotli
from django.apps import apps
from django.conf import settings
from django.db import models

from articles.desk import editing, events, near_duplicates, pictures, review, versions
from articles.desk.correction_notes import PublicNote, add_note, change_note
from articles.extraction.findings import Findings
from articles.imports import batch_actions, drafts, extract, receive, worker
from articles.models import (
    ArticleAddress,
    Event,
    Figure,
    ImportBatch,
    Membership,
    Pledge,
    Quotation,
    StoryLink,
    StoryPicture,
    picture_files,
)
from articles.record import projector
from articles.search.indexer import Indexer
from articles.text import fold
from articles.vocabulary import SourceType
from tests import builders
from tests.desk.test_duplicates import a_page

# Part of every text, name and address of the story, and of nothing else.
MARK = "zyxomar"
HEADLINE = f"Sluice keepers of {MARK} meet"
URL = f"https://news.example/{MARK}-sluice"
TEXT = (
    (
        f"The keepers of the {MARK} sluice met on Monday in the old mill. “The {MARK} gate is open,” the warden said. "
        f"The town will give the {MARK} keepers 12 boats, and it will pay for the repair of the gate before the winter."
    ),
    f"Nobody asked about the {MARK} bridge.",
    # Another outlet prints this, too.
    (
        "The mill at Aldersey has enough grain for the winter, its owner told visitors on Wednesday evening, and the baker "
        "agreed with him. The harvest was late in the northern valley, because rain had kept the farmers from the fields."
    ),
    (
        "In the market the price of bread stayed as it was before the rain, and nobody had to wait for flour. The owner of "
        "the mill hopes to buy a second wheel next spring, if the council of the valley lends him a third of the money."
    ),
)
REST = "Lorries may cross the bridge from Tuesday morning on, and the ferry sails until the end of the month as before."


def read(content, name):
    batch = receive.receive_batch(
        [{"source_type": SourceType.FILE, "content": content, "name": name}], user=None, note=name
    )
    return worker.read_item(batch.items.get().pk)


def feed(*stories):
    """A file of several stories: headline, address and text of each."""
    items = [
        {"id": url, "url": url, "title": headline, "content_text": "\n\n".join(text)} for headline, url, text in stories
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": items}).encode()


class Marked:
    """The story, published, with every kind of row and log entry that a story can have; and `other`, which stays."""

    def __init__(self, editor, monkeypatch):
        monkeypatch.setattr(extract.pipeline, "find", lambda *_args: Findings())
        self.editor = editor
        self.other = self._another(editor)
        self._imports(editor)
        self._facts()
        self._desk(editor)
        self._events(editor)
        self.article.refresh_from_db()

    def _another(self, editor):
        item = read(a_page("Ferry sails", REST, url="https://news.example/ferry"), "ferry.html")
        return review.publish(drafts.make_draft(item, user=editor, fields={}), user=editor)

    def _imports(self, editor):
        item = read(a_page(HEADLINE, *TEXT, url=URL), f"{MARK}.html")
        self.article = drafts.make_draft(item, user=editor, fields={"section": f"{MARK} section"})
        read(a_page(HEADLINE, *TEXT, url=URL), f"{MARK}-again.html")
        newer = read(a_page(f"{HEADLINE} again", TEXT[0], *TEXT[2:], url=URL), f"{MARK}-2.html")
        drafts.make_draft(newer, user=editor, fields={})
        # A file of several stories, one of which waits to become a version of this one.
        self.box = read(
            feed(
                (HEADLINE, URL, (*TEXT, "And more.")),
                ("Harvest is late", "https://news.example/late", (REST, REST, REST, REST)),
            ),
            "box.json",
        )
        for part in self.box.parts.order_by("pk"):
            worker.read_item(part.pk)
        # One that resembles it, at another outlet, waits for its editor.
        self.similar = read(a_page("Enough grain", *TEXT[2:], url="https://other.example/1"), "similar.html")
        ArticleAddress.objects.create(
            article=self.article, kind="asked", url=f"{URL}?print", key=f"news.example/{MARK}-sluice?print"
        )

    def _facts(self):
        person = self.person = builders.a_person("Tal Orsey")
        block = self.article.body[0]["text"]
        quote, gift = f"The {MARK} gate is open,", f"The town will give the {MARK} keepers 12 boats"
        start, at = block.index(quote), block.index(gift)
        common = {"article": self.article, "block": 0, "method": "test", "status": "accepted"}
        builders.mention(self.article, person, f"{MARK}", name=f"{MARK} warden", title=f"{MARK} warden")
        Quotation.objects.create(
            speaker=person, start=start, end=start + len(quote), text=quote, speaker_name=f"{MARK} warden", **common
        )
        Pledge.objects.create(
            start=at, end=at + len(gift), text=gift, item=f"{MARK} boats", pledged_by=person, **common
        )
        Figure.objects.create(
            start=at,
            end=at + len(gift),
            text=gift,
            kind="other",
            counted=f"{MARK} boats",
            low=12,
            place_name=f"{MARK} sluice",
            claimed_by_name=f"{MARK} warden",
            **common,
        )
        Membership.objects.create(
            person=person, role=f"{MARK} warden", start=at, end=at + len(gift), text=gift, **common
        )
        StoryLink.objects.create(article=self.article, kind="related", title=f"More on {MARK}")
        StoryLink.objects.create(article=self.other, kind="related", title=HEADLINE, url=URL, target=self.article)

    def _desk(self, editor):
        fact = self.article.quotations.get()
        review.publish(self.article, user=editor)
        review.reject(fact, user=editor, reason=f"Not said by {MARK}")
        review.accept(fact, user=editor)
        self._edit(headline=f"{HEADLINE} on Monday", description=f"Of {MARK}.", byline=f"{MARK} Times")
        version = self.article.versions.order_by("-number").first()
        self.article.refresh_from_db()
        versions.apply_version(self.article, version, user=editor, at=self.article.version, fields={"headline"})
        self._edit(body=[{"role": "paragraph", "text": text} for text in (*TEXT, f"Later, {MARK} closed.")])
        note = add_note(self.article, PublicNote("correction", f"It was {MARK}."), user=editor)
        change_note(self.article, note.pk, PublicNote("update", f"It is {MARK}."), user=editor, version=note.version)
        self._picture(editor)
        near_duplicates.group(self.article, self.other, user=editor)
        near_duplicates.ungroup(self.article, user=editor)
        near_duplicates.mark_distinct(self.other, self.article, user=editor)
        near_duplicates.group(self.other, self.article, user=editor)
        self.article.refresh_from_db()
        review.withdraw(self.article, user=editor, reason=f"About {MARK}")
        self.article.refresh_from_db()
        review.publish(self.article, user=editor)
        batch = ImportBatch.objects.get(note=f"{MARK}.html")
        batch_actions.rename(batch, f"Of {MARK}.html and more", opened=batch.note, user=editor)

    def _picture(self, editor):
        """One that was read, stated, and asked for again with an upload."""
        pk, address = self.article.pk, f"https://news.example/{MARK}.jpg"
        size = {"name": picture_files.write(pk, MARK.encode()), "width": 480, "height": 320, "bytes": len(MARK)}
        row = StoryPicture.objects.create(article=self.article, status="read", source_url=address, sizes=[size])
        self.article.refresh_from_db()
        stated = pictures.Description("other", f"By {MARK}", f"The {MARK} gate", f"{MARK} on Monday", f"{MARK} Times")
        version = self.article.version
        row = pictures.describe(self.article, stated, user=editor, opened=pictures.version_of(row), version=version)
        pictures.upload(self.article, MARK.encode(), user=editor, opened=pictures.version_of(row))
        self.article.refresh_from_db()

    def _events(self, editor):
        """One that only this story reports, with another merged into it, and one of both stories, named after it."""
        for name in (f"Fire of {MARK}", f"Smoke of {MARK}"):
            event = events.save_event(Event(name=name, stated_by=f"{MARK} warden"), user=editor)
            events.add_story(event, self.article, user=editor)
        first, second = Event.objects.order_by("pk")
        events.merge_events(first, second, user=editor)
        events.assign_figures(first, {self.article.figures.get().pk: True}, user=editor)
        shared = events.save_event(Event(name=self.article.headline), user=editor)
        events.add_story(shared, self.article, user=editor)
        events.add_story(shared, self.other, user=editor)
        self.article.event_stories.update(reason=f"Same place ({MARK}) and close days.")

    def _edit(self, **fields):
        self.article.refresh_from_db()
        editing.edit_fields(self.article, user=self.editor, version=self.article.version, fields=fields)


def follow():
    """One turn of the indexer."""
    indexer = Indexer()
    indexer.drain()
    projector.drain()
    indexer.follow_record()
    indexer.close()


def tables_with(mark):
    """The names of the tables of which a column holds the mark."""
    return {model.__name__ for model in apps.get_models(include_auto_created=True) if _holds(model, mark)}


def _holds(model, mark):
    names = [field.name for field in model._meta.concrete_fields if not isinstance(field, models.ForeignKey)]
    rows = model._default_manager.values_list(*names)
    return any(mark in text or fold(mark) in text for row in rows for value in row for text in spellings(value))


def spellings(value):
    """What a stored value says, however it is packed."""
    if isinstance(value, (bytes, memoryview)):
        content = bytes(value)
        yield content.decode("utf-8", "replace").lower()
        for unpack in (zlib.decompress, brotli.decompress):
            try:
                yield unpack(content).decode("utf-8", "replace").lower()
            except (zlib.error, brotli.error):
                continue
    else:
        yield json.dumps(value, ensure_ascii=False, default=str).lower()


def files_with(mark):
    """The files of the index and of the media that hold the mark, packed or not."""
    roots = (settings.SEARCH_INDEX_DIR, settings.MEDIA_ROOT)
    found = [path for root in roots for path in root.rglob("*") if path.is_file()]
    return {path.name for path in found if mark.encode() in path.read_bytes().lower()}


def deleted_documents():
    """The numbers of deleted documents in the segments of every index below the folder: their words are still there."""
    metas = [json.loads(path.read_text()) for path in settings.SEARCH_INDEX_DIR.rglob("meta.json")]
    return [segment["deletes"] for meta in metas for segment in meta["segments"] if segment["deletes"]]
