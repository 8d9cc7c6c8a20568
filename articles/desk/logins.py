"""Limits on password attempts, and the log of logins, failures, lockouts and logouts.

Three limits apply at once. Five wrong passwords for one name from one client lock that pair. Many from one client, for
any names, lock the client. Many for one name, from any client, lock the name for clients that it has never logged in
from, so that nobody can lock out an editor at the editor's usual place of work.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from articles.desk.audit import log
from articles.desk.client_address import client_network
from articles.models import LoginAttempt

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

_log = logging.getLogger(__name__)

MAX_FAILURES, MAX_FAILURES_OF_CLIENT, MAX_FAILURES_OF_NAME = 5, 30, 50
# Failures count for this long, so a lock expires at most this long after the last one.
COOL_OFF = timedelta(minutes=15)
# A client counts as known for a name for this long after a successful login.
KNOWN_FOR = timedelta(days=90)
_MAX_NAME = 150


class LockedOutError(Exception):
    """Too many wrong passwords: no password is checked before `until`."""

    def __init__(self, until: datetime) -> None:
        minutes = max(1, -(-(until - timezone.now()).total_seconds() // 60))
        wait = "a minute" if minutes == 1 else f"{minutes:.0f} minutes"
        super().__init__(f"Too many failed logins. Try again in {wait}, or ask an administrator to lift the lock.")
        self.until = until


@dataclass(frozen=True, slots=True)
class Credentials:
    """The user name and address of a login attempt."""

    name: str
    address: str

    @property
    def key(self) -> str:
        return self.name.strip().casefold()[:_MAX_NAME]

    @property
    def network(self) -> str:
        return client_network(self.address)


def begin_attempt(who: Credentials) -> LoginAttempt:
    """Count an attempt before its password is checked, so that parallel attempts count, too. Raises LockedOutError."""
    attempt = LoginAttempt.objects.create(name=who.key, network=who.network)
    until = locked_until(who, LoginAttempt.objects.exclude(pk=attempt.pk))
    if until is None:
        return attempt
    attempt.delete()  # attempts that were not checked do not extend the lock
    raise LockedOutError(until)


def locked_until(who: Credentials, attempts: QuerySet[LoginAttempt] | None = None) -> datetime | None:
    """When the next attempt will be checked; None if immediately."""
    attempts = LoginAttempt.objects.all() if attempts is None else attempts
    recent = attempts.filter(succeeded=False, at__gt=timezone.now() - COOL_OFF)
    successes = attempts.filter(succeeded=True, name=who.key, network=who.network)
    last = successes.order_by("-at").values_list("at", flat=True).first()
    of_pair = recent.filter(name=who.key, network=who.network)
    locks = [
        _end_of_lock(of_pair.filter(at__gt=last) if last else of_pair, MAX_FAILURES),
        _end_of_lock(recent.filter(network=who.network), MAX_FAILURES_OF_CLIENT),
    ]
    if last is None or last < timezone.now() - KNOWN_FOR:
        locks.append(_end_of_lock(recent.filter(name=who.key), MAX_FAILURES_OF_NAME))
    return max(filter(None, locks), default=None)


def record_failure(who: Credentials) -> None:
    tried = " ".join(who.name.split())[:_MAX_NAME]
    log("user.login_failed", tried, user=None, source=who.address)
    _log.warning("Failed login as %r from %s", tried, who.address)
    if locked_until(who) is not None:
        log("user.lock_out", tried, user=None, source=who.address)
        _log.warning("Locked out: %r from %s", tried, who.address)
    _forget_old_attempts()


def record_success(attempt: LoginAttempt, user: User, address: str) -> None:
    attempt.succeeded = True
    attempt.save(update_fields=["succeeded"])
    log("user.login", user.get_username(), user=user, account=user, source=address)


def record_logout(user: User, address: str) -> None:
    log("user.logout", user.get_username(), user=user, account=user, source=address)


def lift_locks(name: str = "", address: str = "") -> int:
    """Delete the failed attempts for this name, from this client, or all of them. Returns their number."""
    attempts = LoginAttempt.objects.filter(succeeded=False)
    if name:
        attempts = attempts.filter(name=Credentials(name, address).key)
    if address:
        attempts = attempts.filter(network=client_network(address))
    count, _ = attempts.delete()
    log("user.lift_locks", name or address or "everybody", user=None, source="command line")
    return count


def _end_of_lock(failures: QuerySet[LoginAttempt], limit: int) -> datetime | None:
    """When the oldest of the `limit` newest failures expires; None if there are fewer."""
    oldest = failures.order_by("-at").values_list("at", flat=True)[limit - 1 : limit].first()
    return None if oldest is None else oldest + COOL_OFF


def _forget_old_attempts() -> None:
    now = timezone.now()
    old = Q(succeeded=False, at__lt=now - COOL_OFF) | Q(at__lt=now - KNOWN_FOR)
    LoginAttempt.objects.filter(old).delete()
