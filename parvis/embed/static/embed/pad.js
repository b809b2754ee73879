/** A place to write, as it is before anyone writes: it looks whole, keeps the words, and calls for the composer when touched. */
import { h } from "./dom.js";
import { kept, server } from "./session.js";

let made = 0;

/** Where the browser keeps the draft of a new post, of an answer (`id` of the post answered) or of a change (`edit91`). */
export const slotOf = (view, id) => `parvis:draft:${view.title}:${view.address}:${id}`;

/** A form whose parts and acts (`typed`, `pressed`, `sent`, `touched`) the composer takes over. */
export function pad(view, label, slot) {
  const { words, thread } = view;
  const id = `area${++made}`;
  const call = () => view.takePart();
  const one = { slot, typed: () => kept("localStorage", slot, one.area.value), pressed() {}, sent: call, touched: call };
  one.area = h("textarea", {
    id, rows: 3, required: true, part: "input", "aria-describedby": `${id}left ${id}said`, onfocus: () => one.touched(),
    oninput: () => one.typed(), onkeydown: (key) => one.pressed(key),
  });
  one.left = h("span", { id: `${id}left`, class: "left" });
  one.refusal = h("p", { id: `${id}said`, class: "refusal", role: "alert" });
  one.tools = h("div", { class: "tools" });
  one.send = h("button", { class: "main", part: "button" }, view.session.bearer ? words.publish : words.enter);
  one.row = h("div", { class: "row" }, one.send, h("a", { href: new URL(thread.charter, server), target: "_blank" }, words.charter), one.left);
  one.who = h("p", { class: "quiet" }, thread.mode === "pre" && words.pre);
  one.node = h("form", { part: "composer", onsubmit: (moment) => { moment.preventDefault(); one.sent(); } },
    h("label", { for: id }, label), one.tools, one.area, one.refusal, one.row, one.who);
  return one;
}
