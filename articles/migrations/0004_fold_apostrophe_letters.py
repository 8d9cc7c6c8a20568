"""Look-up keys without the apostrophes, breathings and length marks that Unicode counts among the letters."""

from django.db import migrations

MARKS = dict.fromkeys(
    [*range(0x02B9, 0x02C2), *range(0x02C6, 0x02D2), 0x02EC, 0x02EE, 0x0559, 0x0640, 0xA78B, 0xA78C]
)
MODELS = ("Entity", "OtherName", "GazetteerName")
ROWS_AT_ONCE = 2000


def fold_keys(apps, _schema_editor):
    for name in MODELS:
        model = apps.get_model("articles", name)
        changed = []
        for row in model.objects.only("pk", "key").order_by("pk").iterator(ROWS_AT_ONCE):
            key = row.key.translate(MARKS)
            if key != row.key:
                row.key = key
                changed.append(row)
        model.objects.bulk_update(changed, ["key"], ROWS_AT_ONCE)
    fold_outlets(apps.get_model("articles", "Outlet").objects)


def fold_outlets(outlets):
    """The key of an outlet is unique: where another outlet has the new one already, both stay for an editor to see."""
    for outlet in outlets.only("pk", "key").order_by("pk"):
        key = outlet.key.translate(MARKS)
        if key != outlet.key and not outlets.filter(key=key).exists():
            outlets.filter(pk=outlet.pk).update(key=key)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_copies")]

    operations = [migrations.RunPython(fold_keys, migrations.RunPython.noop)]
