/** What only someone who takes part needs, loaded when a reader is signed in, writes or reacts: the composer in place of the
 * pad, the pseudonym, the desk's notices, what waits to be read. */
import { bell, ring } from "./bell.js";
import { button, fill, h } from "./dom.js";
import { Composer, hold } from "./composer.js";
import { form } from "./dialogs.js";
import { followings, fresher, label, noteReading } from "./following.js";
import { ofPost, write } from "./gestures.js";
import { show } from "./posts.js";
import { partSheet } from "./part-style.js";
import { partPhrases } from "./part-words.js";
import { speak } from "./words.js";

export const gestures = { ...ofPost, ...followings };

/** Gives a view the words and the look of those who take part. */
export function join(view) {
  Object.assign(view.words, speak(view.lang, partPhrases));
  view.root.adoptedStyleSheets = [...view.root.adoptedStyleSheets, partSheet];
  Object.assign(view, { bellNode: bell(view), fresher: fresher(view) });
  view.followed.before(view.fresher, view.bellNode);
  noteReading(view);
}

/** Lays out the reader's own part of a discussion, after the page, the session or the thread changed. */
export function arrange(view) {
  const { mine, pad } = view;
  fill(view.notices, [mine?.notices, mine?.needs_name], () => [
    mine?.needs_name && naming(view),
    ...(mine?.notices ?? []).map((notice) => told(view, notice)),
  ]);
  if (pad?.node.isConnected && !pad.composer) pad.composer = new Composer(view, { pad });
  for (const post of mine?.held ?? []) show(view, post, view.front(), true);
  for (const composer of view.composers) composer.refresh();
  if (mine && mine !== view.paced) hold(view, mine.may.wait);
  view.paced = mine;
  label(view);
  ring(view);
}

function naming(view) {
  const { words } = view;
  return form({ class: "notice" }, words, async (fields) => {
    await write(view, "name", "POST", fields);
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
      write(view, `notices/${id}/seen`, "POST").catch(() => {});
      node.remove();
    })));
  return node;
}
