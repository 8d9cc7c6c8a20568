"""How often one account may start imports."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from articles.models import ImportBatch

if TYPE_CHECKING:
    from django.contrib.auth.models import User

_WINDOW = timedelta(minutes=1)


def seconds_to_wait(user: User) -> int:
    """0 if the account may start an import now. An upload of several files is one batch, and counts once."""
    # The newest batches of the account, by its index; a condition on the time would read all of them.
    newest = ImportBatch.objects.filter(created_by=user).order_by("-pk").values_list("created", flat=True)
    oldest = newest[settings.IMPORT_RATE - 1 : settings.IMPORT_RATE].first()
    left = oldest + _WINDOW - timezone.now() if oldest is not None else timedelta(0)
    return max(0, -(-left // timedelta(seconds=1)))
