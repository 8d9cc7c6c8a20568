"""What the machine proposed, written directly."""

from __future__ import annotations

from django.urls import reverse

from articles.models import Membership, Mention, Pledge, Quotation
from articles.vocabulary import Resolution

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


def decide(client, fact, answer, **values):
    """Press a button of a suggestion."""
    noun = type(fact).__name__.lower()
    url = reverse("admin:articles_article_decide", args=[fact.article_id, noun, fact.pk])
    return client.post(url, {"answer": answer, **values})


def press(client, article, button, **values):
    """Press a button of the story."""
    return client.post(reverse(f"admin:articles_article_{button}", args=[article.pk]), values)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]
