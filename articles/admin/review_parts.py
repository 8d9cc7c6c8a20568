"""The parts of a review page that a decision changed, for a script to replace without a page load."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from articles.admin.review_order import DECIDED
from articles.admin.review_page import following

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from articles.admin.answers import Answer
    from articles.admin.review_page import ReviewPage
    from articles.admin.suggestions import Suggestion

_FOLDER = "admin/articles/article/"


def changed_parts(
    request: HttpRequest, before: ReviewPage, after: ReviewPage, answer: Answer, context: dict[str, Any]
) -> dict[str, Any]:
    """`parts` replace the elements with their ids, `removed` are removed, `history` is prepended to the history.

    `next` is the next suggestion after a decision on an open one, otherwise empty.
    """
    anchors = {row.anchor for row in after.suggestions}
    row = next((row for row in after.suggestions if row.anchor == answer.anchor), None)
    goes_on = row is not None and _was_open(row, before) and not answer.is_refusal
    onward = following(row, after.suggestions) if row is not None and goes_on else None
    known = {entry.action.pk for entry in before.history}
    new_entries = [entry for entry in after.history if entry.action.pk not in known]
    return {
        "ok": not answer.is_refusal,
        "says": answer.says,
        "anchor": answer.anchor,
        "next": onward.anchor if onward else None,
        "parts": dict(_parts(request, before, after, context)),
        "removed": sorted({row.anchor for row in before.suggestions} - anchors),
        "history": render_to_string(f"{_FOLDER}history_entries.html", {**context, "entries": new_entries}, request),
    }


def _was_open(row: Suggestion, before: ReviewPage) -> bool:
    """Whether any of its facts was still to be decided; names that now refer to the same record become one row."""
    return any(was.is_open and row.shares_facts(was) for was in before.suggestions)


def _parts(
    request: HttpRequest, before: ReviewPage, after: ReviewPage, context: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    old = {row.anchor: row.shown for row in before.suggestions}
    for row in after.suggestions:
        if old.get(row.anchor) != row.shown:
            yield row.anchor, render_to_string(f"{_FOLDER}suggestion.html", {**context, "row": row}, request)
    for was, block in zip(before.blocks, after.blocks, strict=False):
        if was != block:
            yield f"block-{block.number}", render_to_string(f"{_FOLDER}block.html", {"block": block}, request)
    for group in before.groups:
        if group.key != DECIDED:  # decided rows stay where they are until the page is loaded again
            left = after.group(group.key) or replace(group, rows=[])
            yield f"count-{group.key}", render_to_string(f"{_FOLDER}count.html", {"group": left}, request)
    yield "progress", render_to_string(f"{_FOLDER}progress.html", context, request)
    yield "warnings", render_to_string(f"{_FOLDER}warnings.html", context, request)
