"""Where sentences end, which script a text is in, and what is not attempted in it."""

from __future__ import annotations

import pytest

from articles.extraction import coverage_notice, scripts, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Mr. Zarnik left. He ran.", ["Mr. Zarnik left.", "He ran."]),
        ("The U.S. Navy left. It ran.", ["The U.S. Navy left.", "It ran."]),
        ("It came from the U.S. The ship left.", ["It came from the U.S.", "The ship left."]),
        ("He paid $4.5 million. It was late.", ["He paid $4.5 million.", "It was late."]),
        ("“Go!” Carter said. He left.", ["“Go!” Carter said.", "He left."]),
        ("“We failed.” They left.", ["“We failed.”", "They left."]),
        ("Is it so? It is.", ["Is it so?", "It is."]),
        ("Gen. Zarnik and Lt. Kern left.", ["Gen. Zarnik and Lt. Kern left."]),
        ("He left... She stayed.", ["He left...", "She stayed."]),
        ("It ended at 5 p.m. on Friday.", ["It ended at 5 p.m. on Friday."]),
        ("No. 4 won. No. 5 lost.", ["No. 4 won.", "No. 5 lost."]),
        ("Zarnik Inc. grew. Kern Ltd. fell.", ["Zarnik Inc. grew.", "Kern Ltd. fell."]),
        ("这是一。这是二。", ["这是一。", "这是二。"]),
        ("انتهى الأمر؟ نعم.", ["انتهى الأمر؟", "نعم."]),
        ("One line", ["One line"]),
        ("  Two.  Lines.  ", ["Two.", "Lines."]),
        ("“Stop!” he said.", ["“Stop!” he said."]),
        ("He met Sen. Zarnik in Jan. 2020.", ["He met Sen. Zarnik in Jan. 2020."]),
        ("He wrote (see below.) She read.", ["He wrote (see below.)", "She read."]),
    ],
)
def test_a_full_stop_may_end_a_sentence(text, expected):
    assert [text[slice(*span)] for span in sentences.split_sentences(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ship left", "Latin"),
        ("Корабль ушёл", "Cyrillic"),
        ("السفينة غادرت", "Arabic"),
        ("船离开了港口", "Han"),
        ("船は港を離れた", "Kana"),
        ("배가 떠났다", "Hangul"),
        ("Η πύλη", "Greek"),
        ("12345", ""),
        ("ab", ""),
        ("Корабль HMS", "Cyrillic"),
        ("հայերեն", "Armenian"),
        ("ქართული", "Georgian"),
        ("ภาษาไทย", "Thai"),
    ],
)
def test_most_letters_decide_the_script(text, expected):
    assert scripts.script_of(text) == expected


@pytest.mark.parametrize(
    ("script", "stated", "expected"),
    [
        ("Kana", "", "ja"),
        ("Hangul", "en", "ko"),
        ("Han", "", "zh"),
        ("Han", "yue", "yue"),
        ("Devanagari", "ne", "ne"),
        ("Devanagari", "en", "hi"),
        ("Latin", "fr", ""),
        ("Cyrillic", "ru", ""),
        ("", "en", ""),
        ("Hebrew", "yi", "yi"),
        ("Hebrew", "ar", "he"),
        ("Greek", "", "el"),
    ],
)
def test_a_script_may_mean_one_language(script, stated, expected):
    assert scripts.language_of_script(script, stated) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", ""),
        ("en-GB", ""),
        ("", ""),
        ("fr", "The text is in French: onl"),
        ("pt-BR", "The text is in Portuguese:"),
        ("xx", "The text is in another lan"),
        ("EN", ""),
    ],
)
def test_a_notice_names_the_language(tag, expected):
    assert coverage_notice.coverage_notice(tag)[:26] == expected
