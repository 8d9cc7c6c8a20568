"""CPU and memory of reading a page and finding all that is in it: `python -m benchmarks.evaluate --only speed`."""

from __future__ import annotations

import gzip
import resource
import time
from typing import TYPE_CHECKING

from articles.desk.extraction_input import document_of_story
from articles.desk.resolve import DatabaseGazetteer
from articles.extraction import pipeline
from articles.readers.page.html import read_html
from articles.readers.story import UnreadableError
from benchmarks.measures.figure import Figure

if TYPE_CHECKING:
    from pathlib import Path

    from articles.readers.story import Story

_PEAK_IS_IN_KB = 1024


def measure(corpus: Path) -> list[Figure]:
    """Seconds of CPU for one page and the extraction of 1,000 words, once everything is loaded; peak memory in MB."""
    pages = [gzip.decompress(path.read_bytes()) for path in sorted((corpus / "html" / "pages").glob("*.gz"))]
    if not pages:
        return []
    began = time.process_time()
    stories = [story for page in pages if (story := _read(page)) is not None]
    reading = (time.process_time() - began) / len(pages)
    documents = [document_of_story(story) for story in stories if story.language.startswith("en")]
    words = sum(len(text.split()) for document in documents for _, text in document.blocks)
    gazetteer = DatabaseGazetteer()
    pipeline.find(documents[0], gazetteer)
    began = time.process_time()
    for document in documents:
        pipeline.find(document, gazetteer)
    finding = (time.process_time() - began) / words * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _PEAK_IS_IN_KB
    return [
        Figure("page read, CPU s", reading, f"{len(pages)} pages"),
        Figure("extraction of 1,000 words, CPU s", finding, f"{words:,} words"),
        Figure("page and 1,000 words, CPU s", reading + finding, "the sum of the two above"),
        Figure("memory, MB", peak, "the peak of this process, model and measures together"),
    ]


def _read(page: bytes) -> Story | None:
    try:
        return read_html(page)
    except UnreadableError:
        return None  # pages without a story are in the corpus too; reading them costs the same
