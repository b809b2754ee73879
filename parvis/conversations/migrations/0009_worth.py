import django.db.models.deletion
from django.db import migrations, models

# worth_of(0, written_at) of worth.py; posts with answers or reactions are then weighed by the worker.
FRESHNESS = """
UPDATE conversations_post SET worth = round(1000 * (extract(epoch FROM written_at) - 1262304000) / 86400 / 3)
WHERE parent_id IS NULL
"""
TO_WEIGH = """
INSERT INTO conversations_toweigh (post_id, since)
SELECT id, now() FROM conversations_post WHERE parent_id IS NULL AND (replies > 0 OR reacted > 0)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0008_thread_joins'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='worth',
            field=models.IntegerField(default=0),
        ),
        migrations.CreateModel(
            name='ToWeigh',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='conversations.post')),
                ('since', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunSQL('SET CONSTRAINTS ALL IMMEDIATE', migrations.RunSQL.noop),
        migrations.RunSQL(FRESHNESS, migrations.RunSQL.noop),
        migrations.RunSQL(TO_WEIGH, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('parent__isnull', True)), fields=['thread', '-worth', '-id'], name='roots_by_worth'),
        ),
    ]
