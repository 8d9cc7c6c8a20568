"""The right to publish, correct and withdraw stories. Accounts and groups that could do so keep it."""

from django.db import migrations

# What allowed something before -> what allows it now. The rights that a group or account has decide, so that superusers,
# who have all, are not mentioned.
IMPLIED = {
    "change_article": ("publish_article", "add_person", "add_organization", "add_place", "add_outlet"),
    "change_importitem": ("add_article", "add_outlet"),
    "change_importbatch": ("add_article", "add_outlet"),
    # Alone this right publishes nothing: it allows changes to records that readers see.
    "change_person": ("publish_article",),
    "change_organization": ("publish_article",),
    "change_place": ("publish_article",),
    "change_outlet": ("publish_article",),
}
# The names of the groups that the site makes and maintains: a group that has one already is renamed.
BUILT_IN = ("Editor", "Publisher", "Administrator")
MODELS = ("article", "person", "organization", "place", "outlet")


def keep_rights(apps, schema_editor):
    rights = _rights(apps, schema_editor.connection.alias)
    for model, field in (("User", "user_permissions"), ("Group", "permissions")):
        for holder in apps.get_model("auth", model).objects.prefetch_related(field):
            held = getattr(holder, field)
            names = {right.codename for right in held.all() if right.content_type.app_label == "articles"}
            implied = {name for old, new in IMPLIED.items() if old in names for name in new}
            if implied - names:
                held.add(*(rights[name] for name in implied - names))


def free_names(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    for group in groups.filter(name__in=BUILT_IN):
        name, number = f"{group.name} (own)", 2
        while groups.filter(name=name).exists():
            name, number = f"{group.name} (own {number})", number + 1
        group.name = name
        group.save()


def _rights(apps, alias):
    """All rights named above by codename. Django creates those of new models after the migrations only."""
    types = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    found = {}
    for model in MODELS:
        kind, _ = types.get_or_create(app_label="articles", model=model)
        noun = {"article": "story"}.get(model, model)
        wanted = {f"add_{model}": f"Can add {noun}"}
        if model == "article":
            wanted["publish_article"] = "Can publish, correct and withdraw stories"
        for codename, name in wanted.items():
            found[codename], _ = permissions.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )
    return found


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0021_odd_input"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            "article",
            {
                "permissions": [("publish_article", "Can publish, correct and withdraw stories")],
                "verbose_name": "story",
                "verbose_name_plural": "stories",
            },
        ),
        migrations.RunPython(keep_rights, migrations.RunPython.noop),
        migrations.RunPython(free_names, migrations.RunPython.noop),
    ]
