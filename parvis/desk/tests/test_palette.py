"""The palette, and the registry that the menu, the keys and the help all read."""

import re
from pathlib import Path

import pytest

from parvis.desk import commands
from parvis.desk.places import PLACES
from parvis.desk.tests.conftest import HTMX
from parvis.moderation.models import Case
from parvis.testing.cast import post, reader

TEMPLATES = Path(commands.__file__).parent / "templates" / "desk"
#: Keys given by what is shown: a rule of the charter, a moment, a view.
BY_NUMBER = re.compile(r"[0-9]|\{\{.*|v [1-9]")


def rows(answer):
    return [row for group in answer.context["groups"] for row in group["rows"]]


def labels(answer) -> list[str]:
    return [row["label"] for row in rows(answer)]


def test_a_few_letters_find_a_command_whatever_their_case_and_accents(as_seat, house):
    desk = as_seat("community_manager")
    assert "Queue" in labels(desk.get("/desk/go/", {"q": "QU"}))
    assert "Queue" not in labels(desk.get("/desk/go/", {"q": "zebra"}))


def test_a_thread_a_member_and_a_case_are_found_by_name_and_by_number(english_desk, house, to_judge):
    case = to_judge(member=reader(house, "Lison du port"))
    written = post(house)
    found = english_desk.get("/desk/go/", {"q": "lison"}, headers=HTMX)
    assert "Lison du port" in labels(found)
    assert "<html" not in found.content.decode()
    assert [row["url"] for row in rows(english_desk.get("/desk/go/", {"q": f"#{case.pk}"})) if row["icon"] == "queue"] == [
        f"/desk/queue/{case.pk}/"
    ]
    urls = [row["url"] for row in rows(english_desk.get("/desk/go/", {"q": str(written.thread_id)}))]
    assert f"/desk/threads/{written.thread_id}/" in urls


def test_what_one_may_not_see_is_not_found(as_seat, house, to_judge):
    case = to_judge(member=reader(house, "Lison du port"))
    guest = as_seat("guest")
    assert "Lison du port" not in labels(guest.get("/desk/go/", {"q": "lison"}))
    assert not Case.objects.filter(pk=case.pk).exists() or f"/desk/queue/{case.pk}/" not in str(
        rows(guest.get("/desk/go/", {"q": str(case.pk)}))
    )
    assert "Queue" not in labels(guest.get("/desk/go/"))
    weekly = as_seat("weekly_moderator").get("/desk/go/", {"q": str(post(house).thread_id)})
    assert not [row for row in rows(weekly) if row["url"].startswith("/desk/threads/") and row["url"] != "/desk/threads/"]


def test_a_post_is_reached_by_its_number_wherever_it_is(english_desk, house):
    written = post(house)
    answer = english_desk.get(f"/desk/posts/{written.pk}/")
    assert answer["Location"] == f"/desk/threads/{written.thread_id}/?around={written.pk}#post-{written.pk}"
    assert english_desk.get("/desk/posts/999999/").status_code == 404


def test_the_palette_costs_few_queries(english_desk, house, django_assert_max_num_queries):
    post(house)
    with django_assert_max_num_queries(12):
        english_desk.get("/desk/go/", {"q": "pont"}, headers=HTMX)


def test_the_menu_and_the_help_read_the_registry(english_desk, house):
    page = english_desk.get("/desk/queue/").content.decode()
    for _name, label, _icon, key, capability in PLACES:
        if capability in ("read", "moderate", "members") and key:
            assert f'data-key="{key}"' in page
            assert f'data-answers="{key}"' in page, label
    assert "data-palette" in page


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_every_key_of_a_page_is_in_the_registry(path):
    known = {one.key for one in [*commands.ACTIONS, *commands.ALWAYS]}
    keys = re.findall(r'(?:data-key|(?<![-\w])key)="([^"]+)"', path.read_text("utf-8"))
    assert [key for key in keys if key not in known and not BY_NUMBER.fullmatch(key)] == []


def test_every_key_of_the_registry_is_on_a_page():
    written = "\n".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.html"))
    assert [one.key for one in commands.ACTIONS if f'key="{one.key}"' not in written] == []
