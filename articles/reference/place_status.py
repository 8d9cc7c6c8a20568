"""Which of our places are disputed, and which lie in no one country, from the reference files of articles.geography."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.desk.resolve import GEONAMES
from articles.geography.reference import disputed_areas, settings_by_key
from articles.models import Appearance, GazetteerPlace, Identifier, Place
from articles.search import outbox

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from articles.reference.given import Given

# What the loader gives a place whose kind it does not know; only these are replaced by a better feature code.
_VAGUE = ("RGN", "AREA")
_CLASSES = {"CONT": "L", "LINE": "L", "PCLH": "L", "VAL": "T"}
_WATER = "H"


def load_disputed_areas(given: Given) -> None:
    """Mark the places of each disputed area, once: what an editor set or cleared stays."""
    changed: list[int] = []
    for area in disputed_areas().values():
        for key in (f"start:{record}" for record in (*area.records, *area.inside)):
            changed += _give(given, key, "disputed_area", area.key)
    _tell_search(changed)


def load_settings(given: Given) -> None:
    """Say where waters, borders and mountains lie, once; and what kind of thing they are, where that was not known."""
    changed: list[int] = []
    for record, setting in settings_by_key().items():
        key = f"start:{record}"
        changed += _give(given, key, "setting", setting.words)
        code, pk = setting.feature_code, given.entities.get(key)
        if code and pk is not None and given.is_new(key, f"feature_code: {code}"):
            Place.objects.filter(pk=pk, feature_code__in=_VAGUE).update(
                feature_code=code, feature_class=_CLASSES.get(code, _WATER)
            )
            changed.append(pk)
    _tell_search(changed)


def mark_disputed_towns(given_before: Collection[str]) -> list[str]:
    """Mark the records of disputed towns of the gazetteer; returns the GeoNames numbers of all that were ever marked."""
    areas = {
        str(pk): area
        for pk, area in GazetteerPlace.objects.exclude(disputed_area="").values_list("pk", "disputed_area")
    }
    new = areas.keys() - set(given_before)
    changed = []
    for number, entity in Identifier.objects.filter(scheme=GEONAMES, identifier__in=new).values_list(
        "identifier", "entity_id"
    ):
        if Place.objects.filter(pk=entity, disputed_area="").update(disputed_area=areas[number]):
            changed.append(entity)
    _tell_search(changed)
    return sorted(areas.keys() | set(given_before))


def _give(given: Given, key: str, column: str, value: str) -> list[int]:
    """Set a column that is empty or holds what was given before; the ids of the records that changed."""
    mark = f"{column}: "
    before = [what.removeprefix(mark) for what in given.names.get(key, ()) if what.startswith(mark)]
    pk = given.entities.get(key)
    if pk is None or not value or not given.is_new(key, f"{mark}{value}"):
        return []
    rows = Place.objects.filter(pk=pk, **{f"{column}__in": ["", *before]})
    return [pk] if rows.update(**{column: value}) else []


def _tell_search(ids: Iterable[int]) -> None:
    for pk in Appearance.objects.filter(entity__in=set(ids)).values_list("entity_id", flat=True).distinct():
        outbox.changed_entity(pk)
