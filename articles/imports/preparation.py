"""What the fork server loads before it forks children: all that reading needs, with no thread or connection left behind.

Importing this module loads the readers and the rules, the function the language model.
"""

from __future__ import annotations

from articles.extraction.language_model import language_model
from articles.imports import reading

__all__ = ["load_everything", "reading"]


def load_everything() -> None:
    language_model()
