"""Every kind of file is named wherever files are offered: on the import page, in messages and on the command line."""

from __future__ import annotations

import pytest

from articles.admin.import_forms import FileForm
from articles.readers import registry
from articles.readers.file_kinds import FILE_KINDS, accepted, file_kinds
from articles.readers.part import Content
from articles.readers.story import UnreadableError

MADE = {"record", "summary"}
FILES = [kind for kind in registry.KINDS if kind.name not in MADE]
HOSTILE = {
    "nothing": b"",
    "spaces": b" \r\n\t" * 50,
    "control characters": bytes(range(32)) * 40,
    "every byte": bytes(range(256)) * 8,
    "broken UTF-8": b"Army \xff\xfe\xc3( enters \xed\xa0\x80\n\n" * 20,
    "half of UTF-16": "Army enters the town\n\n".encode("utf-16")[:-1],
    "deep brackets": b"[" * 5_000,
    "deep braces": b'{"items":' * 5_000,
    "deep tags": b"<a>" * 5_000,
    "an entity that grows": b'<!DOCTYPE a [<!ENTITY b "cccc">]><a>&b;&b;</a>',
    "a long line": b"a" * 200_000,
    "many short lines": b"a,b\n" * 5_000,
}


def test_every_kind_that_has_files_is_listed_for_people():
    assert {kind.name for kind in FILES} == {kind.name for kind in FILE_KINDS}


@pytest.mark.parametrize("kind", FILE_KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_offered_by_the_file_picker(kind):
    accepted = FileForm.base_fields["file"].widget.attrs["accept"].split(",")
    assert kind.extensions
    assert set(kind.extensions) <= set(accepted)
    assert set(kind.content_types) <= set(accepted)


@pytest.mark.parametrize("kind", FILE_KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_named_on_the_import_page_and_in_refusals(kind):
    assert kind.label.lower() in FileForm.explanation.lower()
    assert kind.label in accepted()


def test_kinds_that_only_readers_make_are_not_offered():
    assert MADE.isdisjoint(file_kinds())


def refusal_of(function, *given):
    """The sentence with which a reader refuses what it is given; "" if it reads it."""
    try:
        assert function(*given) is not None
    except UnreadableError as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", FILES, ids=lambda kind: kind.name)
def test_a_kind_that_is_stated_reads_hostile_bytes_or_refuses_them_in_a_sentence(kind, data):
    sentence = refusal_of(lambda: [registry.read_part(part) for part in registry.parts(Content(data), kind.name)])
    assert sentence.endswith("." if sentence else "")


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", FILES, ids=lambda kind: kind.name)
def test_the_functions_of_a_kind_survive_hostile_bytes_by_themselves(kind, data):
    """Bytes that the registry refuses in a file can still be a part of an archive or a feed."""
    for function in filter(None, (kind.unpack, kind.read)):
        sentence = refusal_of(function, Content(data))
        assert sentence.endswith("." if sentence else "")
