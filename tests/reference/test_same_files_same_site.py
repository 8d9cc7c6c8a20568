"""Sites with the same files are equal, regardless of earlier loads."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles.models import Identifier, Membership, Organization, OtherName, Person, Place
from tests.reference.tables import load, no_packages, tables
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db

KEYS = ["alpha", "bravo", "charlie"]
NAMES = ["North Guard", "South Guard", "East Guard"]
ALIASES = ["NG", "Guards", "The Guards", "الحرس"]
YEARS = ["2010", "2012", "2014"]
organizations = st.dictionaries(
    st.sampled_from(KEYS),
    st.fixed_dictionaries(
        {"name": st.sampled_from(NAMES), "class": st.sampled_from(["company", "party"])},
        optional={
            "country": st.sampled_from(["IQ", "SY"]),
            "parent": st.sampled_from(KEYS),
            "names": st.lists(st.sampled_from(ALIASES), unique=True),
            "weak": st.lists(st.sampled_from(ALIASES), max_size=1),
        },
    ),
)


def without_circles(rows):
    """No record is its own parent, directly or indirectly."""
    for key, row in rows.items():
        if "parent" in row and KEYS.index(row["parent"]) <= KEYS.index(key):
            del row["parent"]
    return rows


roles = st.lists(
    st.tuples(
        st.sampled_from(["Minister", "Envoy"]), st.sampled_from(["IQ", *KEYS]), st.sampled_from(YEARS),
        st.sampled_from(["2015", "2016"]),
    ),
    max_size=3,
)  # fmt: skip
people = st.dictionaries(
    st.sampled_from(["ada", "ben"]),
    st.fixed_dictionaries(
        {"name": st.sampled_from(["Ada Brenn", "Ben Brenn"]), "roles": roles},
        optional={
            "names": st.lists(st.sampled_from(["A. Brenn", "B. Brenn"]), unique=True),
            "weak": st.just(["Brenn"]),
        },
    ),
)
places = st.dictionaries(
    st.sampled_from(["hill", "bridge"]),
    st.tuples(
        st.sampled_from(["Hill", "Bridge"]), st.sampled_from(["IQ", "SY"]), st.just("P"), st.just("PPL"),
        st.sampled_from([33.0, 34.0]), st.just(40.0), st.lists(st.just("The Place"), max_size=1),
    ),
)  # fmt: skip
numbers = st.permutations(["Q1", "Q2", "Q3"]).map(lambda given: dict(zip(KEYS, given, strict=True)))
versions = st.builds(
    lambda organizations, officials, places, numbers: tables(
        organizations=organizations,
        officials=officials,
        places={"places": places},
        wikidata={"organizations": {key: number for key, number in numbers.items() if key in organizations}},
    ),
    organizations.map(without_circles),
    people,
    places,
    numbers,
)


def parts(pk):
    names = OtherName.objects.filter(entity=pk)
    roles_of = Membership.objects.filter(person_id=pk)
    return (
        sorted(names.values_list("name", "key", "kind", "language", "is_weak", "case_sensitive")),
        sorted(Identifier.objects.filter(entity=pk).values_list("scheme", "identifier")),
        sorted(
            map(str, roles_of.values_list("role", "organization__slug", "start_date", "end_date", "as_of", "status"))
        ),
    )


def everything():
    columns = {
        Organization: ("classification", "country__name", "parent__name", "summary"),
        Person: ("family_name",),
        Place: ("country__name", "country_code", "feature_code", "latitude", "longitude", "population"),
    }
    found = []
    for model, own in columns.items():
        rows = model.objects.values_list("pk", "name", "key", "slug", "sort_name", "is_reference_data", *own)
        found += [(model.__name__, *rest, parts(pk)) for pk, *rest in rows]
    return sorted(found, key=str)


def after(history):
    """The content of a site that loads these versions in order. The database is rolled back afterwards."""
    with transaction.atomic():
        for number, files in enumerate(history):
            load(str(number), files)
        found = everything()
        transaction.set_rollback(True)
    return found


# Each example loads several versions; shrinking a failing one would take minutes.
@settings(
    max_examples=examples(25),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(versions, min_size=2, max_size=4))
def test_a_site_of_any_history_ends_like_a_new_one(history):
    with no_packages():
        assert after(history) == after(history[-1:])
