"""What was a flag on the member becomes a row with its date and its author."""

from django.db import migrations

ROWS = """
INSERT INTO members_restriction (member_id, kind, reason, told, account_id, at)
SELECT m.id, 'premoderation', '', '', a.id, coalesce(f.at, now()) FROM members_member m
LEFT JOIN LATERAL (
    SELECT account_id, at FROM journal_fact WHERE member_id = m.id AND name = 'MemberWatched' ORDER BY id DESC LIMIT 1
) f ON true
LEFT JOIN members_account a ON a.id = f.account_id
WHERE m.is_premoderated
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0004_restrictions_and_badges"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ROWS, migrations.RunSQL.noop)]
