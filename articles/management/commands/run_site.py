"""The command behind `make run`: prepare the site if needed, then run web, worker and indexer until Ctrl-C.

With `--role` a machine runs only a part of a site that uses PostgreSQL (docs/scaling.md).
"""

from __future__ import annotations

import hashlib
import secrets
import socket
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

from articles.desk.groups import create_groups
from articles.management.commands.load_sample import SAMPLE_NOTE
from articles.management.prepared import pending_migrations
from articles.models import Article, ImportBatch
from newsroom import supervisor
from newsroom.processes import Process, run_to_end
from newsroom.site_lock import InUseError, the_only_site

EDITOR_NAME = "editor"
ALL, WEB, WORKER = "all", "web", "worker"
_PROCESSES = {ALL: ("web", "worker", "indexer"), WEB: ("web", "indexer"), WORKER: ("worker",)}


class Command(BaseCommand):
    help = "Prepare the site and run it, or the part of it that belongs on this machine, until Ctrl-C."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-sample", action="store_true", help="do not load the sample coverage")
        parser.add_argument("--prepare-only", action="store_true", help="prepare everything, then stop")
        parser.add_argument(
            "--role",
            choices=tuple(_PROCESSES),
            default=ALL,
            help="what this machine runs: all (the default); web, with an indexer of its own; or worker",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        self.check_editor_password()
        role, sample = options["role"], settings.ENV.load_sample and not options["no_sample"]
        if role != ALL:
            refuse_role(role)
        if options["prepare_only"]:
            self.prepare(sample=sample, role=role)
            return
        environment = settings.ENV
        with ExitStack() as stack:
            try:
                lock = stack.enter_context(the_only_site(environment.data_dir))
            except InUseError as error:
                raise CommandError(str(error)) from None
            if role != WORKER:
                refuse_busy_port(environment.port)
            if role != ALL or is_prepared():
                self.prepare(sample=sample, role=role)
            else:
                prepare_in_child(sample=sample)
            supervisor.become(site_plan(environment.port, environment.web_workers, role), [lock])

    def prepare(self, *, sample: bool, role: str = ALL) -> None:
        if role == WORKER:
            return
        if role == WEB:
            call_command("build_assets")
            self.collect_static()
            return
        if pending_migrations():
            self.stdout.write("Updating the database …")
            call_command("migrate", verbosity=0)
        call_command("build_assets")
        self.collect_static()
        if "pages" in settings.CACHES:
            call_command("createcachetable", verbosity=0)  # does nothing for a cache elsewhere
        call_command("load_reference_data")
        call_command("backfill_fingerprints")
        create_groups()
        if sample and wants_sample():
            call_command("load_sample")
        self.create_editor()

    def collect_static(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".stamp"
        state = static_state()
        if stamp.exists() and stamp.read_text() == state:
            return
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(state)

    def check_editor_password(self) -> None:
        """Refuse a weak EDITOR_PASSWORD in production; otherwise only warn about it."""
        password = settings.ENV.editor_password
        if not password:
            return
        try:
            validate_password(password, get_user_model()(username=EDITOR_NAME))
        except ValidationError as error:
            reasons = " ".join(error.messages)
            if settings.ENV.production:
                raise CommandError(f"PRODUCTION is on, and EDITOR_PASSWORD is too weak. {reasons}") from error
            self.stderr.write(f"EDITOR_PASSWORD is weak and would be refused in production. {reasons}")

    def create_editor(self) -> None:
        """Create the first account. Its password is printed once, unless EDITOR_PASSWORD provides it."""
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        password = settings.ENV.editor_password or secrets.token_urlsafe(12)
        user, _ = users.get_or_create(username=EDITOR_NAME)
        user.is_staff = user.is_superuser = user.is_active = True
        user.set_password(password)
        user.save()
        if not settings.ENV.editor_password:
            self.stdout.write(f"\n  Editor account: {EDITOR_NAME}   password: {password}   (shown only this once)")


def refuse_role(role: str) -> None:
    """Refuse to run a part of a site that several machines cannot share, or that no machine has prepared."""
    if connection.vendor == "sqlite":
        raise CommandError(
            f"--role {role} needs PostgreSQL (DATABASE_URL): only one machine can use an SQLite database."
        )
    if settings.ENV.has_generated_key:
        raise CommandError(f"--role {role} needs SECRET_KEY, with the same value on every machine of the site.")
    if not is_prepared():
        raise CommandError(
            "The database is new or of another version. Run `manage.py run_site --prepare-only` on one machine first."
        )


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use or not allowed ({error.strerror}). Try another: make run PORT={port + 1}"
            ) from error


def is_prepared() -> bool:
    """Whether an earlier start completed (the editor account exists) and there are no pending migrations."""
    return not pending_migrations() and get_user_model().objects.filter(is_superuser=True).exists()


def prepare_in_child(*, sample: bool) -> None:
    """Prepare in a child process: the gazetteer and language model need hundreds of megabytes, freed when it ends."""
    options = ["--prepare-only", *([] if sample else ["--no-sample"])]
    if run_to_end(Process("preparation", [*manage("run_site"), *options])):
        raise CommandError("The site could not be prepared; see the messages above.")


def wants_sample() -> bool:
    """Whether the site is empty or has a sample batch: loading continues an interrupted batch and is quick otherwise."""
    return not Article.objects.exists() or ImportBatch.objects.filter(note=SAMPLE_NOTE).exists()


def static_state() -> str:
    """A digest that changes with any static file; cheaper than running collectstatic."""
    digest = hashlib.blake2b(digest_size=16)
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                found = path.stat()
                digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def manage(command: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), command]


def site_plan(port: int, web_workers: int, role: str = ALL) -> supervisor.Plan:
    commands = {
        "web": [sys.executable, "-m", "newsroom.web", "--port", str(port), "--workers", str(web_workers)],
        "worker": manage("run_worker"),
        "indexer": manage("run_indexer"),
    }
    host = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    return supervisor.Plan(
        commands={name: commands[name] for name in _PROCESSES[role]},
        port=None if role == WORKER else port,
        host=host,
        site_name=settings.SITE_NAME,
    )
