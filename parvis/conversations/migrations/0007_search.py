import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from parvis.language.searched import dictionary_of, searchable, tongue_of

BATCH = 2_000
# The texts are folded here as acts/indexing.py folds them; about three minutes for a million posts.
POSTS = """
SELECT p.id, t.title_id, p.written_at, p.standing, p.language, title.language, p.text FROM conversations_post p
JOIN conversations_thread t ON t.id = p.thread_id JOIN publishers_title title ON title.id = t.title_id
WHERE p.id > %s ORDER BY p.id LIMIT %s
"""
INSERT = """
INSERT INTO conversations_searchentry (post_id, title_id, written_at, words)
SELECT id, title, at, to_tsvector(d::regconfig, words) || array_to_tsvector(string_to_array(marks, ' '))
FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[]) AS e(id, title, at, d, words, marks)
ON CONFLICT DO NOTHING
"""
HEADLINES = """
SELECT t.id, t.title_id, title.language, coalesce(a.headline, t.heading), coalesce(a.summary, '') FROM conversations_thread t
LEFT JOIN publishers_article a ON a.id = t.article_id JOIN publishers_title title ON title.id = t.title_id WHERE t.id > %s ORDER BY t.id LIMIT %s
"""
INSERT_HEADLINES = """
INSERT INTO conversations_headlineentry (thread_id, title_id, words)
SELECT id, title, to_tsvector(d::regconfig, words) || array_to_tsvector(string_to_array(marks, ' '))
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[]) AS e(id, title, d, words, marks)
ON CONFLICT DO NOTHING
"""


def index_what_is_there(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        # The indexes made next cannot be, while references wait to be checked.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        last = 0
        while True:
            cursor.execute(POSTS, [last, BATCH])
            rows = cursor.fetchall()
            if not rows:
                break
            last = rows[-1][0]
            ready = [_post(*row) for row in rows]
            cursor.execute(INSERT, [list(column) for column in zip(*ready)])
        last = 0
        while True:
            cursor.execute(HEADLINES, [last, BATCH])
            rows = cursor.fetchall()
            if not rows:
                break
            last = rows[-1][0]
            ready = [_headline(*row) for row in rows]
            cursor.execute(INSERT_HEADLINES, [list(column) for column in zip(*ready)])


def _post(pk, title, at, standing, language, own, text):
    tongue = tongue_of(language, own)
    return pk, title, at, dictionary_of(tongue), searchable(text, tongue), f"@t{title} @l{tongue} @s{standing}"


def _headline(pk, title, language, headline, summary):
    tongue = tongue_of(language)
    return pk, title, dictionary_of(tongue), searchable(f"{headline}\n{summary}", tongue), f"@t{title} @l{tongue}"


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0006_own_settings_and_notes'),
        ('publishers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='conversations.post')),
                ('title', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='publishers.title')),
                ('written_at', models.DateTimeField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name='HeadlineEntry',
            fields=[
                ('thread', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='headline_entry', serialize=False, to='conversations.thread')),
                ('title', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='publishers.title')),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunPython(index_what_is_there, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='words_of_posts'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['title', '-written_at', '-post'], name='searched_by_date'),
        ),
        migrations.AddIndex(
            model_name='headlineentry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='words_of_headlines'),
        ),
    ]
