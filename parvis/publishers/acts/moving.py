"""An article that changes address keeps its discussion: the former address leads to it from then on."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.journal.acts import record
from parvis.journal.facts import ArticleMoved, ArticlesMerged, ArticlesParted
from parvis.kit import clock
from parvis.kit.addresses import origin_of
from parvis.kit.refusals import Refusal
from parvis.publishers.acts import allowed_address
from parvis.publishers.models import Article, ArticleMerge, FormerAddress, Origin
from parvis.publishers.rights import ensure_may


@transaction.atomic
def move_article(*, article: Article, address: str, account_id: int | None) -> Article:
    """Gives the article another address of its title; moving it where it is changes nothing. None is the machine's operator.

    `article` with its title at hand. Raises Refusal 403 or 404 (right), 403 `origin_not_allowed`, 409 `address_taken` when
    another article is there: they are then to be merged.
    """
    if account_id is not None:
        ensure_may(account_id, "configure", title=article.title)
    wished = allowed_address(title=article.title, address=address)
    article = Article.objects.select_for_update(of=("self",)).select_related("title").get(pk=article.pk)
    if wished == article.address:
        return article
    if Article.objects.filter(title=article.title, address=wished).exists():
        raise Refusal("address_taken", 409, _("Another article is at this address: merge the two."), field="new")
    # An article that comes back to an address it had takes it back.
    FormerAddress.objects.filter(title=article.title, address=wished).delete()
    before = article.address
    leave_address(article=article, address=before, account_id=account_id)
    article.address = wished
    article.site_id = Origin.objects.filter(title=article.title, origin=origin_of(wished)).values_list("site", flat=True).first()
    article.save(update_fields=["address", "site"])
    record(ArticleMoved(**_where(article, account_id), before=before, address=wished))
    return article


@transaction.atomic
def leave_address(*, article: Article, address: str, account_id: int | None) -> FormerAddress:
    """Has a normal address of the title lead to the article from now on, whichever it led to."""
    given = {"article": article, "account_id": account_id, "moved_at": clock.now()}
    row, _made = FormerAddress.objects.update_or_create(title_id=article.title_id, address=address, defaults=given)
    return row


@transaction.atomic
def fold_article(*, article: Article, into: Article, account_id: int | None) -> ArticleMerge:
    """Has the address of an article lead to another of its title, with those folded into it before; relied on by the merge.

    Raises Refusal 409 when they are one, of two titles, or one was folded before.
    """
    if article.pk == into.pk:
        raise Refusal("same_article", 409, _("It is the same article."), field="new")
    if article.title_id != into.title_id:
        raise Refusal("other_title", 409, _("Articles of two titles cannot be merged."), field="new")
    if article.merged_into_id or into.merged_into_id:
        raise Refusal("already_merged", 409, _("One of the two was merged into another before."), field="new")
    carried = list(Article.objects.filter(merged_into=article).values_list("pk", flat=True))
    Article.objects.filter(pk__in=[article.pk, *carried]).update(merged_into=into)
    merge = ArticleMerge.objects.create(article=article, into=into, account_id=account_id, carried=carried, at=clock.now())
    record(ArticlesMerged(**_where(article, account_id), into_id=into.pk, before=article.address, address=into.address))
    return merge


@transaction.atomic
def unfold_article(*, merge: ArticleMerge, account_id: int | None) -> None:
    """Gives an article folded into another its address back, and those it had taken in; relied on by the undoing of a merge.

    Raises Refusal 409 when it was undone, or the other was itself folded since.
    """
    article = Article.objects.select_related("title").get(pk=merge.article_id)
    if merge.undone_at is not None:
        raise Refusal("already_parted", 409, _("This was undone already."))
    if article.merged_into_id != merge.into_id:
        raise Refusal("merged_since", 409, _("The article was merged into another since: undo that first."))
    ArticleMerge.objects.filter(pk=merge.pk).update(undone_at=clock.now())
    Article.objects.filter(pk=article.pk).update(merged_into=None)
    Article.objects.filter(pk__in=merge.carried, merged_into=merge.into_id).update(merged_into=article)
    record(ArticlesParted(**_where(article, account_id), into_id=merge.into_id, address=article.address))


def _where(article: Article, account_id: int | None) -> dict[str, Any]:
    place = {"group_id": article.title.group_id, "title_id": article.title_id}
    return place | {"account_id": account_id, "article_id": article.pk}
