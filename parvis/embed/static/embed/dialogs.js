/** Small forms, in the page or in a window above it; what the server would not do is said inside. */
import { button, h } from "./dom.js";

/** A small form. `send` is given its fields and may throw a refusal: it is then said inside. */
export function form(props, words, send, ...children) {
  const said = h("p", { class: "refusal", role: "alert" });
  const onsubmit = async (moment) => {
    moment.preventDefault();
    try {
      await send(Object.fromEntries(new FormData(moment.target)));
    } catch (refused) {
      said.textContent = refused.message || words.down;
    }
  };
  return h("form", { ...props, onsubmit }, ...children, said);
}

/** The same, in a window above the page that closes when the server agreed. */
export function ask(view, title, label, send, ...children) {
  const { words } = view;
  const box = h("dialog", { part: "dialog", "aria-labelledby": "asked", onclose: () => box.remove() },
    form({}, words, async (fields) => { await send(fields); box.close(); }, h("h3", { id: "asked" }, title), ...children,
      h("div", { class: "row" }, h("button", { class: "main", part: "button" }, label), button(words.cancel, () => box.close()))));
  view.frame.append(box);
  box.showModal();
}
