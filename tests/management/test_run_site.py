from __future__ import annotations

import pytest

from articles.management.commands import run_site


@pytest.mark.parametrize(("sample", "options"), [(True, []), (False, ["--no-sample"])])
def test_the_first_start_is_prepared_in_a_separate_process(monkeypatch, sample, options):
    ran = []
    monkeypatch.setattr(run_site, "run_to_end", lambda process: ran.append(process.command[2:]) or 0)
    run_site.prepare_in_child(sample=sample)
    assert ran == [["run_site", "--prepare-only", *options]]


def test_a_preparation_that_fails_stops_the_start_with_a_sentence(monkeypatch):
    monkeypatch.setattr(run_site, "run_to_end", lambda _process: 1)
    with pytest.raises(run_site.CommandError, match="could not be prepared"):
        run_site.prepare_in_child(sample=True)


@pytest.mark.django_db
def test_a_site_with_an_editor_account_is_prepared(admin_user):
    assert run_site.is_prepared()
    admin_user.delete()
    assert not run_site.is_prepared()
