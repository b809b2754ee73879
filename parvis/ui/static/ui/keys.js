// Keyboard shortcuts. Whatever carries data-key="a" (or "g f": one key, then the other) answers to it: fields take the
// focus, the rest is clicked. Never while one types; switchable, as WCAG 2.1.4 asks. `?` shows the map of this page.

const KEPT = "parvis.keys";
const PATIENCE = 1200;
let first = "";
let forgetting;

document.addEventListener("keydown", (press) => {
  if (press.ctrlKey || press.metaKey || press.altKey || press.defaultPrevented || isTyping(press.target)) return;
  if (press.key.length !== 1 || (!isOn() && press.key !== "?")) return;
  const wanted = find(first ? `${first} ${press.key}` : press.key) ?? find(press.key);
  remember(wanted ? "" : press.key);
  if (!wanted) return;
  press.preventDefault();
  use(wanted);
});

document.addEventListener("click", ({ target }) => target.closest('[data-opens="keymap"]') && drawMap());
document.addEventListener("change", ({ target }) => target.matches("[data-keys-switch]") && turn(target.checked));
turn(isOn());

function isTyping(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}

function isOn() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function turn(on) {
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // Kept for this page only.
  }
  document.documentElement.dataset.keys = on ? "on" : "off";
  for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = on;
}

// With a dialog open, only its own keys answer.
function ground() {
  return document.querySelector("dialog:modal") ?? document;
}

function find(key) {
  return [...ground().querySelectorAll("[data-key]")].find((it) => it.dataset.key === key && isUsable(it));
}

function isUsable(it) {
  return !it.disabled && it.getAttribute("aria-disabled") !== "true" && it.checkVisibility?.({ visibilityProperty: true }) !== false;
}

function use(it) {
  if (it.matches("input:not([type=checkbox], [type=radio]), textarea, select")) it.focus();
  else it.click();
}

function remember(key) {
  clearTimeout(forgetting);
  first = key;
  forgetting = setTimeout(() => (first = ""), PATIENCE);
}

// A map that the server wrote keeps what this page answers to; elsewhere it is drawn from the page.
function drawMap() {
  const written = document.querySelectorAll("[data-answers]");
  if (written.length) return keepMap(written);
  const rows = [...document.querySelectorAll("[data-key]")].filter(isUsable).map(row);
  document.querySelector("[data-keymap]").replaceChildren(...new Map(rows.map((it) => [it.textContent, it])).values());
}

function keepMap(written) {
  const here = new Set([...document.querySelectorAll("[data-key]")].filter((it) => isUsable(it) && !it.closest("dialog")).map((it) => it.dataset.key));
  const scopes = ["everywhere", "lists", document.querySelector("[data-scope]")?.dataset.scope];
  for (const line of written) {
    const always = ["?", "Ctrl K"].includes(line.dataset.answers);
    line.hidden = !always && (!here.has(line.dataset.answers) || !scopes.includes(line.closest("[data-keys-of]").dataset.keysOf));
  }
  for (const part of document.querySelectorAll("[data-keys-of]")) part.hidden = !part.querySelector("[data-answers]:not([hidden])");
}

function row(it) {
  const [line, keys, said] = ["div", "dt", "dd"].map((name) => document.createElement(name));
  keys.append(...it.dataset.key.split(" ").flatMap((key) => [Object.assign(document.createElement("kbd"), { textContent: key }), " "]));
  said.textContent = it.dataset.keyLabel ?? it.getAttribute("aria-label") ?? words(it);
  line.append(keys, said);
  return line;
}

function words(it) {
  const copy = it.cloneNode(true);
  copy.querySelectorAll("kbd, .count, svg").forEach((part) => part.remove());
  return (copy.textContent.trim() || it.labels?.[0]?.textContent || it.placeholder || it.title || "").trim();
}
