"""What the fork server loads before it forks children: all that reading needs, without threads or connections.

Importing this module loads the readers and the rules, the function both models.
"""

from __future__ import annotations

from articles.extraction.language_detection import language_detector
from articles.extraction.language_model import language_model
from articles.imports import extract, read
from articles.readers import picture_decoding

__all__ = ["extract", "load_everything", "picture_decoding", "read"]


def load_everything() -> None:
    language_model()
    language_detector()
