"""All checks of a deployment. One that cannot be made is a problem itself, and the others are still made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError

from newsroom.health import check_processes, check_settings, check_storage
from newsroom.health.check_results import problem
from newsroom.storage_errors import storage_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsroom.health.check_results import Finding

_WITHOUT_DATABASE: tuple[Callable[[], Iterator[Finding]], ...] = (
    check_settings.check_mode,
    check_settings.check_tls,
    check_settings.check_secret_key,
    check_settings.check_environment_file,
    check_settings.check_python,
    check_settings.check_user,
    check_settings.check_open_files,
    check_storage.check_disk,
    check_storage.check_data_folder,
    check_storage.check_built_files,
    check_storage.check_backups,
)
_DATABASE: tuple[Callable[[], Iterator[Finding]], ...] = (check_storage.check_database, check_storage.check_migrations)
# These read tables, which have to be there.
_WITH_DATABASE: tuple[Callable[[], Iterator[Finding]], ...] = (
    check_storage.check_other_servers,
    check_storage.check_clock,
    check_storage.check_index,
    check_processes.check_processes,
    check_processes.check_queue,
    check_settings.check_accounts,
    check_settings.check_sample,
)


def examine() -> Iterator[Finding]:
    """Every finding, in the order of the checks."""
    yield from _made(_WITHOUT_DATABASE)
    found = list(_made(_DATABASE))
    yield from found
    if all(finding.level != "problem" for finding in found):
        yield from _made(_WITH_DATABASE)


def _made(checks: tuple[Callable[[], Iterator[Finding]], ...]) -> Iterator[Finding]:
    for check in checks:
        subject = check.__name__.removeprefix("check_").replace("_", " ").capitalize()
        try:
            yield from check()
        except DatabaseError as error:
            reason = storage_problem(error) or str(error).strip().splitlines()[0]
            yield problem(subject, f"The database does not answer: {reason}")
        except OSError as error:
            yield problem(subject, f"This could not be checked: {storage_problem(error) or error}")
