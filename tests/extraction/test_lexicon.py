"""The data files of the rules: each word once, every class described and used, nothing but what the schema allows."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from articles.extraction import lexicon
from articles.extraction.lexicon import DataFileError
from articles.vocabulary import EntityKind, PledgeStatus

FOLDER = files("articles.extraction") / "data"
NAMES = sorted(entry.name.removesuffix(".toml") for entry in FOLDER.iterdir() if entry.name.endswith(".toml"))
CLASSED = [name for name in NAMES if "[classes]" in (FOLDER / f"{name}.toml").read_text("utf-8")]
SOURCE = "\n".join(path.read_text("utf-8") for path in sorted(Path(lexicon.__file__).parent.rglob("*.py")))
# Ordered strings that are patterns or sentences, not lists of words.
NOT_LISTS = {"pattern", "source", "kind", "name", "languages"}


def strings(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, (*path, key))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, path)
    elif isinstance(value, str):
        yield path, value


@pytest.fixture
def a_file(monkeypatch):
    """Gives the content of a data file of this test, under the name "test"."""

    def install(text):
        content = tomllib.loads(text)
        monkeypatch.setattr(lexicon, "table", lambda _name: content)
        lexicon.classed_words.cache_clear()

    yield install
    lexicon.classed_words.cache_clear()


# ---- the files ----


@pytest.mark.parametrize("name", NAMES)
def test_a_file_says_what_it_holds(name):
    assert (FOLDER / f"{name}.toml").read_text("utf-8").startswith("# ")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_read_by_the_code(name):
    assert f'"{name}"' in SOURCE or f"'{name}'" in SOURCE


@pytest.mark.parametrize("name", NAMES)
def test_no_list_repeats_a_word(name):
    for path, value in strings(lexicon.table(name)):
        if path[0] == "classes" or NOT_LISTS & set(path):
            continue
        parts = lexicon.split_alternatives(value) if "|" in value else value.split()
        assert len(parts) == len(set(parts)), path


@pytest.mark.parametrize("name", CLASSED)
def test_no_word_is_listed_twice_in_a_file_of_classes(name):
    content = lexicon.table(name)
    entries = Counter(content.get("words", {}).keys())
    for group in content.get("groups", ()):
        entries.update(group["words"].split())
    assert [word for word, times in entries.items() if times > 1] == []


@pytest.mark.parametrize("name", CLASSED)
def test_a_class_is_described_and_has_words(name):
    described = lexicon.table(name)["classes"]
    assert all(text.endswith(".") for text in described.values())
    members = lexicon.classed_words(name).members
    assert [one for one in described if not members[one]] == []


@pytest.mark.parametrize("name", CLASSED)
def test_a_class_is_used_by_a_rule(name):
    unused = [one for one in lexicon.table(name)["classes"] if f'"{one}"' not in SOURCE]
    assert unused == []


@pytest.mark.parametrize("name", CLASSED)
def test_the_words_of_classes_are_in_small_letters(name):
    members = lexicon.classed_words(name).members
    assert {word for words in members.values() for word in words if word != word.lower()} == set()


def test_a_word_has_one_entry_for_each_part_of_speech():
    verbs, nouns = lexicon.classed_words("pledge_verbs"), lexicon.classed_words("pledge_nouns")
    shared = verbs.members.keys() & nouns.members.keys()
    assert {word for name in shared for word in verbs.members[name] & nouns.members[name]} == set()


def test_no_word_governs_two_statuses():
    verbs, nouns = lexicon.classed_words("pledge_verbs"), lexicon.classed_words("pledge_nouns")
    seen = [*verbs.text("governs"), *nouns.text("governs"), *lexicon.mapping("pledge_words", "governs")]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("name", "attribute"),
    [("pledge_verbs", "governs"), ("pledge_verbs", "act"), ("pledge_nouns", "governs"), ("pledge_nouns", "pledge")],
)
def test_a_status_is_one_that_pledges_have(name, attribute):
    assert set(lexicon.classed_words(name).text(attribute).values()) <= set(PledgeStatus.values)


def test_a_name_is_listed_for_women_or_men_or_both():
    female = lexicon.words_of_tables("given_names", "female", "names")
    male = lexicon.words_of_tables("given_names", "male", "names")
    unisex = lexicon.words("given_names", "unisex")
    assert female & male == set()
    assert unisex & (female | male) == set()


@pytest.mark.parametrize("kind", ["female", "male"])
def test_given_names_are_in_small_ascii_letters(kind):
    names = lexicon.words_of_tables("given_names", kind, "names")
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z'-]*", name)] == []


def test_an_organization_of_other_languages_has_a_source():
    for organization in lexicon.tables("exonyms", "organizations"):
        assert re.fullmatch(r"https://www\.wikidata\.org/wiki/Q\d+", organization["source"])
        assert all(re.fullmatch(r"[a-z]{2,3}", language) for language in organization["names"])


@pytest.mark.parametrize("side", ["before", "after"])
def test_evidence_of_a_kind_is_a_pattern_with_votes(side):
    for entry in lexicon.tables("name_kinds", side):
        assert entry["kind"] in EntityKind.values
        assert entry["votes"] > 0
        assert re.compile(entry["pattern"])


def test_a_currency_has_a_code_of_three_letters():
    signs, units = lexicon.mapping("amounts", "signs"), lexicon.mapping("amounts", "units")
    codes = {*signs.values(), *units.values(), *lexicon.words("amounts", "codes.printed")}
    assert {code for code in codes if not re.fullmatch(r"[A-Z]{3}", code)} == set()


def test_a_word_is_of_one_kind_of_words_that_are_no_names():
    kinds = lexicon.mapping("common_words", "not_names")
    words = [word for key in kinds for word in lexicon.ordered("common_words", f"not_names.{key}")]
    assert len(words) == len(set(words))


# ---- the loader ----


def test_a_list_is_words_between_spaces_and_line_ends(a_file):
    a_file("animals = '''\ngoat cow\nsheep'''")
    assert lexicon.words("test", "animals") == {"goat", "cow", "sheep"}


def test_an_array_keeps_entries_of_several_words(a_file):
    a_file('titles = ["first lady", "queen"]')
    assert lexicon.ordered("test", "titles") == ("first lady", "queen")


def test_a_list_in_a_table_is_found_by_both_keys(a_file):
    a_file('[farm]\nanimals = "goat"')
    assert lexicon.words("test", "farm.animals") == {"goat"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('animals = "goat cow goat"', "animals"),
        ('animals = ["goat", "goat"]', "animals"),
        ("animals = 4", "animals"),
        ("animals = [4]", "animals"),
        ('animals = [""]', "animals"),
        ('animals = "goat"', "plants"),
        ('animals = "goat"', "animals.small"),
    ],
    ids=["repeated", "repeated in an array", "a number", "an array of numbers", "an empty word", "no key", "no table"],
)
def test_what_is_no_list_of_words_is_an_error(a_file, text, key):
    a_file(text)
    with pytest.raises(DataFileError):
        lexicon.words("test", key)


def test_alternatives_keep_their_order(a_file):
    a_file("heads = '''prime minister|minister\npresident'''")
    assert lexicon.alternatives("test", "heads") == "prime minister|minister|president"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a|b", ["a", "b"]),
        ("a\nb|c", ["a", "b", "c"]),
        ("council(?:lor|man)|mayor", ["council(?:lor|man)", "mayor"]),
        ("(?:a|(?:b|c))d|e", ["(?:a|(?:b|c))d", "e"]),
        ("|a||b|", ["a", "b"]),
        ("", []),
    ],
)
def test_a_bar_in_brackets_does_not_divide(text, parts):
    assert lexicon.split_alternatives(text) == parts


@pytest.mark.parametrize("text", ["heads = '''a|b|a'''", "heads = 4", 'heads = ["a"]'])
def test_repeated_or_missing_alternatives_are_an_error(a_file, text):
    a_file(text)
    with pytest.raises(DataFileError):
        lexicon.alternatives("test", "heads")


def test_tables_are_given_in_their_order(a_file):
    a_file('[[rows]]\nname = "a"\n[[rows]]\nname = "b"')
    assert [row["name"] for row in lexicon.tables("test", "rows")] == ["a", "b"]


def test_a_word_in_two_tables_is_an_error(a_file):
    a_file('[[rows]]\nnames = "a b"\n[[rows]]\nnames = "b c"')
    with pytest.raises(DataFileError, match="'b' is listed twice"):
        lexicon.words_of_tables("test", "rows", "names")


@pytest.mark.parametrize("text", ['rows = "a"', 'rows = ["a"]', "[rows]\na = 1"])
def test_what_is_no_table_of_tables_is_an_error(a_file, text):
    a_file(text)
    with pytest.raises(DataFileError):
        lexicon.tables("test", "rows")


def test_a_mapping_is_a_table(a_file):
    a_file("[scales]\nk = 3")
    assert lexicon.mapping("test", "scales") == {"k": 3}


def test_a_list_is_no_mapping(a_file):
    a_file('scales = "k"')
    with pytest.raises(DataFileError):
        lexicon.mapping("test", "scales")


CLASSES = '[classes]\ngiving = "Gives."\nstaying = "Stays."\narriving = "Comes."\n[implies]\nstaying = ["arriving"]\n'


def test_a_word_has_its_classes(a_file):
    a_file(CLASSES + '[words]\ngrant = ["giving", "arriving"]\nsend = ["giving"]')
    found = lexicon.classed_words("test")
    assert found.words("giving") == {"grant", "send"}
    assert found.words("arriving") == {"grant"}
    assert found.words("giving", "arriving") == {"grant", "send"}


def test_a_class_may_imply_another(a_file):
    a_file(CLASSES + '[words]\nremain = ["staying"]')
    assert lexicon.classed_words("test").words("arriving") == {"remain"}


def test_words_of_a_group_share_their_classes(a_file):
    a_file(CLASSES + '[[groups]]\nclasses = ["giving"]\nwords = "send grant"')
    assert lexicon.classed_words("test").words("giving") == {"grant", "send"}


def test_a_word_may_have_attributes_and_no_class(a_file):
    a_file(CLASSES + '[words]\nplan = { governs = "planned" }\nhand = { classes = ["giving"], particles = ["over"] }')
    found = lexicon.classed_words("test")
    assert found.text("governs") == {"plan": "planned"}
    assert found.texts("particles") == {"hand": ("over",)}
    assert found.text("act") == {}


@pytest.mark.parametrize(
    "text",
    [
        '[words]\nsend = ["sending"]',
        '[words]\nsend = ["giving", "giving"]',
        '[words]\nremain = ["staying", "arriving"]',
        '[words]\nsend = { class = ["giving"] }',
        '[words]\nsend = { classes = "giving" }',
        '[words]\nplan = { governs = ["planned"] }',
        '[words]\nsend = ["giving"]\n[[groups]]\nclasses = ["giving"]\nwords = "send"',
        '[[groups]]\nclasses = ["giving"]\nwords = "send send"',
        '[[groups]]\nclasses = ["giving"]\nwords = "send"\n[[groups]]\nclasses = ["arriving"]\nwords = "send"',
    ],
    ids=[
        "an unknown class",
        "a class twice",
        "an implied class",
        "an unknown key",
        "a class that is no list",
        "a list where a word belongs",
        "a word and a group",
        "twice in a group",
        "in two groups",
    ],
)
def test_an_entry_against_the_schema_is_an_error(a_file, text):
    a_file(CLASSES + text)
    with pytest.raises(DataFileError):
        lexicon.classed_words("test")
