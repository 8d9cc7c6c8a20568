from __future__ import annotations

import pytest

from articles.readers.captions import split_caption


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("A soldier at the gate. (AP Photo/Ann Lee)", "A soldier at the gate.", "AP Photo/Ann Lee"),
        ("A soldier at the gate [Reuters]", "A soldier at the gate", "Reuters"),
        ("A soldier at the gate. Photo: Ann Lee/Reuters", "A soldier at the gate.", "Ann Lee/Reuters"),
        ("A soldier at the gate. Photograph by Ann Lee", "A soldier at the gate.", "Ann Lee"),
        ("A soldier at the gate | Credit: EPA", "A soldier at the gate", "EPA"),
        ("A soldier at the gate. Ann Lee/AFP/Getty Images", "A soldier at the gate.", "Ann Lee/AFP/Getty Images"),
        ("A soldier at the gate. REUTERS/Ann Lee", "A soldier at the gate.", "REUTERS/Ann Lee"),
        ("AP Photo/Ann Lee", "", "AP Photo/Ann Lee"),
        ("Ein Soldat am Tor | Bildquelle: dpa", "Ein Soldat am Tor", "dpa"),
        ("Un soldat à la porte. © Ann Lee / AFP", "Un soldat à la porte.", "Ann Lee / AFP"),
        ("Un soldat à la porte. (Photo Ann Lee. AFP)", "Un soldat à la porte.", "Ann Lee. AFP"),
        ("Kapıda bir asker. Fotoğraf: Ann Lee / AA", "Kapıda bir asker.", "Ann Lee / AA"),
        ("Солдат у ворот. Фото: Аня Ли / РИА", "Солдат у ворот.", "Аня Ли / РИА"),
        ("صدر الصورة، Getty Images", "", "Getty Images"),
        ("图像来源，Getty Images", "", "Getty Images"),
        ("Image caption, A soldier at the gate", "A soldier at the gate", ""),
        ("1 of 3 A soldier at the gate. Credit: Ann Lee", "A soldier at the gate.", "Ann Lee"),
        (
            "A soldier at the gate. @annlee/via REUTERS MANDATORY CREDIT. NO RESALES.",
            "A soldier at the gate.",
            "@annlee/via REUTERS",
        ),
        ("A soldier at the gate. Courtesy of the Sample Club", "A soldier at the gate.", "Sample Club"),
        ("Image copyright Getty Images", "", "Getty Images"),
        ("A soldier at the gate. (Sample Wire)", "A soldier at the gate.", "Sample Wire"),
        ("A soldier at the gate. (Supplied: Sample Red Cross)", "A soldier at the gate.", "Supplied: Sample Red Cross"),
        ("جندي عند البوابة (الفرنسية)", "جندي عند البوابة", "الفرنسية"),
    ],
)
def test_caption_and_credit_part(line, caption, credit):
    assert split_caption(line) == (caption, credit)


@pytest.mark.parametrize(
    "line",
    ["Two ministers (left) at the gate", "The general (second from right).", "A soldier at the gate", "The credit of the state is gone.", "The source of the river", "Images of the town", "A copy/paste job at the gate",
     "A soldier at the gate. (Left)", "A soldier at the gate (Old Town)", "A soldier at the gate. (He was not hurt)", "A photo of the missing hangs on the wall", ""],
)  # fmt: skip
def test_a_caption_without_credit_stays_whole(line):
    assert split_caption(line) == (line, "")
