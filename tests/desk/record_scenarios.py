"""Scenarios for the actions on people, organizations and places."""

from __future__ import annotations

from articles.desk import (
    distinct_records,
    identifiers,
    merging,
    records,
    sourced_roles,
    splitting,
    undoing_merges,
)
from articles.models import (
    Identifier,
    Mention,
    Organization,
    OtherName,
)
from tests import builders
from tests.desk.scenarios import scenario


@scenario("entity.change")
def change_entity(editor):
    place = builders.a_place("Brenwick")
    place.latitude, place.summary = 12.5, "A town."
    yield
    records.save_entity(place, user=editor, changed=["latitude", "summary"])


@scenario("entity.rename")
def rename_entity(editor):
    person = builders.a_person("Jane Doe", "Jane Roe")
    person.name = "Jane Roe"
    yield
    records.save_entity(person, user=editor, changed=["name"])


def two_councils(editor):
    """Two records to merge, with a story that names them, and names that may be either."""
    kept = builders.an_organization("United Council", "UC")
    gone = builders.an_organization("Council, United", "UC", "The Council", summary="A council.")
    article = builders.an_article("News", "Council, United met. The Council spoke. UC left.")
    builders.mention(article, gone)
    for text in ("The Council", "UC"):
        start = article.text_of(0).index(text)
        mention = Mention.objects.create(
            article=article, block=0, start=start, end=start + len(text), text=text, name=text, kind="organization",
            resolution="several",
        )  # fmt: skip
        mention.candidates.set([kept, gone, builders.an_organization("Other")] if text == "UC" else [kept, gone])
    Identifier.objects.create(entity=gone, scheme="wikidata", identifier="Q1")
    builders.a_role(builders.a_person("Jane Doe"), "Chair", gone, end_date="2020")
    country = builders.a_country()
    type(gone).objects.filter(pk=gone.pk).update(country=country)
    for other in (kept, builders.an_organization("Council of Ports"), builders.an_organization("Council of Roads")):
        distinct_records.mark_distinct(gone, other, user=editor)
    distinct_records.mark_distinct(kept, other, user=editor)
    return kept, gone


@scenario("entity.merge")
def merge(editor):
    kept, gone = two_councils(editor)
    yield
    merging.merge(kept, gone, user=editor, taken=["country", "summary"])


@scenario("entity.mark_distinct")
def mark_records_distinct(editor):
    one, other = builders.a_person("Jane Doe"), builders.a_person("Jane Doe")
    yield
    distinct_records.mark_distinct(other, one, user=editor)


@scenario("entity.unmark_distinct")
def unmark_records_distinct(editor):
    one, other = builders.a_person("Jane Doe"), builders.a_person("Jane Doe")
    distinct_records.mark_distinct(one, other, user=editor)
    yield
    distinct_records.unmark_distinct(one, other, user=editor)


@scenario("entity.undo_merge", "entity.restore")
def undo_merge(editor):
    merged = merging.merge(*two_councils(editor), user=editor, taken=["country"])
    kept = Organization.objects.get(pk=merged.kept_id)
    since = builders.mention(builders.an_article("More", "United Council met."), kept)
    yield
    undoing_merges.undo_merge(merged, assigned=[f"articles.mention.entity:{since.pk}"], user=editor)


def a_split(editor, *, made_target):
    source, target = two_councils(editor)
    chosen = {
        "articles.mention.entity": list(Mention.objects.filter(entity=target.pk).values_list("pk", flat=True)),
        "articles.othername.entity": list(target.other_names.values_list("pk", flat=True)),
    }
    return target, source, chosen, {"made_target": made_target, "user": editor}


@scenario("entity.split", "entity.split_off")
def split(editor):
    source, target, chosen, options = a_split(editor, made_target=False)
    yield
    splitting.split(source, target, chosen, **options)


@scenario("entity.undo_split")
def undo_split(editor):
    source, _, chosen, options = a_split(editor, made_target=True)
    record = splitting.split(source, builders.an_organization("The Council"), chosen, **options)
    yield
    splitting.undo_split(record, user=editor)


@scenario("identifier.add", "identifier.remove")
def change_identifiers(editor):
    person = builders.a_person("Jane Doe")
    identifiers.save_identifiers(person, {"wikidata": ["Q1"], "viaf": ["113230702"]}, user=None)
    yield
    identifiers.save_identifiers(person, {"wikidata": ["Q2"], "viaf": []}, user=editor)


@scenario("other_name.add", "other_name.change", "other_name.remove")
def change_names(editor):
    person = builders.a_person("Jane Doe", "Janie", "Jay")
    first, second = person.other_names.order_by("name")
    first.language = "en"
    yield
    records.save_names(person, saved=[first, OtherName(name="J. D.")], deleted=[second], user=editor)


SOURCE = {
    "role": "Chair",
    "as_of": "2024-03",
    "source": "Register of councils",
    "source_url": "https://register.example/7",
}


@scenario("role.add")
def add_role(editor):
    person, council = builders.a_person("Jane Doe"), builders.an_organization("United Council")
    yield
    sourced_roles.add_role(person, {**SOURCE, "organization": council}, user=editor)


@scenario("role.change", "role.remove", "role.restore")
def change_roles(editor):
    person = builders.a_person("Jane Doe")
    chair = sourced_roles.add_role(person, SOURCE, user=editor)
    member = sourced_roles.add_role(person, {**SOURCE, "role": "Member"}, user=editor)
    sourced_roles.remove_role(member.pk, user=editor, reason="Wrong person")
    yield
    sourced_roles.change_role(chair.pk, {"end_date": "2024-05", "role": "Head"}, user=editor)
    sourced_roles.remove_role(chair.pk, user=editor, reason="Wrong person")
    sourced_roles.restore_role(member.pk, user=editor)
