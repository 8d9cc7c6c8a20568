"""A small gazetteer for tests: the countries, cities, groups and people of the examples, with near misses."""

from __future__ import annotations

from articles.extraction.findings import KnownName
from articles.vocabulary import EntityKind
from benchmarks.memory_gazetteer import MemoryGazetteer

COUNTRIES = {
    "Iraq": ("IQ", 99237, "Iraqi"),
    "Syria": ("SY", 163843, "Syrian"),
    "France": ("FR", 3017382, "French"),
    "Canada": ("CA", 6251999, "Canadian"),
    "Australia": ("AU", 2077456, "Australian"),
    "United Kingdom": ("GB", 2635167, "British"),
    "United States": ("US", 6252001, "American"),
    "Germany": ("DE", 2921044, "German"),
    "Ukraine": ("UA", 690791, "Ukrainian"),
    "Russia": ("RU", 2017370, "Russian"),
    "Lebanon": ("LB", 272103, "Lebanese"),
    "Libya": ("LY", 2215636, "Libyan"),
    "Jordan": ("JO", 248816, "Jordanian"),
    "Turkey": ("TR", 298795, "Turkish"),
}
OTHER_COUNTRY_NAMES = {"UK": "United Kingdom", "Britain": "United Kingdom"}
CITIES = (
    ("Mosul", "IQ", 99072, 1_739_800, "PPLA"),
    ("Raqqa", "SY", 172955, 177_636, "PPLA"),
    ("Baghdad", "IQ", 98182, 7_216_000, "PPLC"),
    ("Fallujah", "IQ", 95788, 190_159, "PPL"),
    ("Nice", "FR", 2990440, 342_669, "PPLA2"),
    ("Paris", "FR", 2988507, 2_138_551, "PPLC"),
    ("Paris", "US", 4717560, 24_782, "PPLA2"),
    ("Tripoli", "LY", 2210247, 1_150_989, "PPLC"),
    ("Tripoli", "LB", 266826, 229_398, "PPLA"),
    ("Carter", "US", 1, 300, "PPL"),
    ("Kyiv", "UA", 703448, 2_797_553, "PPLC"),
    ("Springfield", "US", 2, 155_929, "PPL"),
    ("Springfield", "CA", 3, 120_000, "PPL"),
    ("Qayyarah", "IQ", 5, 30_000, "PPL"),
    ("Geneva", "US", 6, 21_806, "PPL"),
    ("Geneva", "FR", 7, 201_741, "PPL"),
    ("Orange", "FR", 4, 28_858, "PPL"),
)
GROUPS = {
    "Islamic State": ("Islamic State", "ISIL", "ISIS", "Daesh"),
    "NATO": ("NATO", "North Atlantic Treaty Organization"),
    "Peshmerga": ("Peshmerga", "Kurdish Peshmerga"),
    "Iraqi Security Forces": ("Iraqi Security Forces",),
    "United Nations": ("United Nations",),
    "Government of National Accord": ("Government of National Accord",),
    "al-Qaeda": ("al-Qaeda",),
    "Global Coalition": ("US-led coalition",),
    "Organization for Security and Co-operation in Europe": ("Organization for Security and Co-operation in Europe",),
}
PEOPLE = {
    "Ash Carter": ("Ash Carter", "Ashton Carter"),
    "Harjit Singh Sajjan": ("Harjit Singh Sajjan", "Harjit Sajjan"),
    "Francois Hollande": ("Francois Hollande",),
    "John Kerry": ("John Kerry",),
    "Jimmy Carter": ("Jimmy Carter",),
}


def ref_of(main_name: str) -> str:
    """The ref under which the gazetteer below knows a group, a person or a country."""
    if main_name in COUNTRIES:
        return f"geonames:{COUNTRIES[main_name][1]}"
    return f"entity:{[*GROUPS, *PEOPLE].index(main_name) + 1}"


def _country_names() -> list[KnownName]:
    names = []
    for main, (code, number, demonym) in COUNTRIES.items():
        country = {
            "ref": f"geonames:{number}",
            "kind": EntityKind.PLACE,
            "main_name": main,
            "country_code": code,
            "feature_code": "PCLI",
        }
        names += [KnownName(name=main, **country), KnownName(name=demonym, is_demonym=True, **country)]
        names += [KnownName(name=other, **country) for other, of in OTHER_COUNTRY_NAMES.items() if of == main]
        if code == "US":
            names.append(KnownName(name="US", case_sensitive=True, **country))
    return names


def _city_names() -> list[KnownName]:
    return [
        KnownName(
            f"geonames:{number}",
            EntityKind.PLACE,
            name,
            name,
            country_code=code,
            feature_code=feature,
            weight=population,
        )
        for name, code, number, population, feature in CITIES
    ]


def _second_names() -> list[KnownName]:
    """A larger town elsewhere that has the name of a smaller one as its second."""
    other = {"country_code": "FR", "feature_code": "PPL", "weight": 900_000}
    return [KnownName("geonames:8", EntityKind.PLACE, "Fallujah", "Brenwick", **other)]


def _group_names() -> list[KnownName]:
    names = [
        KnownName(ref_of(main), EntityKind.ORGANIZATION, name, main) for main, forms in GROUPS.items() for name in forms
    ]
    names.append(
        KnownName(ref_of("Islamic State"), EntityKind.ORGANIZATION, "IS", "Islamic State", case_sensitive=True)
    )
    names.append(
        KnownName(ref_of("United Nations"), EntityKind.ORGANIZATION, "UN", "United Nations", case_sensitive=True)
    )
    return names


def _people_names() -> list[KnownName]:
    return [KnownName(ref_of(main), EntityKind.PERSON, name, main) for main, forms in PEOPLE.items() for name in forms]


GAZETTEER = MemoryGazetteer([*_country_names(), *_city_names(), *_second_names(), *_group_names(), *_people_names()])
