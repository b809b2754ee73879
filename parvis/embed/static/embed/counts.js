/** Counts beside teasers: every [data-parvis-count] of the page, one request per title. */
const MOST = 100;

/** The reader's language at a node: French unless the nearest `lang` says English. */
export const language = (node) => (/^en\b/i.test(node.closest("[lang]")?.lang) ? "en" : "fr");

/** A number of posts, in words. */
export const counted = (n, lang) =>
  `${n.toLocaleString(lang)} ${lang === "en" ? "comment" : "commentaire"}${n > 1 || (lang === "en" && !n) ? "s" : ""}`;

/** Fills the teasers not asked for yet; `data-parvis-bare` on one writes the number alone. */
export function countTeasers() {
  const titles = {};
  for (const node of document.querySelectorAll("[data-parvis-count]:not([data-parvis-asked])")) {
    const from = node.closest("[data-parvis-title]") ?? document.querySelector("script[data-parvis-title]");
    node.dataset.parvisAsked = "";
    const teasers = (titles[from?.dataset.parvisTitle] ??= {});
    (teasers[new URL(node.dataset.parvisCount, document.baseURI).href.split("#")[0]] ??= []).push(node);
  }
  for (const [title, teasers] of Object.entries(titles)) {
    const addresses = Object.keys(teasers).sort();
    while (addresses.length) ask(title, addresses.splice(0, MOST), teasers);
  }
}

async function ask(title, addresses, teasers) {
  const query = new URLSearchParams([["title", title], ...addresses.map((address) => ["url", address])]);
  const answer = await fetch(new URL(`counts?${query}`, import.meta.url), { credentials: "omit" }).catch(() => {});
  if (!answer?.ok) return;
  for (const [address, count] of Object.entries((await answer.json()).counts)) {
    for (const node of teasers[address] ?? []) {
      const lang = language(node);
      node.textContent = "parvisBare" in node.dataset ? count.toLocaleString(lang) : counted(count, lang);
    }
  }
}

let soon;
new MutationObserver(() => {
  soon ??= setTimeout(() => {
    soon = null;
    countTeasers();
  }, 200);
}).observe(document, { childList: true, subtree: true });
countTeasers();
