// The bench: insults blurred or not, ticks kept while the list renews itself, the case given back when one leaves it,
// and the eye led to the next post. Everything works without it.

const KEPT = "parvis.masked";
const bench = document.getElementById("bench");
const ticked = new Set();

// One press, one decision: a key held down must not judge the post that comes next.
document.addEventListener("keydown", (press) => press.repeat && !isWriting(press.target) && press.stopPropagation(), true);
document.addEventListener("click", ({ target }) => target.closest("[data-masks]") && mask(!isMasked()));
document.addEventListener("click", (click) => click.target.closest("a[data-opens]") && click.preventDefault());
document.addEventListener("click", ({ target }) => target.matches(".rule input") && target.focus());
document.addEventListener("change", ({ target }) => target.matches('[form="bulk"]') && tick(target));
document.addEventListener("reset", ({ target }) => target.id === "bulk" && untick());
document.addEventListener("htmx:oobAfterSwap", renew);
document.addEventListener("htmx:afterSwap", renew);
document.addEventListener("htmx:afterSwap", ({ detail }) => detail.target?.id === "case" && lead());
document.addEventListener("toggle", ({ target }) => target.matches?.(".menu[open]") && target.querySelector(".sheet button, .sheet select")?.focus(), true);
document.body.addEventListener("touched", ({ detail }) => hear(detail));
addEventListener("pagehide", giveBack);
mask(isMasked());
renew();

// The list looks again a moment after what changed, never more than once a second; the case in sight at once, by its pulse
// when one holds it (a refusal says who took or judged it), else as it is now.
let looking;
function hear({ kind, number }) {
  if (kind === "thread") return;
  looking ??= setTimeout(() => {
    looking = null;
    htmx.trigger("#cases", "changed");
  }, 300 + Math.random() * 500);
  if (kind === "case" && isInSight(number)) setTimeout(() => isInSight(number) && lookAtCase(), 500);
}

function isInSight(number) {
  return document.getElementById("case")?.dataset.case === String(number);
}

// Not while one's own act is on its way: its answer brings the next case.
function lookAtCase() {
  const open = document.getElementById("case");
  if (open.querySelector(".htmx-request")) return;
  const pulse = open.querySelector("[data-pulse]");
  if (pulse) htmx.trigger(pulse, "changed");
  else if (!isWriting(document.activeElement)) htmx.ajax("GET", location.pathname + location.search, { target: "#case", swap: "outerHTML" });
}

function isWriting(target) {
  return target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
}

function isMasked() {
  try {
    return localStorage.getItem(KEPT) === "on";
  } catch {
    return document.documentElement.dataset.masked === "on";
  }
}

function mask(on) {
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // Kept for this page only.
  }
  document.documentElement.dataset.masked = on ? "on" : "off";
  showMask();
}

function showMask() {
  const on = document.documentElement.dataset.masked;
  for (const button of document.querySelectorAll("[data-masks]")) button.setAttribute("aria-pressed", String(on === "on"));
}

function tick({ value, checked }) {
  if (checked) ticked.add(value);
  else ticked.delete(value);
  count();
}

function untick() {
  ticked.clear();
  setTimeout(renew);
}

function renew() {
  showMask();
  const boxes = [...document.querySelectorAll('[form="bulk"]')];
  const here = new Set(boxes.map((box) => box.value));
  for (const value of ticked) if (!here.has(value)) ticked.delete(value);
  for (const box of boxes) box.checked = ticked.has(box.value);
  count();
}

function count() {
  bench.toggleAttribute("data-ticking", ticked.size > 0);
  const said = document.querySelector("[data-ticked]");
  if (said && said.textContent !== String(ticked.size)) said.textContent = ticked.size;
}

// The next post: its heading takes the focus, its words come in sight, its line in the list too.
function lead() {
  const begun = isWriting(document.activeElement) && document.activeElement.value;
  if (!begun) document.querySelector("[data-focus]")?.focus({ preventScroll: true });
  document.getElementById("the-post")?.scrollIntoView({ block: "nearest" });
  document.querySelector('.cases [aria-current="true"]')?.scrollIntoView({ block: "nearest" });
}

function giveBack() {
  const held = document.querySelector("[data-release]");
  if (!held) return;
  const form = new FormData();
  form.set("csrfmiddlewaretoken", JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]);
  navigator.sendBeacon(held.dataset.release, form);
}
