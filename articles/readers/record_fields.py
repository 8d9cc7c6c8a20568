"""The fields of a story as a flat record of texts: of a row of a table, and of an entry of a feed."""

from __future__ import annotations

# The fields of a record, all texts as the source gives them, with what a person calls them. `text` is plain text with a
# blank line between paragraphs, `html` a fragment of a page; one of the two is the body. Several authors are separated by
# semicolons.
FIELDS = {
    "headline": "Headline",
    "description": "Standfirst",
    "byline": "Byline",
    "authors": "Authors",
    "dateline": "Dateline",
    "published": "Date",
    "modified": "Last changed",
    "language": "Language",
    "outlet": "Outlet",
    "url": "Address",
    "section": "Section",
    "image_url": "Address of the picture",
    "image_caption": "Caption",
    "image_credit": "Credit of the picture",
    "text": "Text",
    "html": "Text as HTML",
    "embargo": "Embargo",
    "usage_terms": "Terms of use",
    "editorial_note": "Note to editors",
}
