from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from articles.readers.flat_record import FIELDS
from articles.readers.part import Content
from articles.readers.registry import parts, read_part
from articles.readers.story import UnreadableError
from articles.readers.table.days import is_day_first, iso_date
from articles.readers.table.table_reader import layout, unpack
from articles.readers.table_example import EXAMPLE, template, template_workbook

TEXT = "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement."
CSV = f"""headline,date,body,link
Army enters the town,2026-03-02,"{TEXT}

Families had left, ""days before"".",https://example.org/a
,,,
Bridge closed,2026-03-03,{TEXT.replace(",", "")},https://example.org/b
"""
ROWS = [
    {"headline": "Army enters the town", "published": "2026-03-02", "body": TEXT, "url": "https://example.org/a"},
    {"headline": "Bridge closed", "published": "2026-03-03", "body": TEXT, "url": "https://example.org/b"},
]


def _parts(data, **known):
    return parts(Content(data if isinstance(data, bytes) else data.encode(), **known))


def _workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WORKBOOK = _workbook([], [["Headline", "Date", "Text"], ["Army enters the town", datetime(2026, 3, 2, 10, 15), TEXT], [], ["Bridge closed", date(2026, 3, 3), TEXT]])  # fmt: skip  # noqa: DTZ001  workbooks know no zones


def test_a_row_becomes_a_story():
    part = _parts(CSV)[0]
    story = read_part(part)
    assert (part.name, part.kind, part.url) == ("Army enters the town", "record", "https://example.org/a")
    assert (story.headline, str(story.date_published.date()), story.url) == (
        "Army enters the town",
        "2026-03-02",
        "https://example.org/a",
    )
    assert [block.text for block in story.body] == [TEXT, 'Families had left, "days before".']
    assert story.field_sources["headline"].source == "table"


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("utf-16"),
        CSV.replace("\n", "\r\n").encode(),
        CSV.replace(",,,", ";;;").replace("headline,date,body,link", "headline;date;body;link").replace('town,2026-03-02,"', 'town;2026-03-02;"')
        .replace('",https', '";https').replace("closed,2026-03-03,", "closed;2026-03-03;").replace(".,https", ".;https").encode(),
        b"headline\tdate\tbody\n" + f"Army enters the town\t2026-03-02\t{TEXT}\nBridge closed\t2026-03-03\t{TEXT}\n".encode(),
        "\n".join(json.dumps(row) for row in ROWS).encode(),
        json.dumps(ROWS).encode(),
        json.dumps({"status": "ok", "articles": ROWS}, indent=1).encode(),
        WORKBOOK,
    ],
    ids=["commas", "mark", "UTF-16", "line ends", "semicolons", "tabs", "JSON Lines", "JSON", "JSON around it", "XLSX"],
)  # fmt: skip
def test_tables_are_recognised_and_empty_rows_skipped(data):
    found = _parts(data)
    assert [part.name for part in found] == ["Army enters the town", "Bridge closed"]
    assert all(read_part(part).body for part in found)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"Army, militia enter the town\n\nBy Ann Lee, Bob Day\n\n{TEXT}", "text"),
        (f"Title, text and date\n\n{TEXT}", "text"),
        (
            f"<html><body><h1>Army enters the town</h1><table><tr><td>headline,date,body</td></tr></table><p>{TEXT}</p></body></html>",
            "html",
        ),
    ],
    ids=["text with commas", "heading of field names", "page with a table"],
)
def test_what_only_looks_like_a_table_is_none(text, kind):
    assert [part.kind for part in _parts(text)] == [kind]


@pytest.mark.parametrize(
    "value",
    [
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Army"},
        [{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Army"}],
        {"@context": "https://schema.org", "@graph": [{"headline": "Army"}]},
        {"headline": "Army"}, [], [1, 2], {"a": [{"b": 1}], "c": [{"d": 2}]},
    ],
    ids=["thing", "things", "graph", "object", "nothing", "numbers", "two lists"],
)  # fmt: skip
def test_other_json_is_no_table(value):
    with pytest.raises(UnreadableError, match="Accepted are"):
        _parts(json.dumps(value, indent=1))


def test_a_name_that_ends_in_csv_is_believed():
    assert _parts(
        f"a,b\nArmy enters the town,{TEXT} {TEXT}\n".replace("ministry,", "ministry"), file_name="stories.csv"
    )


def test_a_broken_line_is_told_and_the_others_read():
    found = _parts(f'{json.dumps(ROWS[0])}\n{{"headline": \n{json.dumps(ROWS[1])}\n')
    assert [bool(part.problem) for part in found] == [False, True, False]
    assert "Line 2" in found[1].problem


def test_a_row_without_headline_and_text_says_so():
    found = _parts("headline,date,text\nArmy enters the town,2026-03-02,One\n,2026-03-03,\n")
    assert found[1].name == "row 3"
    assert "row 3" in found[1].problem


def test_a_row_that_only_has_an_address_is_fetched():
    found = _parts(
        "headline,link\nArmy enters the town,https://example.org/a\n,https://example.org/b\nBridge,notes.html\n"
    )
    assert [(part.kind, part.url) for part in found][:2] == [
        ("summary", "https://example.org/a"),
        ("summary", "https://example.org/b"),
    ]
    assert found[2].kind == "record"


def test_a_missing_column_is_named():
    with pytest.raises(UnreadableError, match=r"headline.*\u201ccolour\u201d"):
        parts(Content(b"colour,size\nred,3\n"), "table")
    story = read_part(parts(Content(f"text,size\n{TEXT.replace(',', '')},3\n".encode()), "table")[0])
    assert story.problems == ("The table has no column for the headline.",)


def test_the_columns_an_editor_chose_win():
    data = f"headline,other\nArmy,{TEXT.replace(',', '')}\n".encode()
    part = unpack(Content(data, columns={"headline": "other"}))[0]
    assert part.name.startswith("The army entered")
    with pytest.raises(UnreadableError, match="\u201cthird\u201d"):
        unpack(Content(data, columns={"headline": "third"}))
    with pytest.raises(UnreadableError, match="\u201ccolour\u201d"):
        unpack(Content(data, columns={"colour": "other"}))


def test_the_layout_shows_what_to_choose_from():
    found = layout(Content(CSV.encode()))
    assert found.columns == ("headline", "date", "body", "link")
    assert found.rows[1][0] == "Bridge closed"
    assert found.guess == {"headline": "headline", "published": "date", "text": "body", "url": "link"}
    assert found.row_count == 2


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["\u00dcberschrift", "Datum", "Inhalt", "Quelle"], ["headline", "published", "text", "outlet"]),
        (["Titre", "Date de publication", "Contenu", "Auteur"], ["headline", "published", "text", "authors"]),
        (["T\u00edtulo", "Fecha", "Texto", "Enlace"], ["headline", "published", "text", "url"]),
        (["\u0417\u0430\u0433\u043e\u043b\u043e\u0432\u043e\u043a", "\u0414\u0430\u0442\u0430", "\u0422\u0435\u043a\u0441\u0442", "\u0421\u0441\u044b\u043b\u043a\u0430"], ["headline", "published", "text", "url"]),
        (["\u0627\u0644\u0639\u0646\u0648\u0627\u0646", "\u0627\u0644\u062a\u0627\u0631\u064a\u062e", "\u0627\u0644\u0646\u0635", "\u0627\u0644\u0631\u0627\u0628\u0637"], ["headline", "published", "text", "url"]),
        (["\u6807\u9898", "\u65e5\u671f", "\u6b63\u6587", "\u94fe\u63a5"], ["headline", "published", "text", "url"]),
        (["HEADLINE", "published_at", "Body Text", "URL"], ["headline", "published", "text", "url"]),
        (list(FIELDS.values())[:4], list(FIELDS)[:4]),
    ],
    ids=["German", "French", "Spanish", "Russian", "Arabic", "Chinese", "systems", "our own"],
)  # fmt: skip
def test_columns_are_guessed_by_their_headings(headings, fields):
    data = f"{','.join(headings)}\nx,x,x,x\n".encode()
    assert layout(Content(data, file_name="a.csv")).guess == dict(zip(fields, headings, strict=True))


def test_columns_are_guessed_by_what_is_in_them():
    rows = [
        [f"n{i}", f"Army enters town number {i}", f"{i + 1}/{i + 13}/2026", f"https://example.org/{i}", TEXT * 3]
        for i in range(5)
    ]
    out = io.StringIO()
    csv.writer(out).writerows([["a", "b", "c", "d", "e"], *rows])
    guess = layout(Content(out.getvalue().encode())).guess
    assert guess == {"headline": "b", "published": "c", "url": "d", "text": "e"}


def test_values_inside_values_are_columns_of_their_own():
    row = {
        "title": "Army",
        "source": {"id": None, "name": "Sample Post"},
        "authors": ["Ann Lee", "Bob Day"],
        "content": TEXT,
    }
    story = read_part(_parts(json.dumps([row]))[0])
    assert (story.outlet, story.authors) == ("Sample Post", ("Ann Lee", "Bob Day"))


def test_dates_of_a_workbook_are_days_and_moments():
    first, second = map(read_part, _parts(WORKBOOK))
    assert first.date_published == datetime(2026, 3, 2, tzinfo=UTC)
    assert second.date_published == datetime(2026, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "day_first", "iso"),
    [
        ("46083", None, "2026-03-02"), ("46083.5", None, "2026-03-02 12:00"), ("1772446500", None, "2026-03-02T10:15:00+00:00"),
        ("1772446500000", None, "2026-03-02T10:15:00+00:00"), ("02/03/2026", True, "2026-03-02"), ("03/02/2026", False, "2026-03-02"),
        ("03/02/2026", None, "03/02/2026"), ("2.3.2026 10:15", True, "2026-03-02 10:15"), ("2026-03-02", None, "2026-03-02"), ("", None, ""),
    ],
)  # fmt: skip
def test_dates_of_tables_become_iso(value, day_first, iso):
    assert iso_date(value, day_first=day_first) == iso


@pytest.mark.parametrize(
    ("values", "expected"),
    [(["1/2/2026", "13/2/2026"], True), (["1/2/2026", "2/13/2026"], False), (["1.2.2026"], True), (["1/2/2026"], None),
     (["13/2/2026", "2/13/2026"], None), (["2026-03-02", ""], None)],
)  # fmt: skip
def test_the_order_of_day_and_month_is_what_the_column_shows(values, expected):
    assert is_day_first(values) is expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("headline,text\n" + "a,b\n" * 20_001, "20,000 rows"),
        ("headline,text\na," + "b" * 1_000_001 + "\n", "1 MB"),
        ("headline,text\n", "no rows"),
        (json.dumps([{"headline": "a"}] * 20_001), "20,000 rows"),
        (",".join(f"c{i}" for i in range(300)) + ",headline\n" + "x," * 300 + "x\n", "200 columns"),
    ],
    ids=["rows", "cell", "empty", "objects", "columns"],
)
def test_limits_are_told_in_words(data, words):
    with pytest.raises(UnreadableError, match=words):
        parts(Content(data.encode()), "table")


def _with_member(name, content=b"x"):
    out = io.BytesIO(WORKBOOK)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_with_member("xl/vbaProject.bin"), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "Workbook".encode("utf-16-le"), "old Excel"),
        (_with_member("xl/media/bomb.bin", b"\x00" * 70_000_000), "unpacks to more"),
        (WORKBOOK[: len(WORKBOOK) // 2], "cannot be read"),
        (_workbook([]), "no rows"),
    ],
    ids=["macros", "encrypted", "old", "bomb", "cut off", "empty"],
)
def test_workbooks_that_are_refused_say_why(data, words):
    with pytest.raises(UnreadableError, match=words):
        _parts(data)


def test_a_sheet_with_one_row_far_down_is_no_million_rows():
    book = openpyxl.Workbook()
    book.active.append(["Headline", "Text"])
    book.active.cell(900_000, 1, "Army enters the town")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(UnreadableError, match="rows"):
        _parts(out.getvalue())


@pytest.mark.parametrize("data", [template(), template_workbook()], ids=["CSV", "XLSX"])
def test_the_template_can_be_read_back(data):
    found = layout(Content(data))
    assert found.columns == tuple(FIELDS.values())
    assert set(found.guess) == set(FIELDS)
    story = read_part(_parts(data)[0])
    assert story.missing == ()
    assert story.problems == ()
    assert story.authors == ("Ann Lee", "Bob Day")


def test_the_template_opens_in_excel_and_holds_no_formula():
    assert template().startswith(b"\xef\xbb\xbf")
    assert not any(value.startswith(("=", "+", "-", "@")) for value in (*FIELDS.values(), *EXAMPLE.values()))
    assert set(EXAMPLE) == set(FIELDS)


@pytest.mark.parametrize(
    ("name", "value"),
    [("head\\u0000line", "A \\u0000bridge"), ("\\ud800headline", "A \\udfffbridge"), ("headline", "A \\ud83d\\ude00 bridge")],
    ids=["NUL", "lone surrogates", "an emoji in two halves"],
)  # fmt: skip
def test_names_and_values_of_json_can_be_stored(name, value):
    rows = f'[{{"{name}": "{value}", "text": "{TEXT}", "url": "https://example.org/{value.replace(" ", "")}"}}]'
    for data in (rows, f'{{"stories": {rows}}}', rows.strip("[]")):
        shown = repr(layout(Content(data.encode())))
        assert "\\x00" not in shown
        assert shown.encode()
    assert "\U0001f600" in shown if "ud83d" in value else "\U0001f600" not in shown
