"""Standard names: duplicate clusters, LSH bands, pairs that are not duplicates, reference data, summary entries.

Log entries name the model and the column of a row that a change touched, so they are renamed, too.
"""

from django.db import migrations, models

_CHUNK = 1000
_MODELS = {"distinctstories": "notduplicate", "storycluster": "duplicatecluster", "textband": "lshband"}
_COLUMNS = {"is_start_knowledge": "is_reference_data"}


def _rename_kind(old, new):
    def rename(apps, _schema_editor):
        apps.get_model("articles", "ImportItem").objects.filter(kind=old).update(kind=new)

    return rename


def _rename_in_log(models_, columns):
    def renamed(row):
        return {columns.get(name, name): value for name, value in row.items()}

    def rename(apps, _schema_editor):
        log = apps.get_model("articles", "LoggedAction")
        changed = []
        for entry in log.objects.only("before", "after", "related").iterator(chunk_size=_CHUNK):
            new = (
                renamed(entry.before),
                renamed(entry.after),
                [
                    {
                        **row,
                        "kind": models_.get(row["kind"], row["kind"]),
                        "before": row["before"] and renamed(row["before"]),
                        "after": row["after"] and renamed(row["after"]),
                    }
                    for row in entry.related
                ],
            )
            if new != (entry.before, entry.after, entry.related):
                entry.before, entry.after, entry.related = new
                changed.append(entry)
            if len(changed) == _CHUNK:
                log.objects.bulk_update(changed, ["before", "after", "related"])
                changed.clear()
        log.objects.bulk_update(changed, ["before", "after", "related"])

    return rename


def _inverted(names):
    return {new: old for old, new in names.items()}


class Migration(migrations.Migration):
    # Renaming a model renames its content type, too, in the form that the second migration of content types gave it.
    dependencies = [("articles", "0013_import_words"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [
        migrations.RenameModel("StoryCluster", "DuplicateCluster"),
        migrations.RenameModel("TextBand", "LSHBand"),
        migrations.RenameModel("DistinctStories", "NotDuplicate"),
        migrations.RenameField("entity", "is_start_knowledge", "is_reference_data"),
        migrations.RemoveConstraint("notduplicate", "two_stories_are_told_apart_once"),
        migrations.AddConstraint(
            "notduplicate", models.UniqueConstraint(fields=["first", "second"], name="unique_not_duplicate_pair")
        ),
        migrations.RunPython(_rename_kind("teaser", "summary"), _rename_kind("summary", "teaser")),
        migrations.RunPython(
            _rename_in_log(_MODELS, _COLUMNS), _rename_in_log(_inverted(_MODELS), _inverted(_COLUMNS))
        ),
    ]
