"""Login attempts, kept as long as they count toward a limit."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class LoginAttempt(models.Model):
    """A password attempt for one user name from one client; counts as failed until it succeeds."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    name = models.CharField(max_length=150, help_text="As it was tried, in lower case")
    network = models.GenericIPAddressField(help_text="The IPv4 address, or the /64 network of the IPv6 address")
    succeeded = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name", "at"], name="attempts_by_name"),
            models.Index(fields=["network", "at"], name="attempts_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.name} from {self.network}"
