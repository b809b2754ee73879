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
