"""Whatever an address of the admin carries as id, filter value, order, page or search, the answer is no error."""

from __future__ import annotations

import re
from itertools import cycle

import pytest
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from articles.models import ImportBatch, ImportItem, LoggedAction, Person
from articles.vocabulary import ImportStatus, SourceType
from tests import builders

pytestmark = pytest.mark.django_db
ODD_NUMBERS = ("-1", "99999", str(2**31), str(2**63), str(10**20), "9" * 400, "\u0663", "NaN")
# Each parameter is asked with these and with one of the others in turn.
WORST = ("-1", str(10**20), "a\x00b", "99999")
ODD_TEXTS = ("", "a\x00b", "'; DROP TABLE auth_user; --", "\U0001f600", "x" * 5000, "-9999-01-01", "99999-12-31")
DATE_LOOKUPS = ("year", "month", "day", "date", "gte", "lt", "isnull", "week_day", "hour")
# By their tables; those of Django and of its task queue included.
SITE = {f"{model._meta.app_label}_{model._meta.model_name}": one for model, one in admin.site._registry.items()}


@pytest.fixture(autouse=True)
def rows(editor):
    """A row in the lists, so that no query is saved for want of rows."""
    article = builders.an_article("Bridge at Mosul reopens", "The bridge was opened.")
    builders.a_person("Ash Carter")
    LoggedAction.objects.create(action="story.publish", what="Bridge", by=editor, article=article, at=timezone.now())
    batch = ImportBatch.objects.create()
    ImportItem.objects.create(batch=batch, source_type=SourceType.TEXT, status=ImportStatus.RECEIVED, name="x")


def parameters_of(model_admin):
    """The parameters that a list takes: filters with all lookups of their type, order, page and search."""
    names = {"q", "o", "p", "all", "e", "_facets", "unknown__lookup"}
    for field in model_admin.model._meta.concrete_fields:
        names |= {field.name, f"{field.name}__exact", f"{field.name}__isnull", f"{field.name}__in"}
        if field.get_internal_type() in ("DateTimeField", "DateField"):
            names |= {f"{field.name}__{lookup}" for lookup in DATE_LOOKUPS}
        if field.is_relation:
            names |= {f"{field.name}__id__exact", f"{field.name}__id__in", f"{field.name}__pk"}
    names |= {one.parameter_name for one in model_admin.list_filter if hasattr(one, "parameter_name")}
    return sorted(name for name in names if name)


def is_shown_or_refused(model_admin, request):
    """Reads a list as its page does. Django answers these exceptions with the list without filters, or with 400."""
    try:
        with transaction.atomic():  # PostgreSQL does nothing more in a transaction after an error
            return len(model_admin.get_changelist_instance(request).result_list) >= 0
    except (IncorrectLookupParameters, SuspiciousOperation):
        return True


@pytest.mark.parametrize("name", SITE)
def test_no_parameter_of_a_list_is_an_error(editor, name):
    others = cycle((*ODD_NUMBERS, *ODD_TEXTS))
    for parameter in parameters_of(SITE[name]):
        for value in (*WORST, next(others)):
            request = RequestFactory().get("/", {parameter: value})
            request.user = editor
            request._messages = CookieStorage(request)
            assert is_shown_or_refused(SITE[name], request)


@pytest.mark.parametrize(
    "query", ["at__year=-1", "at__year=99999", f"at__year={10**20}", "item__id__exact=%00", "q=%00"]
)
def test_a_list_that_cannot_be_filtered_is_shown_without_its_filter(desk, query):
    answer = desk.get(reverse("admin:articles_loggedaction_changelist") + f"?{query}", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain or query.startswith("q=")


def test_a_filter_value_in_bounds_still_filters(desk):
    year = timezone.now().year
    address = reverse("admin:articles_loggedaction_changelist")
    assert desk.get(f"{address}?at__year={year}").context["cl"].result_count == LoggedAction.objects.count()
    assert desk.get(f"{address}?at__year={year - 5}").context["cl"].result_count == 0


@pytest.mark.parametrize("name", SITE)
def test_no_id_is_an_error(desk, name):
    address = reverse(f"admin:{name}_changelist")
    for value in (*ODD_NUMBERS, str(10**21)):
        for page in ("change/", "history/"):
            assert desk.get(f"{address}{value}/{page}").status_code in (302, 404)


def test_the_id_of_a_record_still_finds_it(desk):
    person = Person.objects.get()
    assert desk.get(reverse("admin:articles_person_change", args=[person.pk])).status_code == 200


def pages_with_numbers():
    for pattern in admin.site.get_urls():
        for inner in getattr(pattern, "url_patterns", ()):
            if "int:" in str(inner.pattern):
                yield f"/admin/{pattern.pattern}{inner.pattern}"


@pytest.mark.parametrize("address", sorted(set(pages_with_numbers())))
def test_no_number_in_the_address_of_a_page_is_an_error(desk, address):
    for value in ("0", str(2**63), str(10**21)):
        asked = re.sub(r"<\w+:\w+>", "x", re.sub(r"<int:\w+>", value, address))
        assert desk.get(asked).status_code in (404, 405)
        assert desk.post(asked).status_code in (404, 405)


@pytest.mark.parametrize("name", SITE)
@pytest.mark.parametrize("lookup", ["regex", "iregex"])
def test_no_list_is_filtered_by_a_regular_expression(desk, name, lookup):
    address = reverse(f"admin:{name}_changelist")
    columns = [field.name for field in SITE[name].model._meta.concrete_fields if not field.is_relation]
    for column in columns:
        assert desk.get(address, {f"{column}__{lookup}": "(a+)+$"}).status_code == 400


def test_a_list_is_still_filtered_by_the_beginning_of_a_name(desk):
    address = reverse("admin:articles_person_changelist")
    assert desk.get(f"{address}?name__startswith=Ash").context["cl"].result_count == 1


@pytest.mark.parametrize("name", SITE)
def test_no_chosen_row_of_a_list_is_an_error(desk, name):
    address = reverse(f"admin:{name}_changelist")
    actions = SITE[name].get_actions(desk.get(address).wsgi_request)
    for action in ("", "delete_selected", *actions):
        for chosen in (*WORST, "9" * 5000, "x"):
            sent = {"action": action, "_selected_action": [chosen, "1"], "index": "0"}
            assert desk.post(address, sent).status_code < 500


def choices_of_records():
    """Fields of forms that name a row of another table."""
    for name, one in SITE.items():
        for field in one.model._meta.concrete_fields:
            if field.is_relation and field.editable and not field.remote_field.parent_link:
                yield pytest.param(one, field, id=f"{name}-{field.name}")


@pytest.mark.parametrize(("model_admin", "field"), list(choices_of_records()))
@pytest.mark.parametrize("value", [str(2**63), "9" * 30, "9" * 5000, "-1", "x", "a\x00b", "\u0663", "99999"])
def test_no_row_that_a_form_names_is_an_error(model_admin, field, value, rf, editor):
    request = rf.get("/")
    request.user = editor
    made = model_admin.formfield_for_foreignkey(field, request)
    if made is not None:
        with pytest.raises(ValidationError):
            made.clean(value)


def test_a_row_that_a_form_names_is_found(rf, editor):
    place, request = builders.a_country(), rf.get("/")
    request.user = editor
    country = SITE["articles_place"].model._meta.get_field("country")
    made = SITE["articles_place"].formfield_for_foreignkey(country, request)
    assert made.clean(str(place.pk)) == made.clean(place) == place
