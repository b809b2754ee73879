"""Taking the demo newsroom away, and nothing else."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, Model

from parvis.config.demo.content import house_plan
from parvis.conversations.models import Post, Profile
from parvis.kit.announcing import announce
from parvis.kit.remembered import forget
from parvis.members.models import Account, Member
from parvis.publishers.models import Article, Group

# This is the only place that deletes what acts wrote: a demo is not evidence. What hangs from the group is found by the
# foreign keys of the models, so that a new one needs no line here. What names its matter without a key is below.
_BY_NAME = (
    # Work not yet done about what is going away would fail loudly.
    "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'enrich_article'"
    " AND (args->>'article_id')::bigint = ANY(%(articles)s)",
    "DELETE FROM journal_delivery WHERE fact_id IN (SELECT id FROM journal_fact WHERE group_id = %(group)s)",
    "DELETE FROM journal_fact WHERE group_id = %(group)s",
    "DELETE FROM moderation_standingchange WHERE subject = ANY(%(subjects)s)",
    "DELETE FROM moderation_screening WHERE subject = ANY(%(subjects)s)",
    "DELETE FROM account_emailconfirmation USING account_emailaddress a"
    " WHERE a.id = email_address_id AND a.email = ANY(%(mails)s)",
    "DELETE FROM account_emailaddress WHERE email = ANY(%(mails)s)",
)
Doomed = dict[type[Model], set[Any]]


@transaction.atomic
def wipe() -> int:
    """Deletes the demo group and all that hangs from it, and its people's accounts; gives the number of rows gone."""
    group = Group.objects.filter(key=house_plan().key).first()
    if group is None:
        return 0
    mails = [person.mail for person in house_plan().people]
    doomed = _doomed({Group: {group.pk}, Account: set(Account.objects.filter(mail__in=mails).values_list("pk", flat=True))})
    gone = _delete_by_name(doomed, group.pk, mails)
    for model, keys in doomed.items():
        # In any order: keys between rows are looked at when the transaction ends.
        model._base_manager.filter(pk__in=keys)._raw_delete(connection.alias)
        gone += len(keys)
    announce(thread_id=0, version=0, change="settings")
    forget()
    return gone


def _doomed(doomed: Doomed) -> Doomed:
    """These rows and all that hangs from them, by model. Rounds go on until one finds nothing new."""
    found = True
    while found:
        found = False
        for model, key in _keys():
            parents = doomed.get(key.related_model)
            # What an account merely did to others' rows stays with them.
            if parents and not (key.null and key.related_model is Account):
                rows = set(model._base_manager.filter(**{f"{key.name}__in": parents}).values_list("pk", flat=True))
                new = rows - doomed.setdefault(model, set())
                doomed[model] |= new
                found = found or bool(new)
    return doomed


def _keys() -> Iterator[tuple[type[Model], "ForeignKey[Any, Any]"]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and model._meta.managed:
                yield model, field


def _delete_by_name(doomed: Doomed, group_id: int, mails: list[str]) -> int:
    named = ((Post, "post"), (Profile, "profile"), (Member, "draft"))
    subjects = [f"{word}:{key}" for model, word in named for key in doomed.get(model, ())]
    values: dict[str, Any] = {"group": group_id, "mails": mails, "subjects": subjects, "articles": list(doomed.get(Article, ()))}
    gone = 0
    with connection.cursor() as cursor:
        for statement in _BY_NAME:
            cursor.execute(statement, values)
            gone += cursor.rowcount
    return gone
