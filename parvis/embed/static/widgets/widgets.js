/** `<parvis-list title="courrier" kind="latest|active|selected" count="5" section="" lang="fr">`: a list of a title's
    discussions, in any page. No cookie, no dependency; what the server put inside stays until the list has come. */
const HOME = new URL(import.meta.url).origin;
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`:host{display:block;font:inherit;color:inherit}
h2{font:inherit;font-weight:600;margin:0 0 .6em}
ol{list-style:none;margin:0;padding:0}
li{padding:.7em 0;border-top:1px solid color-mix(in srgb,currentColor 18%,transparent)}
a{color:inherit;text-decoration:none}
a:hover,a:focus-visible{text-decoration:underline}
p{margin:0 0 .25em;line-height:1.45;overflow-wrap:anywhere}
small{opacity:.72;font-size:.85em}`);
const WORDS = {
  fr: { on: "sur", count: (n) => `${n} ${n > 1 ? "commentaires" : "commentaire"}` },
  en: { on: "on", count: (n) => `${n} ${n === 1 ? "comment" : "comments"}` },
};

class ParvisList extends HTMLElement {
  static observedAttributes = ["title", "kind", "count", "section", "lang"];
  #asked = 0;

  connectedCallback() {
    this.#ask();
  }

  attributeChangedCallback(_name, before, after) {
    if (this.isConnected && before !== after) this.#ask();
  }

  /** Asks once for all the attributes changed at the same time. */
  async #ask() {
    const turn = ++this.#asked;
    await null;
    if (turn !== this.#asked || !this.getAttribute("title")) return;
    const language = (this.getAttribute("lang") || document.documentElement.lang || "fr").slice(0, 2) === "en" ? "en" : "fr";
    const query = new URLSearchParams({ lang: language });
    for (const name of ["title", "kind", "count", "section"]) {
      if (this.getAttribute(name)) query.set(name, this.getAttribute(name));
    }
    try {
      const answer = await fetch(`${this.getAttribute("server") || HOME}/embed/widget?${query}`, { credentials: "omit" });
      if (answer.ok && turn === this.#asked) this.#show(await answer.json(), language);
    } catch {
      // The page lives without the list; what the server had put inside stays.
    }
  }

  #show(told, language) {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [SHEET];
    const words = WORDS[language];
    const moments = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
    const list = made("ol", { part: "list" }, told.items.map((item) => row(item, words, moments)));
    const heading = this.hasAttribute("untitled") ? [] : [made("h2", { part: "heading" }, [told.heading])];
    root.replaceChildren(...heading, list);
    this.dispatchEvent(new CustomEvent("parvis-list", { detail: { items: told.items.length } }));
  }
}

function row(item, words, moments) {
  const ago = item.at ? made("time", { datetime: item.at }, [since(item.at, moments)]) : "";
  if (item.text === undefined) {
    const link = made("a", { href: item.address, part: "link" }, [item.thread.name]);
    return made("li", { part: "item" }, [made("p", {}, [link]), made("small", {}, [words.count(item.thread.count), " · ", ago])]);
  }
  const link = made("a", { href: item.address, part: "link" }, [item.text]);
  const about = [made("b", { part: "author" }, [item.author]), ` ${words.on} `, item.thread.name, " · ", ago];
  return made("li", { part: "item" }, [made("p", item.language ? { lang: item.language } : {}, [link]), made("small", {}, about)]);
}

function since(at, moments) {
  const minutes = (Date.parse(at) - Date.now()) / 60000;
  for (const [unit, size] of [["day", 1440], ["hour", 60]]) {
    if (Math.abs(minutes) >= size) return moments.format(Math.round(minutes / size), unit);
  }
  return moments.format(Math.round(minutes), "minute");
}

/** An element, its attributes and what it holds; words are only ever text. */
function made(name, attributes, held) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...held);
  return element;
}

if (!customElements.get("parvis-list")) customElements.define("parvis-list", ParvisList);
