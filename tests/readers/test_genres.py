from __future__ import annotations

import pytest

from articles.readers.genres import genre_of_section, genre_of_types
from articles.vocabulary import Genre


def test_the_type_of_the_data_block_names_the_genre():
    assert genre_of_types(["Thing", "OpinionNewsArticle"]) == Genre.OPINION
    assert genre_of_types(["NewsArticle"]) is None


@pytest.mark.parametrize(
    ("section", "address", "genre"),
    [
        ("Opinion", "", Genre.OPINION),
        ("Meinung", "", Genre.OPINION),
        ("World", "https://example.org/opinion/2026/why-we-left", Genre.OPINION),
        ("News analysis", "", Genre.ANALYSIS),
        ("Explainers", "", Genre.BACKGROUND),
        ("World", "https://example.org/world/the-opinion-of-the-court", None),
        ("Commentated games", "", None),
        ("", "", None),
    ],
)
def test_sections_and_folders_name_the_genre(section, address, genre):
    assert genre_of_section(section, address) is genre
