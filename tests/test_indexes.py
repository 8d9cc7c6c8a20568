"""No table has an index that another one makes unnecessary: each takes space and time with every row."""

from __future__ import annotations

from django.apps import apps
from django.db import models

# Model and column -> why its index stays although another one begins with the column.
ALLOWED = {
    "ImportItem.batch": "has the items of a batch in the order of their ids, in which pages list them",
    "Mention_candidates.mention": "made by Django for a many-to-many field, without a choice",
}


def complete_indexes(model):
    """The columns of each index and unique constraint that has all rows, with its name."""
    options = model._meta
    found = {f"unique {names}": tuple(names) for names in options.unique_together}
    for one in (*options.indexes, *options.constraints):
        if isinstance(one, models.Index | models.UniqueConstraint) and one.fields and one.condition is None:
            found[one.name] = tuple(name.lstrip("-") for name in one.fields)
    return found


def redundant_indexes(all_models):
    """Indexes whose columns are the first ones of another index, as "Model.column" or "Model.name"."""
    found = set()
    for model in all_models:
        indexes = complete_indexes(model)
        name = model.__name__
        for field in model._meta.local_concrete_fields:
            if field.db_index and not field.unique and any(columns[0] == field.name for columns in indexes.values()):
                found.add(f"{name}.{field.name}")
        plain = {one.name for one in model._meta.indexes}
        found |= {
            f"{name}.{one}"
            for one in plain & indexes.keys()
            for other, columns in indexes.items()
            if other != one and columns[: len(indexes[one])] == indexes[one]
        }
    return found


def test_no_index_is_the_beginning_of_another_one():
    ours = apps.get_app_config("articles").get_models(include_auto_created=True)
    assert redundant_indexes(ours) == ALLOWED.keys()


def a_table(*, db_index, fields, condition=None, plain=()):
    """A model of two columns, which is in no registry afterwards."""

    class Table(models.Model):  # noqa: DJ008  # never a row
        one = models.IntegerField(db_index=db_index)
        two = models.IntegerField()

        class Meta:
            app_label = "index_examples"
            constraints = [models.UniqueConstraint(fields=fields, condition=condition, name="together")]
            indexes = [models.Index(fields=columns, name=f"by_{'_'.join(columns)}") for columns in plain]

    del apps.all_models["index_examples"]["table"]
    return Table


def test_an_index_is_found_where_another_one_begins_with_it():
    assert redundant_indexes([a_table(db_index=True, fields=["one", "two"])]) == {"Table.one"}
    assert redundant_indexes([a_table(db_index=False, fields=["one", "two"], plain=[["one"]])]) == {"Table.by_one"}


def test_an_index_is_needed_beside_one_in_another_order_or_with_some_rows_only():
    some = models.Q(two__gt=0)
    assert redundant_indexes([a_table(db_index=True, fields=["two", "one"])]) == set()
    assert redundant_indexes([a_table(db_index=True, fields=["one", "two"], condition=some)]) == set()
    assert redundant_indexes([a_table(db_index=False, fields=["one", "two"], plain=[["two"]])]) == set()
