"""What is happening now, on its page."""

from parvis.desk.tests.conftest import HTMX
from parvis.testing.cast import post, reader, thread


def test_the_hottest_comes_first_with_its_last_words_and_its_line(english_desk, house):
    for _n in range(3):
        last = post(house, where=thread(house, "vif"))
    post(house, where=thread(house, "calme"))
    answer = english_desk.get("/desk/now/")
    page = answer.content.decode()
    assert answer.context["page"].rows[0].thread.pk == last.thread_id
    assert last.text[:60] in page
    assert "3 posts in six hours, 3 in the last half hour, 3 in the fullest" in page


def test_newcomers_waiting_are_named_and_led_to(english_desk, house):
    written = post(house, member=reader(house, "Nouvelle venue"))
    page = english_desk.get("/desk/now/").content.decode()
    assert "One newcomer waits for an answer:" in page
    assert f"?around={written.pk}#post-{written.pk}" in page


def test_filters_narrow_and_the_list_comes_alone_to_htmx(as_seat, house):
    post(house)
    manager = as_seat("group_manager")
    answer = manager.get("/desk/now/", {"title": house.daily.key, "section": house.politics.pk}, headers=HTMX)
    assert answer.context["page"].rows == []
    assert "<html" not in answer.content.decode()
    assert "Nothing warm under these filters" in answer.content.decode()
    assert house.politics.name in manager.get("/desk/now/", {"title": house.daily.key}).content.decode()


def test_another_title_s_threads_are_not_there(as_seat, house):
    post(house)
    assert as_seat("weekly_moderator").get("/desk/now/").context["page"].rows == []


def test_a_bad_cursor_is_refused(english_desk, house):
    assert english_desk.get("/desk/now/", {"after": "x", "at": "99999999999999"}).status_code == 422


def test_the_page_costs_a_known_number_of_queries(english_desk, house, django_assert_max_num_queries):
    post(house)
    with django_assert_max_num_queries(17):
        english_desk.get("/desk/now/")
