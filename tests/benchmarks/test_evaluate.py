"""When `make eval` fails: below a floor, where gold is missing, and when it measured nothing."""

from __future__ import annotations

import types

import pytest

from benchmarks import evaluate
from benchmarks.evaluate import Bound
from benchmarks.measures.figure import Figure

WANTED = {"names F1": Bound(floor=0.8), "own stories, names F1": Bound(floor=0.8)}


@pytest.fixture
def run(monkeypatch, tmp_path, capsys):
    """Run `make eval` on these measures; gives the sentence that it fails with, "" when it passes, and what it printed."""

    def evaluated(measures, *, corpus=True, only=(), wanted=WANTED):
        (tmp_path / "corpus").mkdir(exist_ok=True)
        monkeypatch.setattr(evaluate, "MEASURES", tuple(measures))
        monkeypatch.setattr(evaluate, "WITHOUT_CORPUS", ("own",))
        monkeypatch.setattr(evaluate, "prepare", lambda: None)
        monkeypatch.setattr(evaluate, "bounds", lambda: wanted)
        monkeypatch.setattr(evaluate, "corpus_folder", lambda given: tmp_path / "corpus" if corpus else given)
        modules = {f"benchmarks.measures.{name}": types.SimpleNamespace(measure=m) for name, m in measures.items()}
        monkeypatch.setattr(evaluate, "importlib", types.SimpleNamespace(import_module=modules.__getitem__))
        monkeypatch.setattr(evaluate.sys, "argv", ["evaluate", *(["--only", *only] if only else [])])
        try:
            evaluate.main()
        except SystemExit as end:
            return str(end.code), capsys.readouterr().out
        return "", capsys.readouterr().out

    return evaluated


def gives(**values):
    return lambda _corpus: [Figure(name.replace("_", " "), value, "2 texts") for name, value in values.items()]


def own(value=0.9):
    return lambda _corpus: [Figure("own stories, names F1", value, "2 texts")]


def without_gold(_corpus):
    raise FileNotFoundError(2, "No such file", "gold.jsonl")


def test_figures_above_their_floors_pass(run):
    sentence, printed = run({"names": gives(names_F1=0.9), "own": own()})
    assert sentence == ""
    assert "0.900" in printed


def test_a_figure_below_its_floor_fails(run):
    assert run({"names": gives(names_F1=0.7), "own": own()})[0] == "Below the floor: names F1."


def test_a_figure_that_is_no_number_is_below_its_floor(run):
    assert run({"names": gives(names_F1=float("nan")), "own": own()})[0] == "Below the floor: names F1."


@pytest.mark.parametrize("names", [gives(), without_gold], ids=["no texts", "no file"])
def test_a_floor_without_a_figure_fails_where_the_corpus_is_there(run, names):
    sentence, _ = run({"names": names, "own": own()})
    assert sentence == "Not measured, although there is a floor: names F1."


def test_without_a_corpus_our_own_gold_is_measured_and_the_rest_is_named(run):
    sentence, printed = run({"names": without_gold, "own": own()}, corpus=False)
    assert sentence == ""
    assert "No corpus is laid out" in printed
    assert "Not measured: names F1." in printed


def test_without_a_corpus_our_own_figures_are_held_to_their_floors(run):
    assert run({"names": without_gold, "own": own(0.1)}, corpus=False)[0] == "Below the floor: own stories, names F1."


@pytest.mark.parametrize(
    ("measures", "corpus", "only"),
    [
        ({"names": gives(), "own": gives()}, True, ()),
        ({"names": gives(), "own": gives()}, False, ()),
        ({"names": gives(names_F1=0.9), "own": own()}, False, ("names",)),
    ],
    ids=["no gold at all", "no corpus and no gold", "asked for what needs the corpus"],
)
def test_measuring_nothing_fails(run, measures, corpus, only):
    assert run(measures, corpus=corpus, only=only)[0] == "Nothing was measured: no gold was found."


def test_a_part_that_was_asked_for_alone_is_not_missed_elsewhere(run):
    assert run({"names": gives(names_F1=0.9), "own": own()}, only=("names",))[0] == ""


def test_a_corpus_that_is_missing_is_reported(run, monkeypatch, tmp_path):
    monkeypatch.setattr(evaluate.sys, "argv", ["evaluate", str(tmp_path / "nowhere")])
    with pytest.raises(SystemExit, match="There is no folder"):
        evaluate.main()


@pytest.mark.parametrize("name", evaluate.WITHOUT_CORPUS)
def test_what_needs_no_corpus_is_a_measure(name):
    assert name in evaluate.MEASURES
