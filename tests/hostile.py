"""An application for tests of a real worker: texts that make the reader loop, crash, take memory or wait.

Named in INSTALLED_APPS by `tests/hostile_settings.py`, it is there in every process of that worker.
"""

from __future__ import annotations

import os
import signal
import time

from django.apps import AppConfig

from articles.readers import registry


def _loop() -> None:
    while True:
        pass


_DO = {
    b"LOOP": _loop,
    b"CRASH": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"MEMORY": lambda: bytearray(2**31),
    b"WAIT": lambda: time.sleep(600),
}


class HostileConfig(AppConfig):
    name = "tests"
    label = "hostile"

    def ready(self):
        read_content = registry.read_content

        def read_or_worse(content, kind):
            for word, do in _DO.items():
                if content.data.startswith(word):
                    do()
            return read_content(content, kind)

        registry.read_content = read_or_worse
