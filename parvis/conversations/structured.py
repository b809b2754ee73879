"""What search engines are told of a discussion (schema.org), safe to stand in a page."""

from typing import Any

import msgspec
from django.utils.html import strip_tags

from parvis.conversations.models import Thread

# Inside a script element, these would let words close it or open a comment.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def structured_data(thread: Thread | None, posts: list[dict[str, Any]], *, page_address: str = "", discussion: str = "") -> str:
    """JSON-LD of a page of the thread, escaped for a script element; empty when nobody has written.

    An article's discussion is said of the article (NewsArticle with its comments); a thread of its own is a
    DiscussionForumPosting, which needs a first post. `page_address` is where the comments are read (default: the
    article), `discussion` the thread's own page. Fields: developers.google.com/search, Article and Discussion forum.
    """
    shown = [post for post in posts if not post["gone"]]
    if thread is None or not shown:
        return ""
    data = _article(thread, shown, page_address, discussion) if thread.article else _forum(thread, shown, page_address)
    return in_script({"@context": "https://schema.org"} | {name: value for name, value in data.items() if value})


def _article(thread: Thread, posts: list[dict[str, Any]], page_address: str, discussion: str) -> dict[str, Any]:
    article = thread.article
    if article is None:
        return {}
    return {
        "@type": "NewsArticle",
        "@id": article.address,
        "url": article.address,
        "headline": article.headline,
        "image": article.image,
        "datePublished": article.published_at.isoformat() if article.published_at else None,
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": thread.title.name},
        "commentCount": thread.visible_posts,
        "discussionUrl": discussion,
        "comment": [_comment(post, page_address or article.address) for post in posts],
    }


def _forum(thread: Thread, posts: list[dict[str, Any]], page_address: str) -> dict[str, Any]:
    first, *others = posts
    said = _comment(first, page_address)
    counted = {"commentCount": max(thread.visible_posts - 1, 0), "comment": [_comment(post, page_address) for post in others]}
    return said | {"@type": "DiscussionForumPosting", "headline": said["text"][:110], "url": page_address} | counted


def _comment(post: dict[str, Any], address: str) -> dict[str, Any]:
    said = {
        "@type": "Comment",
        "@id": f"{address}#parvis-{post['id']}",
        "url": f"{address}#parvis-{post['id']}",
        "text": strip_tags(post["html"]),
        "datePublished": post["at"],
        "author": {"@type": "Person", "name": post["author"]["name"]},
    }
    liked = sum(post["reactions"].values())
    said |= {"interactionStatistic": _likes(liked)} if liked else {}
    said |= {"dateModified": post["edited"]} if post["edited"] else {}
    said |= {"correction": _correction(post["note"])} if post.get("note") and post["note"]["kind"] == "correction" else {}
    return said | ({"parentItem": {"@type": "Comment", "@id": f"{address}#parvis-{post['parent']}"}} if post["parent"] else {})


def _correction(note: dict[str, Any]) -> dict[str, Any]:
    # A note of context is the newsroom's own remark, and no property says that; a correction has one.
    author = {"@type": "Person", "name": note["author"]["name"]}
    return {"@type": "CorrectionComment", "text": strip_tags(note["html"]), "datePublished": note["at"], "author": author}


def _likes(count: int) -> dict[str, Any]:
    # Of the actions that search engines read, the nearest to a reaction of any kind.
    return {"@type": "InteractionCounter", "interactionType": "https://schema.org/LikeAction", "userInteractionCount": count}


def in_script(data: Any) -> str:
    """Plain values as JSON that cannot leave the script element it stands in."""
    text = msgspec.json.encode(data).decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text
