from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from articles.models import Person, RecordImport
from tests import builders

pytestmark = pytest.mark.django_db


def test_an_exported_file_is_imported_without_a_change(tmp_path, capsys):
    builders.a_person("Ada Orsey", "A. Orsey")
    call_command("export_records", "person", tmp_path / "people.csv")
    call_command("import_records", "person", tmp_path / "people.csv")
    assert "0 new, 0 changed, 1 unchanged, 0 refused." in capsys.readouterr().out


def test_a_dry_run_says_what_would_change_and_saves_nothing(tmp_path, capsys):
    file = tmp_path / "people.csv"
    file.write_text("name,summary,shoe\nAda Orsey,A minister.,38\n", encoding="utf-8")
    call_command("import_records", "person", file, "--dry-run")
    said = capsys.readouterr().out
    assert "left out: shoe." in said
    assert "summary: '' -> 'A minister.'" in said
    assert not Person.objects.exists()
    call_command("import_records", "person", file)
    assert Person.objects.get().summary == "A minister."
    assert not RecordImport.objects.exists()


def test_a_file_that_is_missing_or_no_table_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_records", "person", tmp_path / "none.csv")
    (tmp_path / "prose.csv").write_text("shoe,hat\n38,7\n", encoding="utf-8")
    with pytest.raises(CommandError, match="No column"):
        call_command("import_records", "person", tmp_path / "prose.csv")
