"""The words of pledging, by class: what each class means is said in data/pledge_verbs.toml and
data/pledge_nouns.toml.
"""

from __future__ import annotations

from articles.extraction import lexicon
from articles.vocabulary import PledgeStatus

VERBS = lexicon.classed_words("pledge_verbs")
NOUNS = lexicon.classed_words("pledge_nouns")


def statuses(values: dict[str, str]) -> dict[str, PledgeStatus]:
    """The statuses that a data file names, as values."""
    return {word: PledgeStatus(status) for word, status in values.items()}


LIGHT_VERBS = VERBS.words("light")
GIVING_VERBS = VERBS.words("giving", "light")
TRANSFER_VERBS = VERBS.words("transfer")
PERFORMATIVE_VERBS = VERBS.words("performative")
ANNOUNCING_VERBS = VERBS.words("announcing")
RECEIVING_VERBS = VERBS.words("receiving")
ARRIVAL_VERBS = VERBS.words("arriving")
STAYING_VERBS = VERBS.words("staying")
CARRYING_VERBS = VERBS.words("carrying")
STOPPING_VERBS = VERBS.words("stopping")
DENYING_VERBS = VERBS.words("denying")
DECLINING_VERBS = VERBS.words("declining")
PERMISSION_WORDS = VERBS.words("permitting") | NOUNS.words("permitting")
WITH_OBJECT_VERBS = VERBS.words("with-object")
ANSWERING_VERBS = VERBS.words("answering")
DEMAND_WORDS = VERBS.words("demanding")
SPEECH_VERBS = VERBS.words("speech")
INTAKE_VERBS = VERBS.words("intake")
INTAKE_ONLY_VERBS = VERBS.words("intake-only")
FACILITY_VERBS = VERBS.words("facility")
PARTICLES = VERBS.texts("particles")

# The status that a word gives to the verb under it: "plans to send", "a decision to send", "ready to send".
GOVERNING_STATUS = statuses(VERBS.text("governs") | NOUNS.text("governs") | lexicon.mapping("pledge_words", "governs"))
GOVERNING_PARTICLES = VERBS.text("governs_particle")
GOVERNING_FORMS = VERBS.text("governs_form")
FUTURE_AUXILIARIES = lexicon.words("pledge_words", "modality.future")
MODAL_AUXILIARIES = lexicon.words("pledge_words", "modality.uncertain")
CONDITIONALS = lexicon.words("pledge_words", "modality.conditional")

PERSONNEL = NOUNS.words("personnel")
ARMS = NOUNS.words("arms")
RELIEF_GOODS = NOUNS.words("relief")
FUNDS = NOUNS.words("funds")
EARNINGS = NOUNS.words("earnings")
ITEM_NOUNS = PERSONNEL | ARMS | RELIEF_GOODS | FUNDS
DISPLACED_PEOPLE = NOUNS.words("displaced")
RECIPIENT_NOUNS = NOUNS.words("recipient")
FACILITIES = NOUNS.words("facility")
VAGUE_NOUNS = NOUNS.words("vague")
CONTAINER_NOUNS = NOUNS.words("container")
GROWTH_NOUNS = NOUNS.words("growth")
ACT_NOUNS = NOUNS.words("act")
NOT_AID_NOUNS = NOUNS.words("not-aid")
NON_PROMISE_NOUNS = NOUNS.words("non-promise")
WITHHOLDING_NOUNS = NOUNS.words("withholding")
LEGAL_ACTS = NOUNS.words("legal-act")
NOMINAL_PLEDGES = statuses(NOUNS.text("pledge"))
