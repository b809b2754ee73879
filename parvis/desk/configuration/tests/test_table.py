"""The page of the decision table."""

from parvis.desk.configuration.forms import table_forms
from parvis.desk.configuration.trial import try_table
from parvis.moderation.acts import set_table, set_words
from parvis.moderation.screening import table_in_force
from parvis.moderation.tables import DEFAULT_TABLE, parse_table
from parvis.testing.cast import post


def address(house) -> str:
    return f"/desk/{house.daily.key}/table/"


def as_sent(table, **changes) -> dict[str, str]:
    """What a browser sends for a table, less what a test changes."""
    formset = table_forms(table)
    sent = {
        f"rows-{name}": str(value) for name, value in (("TOTAL_FORMS", len(table.rows) + 1), ("INITIAL_FORMS", len(table.rows)))
    }
    for form in formset.forms:
        for field in ("check", "percent", "outcome", "risk"):
            sent[form.add_prefix(field)] = str(form.initial.get(field, ""))
        if form.initial.get("advise"):
            sent[form.add_prefix("advise")] = "on"
    return sent | changes


def row_of(check: str) -> int:
    return next(number for number, row in enumerate(DEFAULT_TABLE.rows) if row.check == check)


def test_the_rows_are_sentences(as_role, house):
    page = as_role("community_manager").get(address(house)).content.decode()
    assert (
        "Quand un mot interdit est trouvé (sûr à 90\u202f% au moins)\u202f: rendre à l’auteur, risque 80, et prévenir l’auteur."
        in page
    )
    assert "Telle que livrée avec Parvis" in page


def test_saving_an_untouched_table_keeps_every_row(as_role, house):
    assert as_role("community_manager").post(address(house), as_sent(DEFAULT_TABLE, verb="save")).status_code == 302
    assert table_in_force(house.daily.pk).rows == DEFAULT_TABLE.rows


def test_a_row_changes_one_leaves_one_comes_and_the_difference_is_readable(as_role, house):
    client, watched, shouting, new = (
        as_role("community_manager"),
        row_of("watched_words"),
        row_of("shouting"),
        len(DEFAULT_TABLE.rows),
    )
    changes = {f"rows-{watched}-outcome": "hold", f"rows-{shouting}-DELETE": "on", f"rows-{new}-check": "many_links"}
    sent = as_sent(DEFAULT_TABLE, verb="save", **changes, **{f"rows-{new}-percent": "50"})
    assert client.post(address(house), sent).status_code == 302
    rows = table_in_force(house.daily.pk).rows
    assert len(rows) == len(DEFAULT_TABLE.rows)
    assert rows[watched].outcome == "hold"
    page = client.get(address(house))
    newest = page.context["versions"][0]
    assert str(newest["by"]) == str(house.accounts["community_manager"])
    assert (len(newest["changes"]["gone"]), len(newest["changes"]["new"])) == (2, 2)
    assert "<del>Quand un mot surveillé est trouvé" in page.content.decode()


def test_an_old_version_comes_back_as_a_new_one(as_role, house):
    set_table(title=house.daily, rows=[], account_id=None)
    client = as_role("community_manager")
    assert client.post(f"{address(house)}restore/", {"version": "0"}).status_code == 302
    assert (table_in_force(house.daily.pk).rows, table_in_force(house.daily.pk).version) == (DEFAULT_TABLE.rows, 3)
    assert client.post(f"{address(house)}restore/", {"version": "77"}).status_code == 404


def test_the_trial_counts_the_posts_that_would_end_otherwise_and_saves_nothing(as_role, house):
    set_words(group=house.group, title=house.daily, kind="watched", patterns=["mouton*"], account_id=None)
    for words in (
        "Les moutons du pré ont traversé.",
        "Qui compte encore les moutons le soir ?",
        "Un mouton, cela se tond au printemps.",
    ):
        post(house, text=words)
    post(house)
    sent = as_sent(DEFAULT_TABLE, verb="try", **{f"rows-{row_of('watched_words')}-outcome": "hold"})
    response = as_role("community_manager").post(address(house), sent, headers={"HX-Request": "true"})
    fragment = response.content.decode()
    assert "<html" not in fragment
    assert "3 des 4 derniers messages auraient un autre sort" in fragment
    assert "Les moutons du pré" in fragment
    assert table_in_force(house.daily.pk).version == 0


def test_a_trial_asks_few_questions_whatever_the_posts(house, django_assert_num_queries):
    for _number in range(6):
        post(house)
    table_in_force(house.daily.pk)
    with django_assert_num_queries(2):
        trial = try_table(house.daily, parse_table({"version": 0, "rows": []}))
    assert (trial.tried, trial.is_whole) == (6, True)


def test_a_bad_row_is_told_beside_its_field_and_stays_unfolded(as_role, house):
    response = as_role("community_manager").post(address(house), as_sent(DEFAULT_TABLE, verb="save", **{"rows-0-risk": "300"}))
    assert response.status_code == 422
    assert response.context["rows"][0]["form"].errors["risk"]
    assert "<details open>" in response.content.decode()
