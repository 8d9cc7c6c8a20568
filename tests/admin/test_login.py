"""Logging in to the desk: guessing is slow, lockouts expire, and every attempt is logged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone

from articles.desk import logins
from articles.models import LoggedAction, LoginAttempt

pytestmark = pytest.mark.django_db
PASSWORD, WRONG = "a long enough password", "not the password at all"
HERE, THERE = "198.51.100.1", "203.0.113.9"


@pytest.fixture(autouse=True)
def editor():
    return User.objects.create_user("editor", password=PASSWORD, is_staff=True)


def log_in(password=PASSWORD, name="editor", address=HERE, **headers):
    fields = {"username": name, "password": password}
    return Client(REMOTE_ADDR=address).post("/admin/login/?next=/admin/", fields, headers=headers)


def fail(times, **how):
    return [log_in(WRONG, **how).status_code for _ in range(times)]


def pass_time(much):
    LoginAttempt.objects.update(at=F("at") - much)


def logged():
    return list(
        LoggedAction.objects.filter(action__startswith="user.").order_by("pk").values_list("action", "what", "source")
    )


def test_the_right_password_opens_the_desk():
    answer = log_in()
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_a_login_without_a_safe_way_on_leads_to_the_desk():
    answer = Client().post("/admin/login/?next=//evil.example/", {"username": "editor", "password": PASSWORD})
    assert answer["Location"] == "/admin/"


def test_four_mistakes_do_no_harm():
    assert fail(4) == [200] * 4
    assert log_in().status_code == 302


def test_after_five_mistakes_even_the_right_password_does_not_get_in():
    assert fail(5) == [200] * 5
    answer = log_in()
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 900
    assert "Too many failed logins. Try again in 15 minutes" in answer.content.decode()
    assert "_auth_user_id" not in answer.client.session


def test_thirty_guesses_and_then_the_right_one_do_not_get_in():
    assert fail(30) == [200] * 5 + [429] * 25
    assert log_in().status_code == 429


def test_the_lock_ends_by_itself_and_is_not_made_longer_by_trying():
    fail(5)
    pass_time(logins.COOL_OFF - timedelta(minutes=1))
    assert log_in().status_code == 429
    pass_time(timedelta(minutes=1))
    assert log_in().status_code == 302


def test_mistakes_before_a_success_are_forgiven():
    fail(4)
    log_in()
    fail(4)
    assert log_in().status_code == 302


@pytest.mark.parametrize("name", ["Editor", "EDITOR", " editor", "ｅｄｉｔｏｒ"], ids=["E", "EDITOR", "space", "wide"])
def test_another_spelling_of_the_name_is_the_same_name(name):
    fail(5, name=name)
    assert log_in().status_code == 429


def test_unknown_names_are_limited_and_answered_like_known_ones():
    assert fail(6, name="nobody") == fail(6) == [200] * 5 + [429]
    assert log_in(name="nobody").content.count(b"Too many failed logins") == 1


def test_a_lock_holds_for_the_pair_of_name_and_address():
    fail(5, address=THERE)
    assert log_in(address=HERE).status_code == 302
    User.objects.create_user("colleague", password=PASSWORD, is_staff=True)
    assert log_in(name="colleague", address=THERE).status_code == 302


def test_one_address_cannot_go_through_many_names():
    statuses = [log_in(WRONG, name=f"name{number}").status_code for number in range(31)]
    assert statuses == [200] * 30 + [429]
    assert log_in(name="somebody").status_code == 429
    assert log_in(address=THERE).status_code == 302


def test_one_network_of_ipv6_is_one_client():
    for number in range(5):
        log_in(WRONG, address=f"2001:db8:1:2::{number:x}")
    assert log_in(address="2001:db8:1:2:ffff::1").status_code == 429
    assert log_in(address="2001:db8:1:3::1").status_code == 302


def test_many_addresses_cannot_guess_one_password_without_end():
    statuses = [log_in(WRONG, address=f"192.0.2.{number}").status_code for number in range(51)]
    assert statuses == [200] * 50 + [429]
    assert log_in(address=THERE).status_code == 429


def test_nobody_can_lock_an_editor_out_of_a_place_where_the_editor_works():
    log_in(address=HERE)
    fail(1, address=THERE)
    for number in range(60):
        log_in(WRONG, address=f"192.0.2.{number}")
    assert log_in(address=THERE).status_code == 429
    assert log_in(address=HERE).status_code == 302
    fail(5, address=HERE)
    assert log_in(address=HERE).status_code == 429  # a known client is limited, too


def test_behind_a_proxy_the_client_is_who_the_proxy_says(settings):
    settings.BEHIND_PROXY = True
    fail(5, address="127.0.0.1", **{"X-Forwarded-For": f"10.0.0.1, {THERE}"})
    # Entries before the proxy's were sent by the client, so they have no effect.
    assert log_in(address="127.0.0.1", **{"X-Forwarded-For": f"8.8.8.8, {THERE}"}).status_code == 429
    assert log_in(address="127.0.0.1", **{"X-Forwarded-For": HERE}).status_code == 302


def test_without_a_proxy_nobody_can_say_who_they_are():
    for number in range(5):
        log_in(WRONG, **{"X-Forwarded-For": f"192.0.2.{number}"})
    assert log_in(**{"X-Forwarded-For": "192.0.2.77"}).status_code == 429


@pytest.mark.parametrize("forwarded", ["", "unknown", "not an address", "1.2.3.4.5"])
def test_a_proxy_that_says_nothing_sensible_is_the_client(settings, forwarded):
    settings.BEHIND_PROXY = True
    fail(5, **{"X-Forwarded-For": forwarded})
    assert LoginAttempt.objects.filter(network=HERE).count() == 5


def test_the_log_records_user_address_and_outcome_of_an_attempt(editor):
    answer = log_in()
    answer.client.post("/admin/logout/", REMOTE_ADDR=HERE)
    log_in(WRONG, name="Nobody\r\nknown", address=THERE)
    assert logged() == [
        ("user.login", "editor", HERE),
        ("user.logout", "editor", HERE),
        ("user.login_failed", "Nobody known", THERE),
    ]
    assert list(
        LoggedAction.objects.filter(action__startswith="user.").order_by("pk").values_list("by", flat=True)
    ) == [editor.pk, editor.pk, None]


def test_a_lockout_is_logged_once_however_long_it_is_hammered():
    fail(20)
    assert [key for key, _what, _source in logged()] == ["user.login_failed"] * 5 + ["user.lock_out"]


def test_no_password_is_written_anywhere(caplog):
    log_in("my secret word")
    fail(6)
    log_in()
    written = str(list(LoggedAction.objects.values())) + str(list(LoginAttempt.objects.values())) + caplog.text
    for password in ("my secret word", WRONG, PASSWORD):
        assert password not in written


def test_failures_are_in_the_log_of_the_server_too(caplog):
    log_in(WRONG, name="a\nb", address=THERE)
    assert "Failed login as 'a b' from 203.0.113.9" in caplog.text


def test_an_account_that_may_not_use_the_desk_counts_as_a_failure():
    User.objects.create_user("reader", password=PASSWORD)
    assert log_in(name="reader").status_code == 200
    assert logged()[-1][0] == "user.login_failed"


def test_an_incomplete_form_is_no_attempt():
    assert Client().post("/admin/login/", {"username": "editor"}).status_code == 200
    assert not LoginAttempt.objects.exists()


def test_parallel_attempts_are_counted_before_their_passwords_are_checked():
    for _ in range(logins.MAX_FAILURES):
        logins.begin_attempt(logins.Credentials("editor", HERE))  # still being checked
    assert log_in().status_code == 429


def test_expired_attempts_are_deleted():
    log_in()
    fail(3)
    pass_time(logins.COOL_OFF + timedelta(seconds=1))
    fail(1)
    assert LoginAttempt.objects.filter(succeeded=False).count() == 1
    assert LoginAttempt.objects.filter(succeeded=True).count() == 1
    LoginAttempt.objects.update(at=timezone.now() - logins.KNOWN_FOR - timedelta(days=1))
    fail(1)
    assert LoginAttempt.objects.count() == 1


@pytest.mark.parametrize("options", [{}, {"name": "Editor"}, {"address": HERE}, {"name": "editor", "address": HERE}])
def test_an_operator_lifts_a_lock(options, capsys):
    fail(5)
    call_command("lift_login_locks", **options)
    assert "5 failed attempts cleared." in capsys.readouterr().out
    assert log_in().status_code == 302
    assert "user.lift_locks" in [key for key, _what, _source in logged()]


@pytest.mark.parametrize("options", [{"name": "nobody"}, {"address": THERE}, {"name": "editor", "address": THERE}])
def test_the_locks_of_others_stay(options):
    fail(5)
    call_command("lift_login_locks", **options)
    assert log_in().status_code == 429


def test_an_invalid_address_is_reported_to_the_operator():
    with pytest.raises(CommandError, match="nowhere is not an IP address"):
        call_command("lift_login_locks", address="nowhere")
