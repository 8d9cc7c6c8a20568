"""On whose pages a quotation or a pledge is: the one rule for the counts of pages and for what they list.

The page of a place has all quotations of the stories that name it, too; that is not decided here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from articles.models import Membership
from articles.search.roll_up import countries_of_bodies, with_countries
from articles.vocabulary import EntityKind
from articles.wording.role_dates import days_held
from articles.wording.role_words import is_past

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.models import Pledge, Quotation


def owners_of_quotations(quotations: Sequence[Quotation]) -> dict[int, set[int]]:
    """By id of the quotation, the entities whose pages have it. At most three queries.

    These are the speaker, the organizations in which the speaker held a role then according to the story or to the
    reference data, and the countries for which one of these counts. Each quotation needs its article and its speaker.
    """
    roles = _roles(quotations)
    found = {}
    for quotation in quotations:
        speaker = quotation.speaker
        own = {speaker.pk} if speaker and speaker.kind != EntityKind.PLACE else set()
        held = (role.organization_id for role in roles.get(quotation.speaker_id, ()) if _is_held(role, quotation))
        found[quotation.pk] = own.union(pk for pk in held if pk is not None)
    countries = countries_of_bodies({pk for owners in found.values() for pk in owners})
    return {pk: with_countries(owners, countries) for pk, owners in found.items()}


def owners_of_pledges(pledges: Sequence[Pledge]) -> dict[int, set[int]]:
    """By id of the pledge, the entities whose pages have it: a person's what the person announced or pledged, others what
    the entity pledged or receives, and the country for which it counts. Each pledge needs its parties. One query.
    """
    found = {}
    for pledge in pledges:
        by_people = (pledge.pledged_by, pledge.announced_by)
        by_others = (pledge.pledged_by, pledge.recipient)
        people = {party.pk for party in by_people if party and party.kind == EntityKind.PERSON}
        others = {party.pk for party in by_others if party and party.kind != EntityKind.PERSON}
        found[pledge.pk] = people | others
    countries = countries_of_bodies({pk for owners in found.values() for pk in owners})
    return {pk: with_countries(owners, countries) for pk, owners in found.items()}


def _roles(quotations: Sequence[Quotation]) -> dict[int | None, list[Membership]]:
    """The public roles in organizations of the people who are quoted, by person."""
    speakers = {quotation.speaker_id for quotation in quotations} - {None}
    found: defaultdict[int | None, list[Membership]] = defaultdict(list)
    if not speakers:
        return found
    # Two queries, because a person has a role for nearly each story: those of these stories, and the reference data.
    public = Membership.objects.public().select_related("article", "organization").defer("article__body")
    in_stories = public.filter(article__in={quotation.article_id for quotation in quotations})
    for role in (*in_stories, *public.filter(article__isnull=True, person__in=speakers)):
        if role.organization and role.organization.kind == EntityKind.ORGANIZATION:
            found[role.person_id].append(role)
    return found


def _is_held(role: Membership, quotation: Quotation) -> bool:
    """Whether the speaker held the role when the quotation was published, as far as a source says so."""
    if role.article_id:
        return role.article_id == quotation.article_id and not is_past(role)
    published = quotation.article.date_published
    if published is None:
        return False
    first, last = days_held(role)
    return first <= published <= last
