"""Guess which column contains which field of a story: by its heading, in several languages, else by its cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.readers.dates import read_date
from articles.readers.fragment import has_tags
from articles.readers.record_fields import FIELDS
from articles.readers.table.days import is_day_first, iso_date
from articles.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from articles.readers.table.grid import Grid

# The headings that people, publishing systems and news services give these columns, from the surest to the vaguest.
_HEADINGS = {
    "headline": "headline, title, article title, story title, heading, head, titel, überschrift, schlagzeile, titre, título, titular, "
    "titolo, manchete, rubrik, kop, ba\u015fl\u0131k, заголовок, название, عنوان, العنوان, כותרת, 标题, 標題, タイトル, 제목",
    "description": "description, standfirst, summary, abstract, dek, deck, teaser, excerpt, subtitle, subheading, lead, snippet, "
    "beschreibung, zusammenfassung, vorspann, résumé, chapô, chapeau, resumen, entradilla, descripción, sommario, resumo, описание, "
    "аннотация, الملخص, وصف, 摘要, 概要",
    "byline": "byline, by, autorenzeile",
    "authors": "authors, author, author name, author.name, authors.name, writer, reporter, journalist, creator, dc.creator, autor, autoren, "
    "autorin, verfasser, auteur, auteurs, autores, autora, autore, autori, journaliste, författare, yazar, автор, авторы, الكاتب, المؤلف, "
    "מחבר, 作者, 記者, 기자",
    "dateline": "dateline, place of report, filed from, ortsmarke",
    "published": "published, date, publication date, date published, published at, published on, pub date, publish date, published date, "
    "published time, posted, posted at, created, created at, timestamp, datetime, day, datum, erscheinungsdatum, veröffentlicht, "
    "veröffentlicht am, date de publication, publié le, fecha, fecha de publicación, data, data di pubblicazione, data de publicação, "
    "publicerad, tarih, дата, дата публикации, تاريخ, التاريخ, تاريخ النشر, תאריך, 日期, 发布日期, 公開日, 날짜",
    "modified": "modified, last changed, updated, updated at, last updated, last modified, date modified, date updated, geändert, "
    "aktualisiert, mis à jour, actualizado, aggiornato, atualizado, обновлено",
    "language": "language, lang, locale, sprache, langue, idioma, lingua, språk, taal, язык, اللغة, 语言, 言語",
    "outlet": "outlet, source, publisher, publication, newspaper, site, site name, website, source.name, media, medium, source name, quelle, "
    "zeitung, journal, fuente, periódico, medio, fonte, testata, jornal, veículo, källa, kaynak, источник, издание, المصدر, מקור, 来源, 媒体",
    "url": "address, url, link, web address, source url, article url, permalink, canonical url, web url, href, uri, adresse, lien, enlace, "
    "dirección, indirizzo, endereço, länk, ссылка, адрес, الرابط, קישור, 链接, 网址, リンク",
    "section": "section, category, categories, desk, topic, ressort, rubrique, sección, categoría, sezione, categoria, seção, kategorie, "
    "kategori, рубрика, раздел, القسم, 栏目, 类别",
    "image_url": "address of the picture, image, image url, picture, picture url, photo, photo url, thumbnail, lead image, url to image, bild, "
    "bild url, imagen, immagine, imagem, фото, изображение, الصورة, 图片",
    "image_caption": "caption, image caption, photo caption, picture caption, bildunterschrift, bildtext, légende, leyenda, pie de foto, "
    "didascalia, legenda, подпись",
    "image_credit": "credit of the picture, credit, image credit, photo credit, picture credit, photographer, bildnachweis, fotograf, "
    "crédit photo, crédito",
    "text": "text, body, content, article body, article text, full text, article, story, story text, body text, main text, inhalt, "
    "artikel, volltext, texte, contenu, corps, texto, cuerpo, contenido, testo, contenuto, corpo, conteúdo, innehåll, tekst, metin, "
    "текст, содержание, النص, نص, المحتوى, טקסט, תוכן, 正文, 内容, 本文, 본문",
    "embargo": "embargo, embargoed, embargoed until, embargo until, embargo date, not before, sperrfrist, sous embargo jusqu\u2019au, embargo hasta, "
    "embargo fino al, эмбарго",
    "usage_terms": "terms of use, usage terms, usageterms, usage, restrictions, nutzungsbedingungen, conditions d\u2019utilisation",
    "editorial_note": "note to editors, editorial note, editor\u2019s note, ednote, ed note, hinweis an die redaktion, note aux rédactions",
    "html": "text as html, html, body html, content html, content_html, article html, markup",
}
_NAMES = {
    fold(name): (field, rank)
    for field, names in _HEADINGS.items()
    for rank, name in enumerate((*names.split(", "), FIELDS[field]))
}
_ADDRESS = re.compile(r"^https?://\S+$", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|\?)", re.IGNORECASE)
_SAMPLE_ROWS = 50
# A column is of a kind when so many of its values are.
_MAX_OF = 0.8
_LONG_TEXT = 200
_HEADLINE_LENGTHS = range(15, 200)


def named_columns(columns: tuple[str, ...]) -> dict[str, str]:
    """Field -> column, as far as the headings say it. Of two columns for one field the surer name wins."""
    best: dict[str, tuple[int, str]] = {}
    for column in columns:
        field, rank = _NAMES.get(fold(column), ("", 0))
        if field and (field not in best or rank < best[field][0]):
            best[field] = (rank, column)
    return {field: column for field, (_, column) in best.items()}


def guess_columns(grid: Grid) -> dict[str, str]:
    """Field -> column: what the headings say, and for the fields that no story does without, what the cells look like."""
    guess = named_columns(grid.columns)
    taken = set(guess.values())
    values = {
        column: [row.values[column] for row in grid.rows[:_SAMPLE_ROWS] if column in row.values]
        for column in grid.columns
        if column not in taken
    }
    for field, column in _by_content({column: found for column, found in values.items() if found}):
        if field not in guess and column not in guess.values():
            guess[field] = column
    if "text" in guess and "html" not in guess and _is_markup(grid, guess["text"]):
        guess["html"] = guess.pop("text")
    return guess


def _by_content(values: dict[str, list[str]]) -> list[tuple[str, str]]:
    found = []
    lengths = {column: sum(map(len, cells)) / len(cells) for column, cells in values.items()}
    for column, cells in values.items():
        if _share(cells, _ADDRESS.match):
            found.append(("image_url" if _share(cells, _PICTURE.search) else "url", column))
        elif _are_dates(cells):
            found.append(("published", column))
    plain = [column for column in values if column not in {column for _, column in found}]
    longest = max(plain, key=lambda column: lengths[column], default="")
    if longest and lengths[longest] >= _LONG_TEXT:
        found.append(("text", longest))
    lines = [column for column in plain if int(lengths[column]) in _HEADLINE_LENGTHS and column != longest]
    distinct = [column for column in lines if len(set(values[column])) > _MAX_OF * len(values[column])]
    found.extend(("headline", column) for column in sorted(distinct, key=lambda column: -lengths[column])[:1])
    return found


def _are_dates(cells: list[str]) -> bool:
    order = is_day_first(cells)
    return _share(cells, lambda cell: read_date(iso_date(cell, day_first=order)))


def _share(cells: list[str], test: Callable[[str], object]) -> bool:
    return sum(bool(test(cell)) for cell in cells) >= _MAX_OF * len(cells)


def _is_markup(grid: Grid, column: str) -> bool:
    cells = [row.values[column] for row in grid.rows[:_SAMPLE_ROWS] if column in row.values]
    return bool(cells) and _share(cells, has_tags)
