"""The page of the articles: feeds that bring them, addresses they left, articles made one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.conversations.acts import merge_articles, move_addresses, part_articles
from parvis.conversations.archive.moved import moves_in
from parvis.desk.asking import DeskRequest, for_seats
from parvis.desk.configuration.article_forms import FeedForm, MapForm, MoveForm
from parvis.desk.configuration.frame import page
from parvis.desk.configuration.place import Place, place_of
from parvis.desk.configuration.refusals import refusals_into
from parvis.kit.addresses import normal_address
from parvis.kit.refusals import Refusal
from parvis.publishers.acts.feeds import ask_feed_now, declare_feed, end_feed
from parvis.publishers.acts.moving import move_article
from parvis.publishers.bulk import origins_of
from parvis.publishers.finding import article_at
from parvis.publishers.models import Article, ArticleFeed, Title
from parvis.publishers.reads import feeds_of, former_addresses_of, merges_of, sections_with_settings, sites_of
from parvis.publishers.rights import nothing_here


@for_seats("configure")
def articles(request: DeskRequest, title_key: str) -> HttpResponse:
    """The feeds, moves and merges of a title; POST declares a feed."""
    place = place_of(request, "configure", title_key=title_key)
    form = _feed_form(place, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form, "address"):
            declare_feed(account_id=request.user.pk, **form.said())
            messages.success(request, _("The feed is asked within a minute, then from time to time."))
            return redirect(place.at["articles"])
    return shown(request, place, feed_form=form)


@for_seats("configure")
@require_POST
def feed_change(request: DeskRequest, title_key: str) -> HttpResponse:
    """Has a feed asked at once (`verb=ask`), or no more (`verb=end`)."""
    place = place_of(request, "configure", title_key=title_key)
    feed = _feed(place, request.POST.get("feed", ""))
    if request.POST.get("verb") == "end":
        end_feed(feed=feed, account_id=request.user.pk)
        messages.success(request, _("This feed is no longer asked; the articles it brought stay."))
    else:
        ask_feed_now(feed=feed, account_id=request.user.pk)
        messages.success(request, _("The feed is asked within a minute."))
    return redirect(place.at["articles"])


@for_seats("configure")
@require_POST
def article_move(request: DeskRequest, title_key: str) -> HttpResponse:
    """Gives an article its new address, or makes one of the two that are there."""
    place = place_of(request, "configure", title_key=title_key)
    form = MoveForm(request.POST)
    if form.is_valid() and _moved(request, place, form):
        return redirect(place.at["articles"])
    return shown(request, place, move_form=form)


@for_seats("configure")
@require_POST
def article_map(request: DeskRequest, title_key: str) -> HttpResponse:
    """Says what a map of addresses would do; does it with `verb=apply`."""
    place = place_of(request, "configure", title_key=title_key)
    form, told = MapForm(request.POST, request.FILES), None
    is_rehearsal = request.POST.get("verb") != "apply"
    if form.is_valid():
        with refusals_into(form, "file"):
            text, title = form.cleaned_data["text"], _title(place)
            moves = moves_in(text, origins_of(title))
            told = move_addresses(title=title, moves=moves, account_id=request.user.pk, is_rehearsal=is_rehearsal)
            form = MapForm(initial={"text": text})
    return shown(request, place, map_form=form, told=told, is_rehearsal=is_rehearsal)


@for_seats("configure")
@require_POST
def article_part(request: DeskRequest, title_key: str) -> HttpResponse:
    """Undoes a merge of articles."""
    place = place_of(request, "configure", title_key=title_key)
    merge = next((one for one in merges_of(_title(place)) if str(one.pk) == request.POST.get("merge", "")), None)
    if merge is None:
        raise nothing_here()
    try:
        part_articles(merge_id=merge.pk, account_id=request.user.pk)
        messages.success(request, _("The two articles are parted again, each with its posts."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect(place.at["articles"])


def shown(request: DeskRequest, place: Place, **context: Any) -> HttpResponse:
    """The page with its empty forms, or those of `context` that have something to say."""
    title = _title(place)
    forms = {
        "feed_form": context.pop("feed_form", None) or _feed_form(place),
        "move_form": context.pop("move_form", None) or MoveForm(),
        "map_form": context.pop("map_form", None) or MapForm(),
    }
    known = {"feeds": feeds_of(title), "former": former_addresses_of(title), "merges": merges_of(title)}
    wrong = any(form.errors for form in forms.values())
    return page(request, place, "articles", status=422 if wrong else 200, **forms, **known, **context)


def _moved(request: DeskRequest, place: Place, form: MoveForm) -> bool:
    said = form.cleaned_data
    with refusals_into(form, "new"):
        article = _article(place, said["old"])
        try:
            move_article(article=article, address=said["new"], account_id=request.user.pk)
        except Refusal as refusal:
            if refusal.code == "origin_not_allowed":
                raise Refusal(refusal.code, 422, refusal.message) from refusal
            if refusal.code != "address_taken" or not said["merge"]:
                raise
            merge_articles(article=article, into=_article(place, said["new"]), account_id=request.user.pk)
            messages.success(request, _("The two articles are one; its posts are together."))
        else:
            messages.success(request, _("The article is at its new address; the former one leads to it."))
        return True
    return False


def _article(place: Place, address: str) -> Article:
    title = _title(place)
    article = article_at(title=title, address=normal_address(address))
    if article is None:
        raise Refusal("unknown_article", 422, _("No article of this title is known at this address."), field="old")
    article.title = title
    return article


def _feed_form(place: Place, data: Any = None) -> FeedForm:
    title = _title(place)
    return FeedForm(sites_of(title), sections_with_settings(title), data, auto_id="id_feed_%s")


def _feed(place: Place, number: str) -> ArticleFeed:
    feed = next((one for one in feeds_of(_title(place)) if str(one.pk) == number), None)
    if feed is None:
        raise nothing_here()
    return feed


def _title(place: Place) -> Title:
    if place.title is None:
        raise nothing_here()
    return place.title
