"""Writes large, likely archives: `python bench/archives.py disqus 200000 var/bench/disqus.xml`.

French comments, nested, by readers who come back, with the odd spam, deletion and entity. The Isso database is made
by Isso itself (its own tables through its own classes), so that what is read is what Isso writes.
"""

import json
import random
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

OPENINGS = (
    "Très bonne analyse, merci à la rédaction",
    "Je ne suis pas du tout d’accord avec cet article",
    "Encore une fois, on oublie l’essentiel",
    "J’habite le quartier depuis vingt ans",
    "Et les transports, personne n’en parle",
    "Il serait temps que le conseil municipal se réveille",
    "Merci pour ce rappel des chiffres",
    "Quelqu’un sait-il quand les travaux commencent",
    "La piscine ferme, le parking ouvre : tout est dit",
    "C’est exactement ce que disait mon grand-père",
    "Bravo aux bénévoles de la digue",
    "On marche sur la tête",
)
MIDDLES = (
    "même si la question du financement reste entière",
    "alors que la commune voisine a trouvé une solution en six mois",
    "et ce n’est pas faute d’avoir prévenu",
    "à croire que personne ne lit les rapports",
    "mais je reste confiant pour la suite",
    "parce que les loyers ont doublé en cinq ans",
    "comme l’expliquait déjà votre article de mars",
    "et je pèse mes mots",
    "sans parler de l’état des trottoirs rue du Port",
)
ENDINGS = ("!", ".", "…", " ?", ", non ?", ". À suivre.", ". Bonne journée à tous.", " : voilà la vérité.")
NAMES = ("Lison", "Marcel", "Awa", "Yann", "Odile", "Karim", "Soizic", "Émile", "Inès", "Gaëlle", "Théo", "Mireille")


@dataclass(frozen=True, slots=True)
class Written:
    """One comment of the sample."""

    number: int
    article: int
    parent: int | None
    author: int
    at: datetime
    words: str
    state: str


def sample(posts: int, seed: int = 7, said: Callable[[random.Random], str] | None = None) -> Iterator[Written]:
    """`posts` comments under posts/200 articles; half of them answer one of the last comments of their article."""
    draw = random.Random(seed)
    articles, authors = max(1, posts // 200), max(5, posts // 25)
    recent: dict[int, list[int]] = {}
    begin = datetime(2015, 1, 1, tzinfo=UTC)
    for number in range(1, posts + 1):
        # Discussions live a few days: the articles spoken of move on as time passes.
        article = min(articles - 1, max(0, int(number / posts * articles + draw.gauss(0, 20))))
        above = recent.setdefault(article, [])
        parent = draw.choice(above) if above and draw.random() < 0.5 else None
        author = min(int(draw.expovariate(4 / authors)), authors - 1)
        at = begin + timedelta(seconds=number * 240)
        state = draw.choices(("published", "deleted", "spam", "pending"), (94, 3, 2.8, 0.2))[0]
        yield Written(number, article, parent, author, at, (said or words)(draw), state)
        above.append(number)
        del above[:-30]


def words(draw: random.Random) -> str:
    """A comment of one to four sentences, two paragraphs at most, sometimes with a link."""
    many = draw.choice((1, 1, 2, 2, 3, 4))
    sentences = [f"{draw.choice(OPENINGS)}, {draw.choice(MIDDLES)}{draw.choice(ENDINGS)}" for _ in range(many)]
    if draw.random() < 0.05:
        sentences.append(f"https://exemple.example/a/{draw.randrange(10_000)}")
    cut = draw.randrange(len(sentences))
    return " ".join(sentences[:cut]) + ("\n\n" if cut else "") + " ".join(sentences[cut:])


def name_of(author: int) -> str:
    """The name of the reader of that number."""
    return NAMES[author % len(NAMES)] + (f" {author // len(NAMES)}" if author >= len(NAMES) else "")


def address_of(article: int) -> str:
    """Where the article of that number was."""
    return f"https://ancien.example/{2015 + article % 10}/article-{article}"


def disqus(posts: int, path: Path, said: Callable[[random.Random], str] | None = None) -> None:
    """A Disqus export; `said` writes each comment."""
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">\n'
        )
        file.write('<category dsq:id="1"><forum>gazette</forum><title>General</title><isDefault>true</isDefault></category>\n')
        for article in range(max(1, posts // 200)):
            file.write(
                f'<thread dsq:id="{article}"><id>{article}</id><forum>gazette</forum><category dsq:id="1"/>'
                f"<link>{address_of(article)}</link><title>Article n° {article}</title><message/>"
                "<createdAt>2015-01-01T00:00:00Z</createdAt><author><name>Gazette</name></author>"
                "<isClosed>false</isClosed><isDeleted>false</isDeleted></thread>\n"
            )
        file.writelines(map(_disqus_post, sample(posts, said=said)))
        file.write("</disqus>\n")


def _disqus_post(one: Written) -> str:
    paragraphs = "".join(f"<p>{escape(part, quote=False)}</p>" for part in one.words.split("\n\n"))
    parent = f'<parent dsq:id="{one.parent}"/>' if one.parent else ""
    anonymous = one.author % 7 == 0
    username = "" if anonymous else f"<username>lecteur{one.author}</username>"
    return (
        f'<post dsq:id="{one.number}">\n<id/>\n<message><![CDATA[{paragraphs}]]></message>\n'
        f"<createdAt>{one.at:%Y-%m-%dT%H:%M:%SZ}</createdAt>\n"
        f"<isDeleted>{str(one.state == 'deleted').lower()}</isDeleted>\n<isSpam>{str(one.state == 'spam').lower()}</isSpam>\n"
        f"<author>\n<name>{name_of(one.author)}</name>\n<isAnonymous>{str(anonymous).lower()}</isAnonymous>\n{username}\n</author>\n"
        f'<thread dsq:id="{one.article}"/>\n{parent}</post>\n'
    )


def wordpress(posts: int, path: Path) -> None:
    """A WXR file; WordPress writes comments under each article, so they come in that order."""
    by_article: dict[int, list[Written]] = {}
    for one in sample(posts):
        by_article.setdefault(one.article, []).append(one)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n'
        )
        file.write(
            "<title>Gazette</title><link>https://ancien.example</link><wp:base_site_url>https://ancien.example</wp:base_site_url>\n"
        )
        for article, comments in by_article.items():
            file.write(f"<item><title>Article n° {article}</title><link>{address_of(article)}</link>")
            file.write(f"<wp:post_id>{article}</wp:post_id>\n")
            for one in comments:
                file.write(_wordpress_comment(one))
            file.write("</item>\n")
        file.write("</channel>\n</rss>\n")


def _wordpress_comment(one: Written) -> str:
    approved = {"published": "1", "deleted": "trash", "spam": "spam", "pending": "0"}[one.state]
    return (
        f"<wp:comment>\n<wp:comment_id>{one.number}</wp:comment_id>\n"
        f"<wp:comment_author><![CDATA[{name_of(one.author)}]]></wp:comment_author>\n"
        f"<wp:comment_author_email>l{one.author}@lecteurs.example</wp:comment_author_email>\n"
        f"<wp:comment_date_gmt>{one.at:%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>\n"
        f"<wp:comment_content><![CDATA[{escape(one.words, quote=False)}]]></wp:comment_content>\n"
        f"<wp:comment_approved>{approved}</wp:comment_approved>\n<wp:comment_type>comment</wp:comment_type>\n"
        f"<wp:comment_parent>{one.parent or 0}</wp:comment_parent>\n<wp:comment_user_id>0</wp:comment_user_id>\n</wp:comment>\n"
    )


def isso(posts: int, path: Path) -> None:
    """An Isso database, its tables made by Isso; rows are written in one transaction, Isso itself committing each."""
    from isso import config, db

    settings = config.new({"general": {"dbpath": str(path), "max-age": "15m"}, "moderation": {"enabled": "false"}})
    house = db.SQLite3(str(path), settings)
    with sqlite3.connect(path) as connection:
        numbers = range(max(1, posts // 200))
        threads = ((number + 1, urlsplit(address_of(number)).path, f"Article n° {number}") for number in numbers)
        connection.executemany("INSERT INTO threads (id, uri, title) VALUES (?, ?, ?)", threads)
        connection.executemany(
            "INSERT INTO comments (tid, id, parent, created, mode, remote_addr, text, author, email, likes, voters)"
            " VALUES (?, ?, ?, ?, ?, '127.0.0.1', ?, ?, ?, ?, x'00')",
            map(_isso_row, sample(posts)),
        )
    assert house.execute("SELECT count(*) FROM comments").fetchone()[0] == posts


def parvis(posts: int, path: Path) -> None:
    """Our own JSON lines, written by hand so that the reader is not tested by its own writer."""
    states = {"published": "published", "deleted": "withdrawn", "spam": "refused", "pending": "held"}
    with path.open("w", encoding="utf-8") as file:

        def line(**record: object) -> None:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")

        line(kind="title", key="gazette", name="La Gazette")
        for article in range(max(1, posts // 200)):
            line(kind="article", ref=f"a{article}", address=address_of(article), headline=f"Article n° {article}")
        for author in range(max(5, posts // 25)):
            line(kind="member", ref=f"m{author}", name=name_of(author))
        for one in sample(posts):
            answers = {"parent": str(one.parent)} if one.parent else {}
            line(kind="post", ref=str(one.number), article=f"a{one.article}", author=f"m{one.author}", at=one.at.isoformat(),
                 text=one.words, format="markup", standing=states[one.state], **answers)  # fmt: skip


def _isso_row(one: Written) -> tuple[object, ...]:
    mode = {"published": 1, "deleted": 4, "spam": 2, "pending": 2}[one.state]
    said = "" if one.state == "deleted" else one.words
    mail = f"l{one.author}@lecteurs.example"
    return (one.article + 1, one.number, one.parent, one.at.timestamp(), mode, said, name_of(one.author), mail, one.number % 5)


def remark42(posts: int, path: Path) -> None:
    """A Remark42 backup, its lines written by hand."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{"version":1,"users":[],"posts":[]}\n')
        for one in sample(posts):
            user = {"name": name_of(one.author), "id": f"google_{one.author}", "picture": "", "ip": "a1b2", "admin": False}
            html = "".join(f"<p>{escape(part, quote=False)}</p>" for part in one.words.split("\n\n"))
            said = {
                "id": str(one.number), "pid": str(one.parent or ""), "text": html, "orig": one.words, "user": user,
                "locator": {"site": "gazette", "url": address_of(one.article)}, "score": 0, "votes": {}, "vote": 0,
                "time": one.at.isoformat(), "title": f"Article n° {one.article}", "delete": one.state == "deleted",
            }  # fmt: skip
            file.write(json.dumps(said, ensure_ascii=False) + "\n")


def coral(posts: int, path: Path) -> None:
    """Coral's collections, a document a line."""
    path.mkdir()

    def write(name: str, documents: Iterator[dict[str, object]]) -> None:
        with (path / f"{name}.json").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in documents)

    statuses = {"published": "NONE", "deleted": "REJECTED", "spam": "REJECTED", "pending": "PREMOD"}
    since = {"$date": "2015-01-01T00:00:00.000Z"}
    numbers = range(max(1, posts // 200))
    write("stories", ({"id": f"s{n}", "url": address_of(n), "metadata": {"title": f"Article n° {n}"}} for n in numbers))
    people = range(max(5, posts // 25))
    write(
        "users", ({"id": f"u{n}", "username": name_of(n), "email": f"l{n}@lecteurs.example", "createdAt": since} for n in people)
    )
    write("commentActions", (
        {"actionType": "REACTION", "commentID": f"c{one.number}", "userID": f"u{one.author}", "createdAt": _mongo(one.at)}
        for one in sample(posts) if one.number % 3 == 0
    ))  # fmt: skip
    write("comments", (
        {"id": f"c{one.number}", "storyID": f"s{one.article}", "authorID": f"u{one.author}", "status": statuses[one.state],
         "parentID": f"c{one.parent}" if one.parent else None, "createdAt": _mongo(one.at), "tags": [],
         "revisions": [{"id": f"r{one.number}", "body": escape(one.words, quote=False), "createdAt": _mongo(one.at)}],
         "actionCounts": {}}
        for one in sample(posts)
    ))  # fmt: skip


def _mongo(at: datetime) -> dict[str, str]:
    return {"$date": at.isoformat()}


def discourse(posts: int, path: Path) -> None:
    """A Discourse dump, its tables in the order of their names; topics are under articles."""
    with path.open("w", encoding="utf-8") as file:
        file.write("--\n-- PostgreSQL database dump\n--\nCREATE TABLE public.topic_embeds (id integer);\n")

        def copy(table: str, columns: str, rows: Iterator[tuple[object, ...]]) -> None:
            file.write(f"COPY public.{table} ({columns}) FROM stdin;\n")
            file.writelines("\t".join(map(_dumped, row)) + "\n" for row in rows)
            file.write("\\.\n\n")

        columns = (
            "id, user_id, topic_id, post_number, raw, cooked, created_at, reply_to_post_number, deleted_at, post_type, version"
        )
        copy("posts", columns, (
            (one.number, one.author, one.article, one.number + 1, one.words, f"<p>{escape(one.words, quote=False)}</p>", one.at,
             one.parent + 1 if one.parent else None, one.at if one.state == "deleted" else None, 1, 1)
            for one in sample(posts)
        ))  # fmt: skip
        numbers = range(max(1, posts // 200))
        copy("topic_embeds", "id, topic_id, embed_url", ((n, n, address_of(n)) for n in numbers))
        copy("topics", "id, title, archetype", ((n, f"Article n° {n}", "regular") for n in numbers))
        copy("users", "id, username", ((n, name_of(n)) for n in range(max(5, posts // 25))))


def _dumped(value: object) -> str:
    if value is None:
        return "\\N"
    return str(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


FORMS = {"disqus": disqus, "wordpress": wordpress, "isso": isso, "parvis": parvis}
FORMS |= {"remark42": remark42, "coral": coral, "discourse": discourse}

if __name__ == "__main__":
    FORMS[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
