"""Journeys of someone who reads: the page, what others do meanwhile, and what is not there."""

import re

import httpx
import pytest

from e2e.conftest import SAID, TITLE, cross_origin, thread_address

expect = pytest.importorskip("playwright.sync_api").expect
pytestmark = pytest.mark.browser


def test_a_reader_opens_the_article_and_reads_on(live, visit):
    page = visit(live.opened["busiest"])
    expect(page.get_by_role("heading", name="Discussion")).to_contain_text(f"{live.opened['count']} commentaires")
    shown = page.locator("article").count()
    more = page.get_by_role("button", name="Afficher plus de commentaires")
    if more.is_visible():
        more.click()
        expect(page.locator("article").nth(shown)).to_be_visible()
    assert page.complaints == []


def test_replies_come_on_demand_and_the_focus_goes_to_the_first(live, visit):
    article = live.article()
    root = live.post(article, "Qui a vu le plan de la nouvelle ligne ?")
    for words in SAID[:5]:
        live.post(article, words, parent=root["id"])
    page = visit(article)
    expect(page.locator("article")).to_have_count(4)
    page.get_by_role("button", name="Afficher 2 autres réponses").click()
    expect(page.locator("article")).to_have_count(6)
    expect(page.get_by_role("article").nth(4)).to_be_focused()
    expect(page.get_by_role("button", name=re.compile("autre"))).to_be_hidden()


def test_a_reply_deeper_than_three_levels_says_to_whom(live, visit):
    article = live.article()
    post = live.post(article, "Le premier mot de cette discussion.")
    for words in SAID[:4]:
        post = live.post(article, words, parent=post["id"])
    page = visit(article)
    page.get_by_role("button", name=re.compile("autre réponse")).click()
    expect(page.get_by_role("article").last).to_contain_text("En réponse à")


def test_sorting_brings_the_oldest_first(live, visit):
    article = live.article()
    for words in SAID[:3]:
        live.post(article, words)
    page = visit(article)
    expect(page.get_by_role("article").first).to_contain_text(SAID[2])
    page.get_by_label("Trier par").focus()
    page.get_by_label("Trier par").select_option("oldest")
    expect(page.get_by_role("article").first).to_contain_text(SAID[0])
    expect(page.get_by_label("Trier par")).to_be_focused()


def test_what_others_write_waits_behind_a_button_and_moves_nothing(live, visit):
    article = live.article()
    root = live.post(article, "Un commentaire que l’on est en train de lire.")
    page = visit(article)
    page.wait_for_function("streams > 0")
    read = page.get_by_role("article").first
    read.focus()
    place = read.bounding_box()
    live.post(article, "Une réponse qui arrive pendant la lecture.", parent=root["id"])
    waiting = page.get_by_role("button", name="Une nouvelle réponse")
    expect(waiting).to_be_visible()
    assert read.bounding_box() == place
    expect(read).to_be_focused()
    waiting.click()
    expect(page.get_by_role("article").nth(1)).to_contain_text("pendant la lecture")
    live.post(article, "Un tout autre commentaire, tombé à l’instant.")
    page.get_by_role("button", name="Un nouveau commentaire").click()
    expect(page.get_by_role("article").first).to_contain_text("tombé à l’instant")
    expect(page.get_by_role("heading", name="Discussion")).to_contain_text("3 commentaires")


def test_an_edit_and_a_withdrawal_show_in_place(live, visit):
    article, bearer = live.article(), live.bearer()
    post = live.post(article, "Les mots d’abord écrits ici.", bearer=bearer)
    page = visit(article)
    place = page.get_by_role("article").first
    expect(place).to_contain_text("d’abord écrits")
    headers = {"Authorization": f"Bearer {bearer}"}
    address = f"{live.address}/embed/posts/{post['id']}"
    httpx.patch(address, json={"text": "Les mots corrigés ensuite."}, headers=headers).raise_for_status()
    expect(place).to_contain_text("corrigés ensuite")
    expect(place).to_contain_text("modifié")
    httpx.delete(address, headers=headers).raise_for_status()
    expect(place).to_contain_text("Commentaire retiré")


def test_a_link_to_a_post_brings_it_into_view(live, visit):
    article = live.article()
    posts = [live.post(article, f"{words}\n\n{words}\n\n{words}") for words in SAID[:10]]
    page = visit(article, fragment=f"#parvis-{posts[0]['id']}", attributes="lazy")
    target = page.get_by_role("article").filter(has_text=SAID[0])
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()


def test_a_link_to_a_reply_that_is_not_on_the_page_shows_it_under_its_thread(live, visit):
    article = live.article()
    root = live.post(article, "Une question à laquelle beaucoup répondent.")
    last = [live.post(article, words, parent=root["id"]) for words in SAID[:6]][-1]["id"]
    thread = httpx.get(thread_address(live, article)).json()["thread"]["id"]
    if httpx.get(f"{live.address}/embed/post", params={"id": last, "thread": thread}).status_code != 200:
        pytest.skip("this server does not give one post by its number")
    page = visit(article, fragment=f"#parvis-{last}")
    expect(page.get_by_role("article").filter(has_text=SAID[5])).to_be_focused()


def test_a_hidden_passage_opens_by_enter_and_by_click(live, visit):
    article = live.article()
    live.post(article, "La fin du film : ||le phare s’éteint|| et ||personne ne revient||.")
    page = visit(article)
    hidden = page.get_by_role("button", name="Passage masqué")
    hidden.first.press("Enter")
    expect(hidden).to_have_count(1)
    hidden.first.click()
    expect(hidden).to_have_count(0)
    expect(page.get_by_role("article").first).to_contain_text("le phare s’éteint")


def test_nothing_is_loaded_before_the_reader_comes_near(live, visit):
    element = f'<parvis-discussion title="{TITLE}" url="{live.opened["busiest"]}" lazy></parvis-discussion>'
    tall = f'<div style="height: 6000px"></div>{element}'
    asked = []
    page = visit("", inside=tall)
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_function("Boolean(customElements.get('parvis-discussion'))")
    page.evaluate("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")
    assert [address for address in asked if "/embed/" in address] == [f"{live.address}/embed/parvis.js"]
    page.mouse.wheel(0, 4500)
    expect(page.get_by_role("heading", name="Discussion")).to_be_attached()
    assert page.evaluate("document.querySelector('parvis-discussion').getBoundingClientRect().top > 0")


def test_several_discussions_live_on_one_page(live, visit):
    articles = [live.article(), live.article()]
    for number, article in enumerate(articles):
        live.post(article, SAID[number])
    both = "".join(f'<parvis-discussion title="{TITLE}" url="{article}"></parvis-discussion>' for article in articles)
    page = visit("", inside=both)
    for number in range(2):
        shown = page.locator("parvis-discussion").nth(number)
        expect(shown.get_by_role("article")).to_have_count(1)
        expect(shown.get_by_role("article")).to_contain_text(SAID[number])


def test_an_element_taken_out_and_put_back_or_changed_starts_again(live, visit):
    first, second = live.article(), live.article()
    live.post(first, "Un commentaire sous le premier article.")
    live.post(second, "Un commentaire sous le second article.")
    page = visit(first)
    expect(page.get_by_role("article")).to_contain_text("premier article")
    page.evaluate("(url) => document.querySelector('parvis-discussion').setAttribute('url', url)", second)
    expect(page.get_by_role("article")).to_contain_text("second article")
    page.evaluate("window.kept = document.querySelector('parvis-discussion'); kept.remove()")
    page.evaluate("document.querySelector('main').append(kept)")
    expect(page.get_by_role("article")).to_contain_text("second article")
    page.evaluate("kept.lang = 'en'")
    expect(page.get_by_role("heading", name="Discussion")).to_contain_text("1 comment")
    assert page.complaints == []


def test_teasers_are_counted_in_one_request(live, visit):
    articles = [live.article() for _ in range(3)]
    live.post(articles[0], "Un seul commentaire sous celui-ci.")
    asked = []
    teasers = "".join(f'<p><a href="#" data-parvis-count="{article}">Réagir</a></p>' for article in articles)
    page = visit("", inside=teasers + f'<b data-parvis-count="{articles[0]}" data-parvis-bare></b>')
    expect(page.get_by_role("link").first).to_have_text("1 commentaire")
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    expect(page.get_by_role("link").first).to_have_text("1 commentaire")
    expect(page.get_by_role("link").nth(1)).to_have_text("0 commentaire")
    expect(page.locator("b")).to_have_text("1")
    assert len([address for address in asked if "/embed/counts" in address]) == 1


def test_another_origin_reads_without_a_cookie_anywhere(live, visit):
    page = visit(live.opened["busiest"])
    elsewhere = cross_origin(live.address) + "/essai/ailleurs"
    html = page.content().replace("<parvis-discussion", "<parvis-discussion data-elsewhere")
    page.context.route(f"{elsewhere}*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(elsewhere)
    expect(page.get_by_role("article").first).to_be_visible()
    assert page.context.cookies() == []
    assert page.evaluate("document.cookie") == ""


def test_the_strictest_policy_of_a_newspaper_is_respected(live, visit):
    policy = f"default-src 'none'; script-src {live.address}; connect-src {live.address}; style-src 'none'"
    trusted = "require-trusted-types-for 'script'; trusted-types parvis"
    page = visit(live.opened["busiest"], policy=f"{policy}; {trusted}", bypass_csp=False)
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    page.reload()
    expect(page.get_by_role("article").first).to_be_visible()
    radius = page.get_by_role("button", name="Se connecter pour publier").evaluate(
        "(node) => getComputedStyle(node).borderRadius"
    )
    assert radius == "3px"
    assert [text for text in refused if "inline style" not in text] == []
    assert page.complaints == []


def test_nobody_listens_in_a_page_hidden_for_long_and_it_catches_up_when_seen_again(live, visit):
    article = live.article()
    live.post(article, SAID[0])
    page = visit(article, clock=True)
    page.wait_for_function("listening === 1")
    page.evaluate("Object.defineProperty(document, 'hidden', { configurable: true, value: true })")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(119_000)
    assert page.evaluate("listening") == 1
    page.clock.run_for(2_000)
    assert page.evaluate("listening") == 0
    live.post(article, SAID[1])
    page.evaluate("Object.defineProperty(document, 'hidden', { configurable: true, value: false })")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.resume()
    expect(page.get_by_role("button", name="Un nouveau commentaire")).to_be_visible()
    page.wait_for_function("listening === 1")


def test_without_javascript_the_fragment_is_read(live, visit):
    article = live.article()
    live.post(article, "Des mots que l’on lit sans aucun script.")
    fragment = (
        httpx.get(f"{live.address}/embed/fragment", params={"title": TITLE, "url": article, "lang": "fr"}).raise_for_status().text
    )
    page = visit(article, slot=fragment, java_script_enabled=False)
    expect(page.get_by_text("Des mots que l’on lit sans aucun script.").first).to_be_visible()


def test_the_fragment_stays_when_the_server_is_down_and_leaves_when_it_is_back(live, visit):
    article = live.article()
    live.post(article, "Un commentaire servi par le serveur vivant.")
    page = visit(article, slot="<p>Ce que le journal avait gardé.</p>", attributes="lazy")
    expect(page.get_by_role("article").first).to_be_visible()
    expect(page.get_by_text("Ce que le journal avait gardé.")).to_be_hidden()
    page.route(f"{live.address}/embed/thread*", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("La discussion ne répond pas")).to_be_visible()
    expect(page.get_by_text("Ce que le journal avait gardé.")).to_be_visible()
    page.unroute(f"{live.address}/embed/thread*")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.get_by_role("article").first).to_contain_text("serveur vivant")


def test_a_closed_page_of_the_contract_is_what_the_element_reads(live):
    page = httpx.get(thread_address(live, live.opened["busiest"])).raise_for_status().json()
    assert {"thread", "posts", "pinned", "next"} <= page.keys()
    assert {"id", "version", "count", "open", "mode", "policy", "sso", "charter"} <= page["thread"].keys()
