"""Words that tell of speech near a quotation: verbs of saying with their subjects, and how near they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

SPEECH_VERBS = frozenset(
    "say tell add ask argue claim warn vow note announce declare explain write tweet state insist suggest acknowledge admit"
    " concede reply respond recall report remark observe predict promise pledge urge call describe confirm deny stress emphasize"
    " emphasise reiterate joke lament complain quip conclude continue caution assert maintain agree boast comment demand exclaim"
    " question recount reveal shout speak testify tout go express hail denounce condemn criticize criticise"
    " blast slam praise dismiss refer label quote cite characterize characterise deride accuse post swear threaten read blame"
    " retort counter contend allege reason proclaim decry mock brand dub attack rail tease elaborate opine muse signal order laugh grin fume sob gush sigh"
    " appeal plead pray apologize apologise assure remind inform advise address summarize summarise clarify"
    " underline underscore specify recommend repeat cry yell whisper chant scream concur interject rule request invite".split()
)
# Verbs of the mind and of writing about others: they give a speaker only where nothing else stands near.
_WEAK_CUES = frozenset("think believe mention hope feel consider deem regard defend target disavow".split())
CUE_VERBS = SPEECH_VERBS | _WEAK_CUES
# These may stand before their subject: '"...," said Carter'.
_INVERTING_VERBS = frozenset(
    "say add write ask warn note explain reply continue recall declare insist tweet laugh grin fume sob gush sigh joke".split()
)
# Of these the one spoken of is the subject of the passive: "he was quoted as saying".
_REPORTED_VERBS = frozenset("quote hear cite overhear report".split())

_PERSON_ENDINGS = (
    "man", "woman", "men", "women", "person", "people", "ist", "ists", "ian", "ians", "eer", "eers", "ee", "ees", "er", "ers",
    "or", "ors", "ant", "ants", "ent", "ents", "ive", "ives", "crat", "crats", "ary",
)  # fmt: skip
_PERSON_NOUNS = frozenset(
    "aide ally analyst boss brother chief child coach colleague counsel couple cousin critic daughter diplomat doctor expert family"
    " father friend girl boy guy head host husband journalist judge justice kid king mayor mother mom dad neighbor neighbour nurse"
    " official other parent partner pilot pope priest prince princess queen rebel scholar secretary sister solo son source spouse"
    " student survivor teen veteran victim voter wife witness youth archbishop bishop monk nun imam sheikh sheriff captain general"
    " colonel major sergeant lieutenant admiral chair champion chef author actress star villager civilian refugee migrant half one"
    " some several many most both elder dean clerk guard guest patriarch envoy attaché delegate advocate mp spokesperson".split()
)
# Bodies and papers speak too: "the ministry said", "the statement reads".
_ORGANIZATION_NOUNS = frozenset(
    "administration agency alliance army association authority board body bureau campaign cabinet center centre church club coalition"
    " command commission committee company corps council country court department embassy faction federation firm force fund"
    " government group house institute judiciary league mayoralty media military ministry mission movement navy network newspaper"
    " office opposition organisation organization outlet panel paper parliament party police presidency regime regulator senate"
    " service side state syndicate team tribunal union university watchdog wing website".split()
)
_DOCUMENT_NOUNS = frozenset(
    "ad advert article banner book brief caption charter chapter communique communiqué complaint constitution decree document"
    " editorial email entry excerpt filing guideline headline indictment inscription lawsuit law leaflet letter memo message note"
    " notice obituary opinion order placard quote poll post poster press program programme record release report resolution review ruling"
    " sign slogan standard statement story study survey text transcript treaty tweet video warrant writing plaque affidavit summary"
    " verse section rule clause site page".split()
)
_SUBJECT_PRONOUNS = frozenset("he she they i we who".split())

# Clauses of time and reason beside a quotation: '"...," Smith said when Jones blasted him'.
_SUBORDINATING = frozenset("when after before while because since although though unless until if once".split())

_SENTENCE_COST = 20
_THING_COST = 12
_SUBORDINATE_COST = 10
_WEAK_COST = 6
_GOVERNOR_GAIN = 3
MAX_INVERSION = 7
MAX_RIGHT_AFTER = 6


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying. A lower `cost` stands nearer to the quotation and fits it better."""

    cost: int
    verb: Token
    subject: Token


def find_cues(quoted: TokenSpan, first: int, last: int, is_quoted: Callable[[Token], bool]) -> Iterator[Cue]:
    """The verbs of saying with a subject among the tokens first:last of the document of `quoted`."""
    governors = set(quoted.root.ancestors)
    for verb in quoted.doc[first:last]:
        is_saying = verb.lemma_.lower() in CUE_VERBS or _must_be_saying(quoted, verb, is_quoted)
        if not is_saying or verb.pos_ not in ("VERB", "AUX") or is_quoted(verb):
            continue
        subject = subject_of(verb, is_quoted) or _inverted(verb, is_quoted) or _noun_between(quoted, verb, is_quoted)
        if subject is not None:
            cost = _distance(quoted, verb, is_quoted) - _GOVERNOR_GAIN * (verb in governors)
            cost += _WEAK_COST * (verb.lemma_.lower() not in SPEECH_VERBS) + _THING_COST * (not can_speak(subject))
            yield Cue(cost, verb, subject)


def _distance(quoted: TokenSpan, verb: Token, is_quoted: Callable[[Token], bool]) -> int:
    """How many words stand between, other than quoted ones; a new sentence or clause counts for many."""
    doc = quoted.doc
    is_after = verb.i >= quoted.end
    between = doc[quoted.end : verb.i] if is_after else doc[verb.i + 1 : quoted.start]
    starts = doc[quoted.end : verb.i + 1] if is_after else doc[verb.i + 1 : quoted.start + 1]
    return (
        sum(not (token.is_punct or is_quoted(token)) for token in between)
        + _SENTENCE_COST * sum(token.is_sent_start is True for token in starts)
        + _SUBORDINATE_COST * (is_after and _is_subordinate(verb))
    )


def _must_be_saying(quoted: TokenSpan, verb: Token, is_quoted: Callable[[Token], bool]) -> bool:
    """Whether any verb would be one of saying here: right after speech that ends in a comma, as in '"No more," she seethed'."""
    return verb.tag_ in ("VBD", "VBZ") and verb.pos_ == "VERB" and _noun_between(quoted, verb, is_quoted) is not None


def _noun_between(quoted: TokenSpan, verb: Token, is_quoted: Callable[[Token], bool]) -> Token | None:
    """The noun of a few words that stand alone between a whole sentence of speech and the verb: "the 37-year-old"."""
    is_speech = quoted.text[0].isupper() and quoted.text.rstrip()[-1] in ",!?"
    if not is_speech or not quoted.end < verb.i <= quoted.end + MAX_RIGHT_AFTER:
        return None
    words = [word for word in quoted.doc[quoted.end : verb.i] if not word.is_punct]
    if not words or any(is_quoted(word) or word.is_sent_start for word in words):
        return None
    is_noun = words[-1].pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")
    is_phrase = not any(word.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "CCONJ") for word in words)
    return words[-1] if is_noun and is_phrase else None


def subject_of(verb: Token, is_quoted: Callable[[Token], bool]) -> Token | None:
    """Who does what the verb says, through "and", "to" and "-ing": not the one it is done to."""
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return _passive_subject(verb, is_quoted)
    own = next((child for child in verb.children if child.dep_ == "nsubj" and not is_quoted(child)), None)
    if own is not None or verb.head == verb or is_quoted(verb.head):
        return own
    if verb.dep_ in ("acl", "relcl"):
        is_agent = verb.tag_ != "VBN" and verb.head.pos_ in ("NOUN", "PROPN", "PRON")
        return verb.head if is_agent else None
    return _shared_subject(verb, is_quoted)


def _shared_subject(verb: Token, is_quoted: Callable[[Token], bool]) -> Token | None:
    """The subject of the verb that this one hangs on: "Smith stood up and said", "Smith left, saying"."""
    is_participle = verb.tag_ == "VBG" and verb.dep_ in ("advcl", "ccomp", "pcomp", "dep")
    if verb.dep_ not in ("conj", "xcomp") and not is_participle:
        return None
    head = verb.head.head if verb.dep_ == "pcomp" and verb.head.pos_ == "ADP" else verb.head
    if head.pos_ not in ("VERB", "AUX") or is_quoted(head):
        return None
    subject = subject_of(head, is_quoted)
    # "Smith said the talks had failed, adding ..." and "... and described ...": Smith speaks on, not the talks
    is_told = head.dep_ == "ccomp" and head.head.lemma_.lower() in SPEECH_VERBS and not is_quoted(head.head)
    if is_told and (is_participle or subject is None or not can_speak(subject)):
        return subject_of(head.head, is_quoted)
    return subject


def _is_subordinate(verb: Token) -> bool:
    return verb.dep_ == "advcl" and any(child.lower_ in _SUBORDINATING for child in verb.children)


def _passive_subject(verb: Token, is_quoted: Callable[[Token], bool]) -> Token | None:
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    if agent is not None:
        return next((child for child in agent.children if child.dep_ == "pobj" and not is_quoted(child)), None)
    if verb.lemma_.lower() in _REPORTED_VERBS:
        return next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    return None


def _inverted(verb: Token, is_quoted: Callable[[Token], bool]) -> Token | None:
    """The noun right after the verb: 'said the Defense Secretary', not 'said by telephone'."""
    if verb.lemma_.lower() not in _INVERTING_VERBS:
        return None
    found = None
    for word in verb.doc[verb.i + 1 : verb.i + MAX_INVERSION]:
        if word.is_punct or is_quoted(word) or word.pos_ not in ("DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON", "PART"):
            break
        if word.pos_ in ("NOUN", "PROPN", "PRON") and word.ent_type_ not in ("DATE", "TIME"):
            found = word
    return found


def can_speak(subject: Token) -> bool:
    """Whether the word names somebody: a name, a person, a body or a paper, rather than a thing."""
    if subject.pos_ == "PROPN" or subject.lower_ in _SUBJECT_PRONOUNS:
        return True
    if subject.pos_ == "PRON":
        return subject.lower_ not in ("it", "that", "which", "this", "what", "there", "you") and subject.tag_ != "PRP$"
    lemma = subject.lemma_.lower()
    return (
        is_person(subject) or lemma in _ORGANIZATION_NOUNS or lemma in _DOCUMENT_NOUNS or subject.pos_ in ("NUM", "ADJ")
    )


def is_person(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return lemma in _PERSON_NOUNS or (
        len(lemma) > 4 and lemma.endswith(_PERSON_ENDINGS) and lemma not in _DOCUMENT_NOUNS
    )


def is_document(noun: Token) -> bool:
    return noun.lemma_.lower() in _DOCUMENT_NOUNS


def cue_window(quoted: TokenSpan, before: int, after: int) -> tuple[int, int]:
    """The tokens to look at: from the sentence in which the quotation begins to some words past its last one."""
    sentences = quoted[0].sent.start, quoted[-1].sent.end
    return max(0, sentences[0] - before), min(len(quoted.doc), sentences[1] + after)
