"""Taking the demo newsroom away, and nothing else."""

# ruff: noqa: S608  # the SQL below is put together from our own constants only
from django.db import connection, transaction

from parvis.config.demo.content import house_plan
from parvis.kit.announcing import announce
from parvis.kit.remembered import forget

# Rows go from the leaves to the group, each found by its way up. This is the only place that deletes what acts wrote:
# a demo is not evidence. Every table with a foreign key towards the group must be here, or the transaction fails and says which.
_TITLES = "(SELECT id FROM publishers_title WHERE group_id = %(group)s)"
_THREADS = f"(SELECT id FROM conversations_thread WHERE title_id IN {_TITLES})"
_POSTS = f"(SELECT id FROM conversations_post WHERE thread_id IN {_THREADS})"
_SUBJECTS = f"""(SELECT 'post:' || id FROM conversations_post WHERE thread_id IN {_THREADS}
    UNION ALL SELECT 'profile:' || id FROM conversations_profile WHERE title_id IN {_TITLES})"""
_MEMBERS = "(SELECT id FROM members_member WHERE group_id = %(group)s)"
_DRAFTS = "(SELECT 'draft:' || id FROM members_member WHERE group_id = %(group)s)"
_CASES = "(SELECT id FROM moderation_case WHERE group_id = %(group)s)"
_IN_GROUP = "group_id = %(group)s"
_IN_TITLE = f"title_id IN {_TITLES}"
_ARTICLES = f"(SELECT id FROM publishers_article WHERE title_id IN {_TITLES})"
_LEAVES_FIRST = (
    # Work not yet done about what is going away would fail loudly.
    ("procrastinate_jobs", f"status = 'todo' AND task_name = 'enrich_article' AND (args->>'article_id')::bigint IN {_ARTICLES}"),
    ("journal_delivery", "fact_id IN (SELECT id FROM journal_fact WHERE group_id = %(group)s)"),
    ("journal_fact", _IN_GROUP),
    ("moderation_standingchange", f"subject IN {_SUBJECTS}"),
    ("moderation_screening", f"subject IN {_SUBJECTS} OR subject IN {_DRAFTS}"),
    ("moderation_signal", _IN_TITLE),
    ("moderation_casenote", f"case_id IN {_CASES}"),
    ("moderation_decision", _IN_TITLE),
    ("moderation_case", _IN_GROUP),
    ("moderation_wordentry", _IN_GROUP),
    ("moderation_domainentry", _IN_GROUP),
    ("moderation_screeningtable", _IN_TITLE),
    ("moderation_rule", "charter_id IN (SELECT id FROM moderation_charter WHERE group_id = %(group)s)"),
    ("moderation_charter", _IN_GROUP),
    ("conversations_reaction", f"post_id IN {_POSTS}"),
    ("conversations_revision", f"post_id IN {_POSTS}"),
    ("conversations_pin", f"thread_id IN {_THREADS}"),
    ("conversations_selection", f"thread_id IN {_THREADS}"),
    ("conversations_closure", f"thread_id IN {_THREADS}"),
    ("conversations_threadpin", f"thread_id IN {_THREADS}"),
    ("conversations_profile", _IN_TITLE),
    ("conversations_speaker", f"thread_id IN {_THREADS}"),
    ("conversations_hostnote", f"thread_id IN {_THREADS}"),
    ("conversations_threadpolicy", f"thread_id IN {_THREADS}"),
    ("conversations_spacepolicy", "space_id IN (SELECT id FROM conversations_space WHERE group_id = %(group)s)"),
    ("conversations_archivedref", _IN_TITLE),
    ("conversations_importedarticle", _IN_TITLE),
    ("conversations_post", f"thread_id IN {_THREADS}"),
    ("conversations_awaitedlink", f"run_id IN (SELECT id FROM conversations_importrun WHERE {_IN_TITLE})"),
    ("conversations_importnote", f"run_id IN (SELECT id FROM conversations_importrun WHERE {_IN_TITLE})"),
    ("conversations_importrun", _IN_TITLE),
    ("conversations_thread", _IN_TITLE),
    ("conversations_formerkey", "space_id IN (SELECT id FROM conversations_space WHERE group_id = %(group)s)"),
    ("conversations_space", _IN_GROUP),
    ("members_notice", f"member_id IN {_MEMBERS}"),
    ("members_restriction", f"member_id IN {_MEMBERS}"),
    ("members_byline", _IN_TITLE),
    ("members_badge", _IN_GROUP),
    ("members_identity", _IN_GROUP),
    ("members_member", _IN_GROUP),
    ("members_signingkey", _IN_GROUP),
    ("publishers_invitation", _IN_GROUP),
    ("publishers_seat", _IN_GROUP),
    ("publishers_policy", _IN_GROUP),
    ("publishers_article", _IN_TITLE),
    ("publishers_section", _IN_TITLE),
    ("publishers_origin", _IN_TITLE),
    ("publishers_site", _IN_TITLE),
    ("publishers_look", _IN_TITLE),
    ("publishers_title", _IN_GROUP),
    ("publishers_group", "id = %(group)s"),
    ("account_emailaddress", "email = ANY(%(mails)s)"),
    ("members_account", "mail = ANY(%(mails)s)"),
)


@transaction.atomic
def wipe() -> int:
    """Deletes the demo group and all that hangs from it, and its people's accounts; gives the number of rows gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM publishers_group WHERE key = %s", [house_plan().key])
        found = cursor.fetchone()
        if found is None:
            return 0
        values = {"group": found[0], "mails": [person.mail for person in house_plan().people]}
        gone = 0
        for table, where in _LEAVES_FIRST:
            cursor.execute(f"DELETE FROM {table} WHERE {where}", values)
            gone += cursor.rowcount
    announce(thread_id=0, version=0, change="settings")
    forget()
    return gone
