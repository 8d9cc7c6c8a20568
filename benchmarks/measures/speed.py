"""Cost of reading a page and extracting its facts: `python -m benchmarks.evaluate --only speed`.

Seconds depend on the machine and on what else runs on it, so the gate is a share: the processor time of trafilatura and
of spaCy's whole pipeline alone on the same pages and texts, divided by ours. Both are measured page by page in turn, each
in a process of its own, so that neither finds words in its caches that the other one read. Ours is reading and
extraction; looking for the story among the articles and building the preview, about 5 % more, are not included.
"""

from __future__ import annotations

import gc
import gzip
import multiprocessing
import resource
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import django
import spacy
import trafilatura

from articles.desk.extraction_input import document_of_story
from articles.desk.resolve import DatabaseGazetteer
from articles.extraction import pipeline
from articles.extraction.language_model import MODEL
from articles.readers.page.html import read_html
from articles.readers.story import UnreadableError
from benchmarks.measures.figure import Figure

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

_PEAK_IS_IN_KB = 1024
# A date that no fast pattern reads makes trafilatura load the words of 200 languages: 3 s, once in a process.
_LOADS_LANGUAGES = b"<h1>A headline</h1><p class='date'>12 days into the winter of 2019</p><p>The text of a story.</p>"


@dataclass(frozen=True, slots=True)
class Import:
    """What one page took here. `texts` are those that extraction read: none where the page is not in English.

    Seconds are processor time; `peak` is the largest memory of the process until then, in MB.
    """

    reading: float
    extraction: float
    texts: tuple[str, ...]
    words: int
    peak: float


def measure(corpus: Path) -> list[Figure]:
    """The share, seconds of processor time, and peak memory in MB, once everything is loaded."""
    pages = [gzip.decompress(path.read_bytes()) for path in sorted((corpus / "html" / "pages").glob("*.gz"))]
    if not pages:
        return []
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, django.setup) as ours, context.Pool(1, django.setup) as alone:
        alone.apply(yardstick, (_LOADS_LANGUAGES, ()))  # what is loaded on first use is not counted
        for page in pages[:2]:
            alone.apply(yardstick, (page, ours.apply(read_and_extract, (page,)).texts))
        for process in (ours, alone):
            process.apply(gc.freeze)  # as the process does that reads imports
        imports, seconds = [], 0.0
        for page in pages:
            imports.append(ours.apply(read_and_extract, (page,)))
            seconds += alone.apply(yardstick, (page, imports[-1].texts))
    return _figures(imports, seconds)


def _figures(imports: list[Import], yardstick_seconds: float) -> list[Figure]:
    words = sum(one.words for one in imports)
    reading = sum(one.reading for one in imports)
    extraction = sum(one.extraction for one in imports)
    on = f"{len(imports)} pages, {words:,} words"
    return [
        Figure("import speed, share of trafilatura and spaCy alone", yardstick_seconds / (reading + extraction), on),
        Figure("page read, CPU s", reading / len(imports), f"{len(imports)} pages"),
        Figure("extraction of 1,000 words, CPU s", extraction / words * 1000, f"{words:,} words"),
        Figure(
            "page and 1,000 words, CPU s",
            reading / len(imports) + extraction / words * 1000,
            "the sum of the two above",
        ),
        Figure("memory, MB", imports[-1].peak, "the peak of the process that reads and extracts"),
    ]


def read_and_extract(page: bytes) -> Import:
    """Read a page and extract its facts, as an import does."""
    began = time.process_time()
    try:
        story = read_html(page)
    except UnreadableError:
        story = None  # pages without a story are in the corpus too; reading them costs the same
    reading = time.process_time() - began
    if story is None or not story.language.startswith("en"):
        return Import(reading, 0.0, (), 0, _peak())
    document = document_of_story(story)
    began = time.process_time()
    pipeline.find(document, DatabaseGazetteer())
    extraction = time.process_time() - began
    body = [text for _, text in document.blocks]
    texts = tuple(text for text in (document.headline, document.description, *body) if text.strip())
    return Import(reading, extraction, texts, sum(len(text.split()) for text in body), _peak())


def yardstick(page: bytes, texts: tuple[str, ...]) -> float:
    """Processor seconds of trafilatura, text and metadata, on a page, and of spaCy on the texts that we found in it."""
    model = _whole_model() if texts else None
    began = time.process_time()
    trafilatura.bare_extraction(page, favor_precision=True, include_comments=False, with_metadata=True)
    if model is not None:
        for _ in model.pipe(texts):
            pass
    return time.process_time() - began


@cache
def _whole_model() -> Language:
    """The model with every component that it loads by default."""
    return spacy.load(MODEL)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _PEAK_IS_IN_KB
