"""When the processes of the site last said that they run."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

# How often a process writes that it runs, and after which time it counts as stopped: a few were missed.
BEAT_SECONDS = 30.0
STOPPED_AFTER = timedelta(minutes=3)
_KEEP = timedelta(days=1)


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def beat(self, process: str) -> None:
        """Say that this process runs. Rows of processes that ended long ago are deleted."""
        now = timezone.now()
        row = Heartbeat(process=process, host=os.uname().nodename[:100], pid=os.getpid(), seen=now)
        self.bulk_create([row], update_conflicts=True, unique_fields=["process", "host", "pid"], update_fields=["seen"])
        self.filter(seen__lt=now - _KEEP).delete()

    def last_seen(self) -> dict[str, datetime]:
        """The newest heartbeat of each kind of process, on any machine."""
        return dict(self.order_by().values_list("process").annotate(models.Max("seen")))


class Heartbeat(models.Model):
    """`process` is "worker" or "indexer"; there may be several, on several machines."""

    process = models.CharField(max_length=20)
    host = models.CharField(max_length=100)
    pid = models.PositiveBigIntegerField()
    seen = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process", "host", "pid"], name="unique_heartbeat_per_process"),
        ]

    def __str__(self) -> str:
        return f"{self.process} {self.pid} on {self.host}"
