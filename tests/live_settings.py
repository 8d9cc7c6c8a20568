"""The settings of the tests for a whole site that runs: with its queue, its worker and their child processes."""

from __future__ import annotations

from tests.settings import *  # noqa: F403

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
IMPORTS_IN_CHILD_PROCESS = True
