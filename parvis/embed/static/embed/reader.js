/** What depends on who reads: the composer or why not, the pseudonym, the desk's notices, what waits to be read. */
import { button, fill, form, h } from "./dom.js";
import { Composer } from "./composer.js";
import { show, update } from "./posts.js";

/** Lays out the reader's own part of a discussion, after the page, the session or the thread changed. */
export function arrange(view) {
  const { words, session, mine, thread } = view;
  view.status.replaceChildren(...(session.stale ? [`${words.stale} `, button(words.again, () => view.signIn())] : []));
  fill(view.notices, [mine?.notices, mine?.needs_name], () => [
    mine?.needs_name && naming(view),
    ...(mine?.notices ?? []).map((notice) => told(view, notice)),
  ]);
  const shut = thread.open ? mine?.may?.post === false && mine.may.why_not : `${words.closed} ${thread.closed?.reason ?? ""}`;
  fill(view.desk, shut, () => [shut ? h("p", { class: "quiet" }, shut) : new Composer(view, {}).node]);
  for (const post of mine?.held ?? []) show(view, post, view.front(), true);
  for (const composer of view.composers) composer.refresh();
  for (const entry of view.entries.values()) update(view, entry);
}

function naming(view) {
  const { words } = view;
  return form({ class: "notice" }, words, async (fields) => {
    await view.write("name", "POST", fields);
    view.sessionChanged();
  },
  h("label", {}, words.name, h("input", { name: "name", required: true, autocomplete: "nickname" })),
  h("div", { class: "row" }, h("button", { class: "main", part: "button" }, words.save)));
}

function told(view, { id, text, rule, reason }) {
  const { words } = view;
  const node = h("div", { class: "notice", part: "notice", role: "group" },
    h("p", {}, text), reason && h("p", {}, reason), rule && h("b", {}, `${words.rule} ${rule.number}. ${rule.title}`),
    h("p", { class: "quiet" }, button(words.understood, () => {
      view.write(`notices/${id}/seen`, "POST").catch(() => {});
      node.remove();
    })));
  return node;
}
