"""Known names in texts of other languages: in their script and their cases, and no word that is only spelled like one."""

from __future__ import annotations

import pytest

from articles.extraction import pipeline
from articles.extraction.findings import Document, KnownName
from articles.vocabulary import BlockRole, EntityKind
from benchmarks.memory_gazetteer import MemoryGazetteer

_PLACES = {
    # main name: country, feature, people, other names
    "Iraq": ("IQ", "PCLI", 40_000_000, ("العراق",)),
    "Syria": ("SY", "PCLI", 20_000_000, ("سوريا",)),
    "Jordan": ("JO", "PCLI", 10_000_000, ("الأردن",)),
    "Russia": ("RU", "PCLI", 140_000_000, ("Россия",)),
    "Ukraine": ("UA", "PCLI", 40_000_000, ("Україна",)),
    "France": ("FR", "PCLI", 67_000_000, ()),
    "Baghdad": ("IQ", "PPLC", 7_000_000, ("بغداد", "Bagdad", "巴格达", "바그다드", "Багдад", "Bağdat")),
    "Kyiv": ("UA", "PPLC", 2_900_000, ("Киев", "Київ", "Kiev")),
    "Kharkiv": ("UA", "PPLA", 1_400_000, ("Харьков", "Харків")),
    "Madrid": ("ES", "PPLC", 3_200_000, ()),
    "Mosul": ("IQ", "PPLA", 1_500_000, ("الموصل", "Мосул", "摩苏尔")),
    "Essen": ("DE", "PPL", 590_000, ()),
    "Halle": ("DE", "PPL", 240_000, ()),
    "Nice": ("FR", "PPL", 340_000, ()),
    "Tours": ("FR", "PPL", 140_000, ()),
    "Mir": ("BY", "PPL", 2_000, ("Мир",)),
    "Van": ("TR", "PPL", 370_000, ("وان",)),
    "Bar": ("ME", "PPL", 17_000, ()),
}
GAZETTEER = MemoryGazetteer(
    [
        KnownName(
            f"geonames:{number}", EntityKind.PLACE, name, main, country_code=code, feature_code=kind, weight=people
        )
        for number, (main, (code, kind, people, others)) in enumerate(_PLACES.items())
        for name in (main, *others)
    ]
    + [
        KnownName(f"entity:{number}", EntityKind.ORGANIZATION, name, name, case_sensitive=name.isupper())
        for number, name in enumerate(("United Nations", "NATO", "Islamic State"))
    ]
)


def found_in(text, language):
    findings = pipeline.find(Document(blocks=((BlockRole.PARAGRAPH, text),), language=language), GAZETTEER)
    assert all(text[one.start : one.end] == one.text for one in findings.mentions)
    return [(one.text, one.name) for one in findings.mentions]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "وصل الوفد إلى بغداد يوم الاثنين", [("بغداد", "Baghdad")]),
        ("ar", "ووصل الوفد من بغداد والعراق إلى الموصل", [("بغداد", "Baghdad"), ("العراق", "Iraq"), ("الموصل", "Mosul")]),
        ("ar", "قال المتحدث بالعراق إنه سافر للأردن", [("العراق", "Iraq"), ("لأردن", "Jordan")]),
        ("ar", "لم تعلق الأمم المتحدة على الأمر", [("الأمم المتحدة", "United Nations")]),
        ("fa", "هیئت از سوریه به بغداد رفت", [("سوریه", "Syria"), ("بغداد", "Baghdad")]),
        ("ru", "Делегация в Киеве ждет ответа из Харькова", [("Киеве", "Kyiv"), ("Харькова", "Kharkiv")]),
        ("ru", "Переговоры России и Украины, сообщили в ООН", [("России", "Russia"), ("Украины", "Ukraine"), ("ООН", "United Nations")]),
        ("uk", "Делегація у Києві чекає на відповідь з Харкова", [("Києві", "Kyiv"), ("Харкова", "Kharkiv")]),
        ("he", "המשלחת הגיעה לעיראק ולסוריה אחרי יום", [("עיראק", "Iraq"), ("סוריה", "Syria")]),
        ("zh", "代表团抵达巴格达,伊拉克和摩苏尔的战斗仍在继续", [("巴格达", "Baghdad"), ("伊拉克", "Iraq"), ("摩苏尔", "Mosul")]),
        ("ko", "대표단이 바그다드에 도착했다. 이라크에서는 전투가 계속된다", [("바그다드", "Baghdad"), ("이라크", "Iraq")]),
        ("fr", "La délégation est arrivée à Nice, puis en Irak, dit l'ONU.", [("Nice", "Nice"), ("Irak", "Iraq"), ("ONU", "United Nations")]),
        ("fr", "Selon Bagdad, les combats ont cessé.", [("Bagdad", "Baghdad")]),
        ("es", "La delegación llegó de Bagdad a Siria, según la OTAN.", [("Bagdad", "Baghdad"), ("Siria", "Syria"), ("OTAN", "NATO")]),
        ("de", "Die Leute in Essen warten auf Nachricht aus Syrien.", [("Essen", "Essen"), ("Syrien", "Syria")]),
        ("tr", "Heyet Bağdat'a gitti, Irak'ta çatışmalar sürüyor.", [("Bağdat", "Baghdad"), ("Irak", "Iraq")]),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) == 2 else "",
)  # fmt: skip
def test_known_names_are_found_as_the_language_writes_them(language, text, expected):
    assert found_in(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Une Nice surprise attendait, et les Tours de la ville sont fermées."),
        ("de", "Das Essen war kalt, die Halle leer und der Bar fehlte das Bier."),
        ("es", "El Real Madrid no respondió a las preguntas de la prensa."),
        ("ru", "Мира пока нет, и люди говорят о хлебе и о воде каждый день."),
        ("ar", "وإن الطريق مفتوح أمام الناس في هذا الشهر"),
        ("es", "El bar y la paz no llegan este año a la ciudad, dice la gente."),
    ],
    ids=["French", "German nouns", "part of a longer name", "Russian", "Arabic", "small letters"],
)
def test_words_that_are_spelled_like_towns_are_none(language, text):
    assert found_in(text, language) == []


def test_what_is_not_attempted_is_said():
    findings = pipeline.find(Document(blocks=((BlockRole.PARAGRAPH, "وصل الوفد إلى بغداد"),)), GAZETTEER)
    assert findings.problems[0].startswith(
        "The text is in Arabic: only people, organizations and places that are already"
    )
