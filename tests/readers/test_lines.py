from __future__ import annotations

import pytest

from articles.readers.lines import (
    is_agency_line,
    is_notice,
    mark_pull_quotes,
    related_title,
    source_line,
    split_dateline,
)
from articles.readers.story import Block, Link
from articles.vocabulary import BlockRole


@pytest.mark.parametrize(
    "line",
    ["This story is over 5 years old.", "This article was published more than 3 years ago", "Follow Ann Lee on Twitter: @ann",
     "Follow us on Facebook and X", "Sign up for our morning newsletter", "Get the day's news in your inbox", "Advertisement",
     "Article continues below", "Ann Lee and Bob Ray in Kyiv contributed to this report.", "Our Standards: The Sample Trust Principles.",
     "Sign up here.", "If you enjoyed this article, we have a proposition for you.", "___", "Abonnez-vous à notre newsletter", "Anzeige",
     "Suscríbete a nuestra newsletter", "Mit Material der dpa", "责任编辑：周一鸣", "Follow our coverage of the war at https://example.org/war",
     "Published in The Sample, March 12th, 2024", "ann@sample.example", "(END)", "With files from The Sample Press", "Edited by: Ann Lee",
     "Support independent journalism", "Become a member today", "The Sample Desk needs your support", "Good journalism costs a lot of money.",
     "By signing up, you agree to our terms.", "By contributing, you help a journalism of relevance.", "TEXT AD: Call Ann", "Share via e-mail",
     "The Sample is a nonprofit newsroom. Sign up for its stories.", "For all latest news, follow The Sample on its channel.", "Loading…",
     "If you value it, please consider becoming a member.", "Republish our articles under a Creative Commons license.", "2 min read",
     "Mehr zum Thema", "اقرأ أيضا", "Sigue toda la actualidad en Facebook", "Quelle: Sample"],
)  # fmt: skip
def test_lines_about_the_page_are_notices(line):
    assert is_notice(line)


@pytest.mark.parametrize(
    "line",
    ["This story is over.", "Follow the money, the minister said.", "Subscribe to a theory and you must defend it.",
     "The army advertisement called for volunteers.", "Troops follow orders on the road to X.", "Get out, they were told.",
     "Rain contributed to the fall of the bridge.", "If you like what you see, the general said, come again.", "Anzeige gegen den Minister wurde erstattet.",
     "We want to hear both sides, the judge said.", "Read the letter again, she said.",
     "Support for our work has fallen, the agency said.", "Support from our members is growing, the alliance said.", "By contributing troops, the state won a seat.",
     "By signing the paper, the general ended the war.", "With files from the archive burnt, nobody could say who owned the land, and the court gave up.",
     "The paper is an independent newsroom of nine people.", "For more than a year farmers had to follow the convoys.", "Share prices fell on Monday.",
     "Published in 2019, the report named nobody.", "Join the queue, they were told.", "Two minutes are enough to read it."],
)  # fmt: skip
def test_sentences_are_no_notices(line):
    assert not is_notice(line)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Related: Army halts at the river", "Army halts at the river"),
        ("READ MORE: Army halts at the river", "Army halts at the river"),
        ("See also: Army halts, https://example.org/a", "Army halts"),
        ("Lesen Sie auch: Der Konvoi", "Der Konvoi"),
        ("À lire aussi : Le convoi", "Le convoi"),
        ("Más información: El convoy", "El convoy"),
        ("Читайте также: Конвой", "Конвой"),
        ("اقرأ أيضا: القافلة", "القافلة"),
        ("Related groups have also moved.", ""),
        ("Watch what they do, he said: nothing", ""),
    ],
)
def test_related_lines_give_their_title(line, title):
    assert related_title(line) == title


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("Source: Sample Agency, https://example.org/a", Link("Sample Agency", "https://example.org/a")),
        ("Source: Sample Agency", Link("Sample Agency", "")),
        ("Sources: https://example.org/a.", Link("https://example.org/a", "https://example.org/a")),
        ("Source: Sample Agency, javascript:alert(1)", Link("Sample Agency, javascript:alert(1)", "")),
        ("A source: nobody.", None),
    ],
)
def test_source_lines_name_report_and_address(line, link):
    assert source_line(line) == link


@pytest.mark.parametrize(
    ("paragraph", "place", "agency"),
    [
        ("BAGHDAD (AP) \u2014 Iraqi forces moved.", "BAGHDAD", "AP"),
        ("LONDON, March 5 (Reuters) - Iraqi forces moved.", "LONDON", "Reuters"),
        ("MONTREAL, QC, Canada \u2014 Iraqi forces moved.", "MONTREAL, QC, Canada", ""),
        ("WASHINGTON, D.C., United States \u2014 Iraqi forces moved.", "WASHINGTON, D.C., United States", ""),
        ("Baghdad (Reuters) - Iraqi forces moved.", "Baghdad", "Reuters"),
        ("LA CROSSE, Wis. (AP) \u2014 Iraqi forces moved.", "LA CROSSE, Wis.", "AP"),
        ("KYIV, Ukraine \u2014 The mayor left.", "KYIV, Ukraine", ""),
        ("DEIR EZZOR -- The mayor left.", "DEIR EZZOR", ""),
    ],
)
def test_a_dateline_opens_the_first_paragraph(paragraph, place, agency):
    assert split_dateline(paragraph)[:2] == (place, agency)
    assert split_dateline(paragraph)[2].startswith(("Iraqi", "The"))


@pytest.mark.parametrize(
    "paragraph",
    ["NATO \u2014 The alliance of 28 states.", "US \u2014 the biggest donor \u2014 agreed.", "BREAKING \u2014 The mayor left.", "The mayor (AP) left.",
     "Mosul \u2014 the second city \u2014 fell.", "The coalition \u2014 America's idea."],
)  # fmt: skip
def test_a_dash_alone_makes_no_dateline(paragraph):
    assert split_dateline(paragraph) == ("", "", paragraph)


def _roles(*texts, marked=frozenset()):
    return [block.role for block in mark_pull_quotes([Block(BlockRole.PARAGRAPH, text) for text in texts], marked)]


def test_a_quoted_paragraph_that_recurs_as_speech_is_a_pull_quote():
    assert _roles('"We have to hold the bridge tonight."', '"We have to hold the bridge tonight," Lee said.') == [
        "pull_quote",
        "paragraph",
    ]


def test_a_quoted_paragraph_that_recurs_nowhere_is_speech():
    assert _roles('"We have to hold the bridge tonight."', '"We will hold it," Lee said.') == ["paragraph", "paragraph"]


def test_two_equal_quoted_paragraphs_without_speech_stay():
    assert _roles(*['"We have to hold the bridge tonight."'] * 2) == ["paragraph", "paragraph"]


def test_a_short_quotation_is_no_pull_quote():
    assert _roles('"Never again, never again"', '"Never again, never again," Lee said.') == ["paragraph", "paragraph"]


def test_what_the_page_marks_is_a_pull_quote():
    assert _roles("We hold the bridge", "Lee spoke.", marked=frozenset({"we hold the bridge"})) == [
        "pull_quote",
        "paragraph",
    ]


@pytest.mark.parametrize("line", ["(Sample Desk with AFP)", "ann/dpa", "Sample Desk/Wires", "AP", "Reuters and AFP"])
def test_agencies_below_a_text_are_a_credit(line):
    assert is_agency_line(line)


@pytest.mark.parametrize(
    "line",
    ["The army fled with agencies.", "Ann Lee", "He spoke to AFP and Reuters in the town on Monday.", "and/or", ""],
)
def test_other_short_lines_are_no_agencies(line):
    assert not is_agency_line(line)
