"""Check the deployment and say what to correct."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from articles.wording.counts import counted
from newsroom.health.check_results import Level
from newsroom.health.doctor import examine

_MARKS = {Level.OK: "ok      ", Level.WARNING: "WARNING ", Level.PROBLEM: "PROBLEM "}


class Command(BaseCommand):
    help = "Check the deployment and say what to correct. The exit status is 1 if there is a problem. Changes nothing."
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        findings = []
        for finding in examine():
            findings.append(finding)
            if not options["json"]:
                self.stdout.write(f"{_MARKS[finding.level]} {finding.subject}: {finding.sentence}")
        problems = sum(finding.level == Level.PROBLEM for finding in findings)
        warnings = sum(finding.level == Level.WARNING for finding in findings)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=1))
        else:
            self.stdout.write(
                f"\n{counted(problems, 'problem', 'problems')}, {counted(warnings, 'warning', 'warnings')}."
            )
        if problems:
            sys.exit(1)
