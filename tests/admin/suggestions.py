"""Proposed facts, created directly in the database."""

from __future__ import annotations

from django.urls import reverse

from articles.models import Membership, Mention, Pledge, Quotation
from articles.vocabulary import Resolution
from tests.admin.forms import forms_on

CARTER_SAYS = '"The road is open," Ash Carter said near Mosul.'


def _suggest(model, article, words, block, **values):
    start = article.text_of(block).index(words)
    values = {"method": "test", "confidence": 0.9, **values}
    return model.objects.create(article=article, block=block, start=start, end=start + len(words), text=words, **values)


def suggest_mention(article, words, *, kind, entity=None, candidates=(), block=0, **values):
    resolution = Resolution.ONE if entity else Resolution.SEVERAL if candidates else Resolution.NONE
    values = {"name": words, "kind": kind, "entity_id": entity and entity.pk, "resolution": resolution, **values}
    mention = _suggest(Mention, article, words, block, **values)
    mention.candidates.set([candidate.pk for candidate in candidates])
    return mention


def suggest_quotation(article, words, *, block=0, **values):
    return _suggest(Quotation, article, words, block, **values)


def suggest_pledge(article, words, *, block=1, **values):
    return _suggest(Pledge, article, words, block, **values)


def suggest_role(article, words, *, block=0, **values):
    return _suggest(Membership, article, words, block, **values)


def review_address(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def decide_address(fact):
    return reverse("admin:articles_article_decide", args=[fact.article_id, type(fact).__name__.lower(), fact.pk])


def shown(client, article):
    """The page as loaded by a browser, for pressing its buttons later."""
    return client.get(review_address(article)).content.decode()


def press_on(page, client, fact, answer, **values):
    """Press a button of a suggestion on a page that was opened before."""
    row = next(row for row in forms_on(page) if row[0] == decide_address(fact))
    typed = row[1] if answer == "change" else {"opened": row[1]["opened"]}
    return client.post(decide_address(fact), {"answer": answer, **typed, **values})


def decide(client, fact, answer, **values):
    """Press a button of a suggestion on the current page; the form of a name is that of all its mentions."""
    page = shown(client, fact.article)
    rows = dict(forms_on(page))
    opened = rows[decide_address(leading(rows, fact))]["opened"]
    return client.post(decide_address(fact), {"answer": answer, "opened": opened, **values})


def leading(rows, fact):
    """The fact in the form of this suggestion."""
    same = fact.article.mentions.filter(kind=fact.kind, name=fact.name) if hasattr(fact, "resolution") else [fact]
    return next(one for one in same if decide_address(one) in rows)


def press(client, article, button, **values):
    """Press a button of the story."""
    version = type(article).objects.get(pk=article.pk).version
    address = reverse(f"admin:articles_article_{button}", args=[article.pk])
    return client.post(address, {"version": version, **values})
