"""What readers see at the address of a withdrawn story.

Stories withdrawn so far get the date from the log. Their reasons were written for the log only and stay there, and their
headlines stay hidden: who withdrew them was told that no public page would show them.
"""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def date_earlier_withdrawals(apps, schema_editor):
    alias = schema_editor.connection.alias
    actions = apps.get_model("articles", "LoggedAction").objects.using(alias)
    last = actions.filter(article=OuterRef("pk"), action="article.withdraw").order_by("-at", "-id").values("at")[:1]
    articles = apps.get_model("articles", "Article").objects.using(alias)
    articles.filter(review_status="withdrawn").update(hides_headline=True, withdrawn_at=Subquery(last))


class Migration(migrations.Migration):
    dependencies = [("articles", "0028_batch_table")]

    operations = [
        migrations.AddField(
            "article", "withdrawn_at", models.DateTimeField(null=True, blank=True, editable=False)
        ),
        migrations.AddField(
            "article", "withdrawal_reason", models.CharField(max_length=500, blank=True, editable=False)
        ),
        migrations.AddField("article", "hides_headline", models.BooleanField(default=False, editable=False)),
        migrations.RunPython(date_earlier_withdrawals, migrations.RunPython.noop),
    ]
