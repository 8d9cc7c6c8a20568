from __future__ import annotations

import dataclasses

import pytest
from django.core.management import CommandError

from articles.management.commands.run_site import Command

GOOD = "correct horse battery"


@pytest.fixture
def check(settings, capsys):
    def run(password, *, production):
        settings.ENV = dataclasses.replace(settings.ENV, editor_password=password, production=production)
        Command().check_editor_password()
        return capsys.readouterr().err

    return run


@pytest.mark.parametrize("password", ["1", "short", "password123", "editor1234", "qwertyuiop"])
def test_a_weak_password_is_refused_in_production_and_mentioned_elsewhere(check, password):
    with pytest.raises(CommandError, match=r"^PRODUCTION is on, and EDITOR_PASSWORD is too weak\. .*password"):
        check(password, production=True)
    assert "EDITOR_PASSWORD is weak and would be refused in production." in check(password, production=False)


@pytest.mark.parametrize("password", [GOOD, ""], ids=["good", "none given"])
@pytest.mark.parametrize("production", [True, False])
def test_a_good_password_or_none_is_taken_without_a_word(check, password, production):
    assert check(password, production=production) == ""


def test_all_reasons_are_named_at_once_and_the_password_is_not(check):
    with pytest.raises(CommandError) as refused:
        check("12345", production=True)
    assert "too short" in str(refused.value)
    assert "too common" in str(refused.value)
    assert "12345" not in str(refused.value)
