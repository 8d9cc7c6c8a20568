"""What other languages call the organizations that are in the news of every day, and the small words before places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# English name -> language -> names.
ORGANIZATIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "United Nations": {
        "ar": ("الأمم المتحدة",), "fa": ("سازمان ملل متحد", "سازمان ملل"), "ur": ("اقوام متحدہ",), "he": ("האומות המאוחדות", "האו״ם"),
        "ru": ("ООН", "Организация Объединенных Наций"), "uk": ("ООН", "Організація Об'єднаних Націй"), "zh": ("联合国", "聯合國"),
        "ja": ("国連", "国際連合"), "ko": ("유엔", "국제연합"), "fr": ("ONU", "Nations unies"), "es": ("ONU", "Naciones Unidas"),
        "pt": ("ONU", "Nações Unidas"), "it": ("ONU", "Nazioni Unite"), "de": ("Vereinte Nationen", "Vereinten Nationen", "UNO"),
        "tr": ("Birleşmiş Milletler", "BM"), "nl": ("Verenigde Naties",), "pl": ("ONZ", "Narody Zjednoczone"), "sv": ("FN",),
    },
    "European Union": {
        "ar": ("الاتحاد الأوروبي",), "fa": ("اتحادیه اروپا",), "he": ("האיחוד האירופי",), "ru": ("ЕС", "Европейский союз", "Евросоюз"),
        "uk": ("ЄС", "Європейський Союз", "Євросоюз"), "zh": ("欧盟", "歐盟"), "ja": ("欧州連合",), "ko": ("유럽연합",),
        "fr": ("Union européenne",), "es": ("Unión Europea",), "pt": ("União Europeia",), "it": ("Unione europea",),
        "de": ("Europäische Union", "Europäischen Union"), "tr": ("Avrupa Birliği",), "nl": ("Europese Unie",),
        "pl": ("Unia Europejska", "Unii Europejskiej"),
    },
    "NATO": {
        "ar": ("الناتو", "حلف شمال الأطلسي"), "fa": ("ناتو",), "he": ("נאט״ו",), "ru": ("НАТО",), "uk": ("НАТО",), "zh": ("北约", "北約"),
        "ko": ("나토",), "fr": ("OTAN",), "es": ("OTAN",), "pt": ("OTAN", "NATO"), "it": ("NATO",), "de": ("NATO", "Nato"),
        "tr": ("NATO",),
    },
    "Islamic State": {
        "ar": ("تنظيم الدولة الإسلامية", "الدولة الإسلامية", "داعش"), "fa": ("داعش",), "he": ("דאעש",), "ru": ("Исламское государство", "ИГИЛ"),
        "uk": ("Ісламська держава", "ІДІЛ"), "zh": ("伊斯兰国",), "ko": ("이슬람국가",), "fr": ("État islamique", "Daech"),
        "es": ("Estado Islámico", "Dáesh"), "pt": ("Estado Islâmico",), "it": ("Stato islamico",), "de": ("Islamischer Staat", "Islamischen Staat"),
        "tr": ("IŞİD", "DEAŞ"),
    },
    "Hezbollah": {
        "ar": ("حزب الله",), "fa": ("حزب‌الله", "حزب الله"), "he": ("חיזבאללה",), "ru": ("Хезболла", "Хизбалла"), "uk": ("Хезболла",),
        "zh": ("真主党",), "ja": ("ヒズボラ",), "ko": ("헤즈볼라",), "es": ("Hezbolá",), "de": ("Hisbollah",), "tr": ("Hizbullah",),
    },
    "Hamas": {
        "ar": ("حماس",), "fa": ("حماس",), "he": ("חמאס",), "ru": ("ХАМАС",), "uk": ("ХАМАС",), "zh": ("哈马斯",), "ja": ("ハマス",),
        "ko": ("하마스",),
    },
    "Taliban": {
        "ar": ("طالبان",), "fa": ("طالبان",), "ru": ("Талибан",), "uk": ("Талібан",), "zh": ("塔利班",), "ko": ("탈레반",),
        "fr": ("Talibans",), "es": ("Talibán", "Talibanes"),
    },
}  # fmt: skip
# Words after which a place is likely ("place"), and after which a word with a capital is no name ("article").
PREPOSITIONS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "fr": {"place": frozenset("à vers depuis pour entre et près".split()), "article": frozenset("le la les l un une des du au aux ce cette".split())},
    "es": {"place": frozenset("en desde hacia hasta entre".split()), "article": frozenset("el la los las un una del al este esta".split())},
    "pt": {"place": frozenset("em desde até entre".split()), "article": frozenset("o a os as um uma do da dos das ao".split())},
    "it": {"place": frozenset("a ad da verso tra fra".split()), "article": frozenset("il la i gli le un una lo dello della".split())},
    "de": {"place": frozenset("in nach aus bei".split()), "article": frozenset("der die das dem den des ein eine einen einem einer im am zum zur beim vom".split())},
    "nl": {"place": frozenset("in naar uit bij".split()), "article": frozenset("de het een".split())},
    "sv": {"place": frozenset("i till från vid".split()), "article": frozenset("en ett den det".split())},
    "pl": {"place": frozenset("w we do z pod".split()), "article": frozenset()},
    "tr": {"place": frozenset(), "article": frozenset({"bir"})},
    "ru": {"place": frozenset("в во из под до через около".split()), "article": frozenset()},
    "uk": {"place": frozenset("в у до з із під через біля".split()), "article": frozenset()},
}  # fmt: skip
