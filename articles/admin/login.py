"""Django's login with a limit on wrong passwords and a log entry for each attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.utils import timezone

from articles.desk import logins
from articles.desk.client_address import client_address

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http import HttpRequest


# Behind a Unix socket without a proxy header the address is unknown: all clients count as one.
_NO_ADDRESS = "0.0.0.0"  # noqa: S104  # nothing listens on it


class LoginForm(AdminAuthenticationForm):
    """`locked_for` is how long passwords are not checked, in seconds; 0 without a lock."""

    locked_for = 0

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password or self.request is None:
            return super().clean()
        who = logins.Credentials(name, address_of(self.request))
        try:
            attempt = logins.begin_attempt(who)
        except logins.LockedOutError as error:
            self.locked_for = max(1, int((error.until - timezone.now()).total_seconds()))
            raise forms.ValidationError(str(error), code="locked") from error
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            logins.record_failure(who)
            raise
        user: User = self.get_user()
        logins.record_success(attempt, user, who.address)
        return cleaned


def address_of(request: HttpRequest) -> str:
    meta = request.META
    return client_address(meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", "")) or _NO_ADDRESS
