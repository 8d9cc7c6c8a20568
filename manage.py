#!/usr/bin/env python3
"""The command line of the project: `./manage.py help`."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

VENV_PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def use_environment() -> None:
    """Run again with the Python of .venv/ if this one has no Django, so that nobody has to activate an environment."""
    if find_spec("django") is not None:
        return
    if not VENV_PYTHON.exists() or Path(sys.prefix) == VENV_PYTHON.parents[1]:
        sys.exit("The dependencies of the site are not installed. Run `make run` or `make install` first.")
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])  # noqa: S606  # the arguments of this program


def main() -> None:
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  # Django may not be there
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    from newsroom.storage_errors import storage_problem  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a setting is wrong: its sentence says which
        sys.exit(f"{error}")
    except Exception as error:
        problem = storage_problem(error)
        if problem is None:
            raise
        sys.exit(problem.sentence)


if __name__ == "__main__":
    use_environment()
    main()
