"""What kind of place something is and where it lies, in words that claim nothing for anybody."""

from __future__ import annotations

from dataclasses import dataclass

from articles.geography.reference import DISPUTED_AREA, area_of_code, disputed_areas
from articles.text import fold
from articles.vocabulary import COUNTRY_FEATURE_CODES

# GeoNames feature codes, else classes. A capital is a town or city: whose capital it is may be what is disputed.
_KINDS = {
    "AIRB": "Air base", "AIRP": "Airport", "BAY": "Bay", "BDG": "Bridge", "BDRY": "Border crossing", "BLDG": "Building",
    "CHN": "Channel", "CNL": "Canal", "CONT": "Continent", "DAM": "Dam", "DSRT": "Desert", "GLCR": "Glacier",
    "GULF": "Gulf", "HSP": "Hospital", "ISL": "Island", "ISLS": "Islands", "LINE": "Line", "LK": "Lake",
    "MILB": "Military base", "MSQE": "Mosque", "MT": "Mountain", "MTS": "Mountains", "NUC": "Nuclear site",
    "OCN": "Ocean", "OILF": "Oil field", "PASS": "Pass", "PCLH": "Former state", "PPLN": "Pipeline", "PPLX": "District", "PRK": "Park",
    "PRN": "Prison", "PRT": "Port", "PS": "Power station", "RFUG": "Refugee camp", "RSV": "Reservoir", "SEA": "Sea",
    "SHOL": "Shoal", "SQR": "Square", "ST": "Street", "STM": "River", "STRT": "Strait", "TMPL": "Temple",
    "VAL": "Valley",
}  # fmt: skip
_CLASSES = {"A": "Region", "L": "Region", "P": "Town or city", "H": "Water", "T": "Natural feature", "S": "Site"}
_AREA_CLASSES = frozenset({"A", "L"})
_WATER = "H"
_DEPENDENT = "PCLD"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """`kind` starts a line ("Strait"); `where` continues it ("between Iran and Oman"); `status` says what is disputed.

    `is_in_country` tells that "in" and the name of the place's country may follow; it is never true together with
    `where` or `status`.
    """

    kind: str
    where: str = ""
    status: str = ""
    is_in_country: bool = False

    def line(self, country: str) -> str:
        """In one line; `country` is the name of the place's country, empty where none is known."""
        where = f"in {country}" if self.is_in_country and country else self.where
        words = f"{self.kind} {where}".strip()
        return f"{words}: {self.status}" if self.status else words


def place_words(
    *, name: str, feature_class: str, feature_code: str, country_code: str, disputed_area: str = "", setting: str = ""
) -> PlaceWords:
    """`disputed_area` is a key of the reference file; an unknown key counts as none."""
    if feature_code in COUNTRY_FEATURE_CODES:
        area = area_of_code(country_code)
        kind = "Territory" if feature_code == _DEPENDENT else "Country"
        return PlaceWords(area.kind, status=area.status) if area else PlaceWords(kind)
    kind = _KINDS.get(feature_code) or _CLASSES.get(feature_class, "Place")
    if area := disputed_areas().get(disputed_area):
        if fold(name) == fold(area.name):
            return PlaceWords(area.kind, status=area.status)
        is_part = feature_class in _AREA_CLASSES and area.kind == DISPUTED_AREA
        note = "" if is_part else f"{_adjective(area.kind)}, "
        return PlaceWords(DISPUTED_AREA if is_part else kind, f"in {area.name}", f"{note}{area.status}")
    if setting:
        return PlaceWords(kind, setting)
    return PlaceWords(kind, is_in_country=feature_class != _WATER)


def short_note(words: PlaceWords, country: str, disputed_area: str) -> str:
    """Tells two places of one name apart in a list: its country, or that and by what name it is disputed."""
    if words.is_in_country:
        return country
    area = disputed_areas().get(disputed_area)
    if area is None or not words.where:
        return f"{words.kind} {words.where}".strip()
    return f"{area.name}, {_adjective(area.kind)}"


def _adjective(kind: str) -> str:
    return {"Formerly disputed area": "formerly disputed", "Leased area": "leased"}.get(kind, "disputed")
