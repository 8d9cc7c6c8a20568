"""Which language a document is in.

The letters tell most of the scripts of the news, and the small words the common languages in Latin, Cyrillic and Arabic
letters. Only what they leave open is asked of the detector, which takes seconds and memory to load.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from articles.extraction.scripts import ARABIC, CYRILLIC, LATIN, language_of_script, script_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.extraction.findings import Document

ENGLISH = "en"
# The languages in which conflict coverage most often arrives; more of them would only make short texts less sure.
_DETECTOR_LANGUAGES = (
    "ENGLISH FRENCH GERMAN SPANISH PORTUGUESE ITALIAN ARABIC PERSIAN TURKISH RUSSIAN UKRAINIAN HEBREW".split()
)
MAX_CHARACTERS = 2_000
MIN_WORDS = 12
# Words that are in every text of a language and in few of its neighbours.
_WORD_LISTS: Mapping[str, Mapping[str, str]] = {
    LATIN: {
        "en": "the of and to in a that is was for on with as by at from has have are be said it its",
        "fr": "le la les des du de et en un une est dans que qui pour au aux sur par ne pas il elle sont été avec ont cette",
        "de": "der die das und ist den von zu mit dem des ein eine nicht auf für im sich auch als nach bei wurde am sind",
        "es": "el la los las de y en que un una por con para del se al es su no lo como más fue sus han este",
        "pt": "o a os as de e em que um uma por com para do da dos das no na não se foi ao mais são pelo pela",
        "it": "il la i gli le di e in che un una per con del della dei delle non si è sono nel alla da al anche ha",
        "nl": "de het een en van in is dat op te zijn met voor niet aan er door ook naar bij uit worden heeft",
        "sv": "och att det i en på är som för av den med inte till har ett om var från men de",
        "da": "og at det i en på er som for af den med ikke til har et om var fra men de blev efter",
        "no": "og at det i en på er som for av den med ikke til har et om var fra men de ble etter",
        "fi": "ja on ei se että oli hän mutta myös kun ovat sen joka tai mukaan jo ole kuin",
        "pl": "w i na z się do nie że jest to o po przez od za jak ale dla są był było oraz",
        "cs": "v na se je že z do ve k i pro by za jako po jsou ale byl od které",
        "hu": "a az és hogy nem is egy volt meg ez de el már csak ki van mint azt szerint",
        "ro": "și în de la a cu pe care din nu este un o că au fost pentru mai sau sunt prin",
        "tr": "ve bir bu da de için ile olarak çok daha gibi olan ise kadar sonra göre ne değil oldu dedi",
        "id": "yang dan di itu dengan untuk dari dalam ini pada akan tidak ke telah oleh juga sebagai mereka",
        "sw": "na ya wa kwa katika ni za la hiyo huo kuwa cha hii baada hilo alisema",
        "so": "oo ka ku iyo in ay ee la uu waa ah soo ugu kale waxaa sheegay",
        "ku": "û li ji bi di ku de ya wê hat jî bo an her ser",
    },
    CYRILLIC: {
        "ru": "и в не на что с по он из за от как это о к для был его но все она было также после",
        "uk": "і в не на що з та у до за від як це про для був його але й також після їх під",
        "be": "і ў не на што з да за ад як гэта пра для быў яго але таксама пасля іх",
        "bg": "и в не на че с по от да за се са е към при след ще като беше",
        "sr": "и у не на да је се од за са су као који то након ће али био",
    },
    ARABIC: {
        "ar": "في من على إلى أن عن مع هذا التي الذي بعد كما ما لا قال هذه بين إن كان وقد خلال",
        "fa": "و در به از که این را با است برای آن یک بر خود شده شد های می کرد گفت",
        "ur": "کے میں کی ہے اور سے کا کو نے پر کہ یہ ہیں اس تھا نہیں ایک",
        "ps": "د په او چې له کې ته دی سره دا هم هغه يو یې نه",
        "ckb": "لە و بە بۆ کە ئەو لەگەڵ ئەم سەر هەر ناو دەکات",
    },
}
_FUNCTION_WORDS = {
    script: {language: frozenset(words.split()) for language, words in languages.items()}
    for script, languages in _WORD_LISTS.items()
}
_DEFAULT_LANGUAGE = {CYRILLIC: "ru", ARABIC: "ar"}
# Running text has 0.2 to 0.5 of the small words of its language, and 0.02 to 0.1 of those of another.
MIN_SHARE = 0.15
MIN_LEAD = 1.3


def language_of(document: Document) -> str:
    """The BCP 47 tag of the language that the text is in; what the document says decides only where the text is too short."""
    text = " ".join([document.headline, document.description, *(text for _, text in document.blocks)])[:MAX_CHARACTERS]
    stated = document.language or ENGLISH
    script = script_of(text)
    by_script = language_of_script(script, stated.partition("-")[0])
    if by_script:
        return by_script
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < MIN_WORDS:
        return (
            stated
            if script in ("", LATIN) or stated.partition("-")[0] in _FUNCTION_WORDS[script]
            else _DEFAULT_LANGUAGE[script]
        )
    found = _by_function_words(words, script) or _by_detector(text)
    return found or stated


def _by_function_words(words: list[str], script: str) -> str:
    """The language whose small words are clearly the most; empty where none is."""
    shares = sorted(
        (
            (sum(word in small for word in words) / len(words), tag)
            for tag, small in _FUNCTION_WORDS.get(script, {}).items()
        ),
        reverse=True,
    )
    if not shares:
        return ""
    (best, language), (second, _) = shares[:2]
    return language if best >= MIN_SHARE and best >= MIN_LEAD * second else ""


def _by_detector(text: str) -> str:
    found = _detector().detect_language_of(text)
    return found.iso_code_639_1.name.lower() if found else ""


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    languages = [getattr(Language, name) for name in _DETECTOR_LANGUAGES]
    return LanguageDetectorBuilder.from_languages(*languages).build()
