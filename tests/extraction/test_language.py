"""Which language a text is in: by its letters, by the model where several languages share them, or as stated."""

from __future__ import annotations

import pytest

from articles.extraction import language_detection
from articles.extraction.findings import Document
from articles.extraction.language_detection import detect_language
from articles.vocabulary import BlockRole

SENTENCES = {
    "en": "The bridge over the river was opened on Monday after a year of work, and lorries may cross it from Tuesday.",
    "fr": "Le pont sur la rivière a été ouvert lundi après un an de travaux, et les camions peuvent le traverser dès mardi.",
    "de": "Die Brücke über den Fluss ist am Montag nach einem Jahr eröffnet worden, und die Lastwagen dürfen sie nutzen.",
    "es": "El puente sobre el río fue abierto el lunes después de un año de obras, y los camiones pueden cruzar desde hoy.",
    "pt": "A ponte sobre o rio foi aberta na segunda-feira depois de um ano de obras, e os camiões não pagam para passar.",
    "it": "Il ponte sul fiume è stato aperto lunedì dopo un anno di lavori, e i camion possono passare da martedì mattina.",
    "nl": "De brug over de rivier is maandag na een jaar van werk geopend, en vrachtwagens mogen er vanaf dinsdag op.",
    "sv": "Bron över floden öppnades på måndagen efter ett år av arbete, och lastbilar får köra över den från tisdag.",
    "pl": "Most na rzece został otwarty w poniedziałek po roku pracy, a ciężarówki mogą przez niego jechać od wtorku i nie płacą.",
    "tr": "Nehrin üzerindeki köprü bir yıl süren çalışma sonra pazartesi günü açıldı ve kamyonlar için de yol açık olarak kaldı.",
    "ro": "Podul peste râu a fost deschis luni după un an de lucrări, iar camioanele pot trece pe el și nu au de plătit.",
    "id": "Jembatan di atas sungai itu dibuka pada hari Senin setelah satu tahun kerja, dan truk akan dapat lewat dengan bebas.",
    "ru": "Мост через реку открыли в понедельник после года работ, и грузовики могут ехать по нему с утра во вторник, но не ночью.",
    "uk": "Міст через річку відкрили в понеділок після року робіт, і вантажівки можуть їхати ним з ранку у вівторок, але не вночі.",
    "bg": "Мостът над реката беше открит в понеделник след година работа и камионите могат да минават по него от вторник.",
    "ar": "افتتح الجسر على النهر يوم الاثنين بعد عام من العمل، ويمكن للشاحنات أن تعبر من صباح الثلاثاء إلى المدينة.",
    "fa": "پل روی رودخانه روز دوشنبه پس از یک سال کار باز شد و کامیون‌ها می‌توانند از صبح سه‌شنبه از آن عبور کنند.",
    "ur": "دریا پر پل ایک سال کے کام کے بعد پیر کو کھول دیا گیا اور ٹرک منگل کی صبح سے اس پر سے گزر سکتے ہیں۔",
    "ps": "د سیند پر سر پل د یو کال کار وروسته د دوشنبې په ورځ پرانستل شو او لارۍ د سې شنبې له سهار څخه پرې تېرېدای شي چې دا ښه دی.",
    "ckb": "پرد لەسەر ڕووبارەکە ڕۆژی دووشەممە دوای ساڵێک کارکردن کرایەوە و بارهەڵگرەکان دەتوانن بەسەریدا بڕۆن.",
    "hr": "Most preko rijeke otvoren je u ponedjeljak nakon godinu dana radova i kamioni mogu preko njega od utorka.",
    "vi": "Cầu bắc qua sông được khánh thành hôm thứ Hai sau một năm thi công và xe tải có thể đi qua từ thứ Ba.",
    "he": "הגשר מעל הנהר נפתח ביום שני אחרי שנה של עבודה.",
    "zh": "这座桥经过一年的施工于星期一开放。",
    "ja": "一年の工事を経て、橋は月曜日に開通した。",
    "ko": "일 년간의 공사 끝에 다리가 월요일에 개통됐다.",
    "my": "တံတားကို တနင်္လာနေ့က ဖွင့်လှစ်ခဲ့သည်။",
    "th": "สะพานเปิดใช้เมื่อวันจันทร์",
    "am": "ድልድዩ ሰኞ ዕለት ተከፈተ።",
    "hy": "Կամուրջը բացվեց երկուշաբթի օրը։",
    "ka": "ხიდი ორშაბათს გაიხსნა.",
    "el": "Η γέφυρα άνοιξε τη Δευτέρα μετά από έναν χρόνο.",
    "hi": "पुल सोमवार को खोल दिया गया।",
}


def a_document(text, stated=""):
    return Document(blocks=((BlockRole.PARAGRAPH, text),), language=stated)


SCRIPTS_OF_ONE_LANGUAGE = ["he", "zh", "ja", "ko", "my", "th", "am", "hy", "ka", "el", "hi"]
NORWEGIAN = "Broen over elven ble åpnet på mandag etter et år med arbeid, og lastebiler kan kjøre over den fra tirsdag."
TOWNS = "Donetsk Kherson Mykolaiv Zaporizhzhia Sumy Kharkiv Odesa Poltava Lviv Rivne Lutsk Dnipro Uzhhorod"


@pytest.mark.parametrize("tag", SENTENCES)
def test_the_language_of_a_sentence_is_known(tag):
    assert detect_language(a_document(SENTENCES[tag])) == tag


@pytest.mark.parametrize("tag", SCRIPTS_OF_ONE_LANGUAGE)
def test_a_script_of_one_language_needs_no_model(tag, monkeypatch):
    monkeypatch.setattr(language_detection, "language_detector", lambda: pytest.fail("the model was loaded"))
    assert detect_language(a_document(SENTENCES[tag])) == tag


@pytest.mark.parametrize(
    ("text", "stated", "expected"),
    [
        ("Ein kurzer Text", "de", "de"),
        ("Short", "", "en"),
        ("पूल सोमवारी उघडला.", "mr", "mr"),
        ("पूल सोमवारी उघडला.", "en", "hi"),
        (SENTENCES["fr"], "en", "fr"),
        ("وصل الوفد إلى بغداد", "en", "ar"),
        ("هیئت به بغداد رفت", "fa", "fa"),
        ("Делегація прибула", "uk", "uk"),
        ("2016, 40 %", "fr", "fr"),
        (TOWNS, "", "en"),
        (TOWNS, "uk", "uk"),
        (SENTENCES["hr"], "bs", "bs"),
        (SENTENCES["hr"], "pl", "hr"),
        (NORWEGIAN, "nb", "nb"),
        (NORWEGIAN, "da", "no"),
        (SENTENCES["fa"], "prs", "prs"),
    ],
    ids=[
        "too short to say",
        "nothing stated",
        "a script of several",
        "stated in vain",
        "stated wrongly",
        "short, in letters of another",
        "short, in letters of its own",
        "short, in Cyrillic",
        "no words",
        "a list of names",
        "a list of names, with a language",
        "a language close to it",
        "a language not close to it",
        "a standard of it",
        "its neighbour",
        "a variety of it",
    ],
)
def test_what_is_stated_counts_where_the_text_leaves_it_open(text, stated, expected):
    assert detect_language(a_document(text, stated)) == expected


def test_names_in_another_script_do_not_make_the_language():
    text = (
        "The town of Raqqa (الرقة) and the province of Deir ez-Zor (دير الزور) are in the north and the east of Syria."
    )
    assert detect_language(a_document(text)) == "en"


def test_a_name_in_another_script_that_is_longer_than_the_text_does_not_make_the_language():
    text = "The men who won it, from Russia and Kazakhstan, say thanks to: Дмитрий Константинович Рождественский"
    assert detect_language(a_document(text)) == "en"


@pytest.mark.parametrize("stated", ["", "fr"])
@pytest.mark.parametrize(
    "text",
    ["", "12345 67890 " * 20, "ᚠᚢᚦᚨᚱᚲ ᚷᚹᚺᚾᛁᛃ", "ᚠᚢᚦᚨᚱᚲ ᚷᚹᚺᚾᛁᛃ " * 20, "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ " * 3, "\U0001f600 " * 30],
    ids=ascii,
)
def test_a_text_in_a_script_that_tells_no_language_is_in_the_stated_one(text, stated):
    assert detect_language(a_document(text, stated)) == (stated or "en")
