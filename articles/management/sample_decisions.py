"""An editor's corrections of one sample story, in a file next to it, applied through the same functions as an editor's.

{"fields":     {"dateline": "Khartoum", ...},
 "mentions":   [{"name": "Nice", "reject": true},
                {"name": "Sajjan", "kind": "person", "entity": "Harjit Singh Sajjan"},
                {"name": "Aldersey", "kind": "place", "set_kind": "organization"},
                {"name": "Tarn", "country": "AU"}, {"printed": "Gulf", "reject": true},
                {"add": {"text": "Congress", "kind": "organization", "entity": "United States Congress"}}],
 "quotations": [{"text": "begins with", "reject": true}, {"text": "begins with", "speaker": "John Kerry"},
                {"text": "begins with", "speaker": null},
                {"add": {"text": "as printed", "speaker": "John Kerry", "attribution_text": "he"}}],
 "pledges":    [{"sentence": "begins with", "item_contains": "tents", "reject": true},
                {"sentence": "begins with", "amount": 500000000, "set": {"recipient_name": "Iraq", "quantity_low": 40}},
                {"add": {"sentence": "begins with", "item": "tents", "pledged_by_name": "Canada", ...}}],
 "roles":      [{"person": "Justin Ling", "role": "begins with", "reject": true},
                {"person": "Justin Ling", "set": {"role": "Minister", "organization_name": "Canada"}},
                {"add": {"words": "as printed", "person_name": "Justin Ling", "role": "Minister", ...}}]}

`name` is the full name or the printed words; `kind` distinguishes two kinds of one name. `entity` is a record with that
name, or a new one. `country` (ISO 3166-1) distinguishes places of one name, or is the country of a new place.
`item_contains` and `amount` distinguish the pledges of one sentence.
`printed`, instead of `name`, applies only to mentions with exactly these words. `add` under mentions marks every
occurrence of the words, unless they are part of another name.
A decision that matches nothing is an error, so that the files stay correct.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from articles.desk import entity_resolution, records, review
from articles.desk.resolve import DatabaseGazetteer, entities_for, entities_named, known_entity
from articles.extraction.names import place_linking
from articles.extraction.names.place_linking import PlaceContext
from articles.models import Entity, Membership, Mention, Place, Pledge, Quotation
from articles.text import fold
from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, EntityKind, FactStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.contrib.auth.models import User

    from articles.desk.anchors import AnyFact
    from articles.models import Article

    Decision = Mapping[str, Any]
    _Spot = tuple[int, int, int]
    _Step = Callable[[Article, Decision, User | None], None]

_KEYS: Mapping[str, frozenset[str]] = {
    "mentions": frozenset({"name", "kind", "reject", "entity", "set_kind", "country", "printed", "add"}),
    "quotations": frozenset({"text", "reject", "speaker", "add"}),
    "pledges": frozenset({"sentence", "item_contains", "amount", "reject", "set", "add"}),
    "roles": frozenset({"person", "role", "reject", "set", "add"}),
}


# The kind of place is unknown: an area of a country, without a point.
_AN_AREA: Mapping[str, str] = {"feature_class": "L", "feature_code": "AREA"}


class DecisionError(Exception):
    """A decision that cannot be applied. The message names it."""


@transaction.atomic
def apply_decisions(article: Article, decisions: Decision, *, user: User | None, minimum_confidence: float) -> None:
    """Accept the confident findings, as corrected by the decisions."""
    _check_keys(decisions)
    if decisions.get("fields"):
        review.edit_fields(article, user=user, version=article.version, fields=decisions["fields"])
        article.refresh_from_db()
    _each(article, decisions.get("mentions", []), user, decide_one=_decide_name, add_one=_add_name)
    review.accept_all(article, user=user, minimum_confidence=minimum_confidence)
    _each(article, decisions.get("quotations", []), user, decide_one=_decide_quotation, add_one=_add_quotation)
    _each(article, decisions.get("pledges", []), user, decide_one=_decide_pledge, add_one=_add_pledge)
    _each(article, decisions.get("roles", []), user, decide_one=_decide_role, add_one=_add_role)


def _each(
    article: Article, decisions: Iterable[Decision], user: User | None, *, decide_one: _Step, add_one: _Step
) -> None:
    for decision in decisions:
        if "add" in decision:
            add_one(article, decision["add"], user)
        else:
            decide_one(article, decision, user)


def _check_keys(decisions: Decision) -> None:
    unknown = sorted(set(decisions) - {"fields", *_KEYS})
    for group, known in _KEYS.items():
        unknown += sorted({key for decision in decisions.get(group, []) for key in decision} - known)
    if unknown:
        raise DecisionError(f"Unknown keys in a decision: {', '.join(unknown)}.")


def _decide_name(article: Article, decision: Decision, user: User | None) -> None:
    if "printed" in decision:
        _decide_printed(article, decision, user)
        return
    name = decision["name"]
    mentions = article.mentions.proposed().filter(Q(name=name) | Q(text=name))
    if "kind" in decision:
        mentions = mentions.filter(kind=decision["kind"])
    found = sorted(set(mentions.values_list("kind", "name")))
    if not found:
        raise DecisionError(f"No mention of {name!r} was found.")
    for kind, full_name in found:
        if decision.get("reject"):
            entity_resolution.reject_name(article, kind, full_name, user=user, reason="sample decisions")
            continue
        new_kind, wanted = decision.get("set_kind", kind), decision.get("entity", full_name)
        entity = _record(wanted, new_kind, decision.get("country", ""), user)
        new = {} if entity else {"new_kind": new_kind, "new_name": wanted}
        entity_resolution.accept_name(article, kind, full_name, user=user, entity=entity, **new)


def _decide_printed(article: Article, decision: Decision, user: User | None) -> None:
    words = decision["printed"]
    mentions = list(article.mentions.proposed().filter(text=words))
    if not mentions:
        raise DecisionError(f"No mention is printed {words!r}.")
    for mention in mentions:
        if decision.get("reject"):
            _reject(mention, user)
            continue
        kind, wanted = decision.get("set_kind", mention.kind), decision.get("entity", words)
        entity = _record(wanted, kind, decision.get("country", ""), user)
        review.accept(mention, user=user, kind=kind, name=wanted, **({"entity": entity} if entity else {}))


def _record(name: str, kind: str, country: str, user: User | None) -> Entity | None:
    """The record of the decision: an existing one, or a new place; None if another kind of record is to be created."""
    known = _places_named(name, country) if country else entities_named(name, [kind])
    if len(known) > 1:
        raise DecisionError(f"Several records have the name {name!r}.")
    if known or kind != EntityKind.PLACE:
        return known[0] if known else None
    home = (
        _only(list(Place.objects.countries().filter(country_code=country)), f"country {country!r}") if country else None
    )
    place = Place(name=name, country=home, country_code=country, **_AN_AREA)
    return Entity.objects.get(pk=records.save_entity(place, user=user, changed=()).pk)


def _places_named(name: str, country: str) -> list[Entity]:
    key = fold(name)
    known = DatabaseGazetteer().lookup([key]).get(key, ())
    rivals = [one for one in known if (one.kind, one.country_code) == (EntityKind.PLACE, country)]
    chosen = place_linking.choose_place(rivals, PlaceContext(explicit=country)).refs
    return sorted({entity.pk: entity for entity in entities_for(chosen).values()}.values(), key=lambda one: one.pk)


def _add_name(article: Article, fields: Decision, user: User | None) -> None:
    text, kind, name = fields["text"], fields["kind"], fields.get("entity", fields["text"])
    entity = _record(name, kind, fields.get("country", ""), user)
    mentions = list(article.mentions.exclude(status=FactStatus.REJECTED))
    spots = [
        (block, *found.span())
        for block in (HEADLINE_BLOCK, DESCRIPTION_BLOCK, *range(len(article.body)))
        for found in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", article.text_of(block))
    ]
    free = [spot for spot in spots if all(_is_shorter(one, spot) for one in mentions if _overlap(one, spot))]
    if not free:
        raise DecisionError(f"The words {text!r} do not occur outside another name.")
    for spot in free:
        for mention in mentions:
            if _overlap(mention, spot):
                _reject(mention, user)
        block, start, end = spot
        values = {"kind": kind, "name": name} | ({"entity": entity} if entity else {})
        added = review.add(article, Mention, user=user, block=block, start=start, end=end, **values)
        entity = entity or (added.entity if isinstance(added, Mention) else None)


def _overlap(mention: Mention, spot: _Spot) -> bool:
    return mention.block == spot[0] and mention.start < spot[2] and spot[1] < mention.end


def _is_shorter(mention: Mention, spot: _Spot) -> bool:
    """Whether a name is inside a longer one, such as "Thailand" in "Gulf of Thailand", and is replaced by it."""
    return spot[1] <= mention.start and mention.end <= spot[2] and mention.end - mention.start < spot[2] - spot[1]


def _decide_quotation(article: Article, decision: Decision, user: User | None) -> None:
    quotation: Quotation = _only(
        list(article.quotations.filter(text__startswith=decision["text"])), f"quotation {decision['text']!r}"
    )
    if decision.get("reject"):
        _reject(quotation, user)
        return
    speaker = decision.get("speaker")
    entity = _named(article, speaker) if speaker else None
    changes = {"speaker": entity, "speaker_name": speaker or ""}
    if quotation.speaker_name != changes["speaker_name"]:
        changes["role"] = ""  # it was found for another speaker
    _step_for(quotation)(quotation, user=user, **changes)


def _named(article: Article, name: str) -> Entity | None:
    """The record that was accepted for the name in this story, else the only one with that name."""
    mention = article.mentions.accepted().filter(name=name).select_related("entity").first()
    return mention.entity if mention else known_entity(name)


def _add_quotation(article: Article, fields: Decision, user: User | None) -> None:
    values = dict(fields)
    block, start, end = _position(article, values.pop("text"))
    speaker = values.pop("speaker")
    entity = _named(article, speaker)
    values |= {"speaker": entity, "speaker_name": speaker}
    review.add(article, Quotation, user=user, block=block, start=start, end=end, **values)


def _decide_pledge(article: Article, decision: Decision, user: User | None) -> None:
    found = article.pledges.filter(text__startswith=decision["sentence"])
    found = found.filter(item__contains=decision.get("item_contains", ""))
    if "amount" in decision:
        found = found.filter(amount_low=decision["amount"])
    pledge: Pledge = _only(list(found), f"pledge in {decision['sentence']!r}")
    if decision.get("reject"):
        _reject(pledge, user)
    else:
        _step_for(pledge)(pledge, user=user, **decision.get("set", {}))


def _add_pledge(article: Article, fields: Decision, user: User | None) -> None:
    values = dict(fields)
    begins = values.pop("sentence")
    spots = [
        (number, start, end)
        for number, block in enumerate(article.body)
        for start, end in block["sentences"]
        if block["text"].startswith(begins, start)
    ]
    block, start, end = _only(spots, f"sentence {begins!r}")
    review.add(article, Pledge, user=user, block=block, start=start, end=end, **values)


def _decide_role(article: Article, decision: Decision, user: User | None) -> None:
    person, begins = decision["person"], decision.get("role", "")
    found = list(article.memberships.filter(person_name=person, role__startswith=begins))
    _only(sorted({role.role for role in found}), f"role {begins!r} of {person!r}")  # a role printed twice is one role
    for role in found:
        if decision.get("reject"):
            _reject(role, user)
        else:
            _step_for(role)(role, user=user, **decision.get("set", {}))


def _add_role(article: Article, fields: Decision, user: User | None) -> None:
    values = dict(fields)
    block, start, end = _position(article, values.pop("words"))
    review.add(article, Membership, user=user, block=block, start=start, end=end, **values)


def _position(article: Article, words: str) -> _Spot:
    spots = [(number, block["text"].find(words)) for number, block in enumerate(article.body)]
    block, start = _only([spot for spot in spots if spot[1] >= 0], f"words {words!r}")
    return block, start, start + len(words)


def _reject(fact: AnyFact, user: User | None) -> None:
    review.reject(fact, user=user, reason="sample decisions")


def _step_for(fact: Quotation | Pledge | Membership) -> Callable[..., object]:
    return review.change if fact.status == FactStatus.ACCEPTED else review.accept


def _only(found: list[Any], what: str) -> Any:
    if len(found) != 1:
        raise DecisionError(f"There are {len(found) or 'no'} matches for the {what}; there must be one.")
    return found[0]
