"""Scenarios of the audit log in which one field gets its former value."""

from __future__ import annotations

from articles.desk import records, review, sourced_roles
from articles.desk.field_reverts import revert_field
from articles.models import LoggedAction, Pledge
from tests import builders
from tests.desk.scenarios import a_draft, scenario


def last():
    return LoggedAction.objects.order_by("-pk").first()


@scenario("article.revert")
def revert_story(editor):
    article = builders.an_article("News from Brenwick", "Brenwick is small.")
    builders.mention(article, builders.a_place("Brenwick"))
    review.edit_fields(article, user=editor, version=1, fields={"headline": "News", "section": "Towns"})
    yield
    revert_field(last(), "headline", user=editor)


@scenario("fact.revert")
def revert_fact(editor):
    a_draft()
    review.accept(Pledge.objects.get(), user=editor)
    review.change(Pledge.objects.get(), user=editor, item="paint")
    yield
    revert_field(last(), "item", user=editor)


@scenario("entity.revert")
def revert_entity(editor):
    person = builders.a_person("Tal Orsey")
    person.name = "Tal Orsy"
    records.save_entity(person, user=editor, changed=["name"])
    yield
    revert_field(last(), "name", user=editor)


@scenario("other_name.revert")
def revert_other_name(editor):
    person = builders.a_person("Tal Orsey", "T. Orsey")
    name = person.other_names.get()
    name.language = "en"
    records.save_names(person, saved=[name], deleted=[], user=editor)
    yield
    revert_field(last(), "language", user=editor)


@scenario("outlet.revert")
def revert_outlet(editor):
    outlet = builders.an_outlet("Coast Herald")
    outlet.note = "A note."
    records.save_outlet(outlet, user=editor, changed=["note"])
    yield
    revert_field(last(), "note", user=editor)


@scenario("role.revert")
def revert_role(editor):
    source = {"source": "Register of councils", "source_url": "https://register.example/7", "as_of": "2024-03"}
    role = sourced_roles.add_role(builders.a_person("Tal Orsey"), {"role": "Chair", **source}, user=editor)
    sourced_roles.change_role(role.pk, {"end_date": "2024-05"}, user=editor)
    yield
    revert_field(last(), "end_date", user=editor)
