"""What search engines are told of a discussion (schema.org), safe to stand in a page."""

from typing import Any

import msgspec
from django.utils.html import strip_tags

from parvis.conversations.models import Thread

# Inside a script element, these would let words close it or open a comment.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def structured_data(
    thread: Thread | None,
    posts: list[dict[str, Any]],
    *,
    page_address: str = "",
    discussion: str = "",
    part_of: dict[str, str] | None = None,
) -> str:
    """JSON-LD of a page of the thread, escaped for a script element; empty when nobody has written.

    An article's discussion is said of the article (NewsArticle with its comments); a thread of its own is a
    DiscussionForumPosting, which needs a first post, `posts[0]`, by a reader: what the newsroom opens is not one.
    `page_address` is where the comments are read (default: the article), `discussion` the thread's own page, `part_of`
    the {name, url} of its space. Fields: developers.google.com/search, Article and Discussion forum.
    """
    shown = [post for post in posts if not post["gone"]]
    if thread is None or not shown:
        return ""
    if thread.article is None and (shown[0]["id"] != thread.first_id or _is_by_staff(shown[0])):
        return ""
    data = _article(thread, shown, page_address, discussion) if thread.article else _forum(thread, shown, page_address, part_of)
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


def _forum(thread: Thread, posts: list[dict[str, Any]], page_address: str, part_of: dict[str, str] | None) -> dict[str, Any]:
    first, *others = posts
    said = _comment(first, page_address)
    house = page_address.split("/t/")[0]
    said["author"]["url"] = f"{house}/t/{thread.title.key}/members/{first['author']['id']}/"
    counted = {"commentCount": max(thread.visible_posts - 1, 0), "comment": _tree(others, page_address)}
    named = {"headline": thread.heading[:110], "url": page_address, "inLanguage": first["language"]}
    held = {"isPartOf": {"@type": "CollectionPage", **part_of}} if part_of else {}
    return said | {"@type": "DiscussionForumPosting", **named, **held, **counted}


def _is_by_staff(post: dict[str, Any]) -> bool:
    return any(badge.startswith("staff:") for badge in post["author"]["badges"])


def _tree(posts: list[dict[str, Any]], page_address: str) -> list[dict[str, Any]]:
    """Comments nested under what they answer; one whose parent is not shown stands under the whole."""
    made = {post["id"]: _comment(post, page_address) for post in posts}
    roots: list[dict[str, Any]] = []
    for post in posts:
        comment = made[post["id"]]
        comment.pop("parentItem", None)
        above = made.get(post["parent"] or 0)
        (above.setdefault("comment", []) if above else roots).append(comment)
    return roots


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
