from __future__ import annotations

import pytest
from django.db import transaction

from articles.models import Place
from benchmarks.corpus import making
from tests import builders

STORIES = 60


@pytest.fixture(scope="module")
def corpus(django_db_setup, django_db_blocker):
    """Sixty published stories beside a little reference data: written once for this file, rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        for code, latitude, longitude in (("IQ", 33.2, 43.7), ("CA", 56.1, -106.3), ("FR", 46.2, 2.2)):
            builders.a_country(f"Country {code}", code=code, latitude=latitude, longitude=longitude)
        builders.a_person("Ash Carter")
        builders.a_place("Mosul", country=Place.objects.get(country_code="IQ"))
        yield making.make(STORIES, seed=3)
        transaction.set_rollback(True)
