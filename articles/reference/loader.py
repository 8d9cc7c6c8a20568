"""One call that gives a site its start knowledge, and gives an updated site what is new in it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from articles.models import LoggedAction
from articles.reference import cities, officials, place_status, records, regions
from articles.reference.data import cities_version, knowledge_version
from articles.reference.given import VERB, Given

# (what is loaded, how much of it is done, how much there is)
Progress = Callable[[str, int, int], None]
_CITIES_VERB = "loaded reference places"
_STEPS = (
    ("Countries", records.load_countries),
    ("Conflict places", regions.load_places),
    ("Wide regions", regions.load_wide_regions),
    ("States", regions.load_states),
    ("Regions", regions.load_country_regions),
    ("Disputed areas", place_status.load_disputed_areas),
    ("Waters and borders", place_status.load_settings),
    ("Organizations", records.load_organizations),
    ("Officials", officials.load_officials),
    ("Wikidata numbers", records.load_numbers),
)


def load_knowledge(progress: Progress | None = None) -> bool:
    """Load what is not loaded yet and correct what the data has corrected; whether there was anything.

    Nothing that an editor changed is touched.
    """
    tell = progress or (lambda _what, _done, _total: None)
    return any([_load_records(tell), _load_cities(tell)])


@transaction.atomic
def _load_records(tell: Progress) -> bool:
    version = knowledge_version()
    if LoggedAction.objects.filter(verb=VERB, source=version).exists():
        return False
    officials.merge_doubles()
    given = Given()
    for name, load in _STEPS:
        tell(name, 0, 1)
        load(given)
        tell(name, 1, 1)
    given.save(version)
    return True


@transaction.atomic
def _load_cities(tell: Progress) -> bool:
    version = cities_version()
    if LoggedAction.objects.filter(verb=_CITIES_VERB, source=version).exists():
        return False
    count = cities.load_cities(lambda done, total: tell("Cities", done, total))
    before = LoggedAction.objects.filter(verb=_CITIES_VERB).values_list("after", flat=True)
    numbered = {pk for after in before for pk in after.get("numbered", [])}
    numbered.update(cities.number_cities(numbered))
    disputed = place_status.mark_disputed_towns({pk for after in before for pk in after.get("disputed", [])})
    LoggedAction.objects.create(
        action="reference.load_places",
        verb=_CITIES_VERB,
        what=f"{count} places",
        source=version,
        after={"numbered": sorted(numbered), "disputed": disputed},
    )
    return True
