"""What becomes of somebody's posts when they are erased: kept without a name, or emptied; the discussion stays readable."""

import re
from collections import Counter
from html import unescape

from django.db import transaction
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from parvis.conversations.acts.indexing import index_post
from parvis.conversations.acts.pictures import drop_pictures
from parvis.conversations.acts.standing import give_post_standing
from parvis.conversations.acts.threads import touch_thread
from parvis.conversations.mentions import render_named
from parvis.conversations.models import Mention, Post, Reaction, Revision, Thread
from parvis.kit.markup import render
from parvis.language.folding import fold
from parvis.members.models import Member
from parvis.moderation.acts import close_case_of, note_standing
from parvis.moderation.models import Standing

#: Posts emptied in one transaction: short enough that readers never wait for it.
BLOCK = 50
#: A quoted line shorter than this may be anybody's.
SHORTEST_QUOTE = 12
_QUOTED = re.compile(r"^(\s*(?:>\s?)+)(.+)$", re.M)


def erase_posts(*, member: Member, keeps_words: bool) -> None:
    """Takes back the member's reactions; empties their posts unless they keep their words; has every page made again.

    In short transactions: killed in the middle, it goes on when called again.
    """
    while _take_reactions_back(member):
        pass
    while _unlink_names(member):
        pass
    while not keeps_words and _empty_some(member):
        pass
    Post.objects.filter(author=member).exclude(badges=[]).update(badges=[])
    for thread_id in Post.objects.filter(author=member).order_by("thread_id").values_list("thread_id", flat=True).distinct():
        with transaction.atomic():
            touch_thread(thread_id, "state")


@transaction.atomic
def _take_reactions_back(member: Member) -> bool:
    rows = list(Reaction.objects.filter(member=member).order_by("post_id").values_list("pk", "post_id", "kind")[:BLOCK])
    given: dict[int, Counter[str]] = {}
    for _pk, post_id, kind in rows:
        given.setdefault(post_id, Counter())[kind] += 1
    for post in Post.objects.select_for_update(of=("self",)).filter(pk__in=given).order_by("pk"):
        left = {kind: max(count - given[post.pk][kind], 0) for kind, count in post.reactions.items()}
        post.reactions = {kind: count for kind, count in left.items() if count}
        post.reacted = max(post.reacted - given[post.pk].total(), 0)
        post.save(update_fields=["reactions", "reacted"])
        touch_thread(post.thread_id, "reaction", post_id=post.pk, root_id=post.root_or_self_id)
    Reaction.objects.filter(pk__in=[pk for pk, _post, _kind in rows]).delete()
    return bool(rows)


@transaction.atomic
def _unlink_names(member: Member) -> bool:
    """Where others name the member, the name gives way to that of nobody, and the link goes; False when nobody does any more."""
    naming = list(Mention.objects.filter(member=member).order_by("pk").values_list("pk", "post_id")[:BLOCK])
    posts = Post.objects.select_for_update(of=("self",)).filter(pk__in=[post_id for _pk, post_id in naming])
    for post in posts.select_related("thread__title").order_by("pk"):
        said = {unescape(name) for name in re.findall(rf'/members/{member.pk}/"[^>]*>@([^<]*)</a>', post.html)}
        post.html = re.sub(rf'<a href="[^"]*/members/{member.pk}/"[^>]*>@[^<]*</a>', f"@{escape(member.pseudonym)}", post.html)
        post.source, post.text = (_renamed(words, said, member.pseudonym) for words in (post.source, post.text))
        post.save(update_fields=["source", "html", "text"])
        Revision.objects.filter(post=post).delete()  # they hold the name; the words in force stay
        index_post(post, post.thread.title)
        touch_thread(post.thread_id, "edit", post_id=post.pk, root_id=post.root_or_self_id)
    Mention.objects.filter(pk__in=[pk for pk, _post_id in naming]).delete()
    return bool(naming)


def _renamed(words: str, said: set[str], name: str) -> str:
    for one in sorted(said, key=len, reverse=True):
        words = words.replace(f"@{one}", f"@{name}")
    return words


@transaction.atomic
def _empty_some(member: Member) -> bool:
    """Empties up to BLOCK posts that still have words; False when none is left."""
    wordy = Post.objects.filter(author=member).exclude(source="", text="", html="").order_by("pk")
    posts = list(wordy.select_for_update(of=("self",)).select_related("thread__title")[:BLOCK])
    for post in posts:
        _unquote(post)
        _empty(post)
    drop_pictures(post_ids=[post.pk for post in posts])
    return bool(posts)


def _empty(post: Post) -> None:
    Revision.objects.filter(post=post).delete()
    post.source = post.html = post.text = post.language = ""
    post.save(update_fields=["source", "html", "text", "language"])
    index_post(post, post.thread.title)
    if post.is_first:
        with translation.override(post.thread.title.language):
            Thread.objects.filter(pk=post.thread_id).update(heading=_("Discussion of a deleted account"))
    if post.standing in (Standing.PUBLISHED, Standing.HELD, Standing.HIDDEN):
        note_standing(subject=post.subject, before=post.standing, after=Standing.WITHDRAWN, cause="author")
        give_post_standing(post=post, standing=Standing.WITHDRAWN)
        close_case_of(subject=post.subject)


def _unquote(post: Post) -> None:
    """Takes the post's words out of the answers that quote them; the rest of those answers is their authors'."""
    words = _folded(post.text)
    answers = Post.objects.filter(parent=post) | Post.objects.filter(quoted=post)
    for answer in answers.exclude(author=post.author_id).select_related("thread__title").distinct():
        left = without_quotes(answer.source, words)
        if left != answer.source:
            _rewrite(answer, left)
        for revision in Revision.objects.filter(post=answer):
            cut = without_quotes(revision.source, words)
            if cut != revision.source:
                rendered = render(cut)
                Revision.objects.filter(pk=revision.pk).update(source=cut, html=rendered.html, text=rendered.text)


def _rewrite(answer: Post, source: str) -> None:
    rendered = render_named(source, title=answer.thread.title)
    answer.source, answer.html, answer.text = source, rendered.html, rendered.text
    answer.save(update_fields=["source", "html", "text"])
    index_post(answer, answer.thread.title)


def without_quotes(source: str, words: str) -> str:
    """The source with each quoted line (`> …`) that is found in `words` (folded) replaced by `> […]`."""

    def cut(line: re.Match[str]) -> str:
        said = _folded(line[2])
        return f"{line[1]}[…]" if len(said) >= SHORTEST_QUOTE and said in words else line[0]

    return _QUOTED.sub(cut, source)


def _folded(text: str) -> str:
    """Letters and digits alone, without case or accents: the same words, however they are marked up."""
    return "".join(sign for sign in fold(text).text if sign.isalnum())
