"""What each tag writes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from parvis.kit import clock

pytestmark = pytest.mark.urls("parvis.ui.tests.urls")
NOW = datetime(2026, 11, 24, 17, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def write(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in write('{% icon "check" %}')
    assert 'role="img" aria-label="Done &amp; dusted"' in write('{% icon "check" label=label %}', label="Done & dusted")


def test_an_unknown_icon_is_loud():
    with pytest.raises(KeyError):
        write('{% icon "unicorn" %}')


def test_a_button_submits_unless_told_otherwise():
    assert write('{% button "Save" %}') == '<button class="button" type="submit">Save</button>'


def test_a_button_writes_its_key_and_its_htmx_attributes():
    written = write('{% button "Refuse" kind="danger" key="r" type="button" hx_post=url hx_target=None %}', url="/cases/4")
    assert 'data-key="r"' in written
    assert 'hx-post="/cases/4"' in written
    assert "hx-target" not in written
    assert '<kbd aria-hidden="true">r</kbd>' in written


def test_a_button_with_an_address_is_a_link():
    written = write('{% button "Older" href="?after=4" rel="next" after="right" %}')
    assert written.startswith("<a ")
    assert 'href="?after=4"' in written
    assert written.index("Older") < written.index("<svg")


def test_a_square_button_keeps_its_words_for_screen_readers():
    assert '<span class="visually-hidden">More</span>' in write('{% button "More" kind="square" icon="more" %}')


def test_words_in_a_button_are_escaped():
    assert "<b>" not in write("{% button label %}", label="<b>x</b>")


def test_a_standing_has_a_stone_and_a_word():
    written = write('{% standing "held" %}')
    assert 'class="standing held"' in written
    assert "Held" in written
    assert "Waiting for two" in write('{% standing "held" "Waiting for two" %}')


def test_a_face_is_silent():
    assert 'aria-hidden="true">LB</span>' in write('{% avatar "Lison B." %}')


def test_a_time_says_itself_and_its_full_date():
    with clock.at(NOW):
        written = write("{% ago moment %}", moment=NOW - timedelta(minutes=7))
    assert written == '<time datetime="2026-11-24T16:57:00+00:00" title="Tuesday 24 November 2026 at 17:57">7 min ago</time>'


def test_no_time_says_nothing():
    assert write("{% ago moment %}", moment=None) == ""


def test_keys_to_press_are_each_a_key():
    assert write('{% kbd "g f" %}') == "<kbd>g</kbd> <kbd>f</kbd>"


def test_an_accent_is_a_link_only_for_a_true_colour():
    assert "/accent/1f4e79.css" in write("{% accent colour %}", colour="#1F4E79")
    for wrong in ("", None, "red", "#fff", "#1f4e79;}body{display:none"):
        assert write("{% accent colour %}", colour=wrong) == ""


def test_a_meter_gives_its_figure_in_words():
    written = write('{% meter "Read" 18 24 "18 / 24" %}')
    assert '<progress class="" value="18" max="24"></progress>' in written
    assert "18 / 24" in written


def test_a_dialog_is_named_by_its_heading():
    written = write('{% dialog "refuse" "Refuse this post" %}<p>inside</p>{% enddialog %}')
    assert 'aria-labelledby="refuse-heading"' in written
    assert 'tabindex="-1" autofocus' in written
    assert "<p>inside</p>" in written


def test_a_dialog_leaves_the_focus_to_its_content_when_it_asks():
    written = write('{% dialog "x" "X" %}<input autofocus>{% enddialog %}')
    assert written.count("autofocus") == 1


def test_a_menu_and_a_notice_wrap_their_content():
    assert "<summary" in write('{% menu "Sort" %}<a href="#">Newest</a>{% endmenu %}')
    written = write('{% notice "bad" %}{{ words }}{% endnotice %}', words="<script>")
    assert 'class="notice bad"' in written
    assert "&lt;script&gt;" in written
