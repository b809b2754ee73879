"""Names in posts: the longest that fits, never in addresses, links or quotes, five at most."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.conversations.mentions import linked_names, named_ids, render_named
from parvis.kit.markup import render
from parvis.kit.refusals import Refusal
from parvis.testing.cast import reader


@pytest.fixture
def group(house):
    return house.daily


@pytest.fixture
def lison(house):
    return reader(house, "Lison B.")


def test_the_longest_name_that_fits_is_meant(house, group, lison):
    short = reader(house, "Lison")
    html = render_named("Merci @Lison B. et @Lison, à lundi. @lison !", title=group).html
    assert html.count("<a ") == 3
    assert named_ids(html) == [lison.pk, short.pk]
    assert ">@Lison B.</a> et " in html
    assert ">@Lison</a>, à" in html


def test_the_full_stop_of_a_sentence_is_not_of_the_name(house, group):
    reader(house, "Marc")
    assert ">@Marc</a>." in render_named("Je suis d’accord avec @Marc.", title=group).html


def test_case_and_accents_do_not_matter(house, group):
    reader(house, "Éléonore")
    assert "<a " in render_named("@eleonore qu’en dis-tu ?", title=group).html


@pytest.mark.parametrize(
    "source",
    [
        "écrire à lison@journal.example",
        "voir https://social.example/@lison",
        "[parlez à @Lison B.](https://journal.example)",
        "> @Lison B. disait",
        "@",
        "@@Lison B.",
        "@Personne de ce nom",
    ],
)
def test_what_is_not_a_name_stays_as_it_is(group, lison, source):
    assert linked_names(source, title=group) == source


def test_five_people_at_most(house, group):
    for number in range(6):
        reader(house, f"Membre {number}")
    names = [f"@Membre {number}" for number in range(6)]
    assert linked_names(" ".join(names[:5] + names[:2]), title=group).count("](") == 7
    with pytest.raises(Refusal) as refused:
        linked_names(" ".join(names), title=group)
    assert refused.value.code == "too_many_names"


def test_one_question_whatever_the_number_of_signs(house, group, lison, django_assert_num_queries):
    with django_assert_num_queries(1):
        linked_names("@Lison B. " * 100, title=group)
    with django_assert_num_queries(0):
        render_named("Sans personne, ni a@b", title=group)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="@Lison B.[]()> \n*_\\a", max_size=60))
def test_no_text_breaks_and_its_words_are_kept(group, lison, source):
    plain, named = render(source), render_named(source, title=group)
    assert [*filter(str.isalpha, named.text)] == [*filter(str.isalpha, plain.text)]
