"""The audit log: registered actions, complete columns before and after, sentences for readers of the log."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from articles.desk import actions, audit, merging, records, review
from articles.desk.action_sentences import sentence_of
from articles.models import LoggedAction, Mention, OtherName, Person, Quotation
from tests import builders

pytestmark = pytest.mark.django_db
ARTICLES = Path(__file__).parents[2] / "articles"


def suggest(article, text, block=0):
    start = article.text_of(block).index(text)
    return Mention.objects.create(
        article=article, block=block, start=start, end=start + len(text), text=text, name=text, kind="person",
        resolution="none",
    )  # fmt: skip


def strings_in_code():
    """Every string constant of the product, except in the registry and the migrations."""
    for path in ARTICLES.rglob("*.py"):
        if "migrations" in path.parts or path == ARTICLES / "desk" / "actions.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_registered_action_is_written_somewhere_unless_it_is_retired():
    known, used = actions.registered(), set(strings_in_code())
    assert {key for key, action in known.items() if not action.is_retired} - used == set()


def test_every_call_of_log_names_a_registered_action():
    keys = set()
    for path in ARTICLES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_log = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "log"
            if is_log and node.args and isinstance(node.args[0], ast.Constant):
                keys.add(node.args[0].value)
    assert keys
    assert {key for key in keys if key not in actions.registered()} == set()


def test_the_log_refuses_an_action_that_is_not_registered():
    with pytest.raises(ValueError, match=r"article\.sing is not registered"):
        audit.log("article.sing", "a song", user=None)


def test_the_log_refuses_an_action_of_earlier_versions():
    with pytest.raises(ValueError, match="is retired"):
        audit.log("record.saved", "a record", user=None)


def test_the_log_refuses_an_entry_without_the_records_that_its_action_refers_to():
    with pytest.raises(ValueError, match="refers to"):
        audit.log("article.publish", "a story", user=None)


def test_an_entry_holds_every_column_that_changed_and_no_other(editor):
    person = builders.a_person("Jane Doe")
    person.name, person.summary = "Jane Roe", "A minister."
    records.save_entity(person, user=editor, changed=["name", "summary"])
    entry = LoggedAction.objects.get(action="entity.rename")
    assert entry.before == {"name": "Jane Doe", "sort_name": "Doe, Jane", "summary": ""}
    assert entry.after == {"name": "Jane Roe", "sort_name": "Roe, Jane", "summary": "A minister."}
    added = OtherName.objects.get(name="Jane Doe")
    assert [(row["kind"], row["id"], row["before"]) for row in entry.related] == [("othername", added.pk, None)]


def test_the_entry_of_a_name_holds_the_mentions_and_the_facts_that_followed(editor):
    article = builders.an_article("News", "Jane Orsey spoke. “We won,” Orsey said.")
    mention = suggest(article, "Jane Orsey")
    quotation = Quotation.objects.create(
        article=article, block=0, start=19, end=25, text="We won", speaker_name="Jane Orsey"
    )
    review.accept_name(article, "person", "Jane Orsey", user=editor)
    entry = LoggedAction.objects.get(action="name.accept")
    rows = {(row["kind"], row["id"]): row for row in entry.related}
    person = Person.objects.get()
    assert rows["mention", mention.pk]["before"]["status"] == "proposed"
    assert rows["mention", mention.pk]["after"]["entity"] == person.pk
    assert rows["quotation", quotation.pk]["before"] == {"speaker": None}
    assert rows["quotation", quotation.pk]["after"] == {"speaker": person.pk}


def test_a_record_created_by_accepting_a_name_is_logged(editor):
    article = builders.an_article("News", "Jane Orsey spoke.")
    suggest(article, "Jane Orsey")
    review.accept_name(article, "person", "Jane Orsey", user=editor)
    entry = LoggedAction.objects.get(action="entity.add")
    assert (entry.entity.name, entry.article, entry.after["name"]) == ("Jane Orsey", article, "Jane Orsey")


def test_the_log_of_an_edit_keeps_the_decisions_on_lost_facts(editor):
    article = builders.an_article("News from Brenwick", "Nothing else.")
    mention = builders.mention(article, builders.a_place("Brenwick"))
    review.edit_fields(article, user=editor, version=article.version, fields={"headline": "News"})
    (row,) = LoggedAction.objects.get(action="article.edit").related
    assert (row["kind"], row["id"]) == ("mention", mention.pk)
    assert (row["before"]["status"], row["before"]["start"], row["before"]["end"]) == ("accepted", 10, 18)
    assert (row["after"]["status"], Mention.objects.get().status) == ("proposed", "proposed")


def test_the_log_of_a_merge_keeps_the_merged_record(editor):
    kept, gone = builders.a_person("Jane Doe"), builders.a_person("J. Doe", "Janie", family_name="Doe")
    gone_pk = gone.pk
    merging.merge(kept, gone, user=editor)
    entry = LoggedAction.objects.get(action="entity.merge")
    row = next(row for row in entry.related if (row["kind"], row["id"]) == ("person", gone_pk))
    assert (row["before"]["name"], row["before"]["family_name"], row["after"]) == ("J. Doe", "Doe", None)
    assert sentence_of(entry) == "merged “J. Doe” into “Jane Doe”"


def test_each_other_name_that_is_saved_is_an_entry(editor):
    person = builders.a_person("Jane Doe", "Janie", "Jay")
    first, second = person.other_names.order_by("name")
    first.language = "en"
    records.save_names(person, saved=[first, OtherName(name="J. D.")], deleted=[second], user=editor)
    entries = LoggedAction.objects.filter(entity=person.pk)
    said = {entry.action: sentence_of(entry) for entry in entries}
    assert said == {
        "other_name.add": "added the other name “J. D.” of “Jane Doe”",
        "other_name.change": "changed the other name “Janie” of “Jane Doe”",
        "other_name.remove": "removed the other name “Jay” of “Jane Doe”",
    }


def test_the_sentence_of_an_edit_names_the_fields_and_the_number_of_lost_facts(editor):
    article = builders.an_article("News from Brenwick", "Nothing else.")
    builders.mention(article, builders.a_place("Brenwick"))
    article = review.edit_fields(
        article, user=editor, version=article.version, fields={"headline": "News", "byline": "By Jane Doe"}
    )
    entry = LoggedAction.objects.get(action="article.edit")
    said = sentence_of(entry, on=article)
    assert said == "edited this story: headline, byline (1 fact lost)"


def test_an_entry_of_an_earlier_version_is_shown_with_its_own_text():
    entry = LoggedAction.objects.create(action="legacy", verb="sang", what="a song")
    assert sentence_of(entry) == "sang “a song”"


def test_the_log_shows_values_before_and_after(admin_client, editor):
    person = builders.a_person("Jane Doe")
    person.summary = "A minister."
    records.save_entity(person, user=editor, changed=["summary"])
    entry = LoggedAction.objects.get(entity=person)
    page = admin_client.get(f"/admin/articles/loggedaction/{entry.pk}/change/").content.decode()
    assert "Changed “Jane Doe”: summary" in page
    assert "<td>A minister.</td>" in page
    listed = admin_client.get("/admin/articles/loggedaction/?action=entity.change").content.decode()
    assert "Changed “Jane Doe”: summary" in listed
