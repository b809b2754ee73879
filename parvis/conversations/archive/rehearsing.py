"""A dry run: the archive read and prepared as for an import, judged in temporary tables; nothing of the title is touched."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from parvis.conversations.archive.batches import Batch, batches_of
from parvis.conversations.archive.detect import Archive
from parvis.conversations.archive.moved import Moves
from parvis.conversations.archive.placing import today_of
from parvis.conversations.archive.preparing import COLUMNS, ENCODE_JOB, Job
from parvis.conversations.archive.records import Repaired, Untaken
from parvis.conversations.archive.refs import OWN_SOURCE, parted
from parvis.conversations.archive.reports import Progress, Report
from parvis.conversations.archive.workshop import Workshop
from parvis.conversations.models import Space
from parvis.kit import clock
from parvis.publishers.models import Title

WIDTH = list(COLUMNS).index("standing") + 1
SEEN = list(COLUMNS)[:WIDTH]


class Rehearsal:
    """One dry run. Notes are written to `notes` as they come, one JSON object a line."""

    def __init__(self, archive: Archive, title: Title, moves: Moves, notes: Path) -> None:
        self.archive, self.title, self.moves, self.notes = archive, title, moves, notes
        self.source = "" if archive.format == OWN_SOURCE else archive.source
        self.counts: Counter[str] = Counter(articles=0, spaces=0, threads=0, members=0, posts=0, already=0, cases=0)
        self._spaces: set[str] = set()
        self.untaken: Counter[str] = Counter()
        self.repaired: Counter[str] = Counter()

    @transaction.atomic
    def play(self, progress: Progress, processes: int) -> Report:
        """Reads everything, then judges; gives the report an import would, save for names that would have to change."""
        with self.notes.open("wb") as self._file, connection.cursor() as cursor:
            for statement in _TABLES:
                cursor.execute(statement)
            self._read(cursor, progress, processes)
            self._judge(cursor)
            for table in ("said_article", "said_member", "said_post"):
                cursor.execute(f"DROP TABLE {table}")
        return Report(
            archive=self.archive,
            run=None,
            counts=dict(self.counts),
            untaken=dict(self.untaken.most_common()),
            repaired=dict(self.repaired.most_common()),
            unmapped=dict(self.moves.unmapped.most_common(20)),
            unmapped_examples=self.moves.examples,
        )

    def _read(self, cursor: CursorWrapper, progress: Progress, processes: int) -> None:
        reading = self.archive.read()
        batches = batches_of(iter(reading), source=self.source)
        workshop: Workshop[Batch] = Workshop(processes)
        with workshop:
            for batch, prepared in workshop.prepared(batches, self._job_of):
                self._note([*batch.notes, *prepared.notes])
                cursor.executemany(
                    "INSERT INTO said_article VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                    [*self._articles(batch), *((thread.ref, True, True) for _place, thread in batch.threads)],
                )
                self._spaces |= {space.key for _place, space in batch.spaces}
                cursor.executemany(
                    "INSERT INTO said_member VALUES (%s, %s) ON CONFLICT DO NOTHING", [parted(one.ref) for one in batch.members]
                )
                with cursor.copy(f"COPY said_post ({', '.join(SEEN)}) FROM STDIN") as copy:
                    copy.write(prepared.rows)
                progress(reading.fraction, batch.end)

    def _job_of(self, batch: Batch) -> bytes:
        return ENCODE_JOB(Job(self.source, clock.now(), batch.posts, WIDTH))

    def _articles(self, batch: Batch) -> Iterator[tuple[str, bool, bool]]:
        for place, article in batch.articles:
            address, reason = today_of(article, self.moves)
            if reason:
                self._note([Untaken(where=place, kind="article", ref=article.ref, reason=reason, detail=article.address[:300])])
            yield article.ref, bool(address), False
        for note in batch.notes:
            if note.kind == "article" and note.ref and isinstance(note, Untaken):
                yield note.ref, False, False

    def _judge(self, cursor: CursorWrapper) -> None:
        values = {"title": self.title.pk, "group": self.title.group_id}
        for statement in _JUDGEMENTS:
            cursor.execute(statement, values)
        for statement, kind in ((_LOST, Untaken), (_MENDED, Repaired)):
            cursor.execute(statement, values)
            while rows := cursor.fetchmany(1000):
                self._note(kind(where=where, kind="post", ref=ref, reason=why, detail=detail) for where, ref, why, detail in rows)
        cursor.execute(_COUNTS, values)
        for name, number in cursor.fetchall():
            self.counts[name] += number
        self.counts["spaces"] = len(self._spaces - set(Space.objects.of(self.title).values_list("key", flat=True)))

    def _note(self, notes: Iterable[Untaken | Repaired]) -> None:
        for one in notes:
            is_taken = isinstance(one, Repaired)
            (self.repaired if is_taken else self.untaken)[one.reason] += 1
            self._file.write(msgspec.json.encode({"taken": is_taken, **msgspec.structs.asdict(one)}) + b"\n")


_TABLES = (
    "CREATE TEMP TABLE said_article (ref text PRIMARY KEY, is_mapped boolean, is_thread boolean)",
    "CREATE TEMP TABLE said_member (issuer text, subject text, PRIMARY KEY (issuer, subject))",
    f"CREATE TEMP TABLE said_post ({', '.join(f'{name} {COLUMNS[name]}' for name in SEEN)}, fate text DEFAULT '')",
)
_JUDGEMENTS = (
    "CREATE INDEX ON said_post (ref)",
    "ANALYZE said_post",
    "ANALYZE said_article",
    "ANALYZE said_member",
    """
    UPDATE said_post s SET fate = 'same_ref'
    FROM (SELECT n, row_number() OVER (PARTITION BY ref ORDER BY n) AS turn FROM said_post) twin
    WHERE s.n = twin.n AND twin.turn > 1
    """,
    """
    UPDATE said_post s SET fate = CASE WHEN a.ref IS NULL THEN 'unknown_article' ELSE 'article_untaken' END
    FROM said_post p LEFT JOIN said_article a ON a.ref = p.article
    LEFT JOIN conversations_importedarticle known ON known.title_id = %(title)s AND known.ref = p.article
    WHERE s.n = p.n AND s.fate = '' AND NOT coalesce(a.is_mapped, false) AND known.id IS NULL
    """,
    """
    UPDATE said_post s SET fate = 'already' FROM conversations_archivedref a
    WHERE a.title_id = %(title)s AND a.ref = s.ref AND s.fate = ''
    """,
)
_LOST = "SELECT place, ref, fate, article FROM said_post WHERE fate NOT IN ('', 'already') ORDER BY n"
_MENDED = """
SELECT p.place, p.ref, why.reason, why.detail FROM said_post p
LEFT JOIN said_post parent ON parent.ref = p.parent AND parent.fate IN ('', 'already')
LEFT JOIN conversations_archivedref kept ON kept.title_id = %(title)s AND kept.ref = p.parent
LEFT JOIN said_member m ON m.issuer = p.issuer AND m.subject = p.subject
LEFT JOIN members_identity i ON i.group_id = %(group)s AND i.kind = 'import' AND i.issuer = p.issuer AND i.subject = p.subject
CROSS JOIN LATERAL (VALUES
    (p.subject IS NOT NULL AND m.subject IS NULL AND i.id IS NULL, 'unknown_author', p.issuer || '/' || p.subject),
    (p.parent IS NOT NULL AND parent.n IS NULL AND kept.post_id IS NULL, 'unknown_parent', p.parent),
    (parent.article <> p.article, 'parent_elsewhere', p.parent)
) AS why(holds, reason, detail)
WHERE p.fate = '' AND why.holds ORDER BY p.n
"""
_COUNTS = """
SELECT 'posts', count(*) FROM said_post WHERE fate = ''
UNION ALL SELECT 'posts_' || standing, count(*) FROM said_post WHERE fate = '' GROUP BY 1
UNION ALL SELECT 'already', count(*) FROM said_post WHERE fate = 'already'
UNION ALL SELECT 'cases', count(*) FROM said_post WHERE fate = '' AND standing = 'held'
UNION ALL SELECT CASE WHEN is_thread THEN 'threads' ELSE 'articles' END, count(*) FROM said_article s
    WHERE is_mapped AND NOT EXISTS (
        SELECT 1 FROM conversations_importedarticle a WHERE a.title_id = %(title)s AND a.ref = s.ref) GROUP BY is_thread
UNION ALL SELECT 'members', count(*) FROM said_member s WHERE NOT EXISTS (
    SELECT 1 FROM members_identity i
    WHERE i.group_id = %(group)s AND i.kind = 'import' AND i.issuer = s.issuer AND i.subject = s.subject)
"""
