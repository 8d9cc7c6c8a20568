"""An editor who makes moves at random, and the addresses of what readers see."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from articles.desk import correction_notes, editing, identifiers, near_duplicates, records, review, statuses
from articles.desk.transitions import IllegalTransitionError
from articles.models import (
    Article,
    CorrectionEntry,
    CorrectionNote,
    Entity,
    EntityPage,
    EntityRecord,
    EntityRoles,
    EntityStory,
    FrontPage,
    ListBucket,
    ListRecord,
    Organization,
    OtherName,
    Pledge,
    PublishedVersion,
    Quotation,
    RecordChange,
    RecordState,
    SearchOutbox,
    StoryLink,
    StoryRecord,
    StoryRole,
)
from articles.vocabulary import ArticleStatus, FactStatus, NoteKind
from tests.builders import a_country, a_person, a_place, a_role, an_article, an_organization, an_outlet, mention

if TYPE_CHECKING:
    from django.test import Client


DERIVED = (StoryRecord, StoryRole, EntityRecord, EntityRoles, EntityStory, EntityPage, FrontPage, ListBucket, ListRecord,
           CorrectionEntry, PublishedVersion)  # fmt: skip
RECORD = (RecordState, RecordChange, *DERIVED)


def a_draft(headline: str = "Canada opens a hospital", *paragraphs: str, **fields: object) -> Article:
    return an_article(headline, *paragraphs, review_status=ArticleStatus.DRAFT, **fields)


class Editor:
    """Moves that editors make, drawn at random."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (not for secrets)
        self.outlets = [an_outlet("Valley Post"), an_outlet("Coast Herald")]
        country = a_country("Iraq")
        self.entities = [
            country, a_place("Mosul", country=country), a_place("Raqqa"), a_person("Ash Carter"),
            a_person("John Kerry"), an_organization("Islamic State"), an_organization("United Nations"),
            *(a_person(f"Witness {letter}") for letter in "ABCDEF"),
        ]  # fmt: skip
        self.bodies = [*self.entities[5:7], an_organization("Ministry of Defence")]
        a_role(self.entities[3], "secretary", self.entities[6], start_date="2009", as_of="2030", source="A register")
        a_role(self.entities[4], "minister", self.bodies[2], start_date="2009", as_of="2030", source="A register")
        for number in range(12):
            self._write(number)

    def _write(self, number: int) -> None:
        words = self.random.sample([entity.name for entity in self.entities], 3)
        story = a_draft(
            f"Report {number}", f"{words[0]} and {words[1]} were named.", f"“We will stay here,” {words[2]} said.",
            outlet=self.random.choice(self.outlets), date=f"20{10 + number}-05-01",
        )  # fmt: skip
        for entity in self.entities:
            if entity.name in words:
                mention(story, entity, status=self.status(), is_about=self.random.random() < 0.5)
        people = self.entities[3:5]
        first = {"block": 0, "start": 0, "end": 1, "text": words[0][0]}
        role = {"article": story, "status": self.status(), **first}
        printed = self.random.choice(["envoy", "envoy", "former envoy", "commander"])
        a_role(self.random.choice(people), printed, self.random.choice(self.bodies), **role)
        Pledge.objects.create(
            article=story, pledged_by=self.random.choice(self.bodies), pledged_by_name="They", item=f"{number} tents",
            recipient=self.random.choice([None, *self.entities[:4]]), status=self.status(), method="test", **first,
        )  # fmt: skip
        speaker = next(entity for entity in self.entities if entity.name == words[2])
        start = story.body[1]["text"].index("We will")
        said = "We will stay here"
        Quotation.objects.create(
            article=story, block=1, start=start, end=start + len(said), text=said, speaker_name=words[2], method="test",
            speaker_id=speaker.pk, status=self.status(),
        )  # fmt: skip

    def status(self) -> FactStatus:
        return self.random.choice([FactStatus.ACCEPTED, FactStatus.ACCEPTED, FactStatus.PROPOSED])

    def move(self) -> str:
        """Make a move, which may be refused; returns its name."""
        moves = [
            self.publish, self.publish, self.publish, self.withdraw, self.edit, self.decide, self.decide, self.decide, self.rename,
            self.link, self.group, self.rename_outlet, self.name_otherwise, self.classify, self.summarize, self.identify,
            self.add_note, self.add_note, self.change_note, self.remove_note,
        ]  # fmt: skip
        chosen = self.random.choice(moves)
        try:
            chosen()
        except IllegalTransitionError:
            return f"refused: {chosen.__name__}"
        return chosen.__name__

    def story(self) -> Article:
        return self.random.choice(list(Article.objects.order_by("pk")))

    def publish(self) -> None:
        statuses.publish(self.story(), user=None)

    def withdraw(self) -> None:
        statuses.withdraw(self.story(), user=None, reason="A test")

    def edit(self) -> None:
        story, name = self.story(), self.random.choice(["headline", "description"])
        value = f"Report {self.random.randrange(100)}"
        editing.edit_fields(story, user=None, version=story.version, fields={name: value})

    def add_note(self) -> None:
        correction_notes.add_note(self.story(), self.note(), user=None)

    def change_note(self) -> None:
        if row := self.random.choice([None, *CorrectionNote.objects.order_by("pk")]):
            correction_notes.change_note(row.article, row.pk, self.note(), user=None, version=row.version)

    def remove_note(self) -> None:
        if row := self.random.choice([None, *CorrectionNote.objects.order_by("pk")]):
            correction_notes.remove_note(row.article, row.pk, user=None, version=row.version)

    def note(self) -> correction_notes.PublicNote:
        kind = self.random.choice(NoteKind.values)
        return correction_notes.PublicNote(kind, f"Figure {self.random.randrange(5)} was wrong.")

    def decide(self) -> None:
        story = self.story()
        fact = self.random.choice(
            [*story.mentions.all(), *story.quotations.all(), *story.memberships.all(), *story.pledges.all()]
        )
        self.random.choice([review.accept, review.reject])(fact, user=None)

    def rename(self) -> None:
        entity = self.random.choice(list(Entity.objects.order_by("pk")))
        entity = getattr(entity, entity.kind)
        entity.name = f"{entity.name.split(' no. ')[0]} no. {self.random.randrange(5)}"
        records.save_entity(entity, user=None, changed=["name"])

    def name_otherwise(self) -> None:
        """Add a name to a record, or delete one: the wording of roles depends on the names of their organizations."""
        entity = self.random.choice(self.bodies)
        names = list(entity.other_names.order_by("pk"))
        if names:
            records.save_names(entity, saved=[], deleted=names[:1], user=None)
        else:
            name = OtherName(entity=entity, name=self.random.choice(["envoy", "UN", "commander"]))
            records.save_names(entity, saved=[name], deleted=[], user=None)

    def identify(self) -> None:
        entity = self.random.choice(list(Entity.objects.order_by("pk")))
        chosen = self.random.sample(range(1, 5), self.random.randint(0, 2))
        wanted = {"wikidata": [f"Q{entity.pk}{number}" for number in chosen]}
        identifiers.save_identifiers(entity, wanted, user=None)

    def classify(self) -> None:
        """Make an organization a state body of the country, or something else."""
        body = Organization.objects.get(pk=self.random.choice(self.bodies).pk)
        body.classification = self.random.choice(["state_body", "armed_force", "party"])
        body.country_id = self.random.choice([self.entities[0].pk, None])
        records.save_entity(body, user=None, changed=["classification", "country"])

    def summarize(self) -> None:
        entity = self.random.choice(list(Entity.objects.order_by("pk")))
        entity = getattr(entity, entity.kind)
        entity.summary = f"Summary {self.random.randrange(5)}."
        records.save_entity(entity, user=None, changed=["summary"])

    def link(self) -> None:
        story, target = self.story(), self.story()
        StoryLink.objects.create(article=story, kind="related", title="Seen", url="https://example.org/", target=target)
        SearchOutbox.objects.create(article_id=story.pk)

    def group(self) -> None:
        story, other = self.story(), self.story()
        if story.cluster_id:
            near_duplicates.ungroup(story, user=None)
        elif story.pk != other.pk:
            near_duplicates.group(story, other, user=None)

    def rename_outlet(self) -> None:
        outlet = self.random.choice(self.outlets)
        outlet.note = f"Note {self.random.randrange(5)}"
        records.save_outlet(outlet, user=None, changed=["note"])


def public_addresses() -> list[str]:
    """The addresses of all stories, entities and lists."""
    entities = [entity.get_absolute_url() for entity in Entity.objects.public()]
    return [
        *("/", "/stories/", "/stories/?sort=oldest", "/people/", "/places/", "/about/"),
        *("/corrections/", "/corrections/feed/"),
        *(f"/{name}/?format={form}" for name in ("stories", "people", "places") for form in ("json", "atom")),
        *(story.get_absolute_url() for story in Article.objects.published()),
        *(f"/stories/{story.pk}/versions/" for story in Article.objects.published()),
        *entities,
        *(f"{address}?sort=oldest" for address in entities),
    ]


def pages_at(addresses: list[str], client: Client, **headers: str) -> dict[str, str]:
    return {address: client.get(address, headers=headers).content.decode() for address in addresses}


def published(article: Article) -> Article:
    return statuses.publish(article, user=None)
