"""Archives of other tools brought into a title: once, twice, with pictures or without, by a map of addresses."""

import pytest

from parvis.conversations.archive.load import import_archive, rehearse_archive
from parvis.conversations.archive.moved import moves_of
from parvis.conversations.models import Post, Reaction, Revision, Selection, Thread
from parvis.conversations.tests import archive_samples as samples
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.moderation.models import Case

MOVED = "https://old.example/ => https://rivages-jour.example/\n"


@pytest.fixture
def rules(tmp_path):
    path = tmp_path / "rules"
    path.write_text(MOVED)
    return path


def sample(name, folder):
    mapping = None
    if name == "remark42":
        path = samples.remark42(folder / name)
    elif name == "coral":
        path = samples.coral(folder / name)
    elif name == "discourse":
        path = samples.discourse(folder / name)
    elif name == "table":
        path, mapping = samples.table(folder)
    else:
        path = samples.document(folder / name, samples.COMMENTO if name == "commento" else samples.HYVOR)
    return {"path": path, "mapping": mapping}


@pytest.mark.parametrize(
    ("name", "posts", "held"),
    [("remark42", 4, 0), ("coral", 5, 2), ("commento", 3, 1), ("hyvor", 3, 1), ("table", 3, 2), ("discourse", 5, 0)],
)
def test_each_comes_in_once_and_a_rehearsal_says_the_same(house, tmp_path, rules, name, posts, held):
    given = sample(name, tmp_path) | {"title": house.daily, "rules": rules}
    rehearsed = rehearse_archive(**given, notes=tmp_path / "notes")
    report = import_archive(**given)
    assert report.counts["posts"] == rehearsed.counts["posts"] == posts
    assert report.untaken == rehearsed.untaken
    assert Case.objects.filter(cause="imported").count() == held == report.counts["cases"]
    members = Member.objects.count()
    again = import_archive(**given)
    assert (again.counts["posts"], again.counts["already"]) == (0, posts)
    assert (Post.objects.count(), Member.objects.count()) == (posts, members)


def test_topics_of_discourse_live_in_their_space(house, tmp_path, rules):
    import_archive(path=samples.discourse(tmp_path / "forum"), title=house.daily, rules=rules)
    own = Thread.objects.get(article__isnull=True)
    assert (own.heading, own.space.name, own.first.text) == ("Bus & tramways", "La vie locale / Transports", "Le bus 12")
    quoting = Post.objects.get(archived__ref="discourse/12")
    assert (quoting.parent.archived.ref, quoting.quoted.archived.ref) == ("discourse/11", "discourse/11")
    assert quoting.thread.article.address == "https://rivages-jour.example/pont"
    assert not quoting.thread.space_id


def test_what_coral_knows_of_a_post_is_kept(house, tmp_path, rules):
    import_archive(path=samples.coral(tmp_path / "coral"), title=house.daily, rules=rules)
    one = Post.objects.get(archived__ref="coral/c1")
    assert (
        one.html == '<p><strong>Enfin</strong> !</p><p><a href="https://media.example/g.gif">Youpi</a></p>' or "Youpi" in one.html
    )
    assert Revision.objects.get(post=one).text == "Enfn"
    assert Reaction.objects.get(post=one).kind == "agree"
    assert Selection.objects.filter(post=one, ended_at__isnull=True).exists()
    assert Thread.objects.filter(article__address="https://rivages-jour.example/pont").exists()


@pytest.mark.parametrize(("pictures", "link"), [("link", True), ("drop", False)])
def test_pictures_become_links_or_their_words(house, tmp_path, rules, pictures, link):
    words = '"<p>Vu <img src=""https://i.example/a.png"" alt=""la digue""></p>"'
    row = f"1;https://old.example/pont;P;01/03/2021 09:30;L;;{words};0;ok;0\n"
    mapping = samples.MAPPING.replace('"plain"', '"html"')
    path, told = samples.table(tmp_path, samples.TABLE.splitlines(keepends=True)[0] + row, mapping)
    import_archive(path=path, title=house.daily, rules=rules, mapping=told, pictures=pictures)
    html = Post.objects.get().html
    assert "la digue" in html
    assert ("https://i.example/a.png" in html) == link


MAPS = {
    "csv": "old,new\nhttps://old.example/?p=12,https://www.c.example/blog/12\n/2014/pub,-\n",
    "semicolons": "https://old.example/?p=12;https://www.c.example/blog/12\n# rien\n/2014/pub;-\n",
    "toml": (
        '[[move]]\nold = "https://old.example/?p=12"\nnew = "https://www.c.example/blog/12"\n'
        '[[move]]\nold = "/2014/pub"\nnew = "-"\n'
        "[[rule]]\npattern = 'https://old\\.example/(\\d+)'\nnew = 'https://www.c.example/a/\\1'\n"
    ),
}


@pytest.mark.parametrize("form", MAPS)
def test_addresses_follow_a_map(tmp_path, form):
    path = tmp_path / "map"
    path.write_text(MAPS[form])
    moves = moves_of(path, ["https://www.c.example"])
    assert moves.today("https://OLD.example/?p=12&utm_source=x") == ("https://www.c.example/blog/12", "")
    assert moves.today("/2014/pub") == (None, "left_out")
    assert moves.today("/2014/autre") == ("https://www.c.example/2014/autre", "")
    if form == "toml":
        assert moves.today("https://old.example/7") == ("https://www.c.example/a/7", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("old,new\nhttps://a.example/1\n", "(Line|Ligne) 2"),
        ("https://a.example/1,https://b.example/1\nhttps://a.example/1,https://b.example/2\n", "(Line|Ligne) 2"),
        ("[[move]]\nold = 1\nnew = 'x'\n", "(Line|Ligne) 1"),
        ("[[move]]\nold = 'a'\nnew =\n", "line 3"),
        ("[[rule]]\npattern = '('\nnew = 'x'\n", "(Line|Ligne) 1"),
    ],
)
def test_a_map_that_is_wrong_is_refused_by_its_line(tmp_path, text, said):
    path = tmp_path / "map"
    path.write_text(text)
    with pytest.raises(Refusal, match=said):
        moves_of(path, [])
