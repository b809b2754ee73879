// A discussion at the desk: j and k walk from post to post, keys act on the one that has the focus, ticks are counted, and what
// changes elsewhere is announced, never moved under one's eyes.

const page = document.querySelector("[data-thread]");
const news = document.querySelector("[data-news]");
const form = document.getElementById("arrange");
const posts = () => [...document.querySelectorAll(".hosted > li")];
let changes = 0;
let pair = 0;

document.addEventListener("keydown", (press) => {
  if (press.ctrlKey || press.metaKey || press.altKey || document.documentElement.dataset.keys === "off") return;
  if (press.target.matches("textarea, select, input:not([type=checkbox], [type=radio])") || document.querySelector("dialog:modal")) return;
  const isSecond = performance.now() - pair < 1200;
  pair = "gv".includes(press.key) ? performance.now() : 0;
  if (isSecond) return;
  const step = { j: 1, k: -1 }[press.key];
  if (step) walk(step, press);
  else if ("psc".includes(press.key)) act(press);
}, true);

function here() {
  return document.activeElement?.closest(".hosted > li");
}

function walk(step, press) {
  const all = posts();
  const next = all[here() ? all.indexOf(here()) + step : step > 0 ? 0 : -1];
  if (!next) return;
  press.preventDefault();
  press.stopPropagation();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

// Only on the post that has the focus: the first of the page would be a surprise.
function act(press) {
  press.preventDefault();
  press.stopPropagation();
  here()?.querySelector(`[data-key="${press.key}"]`)?.click();
}

document.addEventListener("change", count);
form?.addEventListener("reset", () => setTimeout(count));
count();

function count() {
  const ticked = document.querySelectorAll('[form="arrange"]:checked').length;
  if (!form) return;
  form.querySelector("[data-count]").textContent = ticked;
  form.toggleAttribute("data-ticking", ticked > 0);
}

document.body.addEventListener("touched", ({ detail: { kind, number } }) => {
  if (kind !== "thread" || String(number) !== page.dataset.thread) return;
  changes += 1;
  news.hidden = false;
  news.textContent = changes > 1 ? news.dataset.many.replace("{n}", changes) : news.dataset.one;
});
