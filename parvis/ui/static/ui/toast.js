// Toasts: a word, a countdown, a way back. They arrive in #toasts from the server (htmx, out of band), or from any script by
// `document.dispatchEvent(new CustomEvent("toast", { detail: { text, seconds } }))`, or by the header HX-Trigger.

const STEP = 0.25;
const region = document.getElementById("toasts");

if (region) {
  new MutationObserver(startAll).observe(region, { childList: true });
  document.addEventListener("toast", ({ detail }) => say(detail.text ?? detail.value ?? "", detail.seconds));
  document.addEventListener("htmx:sendError", sayLost);
  document.addEventListener("htmx:timeout", sayLost);
  document.addEventListener("htmx:responseError", ({ detail }) => detail.xhr.status >= 500 && sayLost());
  region.addEventListener("click", dismissOnClick);
  document.addEventListener("click", ({ target }) => target.closest("[data-says]") && say(target.closest("[data-says]").dataset.says));
  startAll();
}

function startAll() {
  for (const toast of region.querySelectorAll("[data-toast]:not([data-counting])")) start(toast);
}

function start(toast) {
  let left = Number(toast.dataset.seconds) || 8;
  toast.dataset.counting = "";
  const bar = toast.querySelector("progress");
  const tick = setInterval(() => {
    if (!toast.isConnected) return clearInterval(tick);
    if (isAttended(toast)) return;
    left -= STEP;
    if (bar) bar.value = left;
    if (left <= 0) toast.remove();
  }, STEP * 1000);
}

// Nobody loses the way back while reading it or reaching for it.
function isAttended(toast) {
  return toast.matches(":hover, :focus-within") || document.hidden;
}

function say(text, seconds = 8) {
  const toast = document.getElementById("toast-shape").content.firstElementChild.cloneNode(true);
  toast.dataset.seconds = seconds;
  toast.querySelector("p").textContent = text;
  region.prepend(toast);
}

function sayLost() {
  say(document.getElementById("lost-shape").content.textContent.trim());
}

function dismissOnClick({ target }) {
  const toast = target.closest("[data-dismisses]")?.closest("[data-toast]");
  if (toast) setTimeout(() => toast.remove(), 400);
}
