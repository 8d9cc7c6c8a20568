from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings

from newsroom.backup.errors import BackupError


def migrate(environment: dict[str, str]) -> None:
    """Run in a separate process, so that migrations that use the default database use the restored one."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity=0", "--no-input"]
    environment = {**os.environ, **environment}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise BackupError(
            f"The backup could not be brought up to this version: {words[-1] if words else 'no reason given'}"
        )
