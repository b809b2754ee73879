// The palette: Ctrl-K or ⌘-K, a few letters, arrows, Enter. Its answers are the server's; what is done on this page is kept
// only when the page has its button. Without scripts the same answers are a page, reached by the link that opens it here.

const dialog = document.getElementById("palette");
const field = document.getElementById("palette-asked");
const list = document.getElementById("palette-answers");
const options = () => [...list.querySelectorAll("[role=option]")];
const marked = () => list.querySelector("[aria-selected=true]");
let asking, waiting;

if (dialog) {
  document.addEventListener("keydown", (press) => {
    if ((press.ctrlKey || press.metaKey) && !press.altKey && !press.shiftKey && press.key.toLowerCase() === "k") {
      press.preventDefault();
      if (dialog.open) dialog.close();
      else open();
    }
  });
  document.addEventListener("click", (click) => {
    if (!click.target.closest("[data-palette]")) return;
    click.preventDefault();
    open();
  });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  field.addEventListener("keydown", move);
  list.addEventListener("click", (click) => {
    const chosen = click.target.closest("[role=option]");
    if (!chosen?.dataset.does) return;
    click.preventDefault();
    use(chosen);
  });
  list.addEventListener("pointermove", ({ target }) => {
    const under = target.closest("[role=option]");
    if (under) mark(under);
  });
}

function open() {
  document.querySelector("dialog:modal")?.close();
  dialog.showModal();
  field.value = "";
  field.focus();
  ask();
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const address = `${field.dataset.from}?${new URLSearchParams({ q: field.value })}`;
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asking.signal });
    if (answer.redirected || !answer.ok) return;
    list.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
  } catch {
    return;
  }
  for (const one of list.querySelectorAll("[data-does]")) if (!buttonOf(one)) one.remove();
  for (const group of list.querySelectorAll("[role=group]")) if (!group.querySelector("[role=option]")) group.remove();
  mark(options()[0]);
}

// In the page, not in the palette, nor in another dialog.
function buttonOf(one) {
  const wanted = [...document.querySelectorAll("[data-key]")].filter((it) => it.dataset.key === one.dataset.does && !it.closest("dialog"));
  return wanted.find((it) => !it.disabled && it.checkVisibility?.({ visibilityProperty: true }) !== false);
}

function mark(one) {
  const before = marked();
  if (before === one) return;
  before?.setAttribute("aria-selected", "false");
  one?.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", one?.id ?? "");
  one?.scrollIntoView({ block: "nearest" });
}

function move(press) {
  const all = options();
  const here = all.indexOf(marked());
  const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
  if (step && all.length) {
    press.preventDefault();
    mark(all[(here + step + all.length) % all.length]);
  } else if (press.key === "Enter" && marked()) {
    press.preventDefault();
    use(marked());
  }
}

function use(one) {
  const button = one.dataset.does ? buttonOf(one) : null;
  dialog.close();
  if (!button) return one.click();
  if (button.matches("input:not([type=checkbox], [type=radio]), textarea, select")) button.focus();
  else button.click();
}
