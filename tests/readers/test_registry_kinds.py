"""Every kind of file is named wherever files are offered: on the import page, in messages and on the command line."""

from __future__ import annotations

import pytest

from articles.admin.import_forms import FileForm
from articles.readers import registry

FILES = [kind for kind in registry.KINDS if kind.label]


@pytest.mark.parametrize("kind", FILES, ids=lambda kind: kind.name)
def test_a_kind_is_offered_by_the_file_picker(kind):
    accepted = FileForm.base_fields["file"].widget.attrs["accept"].split(",")
    assert kind.extensions
    assert set(kind.extensions) <= set(accepted)
    assert set(kind.content_types) <= set(accepted)


@pytest.mark.parametrize("kind", FILES, ids=lambda kind: kind.name)
def test_a_kind_is_named_on_the_import_page_and_in_refusals(kind):
    assert kind.label.lower() in FileForm.explanation.lower()
    assert kind.label in registry.accepted()


def test_kinds_that_only_readers_make_are_not_offered():
    assert {"record", "summary"}.isdisjoint(registry.file_kinds())
