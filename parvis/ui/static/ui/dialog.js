// Dialogs open and close by attributes; unfolded menus close when one looks elsewhere.

document.addEventListener("click", (click) => {
  const opener = click.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (click.target.closest("[data-closes]")) click.target.closest("dialog")?.close();
  if (click.target.matches("dialog[open]") && isOutside(click)) click.target.close();
  closeMenus((menu) => !menu.contains(click.target));
});

document.addEventListener("keydown", (press) => {
  if (press.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  closeMenus(() => true);
  menu?.querySelector("summary").focus();
});

document.addEventListener("focusin", (focus) => closeMenus((menu) => !menu.contains(focus.target)));

// A dialog that the server sends with data-shown opens on arrival; one whose form was accepted closes.
document.addEventListener("htmx:load", ({ detail }) => {
  const arrived = detail.elt.matches?.("dialog[data-shown]") ? detail.elt : detail.elt.querySelector?.("dialog[data-shown]");
  if (arrived && !arrived.open) arrived.showModal();
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.requestConfig?.verb !== "get") detail.elt.closest("dialog[data-closes-after]")?.close();
});

function closeMenus(wanted) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (wanted(menu)) menu.open = false;
}

function isOutside({ target, clientX: x, clientY: y, detail }) {
  const box = target.getBoundingClientRect();
  return detail > 0 && (x < box.left || x > box.right || y < box.top || y > box.bottom);
}
