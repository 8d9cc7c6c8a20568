"""One document in, all that is found in it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction import about, passages
from articles.extraction.findings import Findings
from articles.extraction.language import ENGLISH, language_of
from articles.extraction.limits import not_attempted
from articles.extraction.names import consistency, foreign, linking, recognition, roles
from articles.extraction.pledges import detection as pledges
from articles.extraction.quotations import detection as quotations
from articles.extraction.segments import cut

if TYPE_CHECKING:
    from articles.extraction.findings import Document, Gazetteer


def find(document: Document, gazetteer: Gazetteer) -> Findings:
    """Read a document. English gets everything; in other languages only known names are looked for, and that is said.

    What is beyond the limits of `segments` is not looked through, and that is said, too.
    """
    segments = cut(document)
    return segments.put_back(_find(segments.document, gazetteer), document)


def _find(document: Document, gazetteer: Gazetteer) -> Findings:
    language = language_of(document)
    is_english = language.split("-")[0] == ENGLISH
    read = passages.read(document, parse=is_english)
    found = recognition.find(read, gazetteer) if is_english else foreign.find(read, language, gazetteer)
    settled = consistency.settle(found.names, read) if is_english else found.names
    mentions = linking.mentions(settled, found.countries)
    printed_roles = roles.find(read, mentions, found.demonyms) if is_english else ()
    known = {record.ref: record for name in settled for record in name.known}
    quoted = quotations.find(read, mentions, printed_roles) if is_english else ()
    return Findings(
        mentions=mentions,
        quotations=quoted,
        pledges=pledges.find(read, mentions, printed_roles, found.demonyms, quotations=quoted, known=known)
        if is_english
        else (),
        roles=printed_roles,
        about=about.rank(mentions),
        sentences=tuple(passage.sentences for passage in read if passage.block >= 0),
        problems=tuple(filter(None, [not_attempted(language)])),
    )
