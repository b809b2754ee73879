"""Journeys of someone who writes: posting, and everything that must not lose a word."""

import re
from uuid import uuid4

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser


def composer(page):
    return page.get_by_label("Votre commentaire", exact=True)


def publish(page, text: str):
    composer(page).fill(text)
    page.get_by_role("button", name="Publier", exact=True).first.click()


def test_a_reader_posts_and_another_browser_sees_it_live(live, visit):
    article = live.article()
    live.post(article, "Le commentaire qui ouvre la discussion.")
    writer, other = visit(article, reader=live.pseudonym()), visit(article)
    expect(other.get_by_role("article")).to_have_count(1)
    publish(writer, "Bonjour, voici **mon avis** sur ce tram.")
    mine = writer.get_by_role("article").first
    expect(mine).to_contain_text("Bonjour, voici mon avis sur ce tram.")
    expect(mine).to_be_focused()
    expect(composer(writer)).to_have_value("")
    expect(writer.get_by_role("heading", name="Discussion")).to_contain_text("2 commentaires")
    other.get_by_role("button", name="Un nouveau commentaire").click()
    expect(other.get_by_role("article").first.locator("strong")).to_have_text("mon avis")
    expect(other.get_by_role("heading", name="Discussion")).to_contain_text("2 commentaires")


def test_the_first_word_under_an_article_opens_its_thread_and_its_stream(live, visit):
    article = live.article()
    page = visit(article, reader=live.pseudonym())
    publish(page, "Personne n’avait encore écrit ici.")
    first = page.get_by_role("article").first
    expect(first).to_be_visible()
    page.wait_for_function("streams > 0")
    parent = int(first.get_attribute("aria-labelledby").removeprefix("by"))
    live.post(article, "Une réponse venue d’ailleurs.", parent=parent)
    page.get_by_role("button", name="Une nouvelle réponse").click()
    expect(page.get_by_role("article").nth(1)).to_contain_text("venue d’ailleurs")


def test_a_draft_is_kept_when_the_server_is_down(live, visit):
    article = live.article()
    live.post(article, "Un commentaire déjà là, venu d’ailleurs.")
    page = visit(article, reader=live.pseudonym())
    expect(page.get_by_role("button", name="Publier", exact=True).first).to_be_visible()  # what writing needs has come
    page.context.set_offline(True)
    publish(page, "Un texte qu’il ne faut pas perdre.")
    expect(page.get_by_role("alert").filter(has_text="gardé ici")).to_be_visible()
    expect(composer(page)).to_have_value("Un texte qu’il ne faut pas perdre.")
    page.context.set_offline(False)
    page.reload()
    expect(composer(page)).to_have_value("Un texte qu’il ne faut pas perdre.")
    expect(page.get_by_text("Votre brouillon est revenu.")).to_be_visible()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("article").first).to_contain_text("ne faut pas perdre")
    page.reload()
    expect(page.get_by_role("article").first).to_be_visible()
    expect(composer(page)).to_have_value("")


def test_a_post_whose_answer_was_lost_is_written_once(live, visit):
    article = live.article()
    page = visit(article, reader=live.pseudonym())
    expect(composer(page)).to_be_visible()

    def lose(route):
        route.fetch()
        route.abort()

    page.route(f"{live.address}/embed/posts*", lose, times=1)
    publish(page, "Envoyé deux fois, écrit une seule.")
    expect(page.get_by_role("alert").filter(has_text="gardé ici")).to_be_visible()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("article").filter(has_text="écrit une seule")).to_be_visible()
    page.reload()
    expect(page.get_by_role("article").filter(has_text="écrit une seule")).to_have_count(1)


def test_advice_marks_the_words_and_the_reader_may_mend_or_publish(live, visit):
    page = visit(live.article(), reader=live.pseudonym())
    shouted = "CE PROJET EST UNE HONTE POUR TOUTE LA VILLE ET POUR NOS ENFANTS"
    publish(page, shouted)
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("button", name="Corriger").click()
    expect(composer(page)).to_be_focused()
    expect(composer(page)).to_have_value(shouted)
    page.get_by_role("button", name="Publier", exact=True).click()
    page.get_by_role("button", name="Publier quand même").click()
    expect(page.get_by_role("article").first).to_contain_text("POUR NOS ENFANTS")


def test_a_held_post_says_so_to_its_author_alone(live, visit):
    article = live.article()
    name = live.pseudonym()
    page, other = visit(article, reader=name), visit(article)
    publish(page, "Voyez http://a-vendre.example/1 puis http://a-vendre.example/2 et http://a-vendre.example/3 vite.")
    anyway = page.get_by_role("button", name="Publier quand même")
    expect(anyway.or_(page.get_by_text("En attente de relecture"))).to_be_visible()
    if anyway.is_visible():
        anyway.click()
    expect(page.get_by_role("article").first).to_contain_text("En attente de relecture")
    other.reload()
    expect(other.get_by_role("heading", name="Discussion")).to_contain_text("0 commentaire")


def test_a_refusal_is_said_beside_the_field_and_keeps_the_text(live, visit):
    page = visit(live.article(), reader=live.pseudonym())
    long = "mot " * 900
    publish(page, long)
    expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_be_visible()
    expect(composer(page)).to_have_value(long.strip())
    expect(composer(page)).to_have_attribute("aria-invalid", "true")


def test_a_reader_replies_with_a_quotation(live, visit):
    article = live.article()
    live.post(article, "Le tram passera par le *quai nord*.")
    page = visit(article, reader=live.pseudonym())
    page.get_by_role("article").get_by_role("button", name="Citer").click()
    field = page.get_by_role("textbox", name=re.compile("Votre réponse à"))
    expect(field).to_have_value("> Le tram passera par le *quai nord*.\n\n")
    expect(field).to_be_focused()
    field.type("Et par le quai sud ?")
    page.get_by_role("button", name="Publier", exact=True).nth(1).click()
    answer = page.get_by_role("article").nth(1)
    expect(answer.locator("blockquote")).to_contain_text("quai nord")
    expect(answer).to_contain_text("Et par le quai sud ?")


def test_a_reader_edits_within_the_window_then_withdraws(live, visit):
    page = visit(live.article(), reader=live.pseudonym())
    publish(page, "Une *faute* à corriger :\n\n- un\n- deux")
    mine = page.get_by_role("article").first
    mine.get_by_role("button", name="Modifier").click()
    field = page.get_by_role("textbox", name="Modifier")
    assert field.input_value().startswith("Une *faute* à corriger")
    assert "- un\n- deux" in field.input_value()
    field.fill("La phrase corrigée, cette fois.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(mine).to_contain_text("La phrase corrigée, cette fois.")
    expect(mine).to_contain_text("modifié")
    mine.get_by_role("button", name="Retirer").click()
    page.get_by_role("dialog").get_by_role("button", name="Annuler").click()
    expect(mine).to_contain_text("La phrase corrigée")
    mine.get_by_role("button", name="Retirer").click()
    page.get_by_role("dialog").get_by_role("button", name="Retirer").click()
    expect(mine).to_contain_text("Commentaire retiré par son auteur")


def test_a_reaction_is_given_counted_and_taken_back(live, visit):
    article, name = live.article(), live.pseudonym()
    live.post(article, "Un commentaire que l’on peut trouver utile.")
    token = live.token(name)
    page, other = visit(article, token=token), visit(article)
    useful = page.get_by_role("button", name="Utile")
    expect(page.get_by_text(f"Vous signez {name}")).to_be_visible()
    useful.click()
    expect(useful).to_have_attribute("aria-pressed", "true")
    expect(useful).to_have_text("Utile 1")
    expect(useful).to_be_focused()
    expect(other.get_by_role("button", name="Utile")).to_have_text("Utile 1")
    page.reload()
    expect(useful).to_have_attribute("aria-pressed", "true")
    useful.click()
    expect(useful).to_have_attribute("aria-pressed", "false")
    expect(useful).to_have_text("Utile")


def test_anyone_signals_a_post_without_an_account(live, visit):
    article = live.article()
    live.post(article, "Un commentaire que quelqu’un va signaler.")
    page = visit(article)
    page.get_by_role("button", name="Signaler").click()
    dialog = page.get_by_role("dialog", name="Signaler")
    dialog.get_by_label("Insulte").check()
    dialog.get_by_label("Précisions").fill("Vise le maire par son prénom.")
    dialog.get_by_role("button", name="Envoyer").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("status").filter(has_text="Merci")).to_be_visible()


def test_a_stale_token_leaves_the_reader_reading(live, visit):
    page = visit(live.opened["busiest"], token=live.token("Trop tard", age=7200))
    expect(page.get_by_role("article").first).to_be_visible()
    expect(page.get_by_text("Session expirée.")).to_be_visible()
    page.evaluate(
        """(token) => document.addEventListener("parvis:sign-in", (moment) => {
            moment.preventDefault();
            moment.target.token = token;
        })""",
        live.token(name := live.pseudonym()),
    )
    page.get_by_role("button", name="Se reconnecter").click()
    expect(page.get_by_text(f"Vous signez {name}")).to_be_visible()
    expect(page.get_by_text("Session expirée.")).to_be_hidden()


def test_a_reader_without_an_account_comes_in_by_a_window_and_finds_the_text_again(live, visit):
    page = visit(live.article())
    composer(page).fill("Écrit avant d’avoir un compte.")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Se connecter pour publier").click()
    window, mail, name = opened.value, f"{uuid4().hex[:12]}@parvis.demo", live.pseudonym()
    window.locator("input[type=email]").fill(mail)
    window.locator("input[type=email]").press("Enter")
    window.locator("input[name=code]").fill(live.code_sent_to(mail))
    window.locator("input[name=code]").press("Enter")
    window.locator("input[name=name]").fill(name)
    window.locator("input[name=name]").press("Enter")
    expect(page.get_by_text(f"Vous signez {name}")).to_be_visible()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("article").first).to_contain_text("avant d’avoir un compte")
    assert "parvis:session" not in page.evaluate("Object.keys(localStorage).join()")


def test_a_reader_without_a_name_chooses_one(live, visit):
    page = visit(live.article(), token=live.token(""))
    field = page.get_by_label("Choisissez votre pseudonyme")
    name = live.pseudonym()
    field.fill(name)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text(f"Vous signez {name}")).to_be_visible()
    expect(field).to_be_hidden()


def test_the_publisher_hears_what_happens(live, visit):
    page = visit(live.article())
    page.evaluate(
        """() => {
            window.heard = [];
            for (const name of ["ready", "count", "posted"]) {
              document.addEventListener(`parvis:${name}`, ({ type, detail }) => heard.push([type, detail]));
            }
        }"""
    )
    page.evaluate("(token) => { document.querySelector('parvis-discussion').token = token }", live.token(live.pseudonym()))
    publish(page, "Un commentaire dont la page entend parler.")
    page.wait_for_function("heard.some(([type]) => type === 'parvis:posted')")
    posted = page.evaluate("heard.find(([type]) => type === 'parvis:posted')[1]")
    assert posted["parent"] is None
    assert posted["held"] is False
    assert page.evaluate("heard.some(([type, { count }]) => type === 'parvis:count' && count === 1)")


def test_nothing_but_drafts_outlives_the_tab(live, visit):
    page = visit(live.article(), reader=live.pseudonym())
    publish(page, "Un commentaire puis un brouillon.")
    expect(page.get_by_role("article").first).to_be_visible()
    composer(page).fill("À finir plus tard")
    kept = page.evaluate("Object.entries(localStorage)")
    assert len(kept) == 1
    assert kept[0][0].startswith("parvis:draft:")
    assert kept[0][1] == "À finir plus tard"
    assert page.context.cookies() == []


def test_what_only_writers_need_comes_when_one_begins_to_write(live, visit):
    article = live.article()
    live.post(article, "Un commentaire à lire, et rien de plus.")
    page = visit(article)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.get_by_role("article")).to_have_count(1)
    assert page.get_by_role("button", name="Gras").count() == 0
    area = composer(page)
    before = area.bounding_box()
    area.press_sequentially("Je commence")
    expect(page.get_by_role("button", name="Gras")).to_be_visible()
    expect(area).to_be_focused()
    expect(area).to_have_value("Je commence")
    assert area.bounding_box() == before
    assert [url for url in asked if "taking-part.js?v=" in url]
    assert not [url for url in asked if "discussion.js" in url]
    page.reload()
    expect(page.get_by_text("Votre brouillon est revenu.")).to_be_visible()
    assert page.complaints == []


def test_words_typed_before_the_composer_comes_are_kept(live, visit):
    article = live.article()
    live.post(article, "Un commentaire à lire, et rien de plus.")
    page = visit(article)
    expect(composer(page)).to_be_visible()
    page.route("**/taking-part.js*", lambda route: route.abort(), times=1)
    composer(page).fill("Ce que je tape hors ligne.")
    page.reload()
    expect(page.get_by_text("Votre brouillon est revenu.")).to_be_visible()
    expect(composer(page)).to_have_value("Ce que je tape hors ligne.")
