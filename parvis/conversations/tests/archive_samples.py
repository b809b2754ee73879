"""Small archives of other systems, written by us after each system's own form."""

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path


def remark42(path: Path) -> Path:
    """A backup: two users to speak of, a closed page, a pinned comment with votes, an answer edited, one erased."""
    meta = {
        "version": 1,
        "users": [
            {"id": "github_1", "blocked": {"status": False, "until": "0001-01-01T00:00:00Z"}, "verified": True,
             "details": {"user_id": "github_1", "email": "Lison@Example.org"}},
            {"id": "anonymous_2", "blocked": {"status": True, "until": "2999-01-01T00:00:00Z"}, "verified": False},
        ],
        "posts": [{"url": "https://old.example/2019/pont", "read_only": True}],
    }  # fmt: skip
    lison = {"name": "Lison &amp; co", "id": "github_1", "picture": "https://p", "ip": "ae12fe", "admin": False}
    lines = [
        meta,
        _remark("a1", "", "<p>Enfin&nbsp;!</p>", lison, orig="Enfin !", pin=True, votes={"google_9": True, "google_8": False}),
        _remark("a2", "a1", "<p>Et <strong>bravo</strong></p>", {"name": "Zoé", "id": "anonymous_2"}, orig="Et **bravo**",
                edit={"time": "2019-03-01T11:00:00Z", "summary": "faute"}),
        _remark("a3", "a1", "", {"name": "deleted", "id": "deleted"}, delete=True),
        _remark("a4", "", "<p>Ancien</p>", lison, score=4),
    ]  # fmt: skip
    path.write_bytes(gzip.compress(b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)))
    return path


def _remark(ref: str, parent: str, text: str, user: dict[str, object], **fields: object) -> dict[str, object]:
    return {
        "id": ref, "pid": parent, "text": text, "user": user, "locator": {"site": "gazette", "url": "https://old.example/2019/pont"},
        "score": 0, "vote": 0, "time": "2019-03-01T09:30:00.123456+01:00", "title": "Le pont &amp; la rivière",
    } | fields  # fmt: skip


CORAL = {
    "sites": [{"_id": {"$oid": "5c"}, "id": "s1", "name": "La Gazette", "allowedOrigins": ["https://old.example"]}],
    "stories": [
        {"id": "st1", "siteID": "s1", "url": "https://old.example/pont", "metadata": {
            "title": "Le pont rouvre", "section": "Ville", "publishedAt": {"$date": "2023-04-01T06:00:00Z"}}, "closedAt": False},
        {"id": "st2", "siteID": "s1", "url": "https://old.example/clos", "closedAt": {"$date": {"$numberLong": "1680000000000"}}},
        {"id": "st3", "siteID": "s1"},
    ],
    "users": [
        {"id": "u1", "username": "Lison", "email": "l@example.org", "role": "COMMENTER", "badges": ["Abonnée"],
         "status": {"ban": {"active": False, "history": []}, "suspension": {"history": []}},
         "createdAt": {"$date": "2022-01-01T00:00:00.000Z"}},
        {"id": "u2", "username": "Karim", "status": {"ban": {"active": True}}, "createdAt": {"$date": "2022-01-02T00:00:00Z"}},
        {"id": "u3", "username": "Awa", "status": {"suspension": {"history": [
            {"id": "x", "from": {"start": {"$date": "2023-01-01T00:00:00Z"}, "finish": {"$date": "2999-01-01T00:00:00Z"}}}]}}},
        {"id": "u4", "username": "Parti", "deletedAt": {"$date": "2023-01-01T00:00:00Z"}},
    ],
    "commentActions": [
        {"id": "x1", "actionType": "REACTION", "commentID": "c1", "userID": "u2", "createdAt": {"$date": "2023-04-01T10:00:00Z"}},
        {"id": "x2", "actionType": "REACTION", "commentID": "c1", "userID": "u2", "createdAt": {"$date": "2023-04-01T10:05:00Z"}},
        {"id": "x3", "actionType": "FLAG", "reason": "COMMENT_REPORTED_OTHER", "commentID": "c1", "userID": "u3",
         "createdAt": {"$date": "2023-04-01T10:00:00Z"}},
    ],
    "comments": [
        {"id": "c1", "storyID": "st1", "siteID": "s1", "authorID": "u1", "parentID": None, "status": "NONE",
         "ancestorIDs": [], "childIDs": ["c2"], "childCount": {"$numberInt": "1"},
         "revisions": [
             {"id": "r1", "body": "Enfn", "createdAt": {"$date": "2023-04-01T09:00:00Z"}, "actionCounts": {}},
             {"id": "r2", "body": "<b>Enfin</b> !", "createdAt": {"$date": "2023-04-01T09:02:00Z"},
              "media": {"type": "giphy", "id": "g", "original": "https://media.example/g.gif", "title": "Youpi"}}],
         "actionCounts": {"REACTION": 2, "FLAG": 1}, "tags": [{"type": "FEATURED", "createdBy": "u9",
                                                              "createdAt": {"$date": "2023-04-02T00:00:00Z"}}],
         "createdAt": {"$date": "2023-04-01T09:00:00Z"}},
        {"id": "c2", "storyID": "st1", "authorID": "u2", "parentID": "c1", "status": "REJECTED",
         "revisions": [{"id": "r3", "body": "Non", "createdAt": {"$date": "2023-04-01T09:10:00Z"}}],
         "actionCounts": {"REACTION": {"$numberInt": "3"}, "DONT_AGREE": 1}, "createdAt": {"$date": "2023-04-01T09:10:00Z"}},
        {"id": "c3", "storyID": "st1", "authorID": "u3", "status": "PREMOD",
         "revisions": [{"id": "r4", "body": "À voir", "createdAt": {"$date": "2023-04-01T09:20:00Z"}}],
         "createdAt": {"$date": "2023-04-01T09:20:00Z"}},
        {"id": "c4", "storyID": "st1", "authorID": "u4", "status": "APPROVED", "revisions": [],
         "deletedAt": {"$date": "2023-05-01T00:00:00Z"}, "createdAt": {"$date": "2023-04-01T09:30:00Z"}},
        {"id": "c5", "storyID": "st1", "authorID": "u1", "status": "MYSTERY",
         "revisions": [{"id": "r5", "body": "Quoi", "createdAt": {"$date": "2023-04-01T09:40:00Z"}}],
         "createdAt": {"$date": "2023-04-01T09:40:00Z"}},
    ],
}  # fmt: skip


def coral(folder: Path, *, as_list: bool = False, collections: dict[str, list[dict[str, object]]] | None = None) -> Path:
    """The collections in a folder, one document a line (mongoexport) or one list a file (--jsonArray, Compass)."""
    folder.mkdir()
    for name, documents in (collections or CORAL).items():
        lines = [json.dumps(one, ensure_ascii=False, indent=2 if as_list else None) for one in documents]
        text = "[\n" + ",\n".join(lines) + "\n]\n" if as_list else "".join(f"{line}\n" for line in lines)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


def zipped(folder: Path, path: Path) -> Path:
    """The files of a folder in a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in folder.iterdir():
            packed.write(file, f"export/{file.name}")
    return path


DISCOURSE = r"""--
-- PostgreSQL database dump
--
-- Dumped from database version 13.14

SET statement_timeout = 0;
CREATE TABLE public.topics (id integer NOT NULL);
CREATE TABLE public.topic_embeds (id integer NOT NULL);

COPY public.api_keys (id, key_hash) FROM stdin;
1	secret
\.

COPY public.backup_metadata (id, name, value, created_at, updated_at) FROM stdin;
1	base_url	https://forum.old.example	2024-01-01 00:00:00	2024-01-01 00:00:00
\.

COPY public.categories (id, name, color, parent_category_id, read_restricted, slug) FROM stdin;
1	Staff	FF0000	\N	t	staff
2	La vie locale	00FF00	\N	f	vie
3	Transports	00FF00	2	f	transports
\.

COPY public.post_actions (id, post_id, user_id, post_action_type_id, deleted_at, created_at, updated_at) FROM stdin;
1	11	21	2	\N	2024-02-01 10:00:00	2024-02-01 10:00:00
2	11	20	2	2024-02-02 10:00:00	2024-02-01 10:00:00	2024-02-01 10:00:00
3	11	20	4	\N	2024-02-01 10:00:00	2024-02-01 10:00:00
\.

COPY public.posts (id, user_id, topic_id, post_number, raw, cooked, created_at, updated_at, reply_to_post_number, deleted_at, like_count, post_type, hidden, user_deleted, version, last_version_at) FROM stdin;
10	-1	100	1	Extrait\n<a>lire</a>	<p>Extrait</p>	2024-02-01 08:00:00	2024-02-01 08:00:00	\N	\N	0	1	f	f	1	2024-02-01 08:00:00
11	20	100	2	Enfin :smile:\nligne\\2 ![plan|10x10](upload://x.png)	<p>Enfin <img src="/images/emoji/smile.png" class="emoji" alt=":smile:"><br>\nligne\\2 <img src="/uploads/x.png" alt="plan"></p>	2024-02-01 09:00:00	2024-02-01 09:00:00	1	\N	1	1	f	f	2	2024-02-01 09:05:00
12	21	100	3	[quote]Enfin[/quote]Oui	<aside class="quote no-group" data-post="2" data-topic="100"><div class="title"><img class="avatar" src="/a.png"> lison:</div><blockquote><p>Enfin</p></blockquote></aside><p>Oui</p>	2024-02-01 09:10:00	2024-02-01 09:10:00	2	\N	3	1	f	f	1	2024-02-01 09:10:00
13	-1	100	4	fermé		2024-02-01 09:20:00	2024-02-01 09:20:00	\N	\N	0	3	f	f	1	2024-02-01 09:20:00
14	21	101	1	Le bus 12	<p>Le bus 12</p>	2024-02-02 09:00:00	2024-02-02 09:00:00	\N	\N	0	1	f	f	1	2024-02-02 09:00:00
15	20	101	2	Supprimé	<p>Supprimé</p>	2024-02-02 09:10:00	2024-02-02 09:10:00	\N	2024-02-03 00:00:00	0	1	f	f	1	2024-02-02 09:10:00
16	20	101	3	Signalé	<p>Signalé</p>	2024-02-02 09:20:00	2024-02-02 09:20:00	\N	\N	0	1	t	f	1	2024-02-02 09:20:00
17	20	102	1	Entre nous	<p>Entre nous</p>	2024-02-02 09:20:00	2024-02-02 09:20:00	\N	\N	0	1	f	f	1	2024-02-02 09:20:00
18	20	101	4	trop peu
\.

COPY public.topic_embeds (id, topic_id, post_id, embed_url, content_sha1, deleted_at) FROM stdin;
1	100	10	https://old.example/pont	abc	\N
\.

COPY public.topics (id, title, created_at, category_id, closed, archived, archetype, deleted_at, visible, slug) FROM stdin;
100	Le pont rouvre	2024-02-01 08:00:00	2	t	f	regular	\N	t	le-pont-rouvre
101	Bus & tramways	2024-02-02 09:00:00	3	f	f	regular	\N	t	bus-tramways
102	Message	2024-02-02 09:00:00	\N	f	f	private_message	\N	t	message
103	Réunion	2024-02-02 09:00:00	1	f	f	regular	\N	t	reunion
\.

COPY public.user_emails (id, user_id, email, "primary", created_at) FROM stdin;
1	20	second@example.org	f	2024-01-01 00:00:00
2	20	l@example.org	t	2024-01-01 00:00:00
\.

COPY public.users (id, username, name, created_at, admin, moderator, suspended_till, silenced_till, trust_level) FROM stdin;
-1	system	system	2023-01-01 00:00:00	t	t	\N	\N	4
20	lison	Lison B.	2023-01-02 00:00:00	f	f	\N	\N	2
21	karim	\N	2023-01-03 00:00:00	f	t	2999-01-01 00:00:00	\N	1
\.
"""


def discourse(path: Path, dump: str = DISCOURSE) -> Path:
    """A backup as Discourse writes it: a tar, compressed, with the compressed dump and the pictures."""
    packed = gzip.compress(dump.encode())
    with tarfile.open(path, "w:gz") as tar:
        for name, content in (("dump.sql.gz", packed), ("uploads/default/original/1X/x.png", b"\x89PNG")):
            one = tarfile.TarInfo(name)
            one.size = len(content)
            tar.addfile(one, io.BytesIO(content))
    return path


COMMENTO = {
    "version": 1,
    "comments": [
        {"commentHex": "c1", "domain": "old.example", "url": "/pont", "commenterHex": "h1", "markdown": "Enfin *oui*",
         "html": "<p>Enfin <em>oui</em></p>", "parentHex": "root", "score": 3, "state": "approved",
         "creationDate": "2020-05-01T09:00:00.12345Z", "direction": 0, "deleted": False},
        {"commentHex": "c2", "domain": "old.example", "url": "/pont", "commenterHex": "anonymous", "markdown": "Peut-être",
         "html": "", "parentHex": "c1", "score": -2, "state": "unapproved", "creationDate": "2020-05-01T10:00:00Z"},
        {"commentHex": "c3", "domain": "old.example", "url": "/pont", "commenterHex": "h1", "markdown": "[deleted]", "html": "",
         "parentHex": "c2", "score": 0, "state": "approved", "creationDate": "2020-05-01T11:00:00Z", "deleted": True},
        {"commentHex": "c4", "domain": "old.example", "path": "", "commenterHex": "h1", "markdown": "Sans date", "html": "",
         "parentHex": "root", "score": 0, "state": "approved", "creationDate": "hier"},
    ],
    "commenters": [
        {"commenterHex": "h1", "email": "l@example.org", "name": "Lison", "link": "undefined", "photo": "undefined",
         "provider": "commento", "joinDate": "2020-04-01T00:00:00Z", "isModerator": False},
    ] * 2,
}  # fmt: skip


HYVOR = {
    "pages": [{"id": 7, "identifier": "/pont", "url": "https://old.example/pont", "title": "Le pont", "is_closed": True,
               "created_at": 1_680_000_000}],
    "users": [{"id": 3, "htid": "sso_3", "type": "sso", "name": "Lison", "email": "l@example.org", "created_at": 1_600_000_000},
              {"id": 4, "htid": "hyvor_4", "type": "hyvor", "name": "Karim", "state": "banned"}],
    "comments": [
        {"id": 1, "page_id": 7, "user_htid": "sso_3", "parent_id": None, "body_html": "<p>Enfin</p>", "status": "published",
         "created_at": 1_680_000_100, "upvotes": 2, "downvotes": 1, "is_featured": True},
        {"id": 2, "page": {"id": 7, "identifier": "/pont", "url": "https://old.example/pont", "title": "Le pont"},
         "user": {"type": "guest", "name": "Zoé", "email": "z@example.org"}, "parent_id": 1, "status": "pending",
         "created_at": 1_680_000_200, "body": {"type": "doc", "content": [{"type": "paragraph", "content": [
             {"type": "text", "text": "Un <lien>", "marks": [{"type": "link", "attrs": {"href": "https://x.example"}}]}]}]}},
        {"id": 3, "page_id": 7, "user_htid": "hyvor_4", "parent_id": 2, "body_html": "<p>Pub</p>", "status": "spam",
         "created_at": 1_680_000_300},
    ],
}  # fmt: skip


def document(path: Path, content: object, *, indent: int | None = None) -> Path:
    """A JSON document on one line, or indented."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=indent), encoding="utf-8")
    return path


TABLE = """Numéro;Page;Titre;Écrit le;Auteur;Courriel;Message;Répond à;État;Pour
1;https://old.example/pont;Le pont;01/03/2021 09:30;Lison;l@example.org;Enfin !;0;ok;4
2;https://old.example/pont;Le pont;01/07/2021 09:30;Karim;;"Deux lignes
et « des ; points »";1;attente;0
3;https://old.example/pont;Le pont;jamais;Karim;;Sans date;0;ok;0
4;https://old.example/pont;Le pont;02/03/2021 09:30;;;Anonyme;0;bizarre;x
"""
MAPPING = """
source = "maison"
delimiter = ";"
encoding = "windows-1252"
format = "plain"

[columns]
ref = "Numéro"
address = "Page"
headline = "Titre"
at = "Écrit le"
name = "Auteur"
mail = "Courriel"
text = "Message"
parent = "Répond à"
standing = "État"
likes = "Pour"

[dates]
formats = ["%d/%m/%Y %H:%M"]
zone = "Europe/Paris"

[standings]
ok = "published"
attente = "held"
"""


def table(folder: Path, content: str = TABLE, mapping: str = MAPPING) -> tuple[Path, Path]:
    """A table in Windows-1252 and its mapping."""
    path, told = folder / "comments.csv", folder / "comments.toml"
    path.write_bytes(content.encode("cp1252"))
    told.write_text(mapping, encoding="utf-8")
    return path, told
