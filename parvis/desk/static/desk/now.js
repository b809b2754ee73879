// What is happening now: what changes is counted and marked, and shown when one asks. No row ever moves by itself.

const news = document.querySelector("[data-news]");
const changed = new Set();

document.body.addEventListener("touched", ({ detail: { kind, number } }) => {
  if (kind === "case") return;
  if (kind === "thread") changed.add(number);
  for (const row of document.querySelectorAll("[data-thread]")) if (changed.has(Number(row.dataset.thread))) row.dataset.changed = "";
  say();
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id !== "now") return;
  const asked = detail.requestConfig?.elt === news;
  changed.clear();
  say();
  if (asked) document.querySelector("#now a")?.focus({ preventScroll: true });
});

// The list asked for is that of the filters now in the address.
news.addEventListener("htmx:configRequest", ({ detail }) => (detail.path = location.pathname + location.search));

function say() {
  news.hidden = !changed.size;
  news.textContent = changed.size > 1 ? news.dataset.many.replace("{n}", changed.size) : news.dataset.one;
}
