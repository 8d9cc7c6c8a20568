from __future__ import annotations

from articles.admin.highlight import Span, segments

TEXT = "Canada will send 40 engineers to Mosul."


def span(words, look, text=TEXT):
    start = text.index(words)
    return Span(start, start + len(words), look, "proposed", f"{look}-1", f"{look}-1", look)


def test_a_text_without_findings_is_one_piece():
    assert [piece.text for piece in segments(TEXT, [])] == [TEXT]


def test_pieces_joined_are_the_text_whatever_overlaps():
    found = [span("Canada", "place"), span("will send 40", "quotation"), span("send 40 engineers", "pledge")]
    assert "".join(piece.text for piece in segments(TEXT, found)) == TEXT


def test_a_name_inside_a_pledge_keeps_both_marks():
    pieces = segments(TEXT, [span(TEXT, "pledge"), span("Mosul", "place")])
    mosul = next(piece for piece in pieces if piece.text == "Mosul")
    assert (mosul.name.look, mosul.looks) == ("place", "in-pledge proposed")


def test_a_quotation_is_flagged_once_where_it_begins():
    pieces = segments(TEXT, [span("will send 40 engineers", "quotation"), span("40", "place")])
    assert [piece.text for piece in pieces if piece.flags] == ["will send "]


def test_a_finding_beyond_the_text_is_left_out():
    assert [piece.text for piece in segments("short", [Span(2, 99, "place", "proposed", "x", "x", "x")])] == ["short"]


def test_an_empty_text_has_no_pieces():
    assert segments("", []) == []
