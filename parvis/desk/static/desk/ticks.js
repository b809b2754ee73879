// How many rows are ticked, said aloud; works on lists that renew themselves.

document.addEventListener("change", count);
document.addEventListener("htmx:afterSwap", count);
count();

function count() {
  for (const form of document.querySelectorAll("form.ticked")) {
    form.querySelector("[data-count]").textContent = form.querySelectorAll('[name="item"]:checked').length;
  }
}
