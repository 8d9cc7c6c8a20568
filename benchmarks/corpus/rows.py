"""The rows of a generated story in every table, as the product would have written them after an editor settled it."""

from __future__ import annotations

import hashlib
import json
import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from articles.desk.columns import body_of, word_count
from articles.desk.shingles import fingerprint_of
from articles.desk.statements import all_known
from articles.models import (
    Appearance,
    Article,
    ArticleVersion,
    DuplicateCluster,
    LSHBand,
    Membership,
    Mention,
    Pledge,
    Quotation,
    StoryLink,
    TextFingerprint,
)
from articles.models.compact_json import CompactJSONEncoder
from articles.readers.addresses import address_key
from articles.text import fold, slug
from articles.vocabulary import (
    BYLINE_BLOCK,
    ArticleStatus,
    BlockRole,
    FactStatus,
    Genre,
    LinkKind,
    PledgeStatus,
    Resolution,
)
from benchmarks.corpus import schedule
from benchmarks.corpus.story import StoryText
from benchmarks.corpus.tables import Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from benchmarks.corpus.population import Population
    from benchmarks.corpus.schedule import Plan
    from benchmarks.corpus.story import Span

# The source key of every generated story begins with this; no source gives such a key.
MARK = "generated-corpus:"
METHOD = "generated"
# Of the names of a story an editor left open, or rejected.
_OPEN, _REJECTED = 0.035, 0.025
_GENRES = (*[Genre.REPORTAGE] * 7, Genre.ANALYSIS, Genre.BACKGROUND, Genre.OPINION)
_PLEDGE_STATUSES = (*[PledgeStatus.ANNOUNCED] * 5, PledgeStatus.PLANNED, PledgeStatus.OFFERED, PledgeStatus.DELIVERED)
_NOT_FOLDED = {code: None for code in range(128) if not chr(code).isalnum()}
_FACT = ("article_id", "block", "start", "end", "text", "status", "method", "confidence", "decided_by_id", "decided_at")


def tables() -> dict[str, Table]:
    """In the order in which rows may refer to each other."""
    return {
        "cluster": Table.of(DuplicateCluster, "id", "created"),
        "article": Table.of(
            Article, "id", "headline", "slug", "description", "byline", "authors", "outlet_id", "url", "address_key",
            "date_published", "date_precision", "retrieved_at", "in_language", "genre", "section", "body", "source_key",
            "review_status", "first_published_here", "version", "word_count", "quotation_count", "pledge_count",
            "sha256", "cluster_id", "created", "modified",
        ),
        "version": Table.of(
            ArticleVersion, "article_id", "number", "headline", "description", "fields", "sha256", "retrieved_at",
        ),
        "mention": Table.of(
            Mention, *_FACT, "kind", "name", "title", "resolution", "entity_id", "is_about",
        ),
        "quotation": Table.of(Quotation, *_FACT, "speaker_id", "speaker_name", "attribution_text", "cue"),
        "pledge": Table.of(
            Pledge, *_FACT, "pledged_by_id", "pledged_by_name", "recipient_id", "recipient_name", "item", "amount_low",
            "currency", "pledge_status",
        ),
        "membership": Table.of(
            Membership, *_FACT, "person_id", "person_name", "organization_id", "organization_name", "role",
        ),
        "appearance": Table.of(Appearance, "article_id", "entity_id", "mentions", "is_about", "via_id"),
        "link": Table.of(StoryLink, "article_id", "kind", "title", "url", "target_id"),
        "fingerprint": Table.of(TextFingerprint, "article_id", "packed"),
        "band": Table.of(LSHBand, "key"),
    }  # fmt: skip


class StoryRows:
    """The rows of story `number`; its primary key is `first` + `number`, so that stories can point at each other."""

    def __init__(self, number: int, seed: int, first: int, editor: int, population: Population) -> None:
        self._seed, self._first, self._population = seed, first, population
        self.plan: Plan = schedule.plan(number, seed, len(population.outlets))
        self.text = StoryText(self.plan, population, seed)
        self._pk = first + number
        self._rng = random.Random(f"{seed} desk {number}")  # noqa: S311  # repeatable on purpose
        self._decided_by, self._decided_at = editor, _moment(self.plan.published + timedelta(hours=2))
        self._statuses: dict[int, str] = {}
        self._settle()

    def _settle(self) -> None:
        """An editor decides once about each name of a story; about none in a draft."""
        for mention in self.text.mentions:
            pk = mention.named.pk
            if pk not in self._statuses:
                drawn = self._rng.random() if self.plan.status != ArticleStatus.DRAFT else 0.0
                status = FactStatus.ACCEPTED if drawn >= _OPEN + _REJECTED else FactStatus.REJECTED
                self._statuses[pk] = (FactStatus.PROPOSED if drawn < _OPEN else status).value

    def rows(self) -> dict[str, list[Row]]:
        body = body_of({"role": role, "text": text} for role, text in self.text.blocks)
        if [block["text"] for block in body] != [text for _, text in self.text.blocks]:
            raise ValueError(f"The text gate changes generated story {self.plan.number}: its offsets would be wrong.")
        mentions, quotations, pledges = self._mentions(), self._quotations(), self._pledges()
        counts = [sum(row[5] == FactStatus.ACCEPTED for row in rows) for rows in (quotations, pledges)]
        origin_pk, sha256 = self._first + self.plan.origin, _text_sha256(body)
        created = _moment(self.plan.published + timedelta(hours=1))
        fingerprint = TextFingerprint.of_bands(self._pk, fingerprint_of(body).bands)
        return {
            "cluster": [(self._pk, created)] if self.plan.is_grouped and self._pk == origin_pk else [],
            "article": [self._article(body, sha256, counts, created)],
            "version": [self._version(sha256, created)],
            "mention": mentions,
            "quotation": quotations,
            "pledge": pledges,
            "membership": self._memberships(),
            "appearance": self._appearances(),
            "link": self._links(),
            "fingerprint": [(self._pk, fingerprint.packed)],
            "band": [(LSHBand.key_of(band, self._pk),) for band in fingerprint.bands],
        }

    def _article(self, body: list[dict[str, Any]], sha256: str, counts: Sequence[int], created: str) -> Row:
        plan, text = self.plan, self.text
        url = self._url(plan.number)
        is_new = plan.status == ArticleStatus.DRAFT
        published_here = None if is_new else _moment(plan.published + timedelta(hours=3))
        version = {ArticleStatus.DRAFT: 1, ArticleStatus.PUBLISHED: 2, ArticleStatus.WITHDRAWN: 3}[plan.status]
        return (
            self._pk, text.headline, slug(text.headline), text.description, text.byline, json.dumps(text.authors),
            self._population.outlets[plan.outlet][0], url, address_key(url), _moment(plan.published),
            plan.precision.value, created, text.topic.language, self._genre().value, text.topic.section,
            _compact(body), f"{MARK}{self._seed}:{plan.number}", plan.status.value, published_here, version,
            word_count(body), *counts, sha256, self._first + plan.origin if plan.is_grouped else None,
            created, published_here or created,
        )  # fmt: skip

    def _version(self, sha256: str, created: str) -> Row:
        plan, text = self.plan, self.text
        stated = {
            "byline": text.byline, "authors": text.authors, "outlet": self._population.outlets[plan.outlet][1],
            "url": self._url(plan.number), "date_published": plan.published.isoformat(),
            "date_precision": plan.precision.value, "in_language": text.topic.language, "section": text.topic.section,
            "genre": self._genre().value,
        }  # fmt: skip
        return (self._pk, 1, text.headline, text.description, _compact(all_known(stated)), sha256, created)

    def _genre(self) -> Genre:
        return _GENRES[self.plan.origin % len(_GENRES)]

    def _url(self, number: int) -> str:
        outlets = self._population.outlets
        key = outlets[schedule.outlet_of(number, self._seed, len(outlets))][1]
        return f"https://{slug(key)}.example/stories/{number}"

    def _fact(self, span: Span, status: str, method: str = METHOD, confidence: float = 0.9) -> Row:
        is_open = status == FactStatus.PROPOSED
        decided = (None, None) if is_open else (self._decided_by, self._decided_at)
        return (self._pk, *span, status, method, confidence, *decided)

    def _mentions(self) -> list[Row]:
        rows = []
        for span, named in self.text.mentions:
            by = ("byline", "author") if span.block == BYLINE_BLOCK else (METHOD, "")
            fact = self._fact(span, self._statuses[named.pk], by[0])
            is_about = named.pk in self.text.about
            rows.append((*fact, named.kind, named.name, by[1], Resolution.ONE.value, named.pk, is_about))
        return rows

    def _linked(self, pk: int) -> int | None:
        """What the name of another fact points at: nothing unless an editor has accepted the name."""
        return pk if self._statuses.get(pk) == FactStatus.ACCEPTED else None

    def _status(self, *needed: int) -> str:
        """Of a fact other than a mention: open in drafts, and while a record that it needs is not accepted."""
        is_ready = all(self._linked(pk) for pk in needed) and self.plan.status != ArticleStatus.DRAFT
        return (FactStatus.ACCEPTED if is_ready and self._rng.random() >= _OPEN else FactStatus.PROPOSED).value

    def _quotations(self) -> list[Row]:
        return [
            (
                *self._fact(one.span, self._status()),
                self._linked(one.speaker.pk),
                one.speaker.name,
                one.printed,
                one.cue,
            )
            for one in self.text.quotations
        ]

    def _pledges(self) -> list[Row]:
        return [
            (
                *self._fact(one.span, self._status()), self._linked(one.by.pk), one.by.name, self._linked(one.to.pk),
                one.to.name, one.item, f"{one.millions * 1_000_000}.00", "USD",
                _PLEDGE_STATUSES[self.plan.number % len(_PLEDGE_STATUSES)].value,
            )
            for one in self.text.pledges
        ]  # fmt: skip

    def _memberships(self) -> list[Row]:
        return [
            (
                *self._fact(one.span, self._status(one.person.pk)), self._linked(one.person.pk), one.person.name,
                self._linked(one.organization.pk), one.organization.name, one.role,
            )
            for one in self.text.roles
        ]  # fmt: skip

    def _appearances(self) -> list[Row]:
        """As articles.desk.appearances tallies them, without asking the database."""
        counts: dict[int, int] = {}
        countries: dict[int, int] = {}
        for _, named in self.text.mentions:
            if self._statuses[named.pk] == FactStatus.ACCEPTED:
                counts[named.pk] = counts.get(named.pk, 0) + 1
                if named.country is not None:
                    countries[named.pk] = named.country
        rows = [(self._pk, pk, count, pk in self.text.about, None) for pk, count in counts.items()]
        order = self._population.order
        for place in sorted(countries, key=lambda pk: (-counts[pk], order[pk])):
            if (country := countries[place]) not in counts:
                counts[country] = 0
                rows.append((self._pk, country, 0, False, place))
        return rows

    def _links(self) -> list[Row]:
        """To an earlier story of the corpus, or to a report elsewhere."""
        rows: list[Row] = []
        if self.plan.number and self._rng.random() < 0.35:
            target = int(self._rng.random() * self.plan.number)
            title = " ".join(self.text.headline.split()[-4:])
            rows.append((self._pk, LinkKind.RELATED.value, title, self._url(target), self._first + target))
        if self._rng.random() < 0.1:
            address = f"https://reports.example/{self._seed}/{self.plan.number}"
            rows.append((self._pk, LinkKind.SOURCE.value, f"Report {self.plan.number}", address, None))
        return rows


def _compact(value: Any) -> str:
    return json.dumps(value, cls=CompactJSONEncoder)


def _text_sha256(body: list[dict[str, Any]]) -> str:
    """articles.desk.incoming.text_sha256, five times as fast where a text is ASCII: it was a third of the cost."""
    texts = (block["text"] for block in body if block["role"] != BlockRole.PULL_QUOTE)
    folded = (text.lower().translate(_NOT_FOLDED) if text.isascii() else fold(text) for text in texts)
    return hashlib.sha256("".join(folded).encode()).hexdigest()


def _moment(value: datetime) -> str:
    """As SQLite stores it; PostgreSQL reads it in the time zone of the connection, which is UTC."""
    return str(value.replace(tzinfo=None))
