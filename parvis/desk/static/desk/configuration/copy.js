// Buttons that copy a text of the page; without this module they stay hidden and the text can still be selected.

for (const button of document.querySelectorAll("[data-copies]")) button.hidden = !navigator.clipboard;

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
  const said = [...button.childNodes];
  button.replaceChildren(button.dataset.done);
  button.setAttribute("role", "status");
  setTimeout(() => {
    button.replaceChildren(...said);
    button.removeAttribute("role");
  }, 2000);
});
