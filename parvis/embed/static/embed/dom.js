/** What pages are built with: elements, words always as text, and the one door for the server's HTML. */

/** An element: `on…` properties listen, true and false set or leave out an attribute, empty children are skipped. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (/^on/.test(name)) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter(Boolean));
  return node;
}

export const button = (label, onclick, props) => h("button", { type: "button", part: "button", onclick, ...props }, label);

/** Rebuilds a node's content only when `shape` differs, so that focus and reading are not disturbed. */
export function fill(node, shape, make) {
  const key = JSON.stringify(shape);
  if (node.shape === key) return;
  node.shape = key;
  node.replaceChildren(...make().filter(Boolean));
}

const policy = globalThis.trustedTypes?.createPolicy("parvis", { createHTML: (html) => html });

/** Danger: the only place where HTML enters the page. The server sanitised it when the post was written. */
export function pour(node, html) {
  node.innerHTML = policy ? policy.createHTML(html) : html;
}

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
