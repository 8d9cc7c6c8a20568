"""All facts of one document: names, roles, quotations, pledges and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction.coverage_notice import coverage_notice
from articles.extraction.figures.figure_detection import find_figures
from articles.extraction.findings import Findings
from articles.extraction.language_detection import ENGLISH, detect_language
from articles.extraction.language_model import memory_zone
from articles.extraction.names.consistency import reconcile_names
from articles.extraction.names.mention_linking import link_mentions
from articles.extraction.names.multilingual import find_known_names
from articles.extraction.names.printed_roles import find_roles
from articles.extraction.names.recognition import find_names
from articles.extraction.passages import read_passages
from articles.extraction.pledges.pledge_detection import find_pledges
from articles.extraction.quotations.quotation_detection import find_quotations
from articles.extraction.salience import rank_names
from articles.extraction.segments import cut_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.extraction.findings import Document, Gazetteer
    from articles.extraction.passages import Passage


def find(document: Document, gazetteer: Gazetteer) -> Findings:
    """The findings of a document. Only English is read in full; other languages are searched for known names.

    Text beyond the limits of `segments` is omitted. `Findings.problems` reports both.
    """
    segments = cut_document(document)
    return segments.restore_offsets(_find_in_segments(segments.document, gazetteer), document)


def _find_in_segments(document: Document, gazetteer: Gazetteer) -> Findings:
    language = detect_language(document)
    if language.split("-")[0] == ENGLISH:
        with memory_zone():
            return _find_in_english(document, read_passages(document, parse=True), gazetteer)
    passages = read_passages(document, parse=False)
    found = find_known_names(passages, language, gazetteer)
    mentions = link_mentions(found.names, found.countries)
    notice = coverage_notice(language)
    return Findings(
        mentions=mentions,
        about=rank_names(mentions),
        sentences=_body_sentences(passages),
        problems=(notice,) if notice else (),
    )


def _find_in_english(document: Document, passages: Sequence[Passage], gazetteer: Gazetteer) -> Findings:
    found = find_names(passages, gazetteer)
    names = reconcile_names(found.names, passages)
    mentions = link_mentions(names, found.countries)
    roles = find_roles(passages, mentions, found.demonyms)
    quotations = find_quotations(passages, mentions, roles)
    known = {record.ref: record for name in names for record in name.known}
    pledges = find_pledges(passages, mentions, roles, found.demonyms, quotations=quotations, known=known)
    figures = find_figures(passages, mentions, quotations=quotations, pledges=pledges, day=document.date)
    return Findings(
        mentions=mentions,
        quotations=quotations,
        pledges=pledges,
        roles=roles,
        figures=figures,
        about=rank_names(mentions),
        sentences=_body_sentences(passages),
    )


def _body_sentences(passages: Sequence[Passage]) -> tuple[tuple[tuple[int, int], ...], ...]:
    return tuple(passage.sentences for passage in passages if passage.block >= 0)
