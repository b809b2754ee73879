"""Keys have a room of their own; the API keeps answers given and the pace of each key."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0001_initial'),
        ('machines', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(name='ApiKey'),
        migrations.CreateModel(
            name='KeptAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('asked', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('body', models.BinaryField(default=b'')),
                ('at', models.DateTimeField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='machines.apikey')),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='kept_answer_by_age')],
                'constraints': [models.UniqueConstraint(fields=('key', 'name'), name='answered_once')],
            },
        ),
        migrations.CreateModel(
            name='Pace',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('ahead_until', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['ahead_until'], name='pace_by_age')],
            },
        ),
        # Written at each request and worth nothing after a crash: no journal of it is needed.
        migrations.RunSQL("ALTER TABLE api_pace SET UNLOGGED", "ALTER TABLE api_pace SET LOGGED"),
    ]
