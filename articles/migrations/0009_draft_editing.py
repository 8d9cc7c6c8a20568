"""Discarded drafts; what a source demands of publication; versions that hold every field that a source stated."""

from django.db import migrations, models

_TEXTS = ('byline', 'dateline', 'date_precision', 'in_language', 'section', 'genre', 'image_url', 'image_caption', 'image_credit')


def number_versions(apps, _schema_editor):
    """Number the versions of each story by the time they came, and say which one the story follows."""
    articles, versions = apps.get_model('articles', 'Article'), apps.get_model('articles', 'ArticleVersion')
    number, owner = 0, None
    for pk, article in versions.objects.order_by('article_id', 'retrieved_at', 'id').values_list('pk', 'article_id'):
        number, owner = (number + 1 if article == owner else 1), article
        versions.objects.filter(pk=pk).update(number=number)
    ids = list(versions.objects.order_by().values_list('article_id', flat=True).distinct())
    for pk in ids:
        article = articles.objects.select_related('outlet').defer('body').get(pk=pk)
        shown = article.versions.filter(sha256=article.sha256).order_by('-number').first()
        if shown is not None:
            articles.objects.filter(pk=article.pk).update(source_version=shown.number)
            # No later version said other than this one: that is all that was compared until now.
            article.versions.filter(number__gte=shown.number).update(fields=_stated(article))


def _stated(article):
    """The fields that the story has from its source; what an editor set since says nothing of the source."""
    values = {name: getattr(article, name) for name in _TEXTS}
    values['authors'] = article.authors
    values['outlet'] = article.outlet.name if article.outlet else ''
    values['url'] = article.url or ''
    values['date_published'] = article.date_published.isoformat() if article.date_published else ''
    values['date_modified'] = article.date_modified.isoformat() if article.date_modified else ''
    return {name: value for name, value in values.items() if name not in article.touched_fields}


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0008_membership_as_of'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='articleversion',
            options={'ordering': ['article', 'number']},
        ),
        migrations.RemoveConstraint(
            model_name='article',
            name='article_status_is_legal',
        ),
        migrations.RemoveConstraint(
            model_name='articleversion',
            name='a_text_is_one_version',
        ),
        migrations.RemoveConstraint(
            model_name='importitem',
            name='import_status_is_known',
        ),
        migrations.AddField(
            model_name='article',
            name='editorial_note',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='article',
            name='embargo',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='embargo_text',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='article',
            name='source_key',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name='article',
            name='source_status',
            field=models.CharField(blank=True, choices=[('usable', 'Usable'), ('withheld', 'Withheld'), ('cancelled', 'Cancelled')], editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name='article',
            name='source_version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='article',
            name='usage_terms',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='articleversion',
            name='changed',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='articleversion',
            name='fields',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='articleversion',
            name='number',
            field=models.PositiveIntegerField(default=1),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='editorial_note',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='embargo',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='embargo_text',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='source_status',
            field=models.CharField(blank=True, choices=[('usable', 'Usable'), ('withheld', 'Withheld'), ('cancelled', 'Cancelled')], editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='source_version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='usage_terms',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AlterField(
            model_name='article',
            name='review_status',
            field=models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn'), ('discarded', 'Discarded')], default='draft', editable=False, max_length=10),
        ),
        migrations.AlterField(
            model_name='historicalarticle',
            name='review_status',
            field=models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn'), ('discarded', 'Discarded')], default='draft', editable=False, max_length=10),
        ),
        migrations.AlterField(
            model_name='importitem',
            name='status',
            field=models.CharField(choices=[('received', 'Waiting to be read'), ('reading', 'Being read'), ('mapping', 'Say which column is what'), ('unpacked', 'Taken apart'), ('read', 'Read: look at the preview'), ('drafted', 'Draft made'), ('version', 'Kept as a new version'), ('duplicate', 'Already here'), ('failed', 'Could not be read'), ('discarded', 'Discarded'), ('revoked', 'Cancelled or withheld by its source')], default='received', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('review_status__in', ['draft', 'published', 'withdrawn', 'discarded'])), name='article_status_is_legal'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('source_status__in', ['', 'usable', 'withheld', 'cancelled'])), name='article_source_status_is_known'),
        ),
        migrations.RunPython(number_versions, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='articleversion',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='a_version_has_its_own_number'),
        ),
        migrations.AddConstraint(
            model_name='importitem',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['received', 'reading', 'mapping', 'unpacked', 'read', 'drafted', 'version', 'duplicate', 'failed', 'discarded', 'revoked'])), name='import_status_is_known'),
        ),
    ]
