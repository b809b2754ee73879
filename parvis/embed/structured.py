"""What search engines are told of an article's discussion (schema.org), safe to stand in a page."""

from typing import Any

import msgspec
from django.utils.html import strip_tags

from parvis.conversations.models import Thread

# Inside a script element, these three would let words close it or open a comment.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def structured_data(thread: Thread | None, page: dict[str, Any]) -> str:
    """JSON-LD of the article with its number of comments and those of the page, escaped for a script element."""
    if thread is None or thread.article is None:
        return ""
    article = thread.article
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": article.address,
        "url": article.address,
        "headline": article.headline or None,
        "commentCount": thread.visible_posts,
        "discussionUrl": page["thread"]["address"],
        "comment": [_comment(post, article.address) for post in page["posts"] if not post["gone"]],
    }
    return in_script({name: value for name, value in data.items() if value is not None})


def _comment(post: dict[str, Any], address: str) -> dict[str, Any]:
    comment = {
        "@type": "Comment",
        "@id": f"{address}#parvis-{post['id']}",
        "text": strip_tags(post["html"]),
        "dateCreated": post["at"],
        "author": {"@type": "Person", "name": post["author"]["name"]},
    }
    if post["parent"]:
        comment["parentItem"] = {"@type": "Comment", "@id": f"{address}#parvis-{post['parent']}"}
    return comment


def in_script(data: Any) -> str:
    """Plain values as JSON that cannot leave the script element it stands in."""
    text = msgspec.json.encode(data).decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text
